"""Make text from outside safe to show: no escapes, no hidden or endless characters."""

from __future__ import annotations

import re
import unicodedata

MESSAGE_LIMIT = 100_000
"""Characters kept of one message; a million take seconds to draw."""
LINE_LIMIT = 500
"""Characters kept of a subject, name or address."""
MARKS_LIMIT = 4
"""Combining marks kept in a row; living scripts need at most four."""

# CSI, OSC, DCS/SOS/PM/APC strings, and two-character escapes, in 7-bit and C1 forms.
# A string that is never closed ends at its line, so that it cannot swallow the message.
_ESCAPES = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b[PX^_]|[\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
_HIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 but tab and newline
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"  # invisible fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction marks, bidi controls
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"  # fillers, variation selectors, annotations
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # controls of shorthand and of music
    "\U000e0000-\U000e0fff"  # tag characters and further variation selectors
    "\ud800-\udfff"  # lone surrogates
    "]"
)
_NEWLINES = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Everything else is neither hidden nor changed by normalisation: most texts need no more work.
_DIRTY = re.compile(
    r"[^\t\n\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff"
    r"\u0370-\u0373\u0375-\u037d\u037f-\u0386\u0388-\u0482\u048a-\u058f]"
)
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
_SPACE = re.compile(r"\s+")


def _thin_marks(text: str) -> str:
    """Cut floods of combining marks, which draw over their neighbours."""
    out: list[str] = []
    run = 0
    for char in text:
        if unicodedata.category(char) in ("Mn", "Me"):
            run += 1
            if run > MARKS_LIMIT:
                continue
        else:
            run = 0
        out.append(char)
    return "".join(out)


def clean(text: object, limit: int = MESSAGE_LIMIT) -> str:
    """Return `text` with nothing in it that a terminal would act on or hide.

    Newlines and tabs stay; the result is in NFC and at most `limit` characters long, a
    longer one ends in an ellipsis. `clean(clean(x)) == clean(x)`.
    """
    raw = text if isinstance(text, str) else "" if text is None else str(text)
    if len(raw) > limit * 4:
        raw = raw[: limit * 4]
    if _DIRTY.search(raw):
        raw = _NEWLINES.sub("\n", raw)
        # Removing one sequence can join the halves of another.
        while (stripped := _ESCAPES.sub("", raw)) != raw:
            raw = stripped
        raw = _SKIN.sub("", _HIDDEN.sub("", raw))
        # Marks that normalisation would join are counted after it; thinning can make
        # a sequence that normalises further, so it is repeated until nothing moves.
        while (settled := _thin_marks(unicodedata.normalize("NFC", raw))) != raw:
            raw = settled
    if len(raw) > limit:
        raw = unicodedata.normalize("NFC", raw[: limit - 1].rstrip() + "…")
    return raw


def clean_line(text: object, limit: int = LINE_LIMIT) -> str:
    """Return `text` cleaned and on one line, runs of space as one space."""
    # Of an endless one no more than its beginning is looked at.
    whole = clean(text, min(MESSAGE_LIMIT, limit * 20))
    return clean(_SPACE.sub(" ", whole).strip(), limit)


_UNSAFE_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
NAME_LIMIT = 200
"""Bytes of a saved file's name in UTF-8; file systems allow 255, and a number may follow."""


def _cut(text: str, size: int) -> str:
    return text.encode("utf-8")[:size].decode("utf-8", "ignore")


def file_name(name: object, fallback: str = "attachment") -> str:
    """Return a name that is safe to save under: no folder, no leading dot or dash."""
    text = _UNSAFE_NAME.sub("_", clean_line(name)).replace("..", "_")
    # All at once: taking one away must not bring another to the front.
    text = text.lstrip("-._ ").rstrip("._ ") or fallback
    stem, dot, suffix = text.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{_cut(stem, NAME_LIMIT - 41).rstrip('._ ')}.{suffix}"
    return _cut(text, NAME_LIMIT).rstrip("._ ")


def normalised(text: str) -> str:
    """Return `text` as look-ups compare it: NFC, one space between words, no quoting marks."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip()


_QUOTE_HEAD = re.compile(
    r"^(?:On\b.{4,200}\bwrote:|Am\b.{4,200}\bschrieb\b.{0,120}:|El\b.{4,200}\bescribi[oó]:"
    r"|Le\b.{4,200}\ba écrit\s?:|-{2,}\s?(?:Original Message|Ursprüngliche Nachricht"
    r"|Mensaje original)\s?-{2,}|_{10,})$",
    re.IGNORECASE,
)


def split_quoted(text: str) -> tuple[str, str]:
    """Split a mail's text into what is new and the quoted history at its end.

    The second part is empty when nothing is quoted at the end; `a + b` holds all lines.
    """
    lines = text.split("\n")
    start = len(lines)
    for index, line in enumerate(lines):
        if _QUOTE_HEAD.match(line.strip()) and any(rest.strip() for rest in lines[:index]):
            start = index
            break
    else:
        while start and (lines[start - 1].startswith(">") or not lines[start - 1].strip()):
            start -= 1
        if not any(line.startswith(">") for line in lines[start:]) or not start:
            return text, ""
    return "\n".join(lines[:start]).rstrip(), "\n".join(lines[start:]).strip("\n")
