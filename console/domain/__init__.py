"""Values and pure decisions: no clock, no randomness, no input or output."""
