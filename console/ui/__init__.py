"""The screen: shows the store, and turns keys into commands."""
