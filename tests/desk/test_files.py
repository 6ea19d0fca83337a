"""Files are saved where the agent chose, under safe names, over nothing; and read to be sent."""

import stat

import pytest

from console import errors
from console.desk import files


def test_saved(tmp_path):
    """The bytes are saved privately, and cannot be run."""
    path = files.save(b"\x00abc", "a b.txt", str(tmp_path / "new"))
    assert path == tmp_path / "new" / "a b.txt"
    assert path.read_bytes() == b"\x00abc"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_never_over_a_file(tmp_path):
    """What is there stays; the new one gets a number."""
    (tmp_path / "a.txt").write_text("mine")
    first = files.save(b"1", "a.txt", str(tmp_path))
    second = files.save(b"2", "a.txt", str(tmp_path))
    assert (first.name, second.name) == ("a-1.txt", "a-2.txt")
    assert (tmp_path / "a.txt").read_text() == "mine"


def test_never_through_a_link(tmp_path):
    """A link that waits there is not followed."""
    target = tmp_path / "target"
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").symlink_to(target)
    files.save(b"1", "a.txt", str(folder))
    assert not target.exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..\\..\\x", ".bashrc", "/.bashrc", "-rf", "a\x00b", "",
     "\u202etxt.exe", "漢" * 300, "x" * 400 + ".pdf", "a\nb"],
)  # fmt: skip
def test_names(tmp_path, name):
    """Whatever it is called, it lies in the chosen folder and is not hidden."""
    path = files.save(b"1", name, str(tmp_path))
    assert path.parent == tmp_path
    assert path.name[0] not in ".-"
    assert list(tmp_path.iterdir()) == [path]


def test_no_folder(tmp_path):
    """A folder that cannot be is told."""
    (tmp_path / "file").touch()
    with pytest.raises(errors.InputError, match="could not be saved") as caught:
        files.save(b"1", "a.txt", str(tmp_path / "file"))
    assert "another folder" in caught.value.hint


def test_loaded(tmp_path):
    """A file to be attached comes with its name, type and size."""
    path = tmp_path / "Rechnung März.pdf"
    path.write_bytes(b"abc")
    file = files.load(str(path))
    assert (file.name, file.type, file.size, file.content) == (
        "Rechnung März.pdf", "application/pdf", 3, b"abc",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_not_loaded(tmp_path, name):
    """What cannot be read is told."""
    with pytest.raises(errors.InputError, match="cannot be read"):
        files.load(str(tmp_path / name))


def test_too_large(tmp_path):
    """What helpdesks would refuse is refused here, before it is read."""
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        file.truncate(files.LIMIT + 1)
    with pytest.raises(errors.InputError, match="larger than 25 MB"):
        files.load(str(path))
