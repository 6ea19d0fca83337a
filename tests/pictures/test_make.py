"""The pictures of the README show what the program shows, and can be made again."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.pictures.make import FOLDER, PICTURES, placed, settled, words
from tests.pictures.make import TEXT as DRAWN

ROOT = FOLDER.parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = {
    "queue": ("Warmline DEMO queue 1 of", "due customer subject because", "Aurelio Fennimore",
              "Payroll export rejected", "tool failed", "open", "reply", "resolve"),
    "escalation": ("Payroll export rejected", "Handoff card embedded", "wants", "because",
                   "tool failure:", "asks", "tried", "facts", "E-4091", "mood start", "now",
                   "replies", "1 article Payroll: error E-4091", "handed over"),
}  # fmt: skip


def picture(name: str) -> str:
    """Read a picture as it is kept."""
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_script_makes_the_pictures_that_are_kept() -> None:
    """Made again from the demo, the pictures show the same words."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.pictures.make", "--check"],
        cwd=ROOT, env={**os.environ, "TERM": "xterm-256color"}, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES])
def test_what_a_picture_shows(name: str) -> None:
    """The queue, and the card with its evidence, arc and suggestions, can be read in them."""
    text = words(picture(name))
    assert [word for word in SHOWN[name] if word not in text] == []


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES])
def test_a_picture_is_small_and_fetches_nothing(name: str) -> None:
    """A picture has no address to fetch, no path of a computer, and less than 100 kB."""
    svg = picture(name)
    assert len(svg.encode()) < 100_000
    assert set(re.findall(r"https?://[^\s\"')]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"/home/|/tmp/|/root/|terminal-\d", svg)


@pytest.mark.parametrize("name", [picture.name for picture in PICTURES])
def test_the_readme_shows_it(name: str) -> None:
    """The README has the picture, and says in words what it shows."""
    (alt,) = re.findall(rf"!\[([^\]]+)\]\(console/manual/pictures/{name}\.svg\)", README)
    assert len(alt.split()) > 5


def test_blanks_are_moved_into_the_place() -> None:
    """A text begins where its first letter is, and blank ones go."""
    drawn = '<text class="a" x="10.0" y="2" textLength="61" clip-path="url(#b)">{}</text>'
    assert DRAWN.sub(placed, drawn.format("&#160;&#160;ab&#160;")) == (
        '<text class="a" x="34.4" y="2" textLength="24.4" clip-path="url(#b)">ab</text>'
    )
    assert DRAWN.sub(placed, drawn.format("&#160;" * 5)) == ""


def test_what_is_taken_out() -> None:
    """Fonts to fetch, the maker's comment, and numbers that differ by content are taken out."""
    raw = "<!-- Generated with Rich x -->\n@font-face {\nsrc: url(x)\n}\n.terminal-12-r1 { }\n"
    assert settled(raw) == ".w0-r1 { }\n"
