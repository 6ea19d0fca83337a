"""Warmline: the terminal console where an AI hands a customer over to a person."""

__version__ = "0.1.0"
