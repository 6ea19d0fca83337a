"""Measure assistants on labelled conversations."""
