"""`ls` and `show`: print the queue and one conversation, from the store alone."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from console.cli.given import Given, pass_given

if TYPE_CHECKING:
    from console.domain.models import Entry


@click.command("ls", short_help="Print the queue.")
@click.option(
    "--query", "-q", default="", metavar="Q", help='As in: status:open @me sla<1h "words"'
)
@click.option("--json", "form", flag_value="json", help="A list of objects.")
@click.option("--ndjson", "form", flag_value="ndjson", help="One object a line.")
@click.option("--csv", "form", flag_value="csv", help="Comma-separated, with a head.")
@pass_given
def ls_command(given: Given, query: str, form: str | None) -> None:
    """Print the queue in triage order, as the store has it; nothing is synced.

    What is resolved or closed is left out unless the query names a status.
    """
    asyncio.run(_ls(given, query, form or "table"))


async def _ls(given: Given, text: str, form: str) -> None:
    from console.cli.freshness import ages
    from console.cli.opening import reading
    from console.cli.saying import print_json, print_lines, say
    from console.desk import inbox
    from console.desk.export import entry_data
    from console.domain.search import hints

    if given.connection:
        text = f'{text} connection:"{given.connection}"'.strip()
    query = inbox.understand(text)
    async with reading(given) as desk:
        found = await inbox.every(desk, query)
        states = await inbox.states(desk, given.connection)
        now = desk.clock()
    for words in (*hints(query), *ages(states, now, desk.hidden, demo=given.demo)):
        say(words)
    if form == "json":
        print_json([entry_data(entry, now) for entry in found])
    elif form == "ndjson":
        print_lines(entry_data(entry, now) for entry in found)
    elif form == "csv":
        _print_csv([entry_data(entry, now) for entry in found])
    else:
        _print_table(found, now)


def _print_table(found: list[Entry], now: datetime) -> None:
    from console.cli.saying import BOLD, RED, print_table, say

    if not found:
        say("Nothing fits. `warmline sync --once` fetches what is new.")
        return
    head = ("REF", "DUE", "WAITS", "STATUS", "PRIORITY", "ASSIGNEE", "CUSTOMER", "SUBJECT")
    rows, styles = [], []
    for entry in found:
        esc = entry.escalation
        late = entry.due is not None and entry.due.at < now
        styles.append(RED if late else BOLD if entry.unread else "")
        rows.append(
            (
                str(esc.ref),
                _left(entry.due.at - now) if entry.due else "",
                _left(now - entry.waiting_since) if entry.waiting_since else "",
                esc.status.value,
                esc.priority.value,
                esc.assignee.name if esc.assignee else "",
                esc.customer.name or esc.customer.email,
                esc.subject,
            )
        )
    print_table(head, rows, styles)


def _left(amount: timedelta) -> str:
    from console.domain.duration import format_duration

    sign = "-" if amount < timedelta(0) else ""
    return sign + format_duration(amount).replace(" ", "")


def _print_csv(rows: list[dict[str, Any]]) -> None:
    import csv
    import io

    from console.cli.saying import out

    names = [
        "ref", "subject", "customer_id", "customer_name", "customer_email", "channel", "queue",
        "status", "priority", "assignee_id", "assignee_name", "unread", "tags", "created_at",
        "updated_at", "waiting_since", "sla_clock", "sla_due_at", "sla_state",
        "mood", "trend", "goal", "reason",
    ]  # fmt: skip
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        flat = {
            **row,
            **{f"customer_{key}": value for key, value in row["customer"].items()},
            **{f"assignee_{key}": value for key, value in (row["assignee"] or {}).items()},
            **{f"sla_{key}": value for key, value in (row["sla"] or {}).items()},
            "tags": " ".join(row["tags"]),
        }
        writer.writerow([_cell(flat.get(name)) for name in names])
    out(text.getvalue().rstrip("\n"))


def _cell(value: Any) -> Any:
    """Write a cell; a customer's text never becomes a formula in a spreadsheet."""
    # https://owasp.org/www-community/attacks/CSV_Injection
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t")):
        return "'" + value
    return value


@click.command("show", short_help="Print a conversation.")
@click.argument("ref")
@click.option("--json", "as_json", is_flag=True, help="As one object.")
@pass_given
def show_command(given: Given, ref: str, as_json: bool) -> None:
    """Print the conversation REF whole, as the store has it; nothing is synced."""
    asyncio.run(_show(given, ref, as_json))


async def _show(given: Given, text: str, as_json: bool) -> None:
    from console.cli.freshness import ages
    from console.cli.opening import reading, ref_of
    from console.cli.saying import say
    from console.desk import thread
    from console.desk.export import thread_data

    async with reading(given) as desk:
        found = await thread.open_thread(desk, ref_of(text), limit=None)
        now = desk.clock()
    for words in ages([found.connection], now, desk.hidden, demo=given.demo):
        say(words)
    data = thread_data(found, now)
    if as_json:
        from console.cli.saying import print_json

        print_json(data)
    else:
        _print_thread(data)


def _print_thread(data: dict[str, Any]) -> None:
    from console.cli.saying import BOLD, DIM, out, paint

    customer, assignee, handoff = data["customer"], data["assignee"], data["handoff"]
    out(paint(data["subject"], BOLD))
    out(f"{data['ref']}  {data['status']}  {data['priority']}  {data['queue']}".rstrip())
    email = f" <{customer['email']}>" if customer["email"] else ""
    out(f"customer: {customer['name']}{email}")
    out(f"assignee: {assignee['name'] if assignee else 'nobody'}")
    if data["tags"]:
        out(f"tags: {' '.join(data['tags'])}")
    if data["sla"]:
        sla = data["sla"]
        out(f"{sla['clock'].replace('_', ' ')}: {sla['state']}, due {sla['due_at']}")
    if handoff:
        said = handoff["reason_text"] or handoff["reason"]
        out(f"handed over: {handoff['at']} by {handoff['bot'] or 'a bot'}: {said}")
    for message in data["messages"]:
        author = message["author"]
        note = ", internal note" if message["visibility"] == "internal" else ""
        event = ", event" if message.get("event") else ""
        name = author["name"] or author["kind"]
        out("")
        out(paint(f"{message['at']}  {name} ({author['kind']}{note}{event})", DIM))
        out(message["text"])
        for file in message["attachments"]:
            out(paint(f"[{file['name']}, {file['type']}, {file['size']} bytes]", DIM))
    for row in data["outbox"]:
        out("")
        words = row["held"] or row["reason"] or ""
        out(paint(f"{row['state']}: {row['kind']} {row['key'][:8]} {words}".rstrip(), BOLD))
        if row.get("text"):
            out(row["text"])
