"""A real Request Tracker 5 for tests: how it is started, shared and ended."""
