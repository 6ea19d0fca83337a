"""Server-sent events, read piece by piece: the form in which models stream.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import NamedTuple


class Event(NamedTuple):
    """One event of a stream."""

    name: str
    """Empty where the server gives none."""
    data: str


class Events:
    """Turns bytes, cut anywhere, into events; what is not ended by an empty line is none."""

    def __init__(self) -> None:
        """Begin before the first byte."""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._rest: list[str] = []
        self._name = ""
        self._data: list[str] = []
        self._after_return = False

    def feed(self, piece: bytes) -> Iterator[Event]:
        """Take bytes and yield the events that they complete."""
        text = self._decode(piece)
        if self._after_return and text.startswith("\n"):
            text = text[1:]
        if not text:
            return
        self._after_return = text.endswith("\r")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if "\n" not in text:
            # A long line comes in many pieces: they are joined once.
            self._rest.append(text)
            return
        first, *others = text.split("\n")
        lines = ["".join([*self._rest, first]), *others]
        self._rest = [lines.pop()]
        for line in lines:
            if event := self._line(line.removeprefix("\ufeff")):
                yield event

    def _line(self, line: str) -> Event | None:
        if line:
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                self._data.append(value)
            elif name == "event":
                self._name = value
            return None
        event = Event(self._name, "\n".join(self._data)) if self._data else None
        self._name, self._data = "", []
        return event
