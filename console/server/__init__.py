"""Warmline's own small helpdesk: an ASGI app on one SQLite file."""
