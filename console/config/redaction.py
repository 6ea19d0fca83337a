"""Take secrets out of text and out of the log."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from urllib.parse import quote

from console.config.secrets import Secret

SHORTEST = 4
"""Characters; anything shorter would be found in ordinary words."""


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """Return `text` with `***` for each secret, also where it is quoted as in a URL."""
    words = {form for secret in secrets for form in _forms(secret.reveal())}
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "***")
    return text


def _forms(text: str) -> tuple[str, ...]:
    return (text, quote(text, safe="")) if len(text) >= SHORTEST else ()


class Redaction(logging.Filter):
    """A filter for log handlers; secrets that are found later are added to it."""

    def __init__(self, secrets: Iterable[Secret] = ()) -> None:
        """Take the secrets known so far."""
        super().__init__()
        self.secrets = list(secrets)

    def add(self, secret: Secret) -> None:
        """Hide this one too from now on."""
        self.secrets.append(secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without the secrets in message and traceback."""
        record.msg, record.args = redact(record.getMessage(), self.secrets), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self.secrets)
        return True
