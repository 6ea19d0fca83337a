"""A folder of macros and articles is read; what is wrong in it is named and skipped."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from console.desk import knowledge_files
from console.desk.knowledge_files import read
from console.errors import InputError


def put(folder: Path, name: str, text: str | bytes = "Text") -> Path:
    """Write a file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_files_of_all_folders(tmp_path: Path) -> None:
    """Markdown and TOML are read at any depth, by name; other and hidden files are not."""
    for name in ("b.md", "a/late.md", "notes.txt", ".git/x.md", ".hidden.md"):
        put(tmp_path, name)
    put(tmp_path, "m.toml", '[[macro]]\ntext = "A"\n[[macro]]\ntext = "B"')
    shelf = read(tmp_path)
    assert [item.id for item in shelf.items] == [
        "a/late.md", "b.md", "m.toml#macro-1", "m.toml#macro-2",
    ]  # fmt: skip
    assert shelf.problems == ()


def test_a_bad_file_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    """One file that is wrong costs itself alone."""
    put(tmp_path, "good.md")
    put(tmp_path, "bad.toml", "text = ")
    put(tmp_path, "latin.md", "Grüße".encode("latin-1"))
    put(tmp_path, "big.md", "x" * (knowledge_files.FILE_LIMIT + 1))
    shelf = read(tmp_path)
    assert [item.id for item in shelf.items] == ["good.md"]
    said = "\n".join(shelf.problems)
    for words in ("bad.toml was skipped: it is not TOML", "latin.md was skipped: it is not UTF-8",
                  "big.md was skipped: it is larger than 200 kB"):  # fmt: skip
        assert words in said


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_nothing_outside_of_the_folder_is_read(tmp_path: Path) -> None:
    """A link out of the folder, or in a circle, is not followed."""
    secret = put(tmp_path, "secret.md", "# Secret\nkey")
    folder = tmp_path / "mine"
    put(folder, "good.md")
    (folder / "leak.md").symlink_to(secret)
    (folder / "loop").symlink_to(folder)
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    shelf = read(folder)
    assert [item.id for item in shelf.items] == ["good.md"]
    assert any("leak.md was skipped: it leads out" in said for said in shelf.problems)


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes in folders there")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """What is no file is passed over, not waited for."""
    os.mkfifo(tmp_path / "pipe.md")
    assert read(tmp_path).problems == ("pipe.md was skipped: it is not a file.",)


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without end is read to a limit, and it is said."""
    for number in range(5):
        put(tmp_path, f"{number}.md")
    monkeypatch.setattr(knowledge_files, "FILES_LIMIT", 3)
    shelf = read(tmp_path)
    assert len(shelf.items) == 3
    assert "more than 3 files" in shelf.problems[0]
    monkeypatch.setattr(knowledge_files, "FILES_LIMIT", 10)
    monkeypatch.setattr(knowledge_files, "ALL_LIMIT", 9)
    assert len(read(tmp_path).items) == 2


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    """The same value is given until a file changes."""
    path = put(tmp_path, "a.md", "One")
    first = read(tmp_path)
    assert read(tmp_path) is first
    path.write_text("Two, longer")
    assert read(tmp_path).items[0].text == "Two, longer"


def test_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is an error with what to do."""
    with pytest.raises(InputError, match="not a folder"):
        read(tmp_path / "none")
