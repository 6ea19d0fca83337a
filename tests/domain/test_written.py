"""Files of a team's own macros and articles are read strictly: nothing is guessed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import manual
from console.domain.models import Visibility
from console.domain.written import TEXT_LIMIT, Unreadable, parse_markdown, parse_toml


def test_a_heading_and_a_text() -> None:
    """The first heading is the title, the rest the text; without one the name is the title."""
    item = parse_markdown("late.md", "# Late parcel\n\nSorry.\n\n## More\nWe look.\n")
    assert (item.id, item.kind, item.title) == ("late.md", "article", "Late parcel")
    assert item.text == "Sorry.\n\n## More\nWe look."
    assert item.visibility is Visibility.PUBLIC
    assert parse_markdown("a/late.md", "Sorry.").title == "late.md"


@pytest.mark.parametrize(
    "head",
    [
        "---\nkind: macro\ntags: [a, 'b c']\nlanguage: DE\nvisibility: internal\n---\n",
        '+++\nkind = "macro"\ntags = ["a", "b c"]\nlanguage = "de"\nvisibility = "internal"\n+++\n',
    ],
)
def test_front_matter(head: str) -> None:
    """Both ways of front matter say kind, tags, language and visibility."""
    item = parse_markdown("x.md", "\ufeff" + head.replace("\n", "\r\n") + "# Title\nText")
    assert (item.kind, item.tags, item.language) == ("macro", ("a", "b c"), "de")
    assert item.visibility is Visibility.INTERNAL
    assert (item.title, item.text) == ("Title", "Text")


def test_comments_are_left_out() -> None:
    """What no reader of the page sees does not reach a draft, closed or not."""
    assert parse_markdown("x.md", "A<!-- promise a refund -->B\n<!-- open").text == "AB"


def test_escapes_are_cleaned() -> None:
    """Nothing that a terminal would act on or hide stays."""
    item = parse_markdown("x.md", "# T\x1b[31m\nA\x1b]0;x\x07B\u202eC\U000e0041")
    assert (item.title, item.text) == ("T", "ABC")


def test_toml_with_one() -> None:
    """A file with a text at its top is one macro."""
    (item,) = parse_toml("hi.toml", 'title = "Hi"\ntext = "Hello {{customer.name}}"')
    assert (item.id, item.kind, item.title) == ("hi.toml", "macro", "Hi")


def test_toml_with_many() -> None:
    """Entries have the file's name with their own id, or with their place."""
    text = '[[macro]]\nid = "hi"\ntext = "A"\n[[macro]]\ntext = "B"\n[[article]]\ntext = "C"'
    assert [(item.id, item.kind) for item in parse_toml("m.toml", text)] == [
        ("m.toml#hi", "macro"), ("m.toml#macro-2", "macro"), ("m.toml#article-1", "article"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no text"),
        ("# Title only", "no text"),
        ("---\nvisibility: privat\n---\nx", "neither public nor internal"),
        ("---\nkind: snippet\n---\nx", "neither macro nor article"),
        ("---\ncolour: red\n---\nx", "unknown key, colour"),
        ("---\nno colon here\n---\nx", "without a colon"),
        ("---\nlanguage: english please\n---\nx", "language"),
        ("---\ntext: y\n---\nx", "below the front matter"),
        ("+++\nkind = \n+++\nx", "not TOML"),
        ("x" * (TEXT_LIMIT + 1), "longer than"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    """A file that is not as it should be is refused with what is wrong with it."""
    with pytest.raises(Unreadable, match=said):
        parse_markdown("x.md", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("macro = 3", r"needs macros as \[\[macro\]\]"),
        ("[[macro]]\ntext = 3", "text that is not text"),
        ('[[macro]]\ntext = "a"\ntags = "b"', "tags"),
        ('title = "x"\n[[macro]]\ntext = "a"', "outside of"),
        ('[[macro]]\nid = "a"\ntext = "a"\n[[macro]]\nid = "a"\ntext = "b"', "twice"),
        ("x = " + "[" * 5_000, "not TOML"),
    ],
)
def test_what_is_wrong_with_toml_is_said(text: str, said: str) -> None:
    """TOML is held to the same; so deep a nesting is refused, not followed."""
    with pytest.raises(Unreadable, match=said):
        parse_toml("x.toml", text)


def test_the_examples_of_the_manual() -> None:
    """What the manual shows is read as it says."""
    page = manual.read("knowledge")
    markdown = page.split("```markdown\n")[1].split("```")[0]
    item = parse_markdown("x.md", markdown)
    assert (item.kind, item.title, item.tags) == (
        "macro",
        "Refund accepted",
        ("refund", "shipping"),
    )
    toml = page.split("```text\n")[1].split("```")[0]
    assert [each.id for each in parse_toml("m", toml)] == ["m#refund", "m#article-1"]


@given(st.text(max_size=200))
def test_nothing_else_is_raised(text: str) -> None:
    """Whatever stands in a file, it is read or refused."""
    for read in (parse_markdown, parse_toml):
        with contextlib.suppress(Unreadable):
            read("x", text)
