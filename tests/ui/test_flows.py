"""What an agent does all day, by keys, on the real desk."""

from __future__ import annotations

from console.desk import draft, inbox, outbox
from console.domain.changes import Reply, SetStatus, State
from console.domain.models import Status, Visibility
from tests.office import Console, Office


async def test_take_reply_send_resolve_and_next_reach_the_desk_in_order(
    office: Office, console: Console, sit
):
    """Take, reply, send, resolve and be on the next: the desk has all of it, once."""
    first = await office.escalate("Where is my parcel?", subject="First")
    second = await office.escalate("And mine?", subject="Second")
    await console.sync()
    async with sit(console) as seat:
        await seat.press("i", "r")
        await seat.write("On its way.")
        await seat.press("ctrl+s", "y", "e")

        assert seat.inbox.queue.current is not None
        assert seat.inbox.queue.current.ref == second
        office.clock.later(seconds=9)
        await console.sync()

    assert await office.said(first) == [("public", "On its way.")]
    shown = await office.show(first)
    assert shown["status"] == "resolved"
    assert shown["assignee"]["id"] == "ann"
    assert await office.said(second) == []


async def test_an_internal_note_never_reaches_the_customer(office: Office, console: Console, sit):
    """What is written after `n` is internal on the desk, without a review line."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("n")
        await seat.write("Angry, be careful.")
        assert "INTERNAL NOTE" in seat.shown()
        await seat.press("ctrl+s")
        await console.sync()

    assert await office.said(ref) == [("internal", "Angry, be careful.")]


async def test_a_public_reply_shows_who_will_read_it_before_it_leaves(
    office: Office, console: Console, sit
):
    """The review line names visibility, channel and recipients; Esc goes back to the text."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("Hello")
        await seat.press("ctrl+s")
        assert "PUBLIC by email: To ada@example.com" in seat.shown()
        await seat.press("escape")
        await seat.write(" Ada")
        assert seat.inbox.writing.composer is not None
        await seat.until(
            lambda: seat.inbox.writing.composer.text == "Hello Ada", "the text written on"
        )
        assert await outbox.pending(console.desk) == []


async def test_z_takes_a_reply_back_into_the_composer(office: Office, console: Console, sit):
    """Before it is due, undo drops the reply and gives its text back."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("Too soon")
        await seat.press("ctrl+s", "y", "z")

        assert seat.inbox.writing.composer is not None
        assert seat.inbox.writing.composer.text == "Too soon"
        assert await outbox.pending(console.desk) == []
    office.clock.later(seconds=60)
    await console.sync()
    assert await office.said(ref) == []


async def test_what_is_typed_after_r_is_text_and_no_command(office: Office, console: Console, sit):
    """Keys pressed while the composer is still opening go into the text, all in order."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        # Not waiting between keys: that is the point.
        await seat.pilot.press("r", "h", "e", "j", "x", "i", "e")
        await seat.until(
            lambda: (
                seat.inbox.writing.composer is not None
                and len(seat.inbox.writing.composer.text) == 6
            ),
            "six letters in the composer",
        )

        assert seat.inbox.writing.composer.text == "hejxie"
        assert await outbox.pending(console.desk) == []


async def test_a_command_acts_on_the_line_it_was_pressed_on(office: Office, console: Console, sit):
    """`e` then quickly `j` resolves the line under the cursor, not the next one."""
    refs = [await office.escalate(f"No {n}", subject=f"S{n}") for n in range(4)]
    await console.sync()
    async with sit(console) as seat:
        await seat.pilot.press("e", "j")
        await seat.settled()
        rows = await outbox.pending(console.desk)

    assert [(row.ref, row.change) for row in rows] == [(refs[0], SetStatus(Status.RESOLVED))]


async def test_a_draft_is_saved_as_it_is_typed(office: Office, console: Console, sit):
    """Without sending or leaving, the text is in the store moments later."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("Half a sen")
        kept = None
        for _ in range(300):
            kept = await draft.load(console.desk, ref, Visibility.PUBLIC)
            if kept:
                break
            await seat.pilot.pause(0.01)

    assert kept is not None
    assert kept.text == "Half a sen"


async def test_esc_keeps_a_draft_and_r_goes_on_with_it(office: Office, console: Console, sit):
    """Leaving the composer loses nothing."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("One")
        await seat.press("escape", "r")
        assert seat.inbox.writing.composer is not None
        await seat.write(" two")
        await seat.until(
            lambda: seat.inbox.writing.composer.text == "One two", "both words in the draft"
        )


async def test_a_reply_is_held_when_the_customer_wrote_meanwhile(
    office: Office, console: Console, sit
):
    """A stale reply stays here, is shown as held, and the header calls for the agent."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("Old answer")
        await seat.press("ctrl+s", "y")
        await office.customer_says(ref, "Found it myself!")
        office.clock.later(seconds=9)
        await console.push()
        await seat.until(lambda: "need you" in seat.shown(), "the header's call")
        await seat.press("g", "o")
        await seat.until(lambda: "HELD" in seat.shown(), "the held row")

    assert await office.said(ref) == []


async def test_read_only_refuses_every_writing_key(office: Office, console: Console, sit):
    """With --read-only a key that writes says so, and nothing is queued."""
    await office.escalate()
    await console.sync()
    console.desk.read_only = True
    async with sit(console) as seat:
        for key in ("i", "e", "r", "n"):
            await seat.press(key)
            await seat.until(lambda: "reading only" in seat.shown(), f"the refusal of {key}")

    assert await outbox.pending(console.desk) == []


async def test_status_priority_and_tags_are_chosen_by_one_key_each(
    office: Office, console: Console, sit
):
    """`s p`, `p h` and `t` with a new tag change the escalation at once, before any sync."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("s")
        await seat.press("p")
        await seat.press("p")
        await seat.press("h")
        await seat.press("t")
        await seat.write("refund")
        await seat.press("enter")
        await seat.settled()
    line = await inbox.line(console.desk, ref)

    assert line.escalation.status is Status.PENDING
    assert line.escalation.priority == "high"
    assert line.escalation.tags == ("refund",)


async def test_assigning_offers_the_colleagues_of_the_helpdesk(
    office: Office, console: Console, sit
):
    """`a`, a few letters and Enter give it away."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("a")
        await seat.write("bo")
        await seat.press("enter")
        await seat.settled()
        await console.sync()

    assert (await office.show(ref))["assignee"]["id"] == "bo"


async def test_filter_and_search_show_what_fits(office: Office, console: Console, sit):
    """`f` narrows the list; `/` finds words in messages; `g q` shows all again."""
    await office.escalate("My kettle leaks", subject="Kettle")
    await office.escalate("A parcel is late", subject="Parcel")
    await console.sync()
    async with sit(console) as seat:
        await seat.press("slash")
        await seat.write("kettle")
        await seat.press("enter")
        assert len(seat.inbox.queue.rows) == 1
        await seat.press("g", "q")
        assert len(seat.inbox.queue.rows) == 2


async def test_a_bad_query_is_explained(office: Office, console: Console, sit):
    """A status that does not exist is named with those that do."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("f")
        await seat.write("status:opne")
        await seat.press("enter")

        assert "status:opne is not known" in seat.shown()


async def test_new_escalations_appear_and_the_cursor_stays_on_its_line(
    office: Office, console: Console, sit
):
    """When the list grows above the cursor, the cursor stays with its escalation."""
    await office.escalate("Normal")
    chosen = await office.escalate("Later")
    await console.sync()
    async with sit(console) as seat:
        await seat.press("j")
        assert seat.inbox.queue.current is not None
        assert seat.inbox.queue.current.ref == chosen
        await office.escalate("Help!", priority="urgent")
        await console.sync()
        await seat.until(lambda: len(seat.inbox.queue.rows) == 3, "the third line")

        assert seat.inbox.queue.current.ref == chosen


async def test_the_palette_runs_any_command_by_its_title(office: Office, console: Console, sit):
    """Ctrl+P, some words, Enter."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("ctrl+p")
        await seat.write("take it")
        await seat.press("enter")
        await seat.settled()
        rows = await outbox.pending(console.desk)

    assert [row.ref for row in rows] == [ref]


async def test_quitting_with_something_unsent_asks(office: Office, console: Console, sit):
    """Q with a reply in its undo time asks; keep leaves it queued and ends the program."""
    await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("Later")
        await seat.press("ctrl+s", "y", "q", "q")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the question")
        assert "not been sent" in seat.shown()
        await seat.press("k")
    rows = await outbox.pending(console.desk)

    assert [(row.state, type(row.change)) for row in rows][-1] == (State.QUEUED, Reply)


async def test_a_bulk_action_acts_on_all_that_were_selected(office: Office, console: Console, sit):
    """X x e resolves two, and not the third."""
    refs = [await office.escalate(f"No {n}") for n in range(3)]
    await console.sync()
    async with sit(console) as seat:
        await seat.press("x", "x", "e")
        await seat.settled()
        rows = await outbox.pending(console.desk)

    assert {row.ref for row in rows} == set(refs[:2])


async def test_a_shortcut_puts_a_macro_in_its_place(office: Office, console: Console, sit):
    """`::` in the composer offers macros; the chosen text stands there instead, filled in."""
    await office.escalate()
    await office.outside.request(
        "POST",
        "/v1/knowledge",
        json={
            "kind": "macro", "title": "Hello",
            "text": "Hello {{customer.first_name}}, your {{fact.order_id}}", "visibility": "public",
        },
    )  # fmt: skip
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("12::30 ")
        assert len(seat.app.screen_stack) == 1
        await seat.write("::")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the list of macros")
        await seat.press("enter")
        assert seat.inbox.writing.composer is not None
        await seat.until(
            lambda: "Hello" in seat.inbox.writing.composer.text, "the macro in the text"
        )

        assert seat.inbox.writing.composer.text == "12::30 Hello Ada, your [order id]"


async def test_esc_leaves_what_was_typed(office: Office, console: Console, sit):
    """Leaving the list of macros keeps the two characters."""
    await office.escalate()
    await office.outside.request(
        "POST",
        "/v1/knowledge",
        json={"kind": "article", "title": "A", "text": "T", "visibility": "public"},
    )
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r")
        await seat.write("??")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the list of articles")
        await seat.press("escape")
        assert seat.inbox.writing.composer is not None

        assert seat.inbox.writing.composer.text == "??"


async def test_an_internal_article_asks_before_it_enters_a_public_reply(
    office: Office, console: Console, sit
):
    """No is the default: the text does not get in by Enter."""
    await office.escalate()
    await office.outside.request(
        "POST",
        "/v1/knowledge",
        json={
            "kind": "article", "title": "Limits", "text": "20 EUR at most",
            "visibility": "internal",
        },
    )  # fmt: skip
    await console.sync()
    async with sit(console) as seat:
        await seat.press("r", "ctrl+g")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the list")
        await seat.press("enter")
        await seat.until(lambda: "PUBLIC reply?" in seat.shown(), "the question")
        await seat.press("enter")
        await seat.settled()
        assert seat.inbox.writing.composer is not None

        assert seat.inbox.writing.composer.text == ""


async def test_every_list_keeps_to_the_connection_that_was_named(
    office: Office, console: Console, sit
):
    """With --connection another helpdesk's escalations are in no list, filtered or not."""
    await office.escalate("A kettle")
    await console.sync()
    async with sit(console, base="in:elsewhere") as seat:
        assert len(seat.inbox.queue.rows) == 0
        await seat.press("slash")
        await seat.write("kettle")
        await seat.press("enter")
        assert len(seat.inbox.queue.rows) == 0
