"""Files of a conversation: save attachments safely, read what is to be attached."""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path

from console import errors
from console.domain.models import Attachment
from console.domain.text import clean_line, file_name

LIMIT = 25 * 1024 * 1024
"""Bytes of one attachment; most helpdesks and mail servers refuse more."""


def save(content: bytes, name: str, folder: str) -> Path:
    """Save bytes under a cleaned name into a folder; never over a file, never executable."""
    place = Path(folder).expanduser()
    try:
        place.mkdir(parents=True, exist_ok=True)
        clean = Path(file_name(name))
        for number in range(1000):
            suffix = f"-{number}" if number else ""
            path = place / f"{clean.stem}{suffix}{clean.suffix}"
            try:
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            except FileExistsError:
                continue
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            return path
    except OSError as error:
        raise errors.InputError(
            f"{name} could not be saved into {folder}: {error.strerror}",
            hint="Choose another folder.",
        ) from error
    raise errors.InputError(f"There are a thousand files named {name} in {folder} already.")


def load(path: str) -> Attachment:
    """Read a file that is to be attached; raise InputError when it cannot be."""
    place = Path(path).expanduser()
    try:
        if place.stat().st_size > LIMIT:
            raise errors.InputError(f"{path} is larger than {LIMIT // 1024 // 1024} MB.")
        content = place.read_bytes()
    except OSError as error:
        raise errors.InputError(
            f"{path} cannot be read: {error.strerror}", hint="Check the path."
        ) from error
    kind = mimetypes.guess_type(place.name)[0] or "application/octet-stream"
    return Attachment("", clean_line(place.name), kind, len(content), content)
