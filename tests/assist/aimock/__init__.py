"""A model server that none of us wrote: npm `@copilotkit/aimock`, started for tests."""
