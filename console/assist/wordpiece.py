"""Cuts a text into BERT's word pieces: what the optional embedding model reads."""

from __future__ import annotations

import gzip
import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from console.errors import AssistError

FILE = Path(__file__).with_name("vocabulary") / "bert-uncased.txt.gz"
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
"""Of the unpacked vocabulary; see NOTICE.md beside it."""
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
LONGEST_WORD = 100
"""Characters; a longer word is unknown."""
LONGEST = 128
"""Pieces of one text, begin and end included: what the model was trained on."""

# CJK ideographs, each a word of its own (as in google-research/bert, tokenization.py).
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip
_PUNCTUATION = ((33, 47), (58, 64), (91, 96), (123, 126))


@cache
def vocabulary() -> Mapping[str, int]:
    """Read the vocabulary that ships with the program; raise AssistError when it is damaged."""
    raw = gzip.decompress(FILE.read_bytes())
    if hashlib.sha256(raw).hexdigest() != SHA256:
        raise AssistError("The vocabulary of the semantic ranking is damaged.", hint="Reinstall.")
    return {piece: number for number, piece in enumerate(raw.decode().splitlines())}


def numbers(text: str, longest: int = LONGEST) -> list[int]:
    """Give the numbers of a text's pieces, between those of its begin and its end."""
    known = vocabulary()
    out = [known[BEGIN]]
    for word in _words(text[: longest * LONGEST_WORD]):
        out += [known[piece] for piece in _pieces(word, known)]
        if len(out) >= longest:
            break
    return [*out[: longest - 1], known[END]]


def _words(text: str) -> Iterator[str]:
    """Give words and punctuation marks, in lower case and without accents."""
    spaced: list[str] = []
    plain = "".join(_kept(char) for char in text)
    for char in unicodedata.normalize("NFD", plain).lower():
        if unicodedata.category(char) == "Mn":
            continue
        spaced.append(f" {char} " if _is_punctuation(char) else char)
    yield from "".join(spaced).split()


def _kept(char: str) -> str:
    code = ord(char)
    if char in "\t\n\r" or unicodedata.category(char) == "Zs":
        return " "
    if code in (0, 0xFFFD) or unicodedata.category(char).startswith("C"):
        return ""
    return f" {char} " if any(low <= code <= high for low, high in _IDEOGRAPHS) else char


def _is_punctuation(char: str) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in _PUNCTUATION) or unicodedata.category(
        char
    ).startswith("P")


def _pieces(word: str, known: Mapping[str, int]) -> list[str]:
    """Cut a word greedily, the longest known piece first."""
    if len(word) > LONGEST_WORD:
        return [UNKNOWN]
    out: list[str] = []
    start = 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = f"##{word[start:end]}" if start else word[start:end]
            if piece in known:
                out.append(piece)
                start = end
                break
        else:
            return [UNKNOWN]
    return out
