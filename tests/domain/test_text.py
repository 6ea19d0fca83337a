"""Text from outside is safe to show, and says what it said."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from console.domain import text as subject
from console.domain.text import clean, clean_line, file_name, normalised, split_quoted

NASTY = st.sampled_from(
    [
        "\x1b[31m", "\x1b]8;;http://x\x07", "\x1bP", "\x1b\\", "\x9b", "\x9d", "\x07", "\x1b",
        "\r", "\n", "\t", "\x00", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041",
        "\U0001f3fb",
        "\u0301", "\u0308", "e", " ", "\u2028", "\ud800", "\u037e", "\u1100\u1161", "[0m", "…",
    ]
)  # fmt: skip
anything = st.text(st.characters()) | st.lists(NASTY | st.text(max_size=3)).map("".join)
HIDDEN = "".join(
    chr(code)
    for first, last in [
        (0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x61C, 0x61C), (0x180E, 0x180E),
        (0x200B, 0x200B), (0x200E, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0x1F3FB, 0x1F3FF), (0xE0000, 0xE0FFF),
        (0xD800, 0xDFFF),
    ]
    for code in range(first, last + 1)
)  # fmt: skip


@given(anything)
@example("\x1b\x1b[0m[0m")
@example("\u037e")
@example("a" + "\u0301" * 40)
def test_clean_again(text):
    """Cleaning what is clean changes nothing."""
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(anything)
@example(HIDDEN)
@example("\x1b\x1b[0m[0m")
def test_nothing_acts(text):
    """No control, direction, tag or hidden character comes through, and no surrogate."""
    assert not set(clean(text)) & set(HIDDEN)
    assert not {"\n", "\t"} & set(clean_line(text))
    clean(text).encode()


@given(anything)
@example("\u037e")
@example("\u0374\u0387")
def test_normal_form(text):
    """What comes out is in NFC."""
    assert unicodedata.is_normalized("NFC", clean(text))


@given(anything, st.integers(1, 40))
def test_length(text, limit):
    """The result is never longer than its limit."""
    assert len(clean(text, limit)) <= limit
    assert len(clean_line(text, limit)) <= limit


def test_cut_is_told():
    """A text that was cut ends in an ellipsis; one that fits does not."""
    assert clean("abcdef", 4) == "abc…"
    assert clean("abcd", 4) == "abcd"


@given(anything)
@example("a" + "\u0301" * 40)
@example("\u0488" * 5)
def test_few_marks(text):
    """At most four combining marks stand in a row."""
    run = 0
    for char in clean(text):
        run = run + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        assert run <= subject.MARKS_LIMIT


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x2FF)))
def test_plain_text_stays(text):
    """Latin letters, digits and punctuation come through as they are."""
    assert clean(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ("a\x1b[2Jb", "ab"),
        ("a\x1b]52;c;aGk=\x07b", "ab"),
        ("a\x1b]0;title\nb", "a\nb"),
        ("a\x9b31mb", "ab"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x1b\x1b[31m[31mred", "[31mred"),
        ("x\u202ey", "xy"),
        ("👍🏽", "👍"),
        ("e\u0301", "é"),
        (None, ""),
        (12, "12"),
    ],
)
def test_examples(raw, seen):
    """Escapes go whole, an unclosed one ends at its line, line ends become one kind."""
    assert clean(raw) == seen


def test_joined_lines():
    """One line stays: runs of space and line ends become one space."""
    assert clean_line("  a \n\t b\u2028c ") == "a b c"


@given(anything)
@example("/.bashrc")
@example("_.profile")
@example("../../.ssh/id")
@example("漢" * 300 + ".pdf")
@example("é" * 300)
@example("-rf")
@example("....")
def test_file_name(name):
    """A file name has no folder, hides nothing, is no option, and fits any file system."""
    saved = file_name(name)
    assert saved
    assert saved[0] not in "._- "
    assert not set(saved) & set('/\\:*?"<>|\0')
    assert ".." not in saved
    assert saved[-1] not in ". "
    assert len(saved.encode()) <= subject.NAME_LIMIT
    assert file_name(saved) == saved


def test_file_name_keeps_its_kind():
    """The suffix survives the cut."""
    assert file_name("a" * 400 + ".pdf").endswith("a.pdf")
    assert file_name("Rechnung März.pdf") == "Rechnung März.pdf"


def test_file_name_of_nothing():
    """A name of which nothing is left has a stand-in."""
    assert file_name("..", "file") == "file"


@given(st.lists(st.sampled_from(["", "> quoted", "On Monday, Ada wrote:", "Hello", "  "])))
def test_split_quoted(lines):
    """Folding the history loses no line that says something."""
    new, old = split_quoted("\n".join(lines))
    left = [line for line in f"{new}\n{old}".split("\n") if line.strip()]
    assert left == [line for line in lines if line.strip()]


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("Yes.\n\n> Is it?\n> Tell me.", "Yes.", "> Is it?\n> Tell me."),
        ("Ja.\n\nAm 1. März schrieb Ada:\nIst es?", "Ja.", "Am 1. März schrieb Ada:\nIst es?"),
        ("> quoted first\nanswer", "> quoted first\nanswer", ""),
        ("> only quoted", "> only quoted", ""),
        ("On Monday, Ada wrote: nothing", "On Monday, Ada wrote: nothing", ""),
        ("plain", "plain", ""),
    ],
)
def test_split_examples(text, new, old):
    """The history at the end is split off; what is all quotation stays."""
    assert split_quoted(text) == (new, old)


def test_normalised():
    """Look-ups see through line ends, runs of space and ways to write an accent."""
    assert normalised("Cafe\u0301\r\n  au  lait ") == normalised("Café au\nlait")
