"""What Request Tracker is asked, and where reading left off, without a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from console import errors
from console.helpdesk.rt import query
from console.helpdesk.rt.cursor import Cursor, follow
from tests.helpdesk.rt_samples import NOW, SETTINGS


class TestQuestions:
    """What RT is asked."""

    def test_rule(self):
        """The rule holds within the configured queues, whose names are quoted."""
        settings = replace(SETTINGS, queues=("Esc", "O'Brien"))
        assert query.rule(settings, 7) == (
            "(Status = '__Active__') AND (Queue = 'Esc' OR Queue = 'O\\'Brien') AND id > 7"
        )

    @pytest.mark.parametrize(
        ("rule", "kept"),
        [
            ("Status = '__Active__'", "id > 0"),
            ("CF.{A} IS NOT NULL AND Status != 'new'", "CF.{A} IS NOT NULL AND id > 0"),
            (
                "Owner = 'Nobody' AND (status=\"open\" OR Status = new)",
                "Owner = 'Nobody' AND (id > 0 OR id > 0)",
            ),
            ("", "id > 0"),
        ],
    )
    def test_belonging(self, rule: str, kept: str):
        """What was escalated belongs in whatever status it is now."""
        sql = query.belonging(replace(SETTINGS, query=rule), [1, 2])
        assert sql == f"({kept}) AND (EffectiveId = 1 OR EffectiveId = 2)"

    def test_look_up_by_time(self):
        """TransactionSQL reads times in the user's zone."""
        settings = replace(SETTINGS, timezone="Asia/Tokyo")
        assert "Created > '2026-11-22 21:00:00'" in query.said_since(1, "Correspond", NOW, settings)


class TestCursor:
    """Where reading left off."""

    def test_round_trip(self):
        """A cursor is read as it was written, in a first reading too."""
        for one in (
            Cursor(90, 80, frozenset({85, 90})),
            Cursor(9, 9),
            Cursor(9, 8, frozenset({9}), 4, 200),
        ):
            assert Cursor.parse(str(one)) == one

    @pytest.mark.parametrize(
        "text", ["7", "999999999999", "rt:1", "rt:1:2:x", "xx:1:2:", "rt:1:2::5"]
    )
    def test_lost(self, text: str):
        """What is no cursor of ours is lost."""
        with pytest.raises(errors.CursorLost):
            Cursor.parse(text)

    def test_quiet(self):
        """After two quiet minutes nothing is read again."""
        old = NOW - timedelta(minutes=3)
        assert follow({5: old, 7: old}, None, NOW) == Cursor(7, 7)

    def test_late_commits(self):
        """What lies within two minutes is read again, and told apart."""
        old, new = NOW - timedelta(minutes=3), NOW - timedelta(seconds=5)
        at = follow({5: old, 7: new, 9: new}, None, NOW)
        assert at == Cursor(9, 6, frozenset({7, 9}))

    def test_at_most_two_hundred_ids(self):
        """However busy it is, no more than the last 200 ids are read again."""
        at = follow(dict.fromkeys(range(1, 1001), NOW), None, NOW)
        assert (at.newest, at.floor, len(at.seen)) == (1000, 800, 200)

    def test_nothing_new(self):
        """Without anything newer the cursor stays, and forgets what is old by now."""
        assert follow({}, Cursor(9, 6, frozenset({7, 9})), NOW) == Cursor(9, 9)
