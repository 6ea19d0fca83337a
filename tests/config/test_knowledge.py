"""The team's own folder of macros and articles is set in the config."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.config import parse
from console.errors import ConfigError


def test_the_folder_is_expanded() -> None:
    """`~` is the home; nothing set is no folder."""
    given = parse('[knowledge]\nfolder = "~/support"')
    assert given.knowledge == Path.home() / "support"
    assert parse("").knowledge is None


def test_a_wrong_key_is_refused() -> None:
    """A misspelt key names the one that is meant."""
    with pytest.raises(ConfigError, match="folder"):
        parse('[knowledge]\nfoldr = "x"')
