"""The user's settings: read, checked, and their secrets kept."""

from console.config.reading import load, parse
from console.config.secrets import Secret, resolve
from console.config.settings import Assist, Config, Connection, ModelEndpoint, Screen, Send, View

__all__ = [
    "Assist",
    "Config",
    "Connection",
    "ModelEndpoint",
    "Screen",
    "Secret",
    "Send",
    "View",
    "load",
    "parse",
    "resolve",
]
