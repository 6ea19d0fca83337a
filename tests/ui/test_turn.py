"""Whose turn it is after an answer: nothing is opened or left behind under the agent's hands."""

from __future__ import annotations

from tests.office import Console, Office


async def three(office: Office, console: Console) -> list:
    """Hand over three that wait, longest first."""
    refs = []
    for name in ("First", "Second", "Third"):
        refs.append(await office.escalate(f"{name}?", subject=name))
        office.clock.later(minutes=5)
    await console.sync()
    return refs


async def answer(seat, key: str = "y") -> None:
    """Reply to what the cursor is on."""
    await seat.press("r")
    await seat.write("Here")
    await seat.press("ctrl+s", key)


async def sorted_away(seat, ref) -> None:
    """Wait until the answered line stands last."""
    queue = seat.inbox.queue
    await seat.until(
        lambda: queue.current is not None and queue.current.ref == ref and queue.cursor == 2,
        "the answered line at the end",
    )


async def test_an_answered_conversation_stays_open(office: Office, console: Console, sit):
    """After a plain reply the conversation is still shown, wherever its line has gone."""
    refs = await three(office, console)
    async with sit(console) as seat:
        await answer(seat)
        await sorted_away(seat, refs[0])

        assert seat.inbox.talking
        assert seat.inbox.talk.thread is not None
        assert seat.inbox.talk.thread.ref == refs[0]


async def test_back_in_the_queue_the_next_one_is_under_the_cursor(
    office: Office, console: Console, sit
):
    """Esc after a reply is where one was: on the next that needs an answer, none opened."""
    refs = await three(office, console)
    async with sit(console) as seat:
        await answer(seat)
        await sorted_away(seat, refs[0])
        await seat.press("escape")

        assert not seat.inbox.talking
        assert seat.inbox.queue.cursor == 0
        assert seat.inbox.queue.current is not None
        assert seat.inbox.queue.current.ref == refs[1]


async def test_the_next_conversation_is_the_one_that_was_next(
    office: Office, console: Console, sit
):
    """] after a reply shows the line that came after the answered one."""
    refs = await three(office, console)
    async with sit(console) as seat:
        await answer(seat)
        await sorted_away(seat, refs[0])
        await seat.press("]")

        assert seat.inbox.talk.thread is not None
        assert seat.inbox.talk.thread.ref == refs[1]


async def test_resolving_after_a_reply_goes_to_the_one_that_was_next(
    office: Office, console: Console, sit
):
    """`e` on the answered conversation goes on where one was, not at the end of the list."""
    refs = await three(office, console)
    async with sit(console) as seat:
        await answer(seat)
        await sorted_away(seat, refs[0])
        await seat.press("e")

        assert seat.inbox.queue.current is not None
        assert seat.inbox.queue.current.ref == refs[1]
        assert seat.inbox.talk.thread is not None
        assert seat.inbox.talk.thread.ref == refs[1]


async def test_sending_and_resolving_goes_to_the_next(office: Office, console: Console, sit):
    """R in the review line shows the next one."""
    refs = await three(office, console)
    async with sit(console) as seat:
        await answer(seat, "R")

        assert seat.inbox.talk.thread is not None
        assert seat.inbox.talk.thread.ref == refs[1]


async def test_moving_by_hand_forgets_the_place(office: Office, console: Console, sit):
    """Who moves the cursor away decides: Esc then does not take it anywhere."""
    refs = await three(office, console)
    async with sit(console) as seat:
        await answer(seat)
        await sorted_away(seat, refs[0])
        await seat.press("]", "]")
        await seat.press("escape")

        assert seat.inbox.queue.current is not None
        assert seat.inbox.queue.current.ref == refs[2]


async def test_the_header_says_where_the_cursor_is(office: Office, console: Console, sit):
    """2 of 3, once the cursor rests."""
    await three(office, console)
    async with sit(console) as seat:
        assert "queue 1 of 3" in " ".join(seat.shown().split("\n")[0].split())
        await seat.press("j")
        await seat.until(
            lambda: "queue 2 of 3" in " ".join(seat.shown().split("\n")[0].split()),
            "the new position",
        )


async def test_marking_unread_leaves_the_conversation_and_lasts(
    office: Office, console: Console, sit
):
    """`U` goes back to the queue with the line unread; `U` there makes it read again."""
    ref = await office.escalate()
    await console.sync()
    async with sit(console) as seat:
        queue = seat.inbox.queue
        await seat.press("enter")
        await seat.until(lambda: queue.current and not queue.current.unread, "it is read")
        await seat.press("U")
        await seat.until(lambda: queue.current and queue.current.unread == 1, "it is unread")
        assert not seat.inbox.talking
        await console.sync()
        await seat.pilot.pause(0.1)
        assert queue.current is not None
        assert queue.current.unread == 1
        await seat.press("U")
        await seat.until(lambda: queue.current and not queue.current.unread, "it is read again")
    assert ref == queue.current.ref


async def test_the_filter_of_a_search_can_be_typed_on(office: Office, console: Console, sit):
    """`f` after a search shows its query, and what is typed then is a word of its own."""
    await office.escalate("My kettle leaks", subject="Kettle")
    await office.escalate("The kettle is blue", subject="Blue")
    await console.sync()
    async with sit(console) as seat:
        await seat.press("slash")
        await seat.write("kettle")
        await seat.press("enter")
        assert len(seat.inbox.queue.rows) == 2
        await seat.press("f")
        await seat.write("blue")
        await seat.press("enter")

        assert seat.inbox.feed.typed == "kettle status:any blue"
        assert len(seat.inbox.queue.rows) == 1


async def test_snoozing_until_a_time_in_words(office: Office, console: Console, sit):
    """`h o`, "2026-12-01" and Enter put it away until nine that morning."""
    ref = await office.escalate()
    await console.sync()
    from console.desk import inbox

    async with sit(console) as seat:
        await seat.press("h")
        await seat.press("o")
        await seat.write("2026-12-01")
        await seat.press("enter")
        await seat.until(lambda: "Snoozed until Tue 01 Dec 09:00" in seat.shown(), "the word")
        until = (await inbox.line(console.desk, ref)).escalation.snoozed_until

    assert until is not None
    assert f"{until.astimezone():%Y-%m-%d %H:%M}" == "2026-12-01 09:00"


async def test_a_far_jump_opens_what_it_lands_on(office: Office, console: Console, sit):
    """Resolving an answered one goes back to the top, past lines that are no longer read."""
    await office.escalate_many(260)
    await console.sync()
    async with sit(console, size=(80, 24)) as seat:
        queue = seat.inbox.queue
        await seat.until(lambda: len(queue.rows) == 260, "all rows")
        first, second = queue.rows[0], queue.rows[1]
        await answer(seat)
        await seat.until(lambda: queue.cursor == 259 and queue.current, "the answered line last")
        queue.entries.pop(second, None)
        await seat.press("e")

        assert queue.current_row == second != first
        assert seat.inbox.talk.thread is not None
        assert seat.inbox.talk.thread.entry.pk == second
