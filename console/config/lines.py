"""Find the line on which each key of a TOML file stands."""

from __future__ import annotations

import re
import tomllib

from console.config.check import KeyPath

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    # Up to two quotation marks may stand right before the closing three.
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|'
    r"'''(?:[^']|'{1,2}(?!'))*'{3,5}|"
    r"\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


def locate(text: str) -> dict[KeyPath, int]:
    """Map each key path, list positions included, to its line, counted from 1.

    `text` is valid TOML. A table stands where it is first named.
    """
    scan = _Scan(text)
    scan.document()
    return scan.lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """Give the line of a path, or of the nearest table around it; 1 for the file itself."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self.counts: dict[KeyPath, int] = {}
        """How many tables each array of tables has so far."""
        self.counted, self.line = 0, 1

    def mark(self, path: KeyPath) -> None:
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        self.lines.setdefault(path, self.line)

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match[0] if match else ""

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def document(self) -> None:
        table: KeyPath = ()
        while self.skip(_SPACE) or self.peek():
            if self.peek() == "[":
                table = self.header()
            elif self.peek():
                self.pair(table)

    def header(self) -> KeyPath:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        # Tables inside of an array of tables belong to its latest one.
        path: KeyPath = ()
        keys = self.keys()
        for index, key in enumerate(keys):
            path = (*path, key)
            if many and index == len(keys) - 1:
                self.counts[path] = self.counts.get(path, 0) + 1
            self.mark(path)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
                self.mark(path)
        self.at += 2 if many else 1
        return path

    def keys(self) -> list[str]:
        out = []
        while True:
            self.skip(_BLANK)
            out.append(self.key())
            self.skip(_BLANK)
            if self.peek() != ".":
                return out
            self.at += 1

    def key(self) -> str:
        if quoted := self.skip(_QUOTED):
            return str(tomllib.loads(f"key = {quoted}")["key"])
        return self.skip(_BARE)

    def pair(self, table: KeyPath) -> None:
        path = table
        for key in self.keys():
            path = (*path, key)
            self.mark(path)
        self.at += 1
        self.value(path)

    def value(self, path: KeyPath) -> None:
        self.skip(_BLANK)
        if self.peek() == "[":
            self.items(path)
        elif self.peek() == "{":
            self.inline(path)
        elif not self.skip(_STRING):
            self.skip(_PLAIN)

    def items(self, path: KeyPath) -> None:
        self.at += 1
        index = 0
        while self.skip(_SPACE) or self.peek():
            if self.peek() == "]":
                self.at += 1
                return
            if self.peek() == ",":
                self.at += 1
                continue
            self.mark((*path, index))
            self.value((*path, index))
            index += 1

    def inline(self, path: KeyPath) -> None:
        self.at += 1
        while self.skip(_SPACE) or self.peek():
            if self.peek() == "}":
                self.at += 1
                return
            if self.peek() == ",":
                self.at += 1
                continue
            self.pair(path)
