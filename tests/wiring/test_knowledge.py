"""The desk knows the team's own folder of macros and articles."""

from __future__ import annotations

from pathlib import Path

from console import paths
from console.config import parse
from console.wiring.configured import open_configured


async def test_the_desk_is_told_the_folder(tmp_path: Path) -> None:
    """What the config says is where the verbs look."""
    config = parse(f"[knowledge]\nfolder = '{tmp_path}'")
    works = await open_configured(config, paths.paths({"WARMLINE_HOME": str(tmp_path)}), {})
    try:
        assert works.desk.knowledge_folder == tmp_path
    finally:
        await works.stop()
