"""What the doctor says of assistants, their keys and what drafts are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import paths
from console.assist import semantic
from console.config import parse
from console.doctor import GOOD, WARNING, WRONG, examine
from console.doctor.assistants import assistants

TEXT = """
[assist]
summaries = "office"
[assist.endpoint.office]
dialect = "openai"
url = "http://127.0.0.1:9/v1"
model = "small"
"""


async def said(text: str, env: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    """Look with this config: area, level and words of each finding."""
    found = await assistants(parse(text), env or {})
    assert all(one.do for one in found if one.level != GOOD)
    return [(one.area, one.level, f"{one.said} > {one.do}") for one in found]


async def test_nothing_configured() -> None:
    """The embedded assistant is named with its rules, and nothing is wrong without the rest."""
    found = await said("")
    assert {level for _, level, _ in found} == {GOOD}
    assert found[0][2].startswith("the embedded assistant, rules embedded-")
    assert [area for area, _, _ in found] == ["assist", "assist", "knowledge"]


async def test_an_endpoint_without_a_key() -> None:
    """An endpoint is named with its model, address and use; without a key that is said."""
    (found,) = [one for one in await said(TEXT) if one[0] == "assist office"]
    assert found[1] == GOOD
    assert "small at http://127.0.0.1:9/v1, for cards; it has no key" in found[2]
    assert "warmline assist check office" in found[2]


async def test_a_key_that_is_found_is_not_told() -> None:
    """A key from the environment is found, and its text stands nowhere."""
    found = await said(TEXT, {"WARMLINE_ASSIST_OFFICE_TOKEN": "hush-hush-1234"})
    assert any("its key is found" in words for _, _, words in found)
    assert "hush" not in repr(found)


async def test_a_key_that_is_not_found() -> None:
    """A variable that is not set is wrong, named, and says what to do."""
    found = await said(TEXT + 'token_env = "OFFICE_KEY"\n')
    (wrong,) = [one for one in found if one[1] == WRONG]
    assert wrong[0] == "assist office"
    assert "OFFICE_KEY" in wrong[2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT.replace('summaries = "office"', ""), "not used: neither summaries nor drafts"),
        (TEXT.replace('summaries = "office"', "enabled = false"), "switched off"),
        (TEXT.replace('summaries = "office"', 'summaries = "office"\ndrafts = "office"'),
         "for cards and drafts"),
        (TEXT + "redact = false\n", "personal data is sent to it as it is"),
    ],
)  # fmt: skip
async def test_how_it_is_used(text: str, words: str) -> None:
    """What an endpoint is used for is said, and that personal data is not replaced."""
    found = await said(text)
    assert [one for one in found if words in one[2] and one[1] == GOOD]


async def test_an_endpoint_that_others_can_read() -> None:
    """http:// to another host is a warning; nothing is sent to find out."""
    found = await said(TEXT.replace("127.0.0.1:9", "gpu.example.test"))
    (warned,) = [one for one in found if one[1] == WARNING]
    assert "unencrypted" in warned[2]


async def test_guards_that_are_off() -> None:
    """Guards that the team has switched off are named."""
    found = await said("[guards]\nstale = false\nrepeat = true\n")
    assert [words for _, _, words in found if "guards" in words] == [
        "guards that are switched off: stale > "
    ]


async def test_the_teams_folder(tmp_path: Path) -> None:
    """Macros and articles are counted; a file that is wrong is named; no folder is wrong."""
    (tmp_path / "a.toml").write_text('[[macro]]\ntitle = "A"\ntext = "Text"\n')
    (tmp_path / "b.md").write_text("# B\n\nWords.\n")
    (tmp_path / "c.toml").write_text("[[macro]]\nbad = 1\n")
    config = f"[knowledge]\nfolder = '{tmp_path}'\n"
    found = [one for one in await said(config) if one[0] == "knowledge"]
    assert found[0][1:] == (GOOD, f"{tmp_path}: 1 macros, 1 articles > ")
    assert found[1][1] == WARNING
    assert "c.toml was skipped" in found[1][2]
    (gone,) = [one for one in await said(config.replace(str(tmp_path), str(tmp_path / "no")))
               if one[0] == "knowledge"]  # fmt: skip
    assert gone[1] == WRONG


async def test_many_wrong_files_are_counted(tmp_path: Path) -> None:
    """Five wrong files are named, the others counted."""
    for number in range(8):
        (tmp_path / f"{number}.toml").write_text("bad = 1\n")
    found = [one for one in await said(f"[knowledge]\nfolder = '{tmp_path}'\n")
             if one[1] == WARNING]  # fmt: skip
    assert len(found) == 6
    assert found[-1][2].startswith("3 more files were skipped")


@pytest.mark.parametrize(
    ("there", "sound", "level", "words"),
    [(False, True, GOOD, "not installed"), (True, True, GOOD, "the ones known"),
     (True, False, WRONG, "not the ones known")],
)  # fmt: skip
async def test_the_extra(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: bool, sound: bool, level: str,
    words: str,
) -> None:  # fmt: skip
    """The extra is named where it is there, and wrong where its weights are others."""

    def weights() -> Path:
        if not sound:
            raise semantic.AssistError("The weights are not the ones known.", hint="Install it.")
        return tmp_path

    monkeypatch.setattr(semantic, "installed", lambda: there)
    monkeypatch.setattr(semantic, "weights", weights)
    assert [one for one in await said("") if "semantic" in one[2] or "weights" in one[2]][-1][
        1
    ] == level
    assert any(words in one[2] for one in await said(""))


async def test_all_of_it_stands_in_the_examination(tmp_path: Path) -> None:
    """`doctor` lists the assistants beside the rest."""
    found = await examine(paths.paths({"WARMLINE_HOME": str(tmp_path)}), {"LOGNAME": "ann"})
    assert {"assist", "knowledge", "config", "store"} <= {one.area for one in found}
