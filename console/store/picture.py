"""Keep the shown columns true after anything that they rest on has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console.domain.connection import Connection
from console.domain.models import Author, AuthorKind, Message, Ref, Visibility
from console.domain.picture import Rule, draw
from console.store import Db, connections, fetch, fetch_one, outbox, rows


async def refresh(db: Db, refs: Iterable[Ref], rules: Sequence[Rule]) -> None:
    """Draw escalations anew from what the helpdesk said, the messages and the outbox."""
    people: dict[str, Connection] = {}
    for ref in refs:
        row = await fetch_one(
            db,
            "SELECT pk, detail, read_upto FROM escalations WHERE connection = ? AND id = ?",
            (ref.connection, ref.id),
        )
        if row is None:
            continue
        if ref.connection not in people:
            people[ref.connection] = await connections.get(db, ref.connection)
        me = people[ref.connection].me
        found = await fetch(
            db,
            "SELECT pk, id, at, kind, author_id, visibility, event FROM messages"
            " WHERE escalation = ? ORDER BY at, pk",
            (row["pk"],),
        )
        thread = [
            Message(
                id=m["id"],
                at=rows.sure_time(m["at"]),
                author=Author(AuthorKind(m["kind"]), "", m["author_id"]),
                visibility=Visibility(m["visibility"]),
                text="",
                event=bool(m["event"]),
            )
            for m in found
        ]
        unread = sum(
            m["pk"] > row["read_upto"]
            and not m["event"]
            and m["kind"] != "system"
            and not (m["kind"] == "agent" and m["author_id"] == me.id)
            for m in found
        )
        remote = rows.escalation(ref, row["detail"])
        pending = await outbox.pending(db, ref=ref)
        picture = draw(remote, thread, pending, rules, me)
        seen = picture.seen
        await db.execute(
            """UPDATE escalations SET status = ?, priority = ?, queue = ?, channel = ?, tags = ?,
                assignee_id = ?, assignee_name = ?, snoozed_until = ?, waiting_since = ?,
                due_clock = ?, due_at = ?, band = ?, rank_at = ?, unread = ?, messages = ?,
                newest = ?
            WHERE pk = ?""",
            (
                seen.status,
                seen.priority,
                seen.queue,
                seen.channel,
                rows.dump(seen.tags),
                seen.assignee.id if seen.assignee else None,
                seen.assignee.name if seen.assignee else None,
                rows.ms(seen.snoozed_until),
                rows.ms(picture.waiting_since),
                picture.due.clock if picture.due else None,
                rows.ms(picture.due.at) if picture.due else None,
                picture.band,
                rows.ms(picture.rank_at),
                unread,
                sum(not m["event"] for m in found),
                found[-1]["id"] if found else "",
                row["pk"],
            ),
        )
