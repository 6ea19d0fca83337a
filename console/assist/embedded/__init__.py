"""The assistant that is always there: no network, no key, no model to load."""
