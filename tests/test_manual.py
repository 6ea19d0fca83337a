"""The manual is read by page and by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import errors, manual


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a manual of two pages."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "start.md").write_text(
        "# First steps\n\nPress `q`, see [keys](keys.md) or [us](https://example.com).\n\n"
        "```\nwarmline ls\n```\n<!-- generated -->\n"
    )
    (tmp_path / "deep" / "a.md").write_text("# Deep\n")
    monkeypatch.setattr(manual, "FOLDER", tmp_path)


@pytest.mark.usefixtures("pages")
def test_pages_are_found_by_name_or_beginning() -> None:
    """Topics have name and title; a page answers to the beginning of its name."""
    assert manual.topics() == [("start", "First steps"), ("deep/a", "Deep")]
    assert manual.read("st") == manual.read("start")
    with pytest.raises(errors.InputError, match="no page"):
        manual.read("nonsense")


@pytest.mark.usefixtures("pages")
def test_lines_have_roles() -> None:
    """Headings are strong, code is muted, addresses of links stand below as links."""
    assert manual.styled("start") == [
        ("First steps", "strong"),
        ("", "text"),
        ("Press q, see keys or us.", "text"),
        ("https://example.com", "link"),
        ("", "text"),
        ("warmline ls", "muted"),
    ]


def test_every_page_that_ships_can_be_read() -> None:
    """Each page of the real manual has a title and lines of known roles."""
    for name, title in manual.topics():
        assert title
        assert {role for _, role in manual.styled(name)} <= {"strong", "text", "muted", "link"}
