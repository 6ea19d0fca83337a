"""The card on the screen: there with the conversation, checked by one key, left where one was."""

from __future__ import annotations

import pytest

from console.desk import reading
from console.domain.handoff import Slot
from console.ui.commands.base import Place
from tests.assisted import LATE, Model, at_work, attend, switch_on, teach
from tests.office import Console, Office

BOT = {"kind": "bot", "name": "Nova"}
TALK = [
    {"text": "My order BW-20417 has not arrived. Where is my parcel?"},
    {"text": "We will send you a replacement by tomorrow.", "author": BOT},
    *[{"text": "Nothing to see here, really."}] * 30,
    {"text": "I have already asked my neighbours. Can you refund me?"},
]


def statement(seat, *, of: Slot) -> tuple[str, ...]:
    """Give the messages that a statement of the card rests on."""
    return seat.inbox.advice.told.reading.card.one(of).messages


async def opened(seat) -> None:
    """Open the conversation under the cursor."""
    await seat.press("enter")
    await seat.until(lambda: seat.inbox.talking, "the conversation")
    await seat.pilot.pause()


@pytest.mark.parametrize(
    ("size", "beside"), [((80, 24), False), ((120, 40), False), ((200, 50), True)]
)
async def test_the_card_is_beside_or_below(office: Office, console: Console, sit, size, beside):
    """Goal, cause, arc and drafts are seen at once at each size, and nothing covers another."""
    await at_work(office, console)
    async with sit(console, size=size) as seat:
        await opened(seat)
        box = seat.inbox
        card, talk, queue = box.advice.card.region, box.talk.region, box.queue.region
        text = seat.shown()

        assert ("wants" in text, "mood" in text or "now" in text) == (True, True)
        assert "Handoff card  embedded" in text
        assert "Parcel not arrived" in text
        assert "My order BW-20417 has not" in text
        for one, other in ((card, talk), (card, queue), (talk, queue)):
            assert not one.overlaps(other)
        assert (card.x > talk.x) is beside
        assert (card.y > talk.y) is not beside
        assert talk.height >= 6
        assert all(len(row) <= size[0] for row in text.split("\n"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
async def test_v_shows_the_evidence_and_goes_back(office: Office, console: Console, sit, size):
    """`v` marks the message that the goal rests on; Esc and `v` go back to the line one was at."""
    await at_work(office, console, messages=TALK)
    async with sit(console, size=size) as seat:
        await opened(seat)
        await seat.press("k", "k", "k")
        talk = seat.inbox.talk
        before = talk.place()
        for leaving in ("escape", "v"):
            await seat.press("v")
            assert seat.inbox.place is Place.CARD
            assert talk.pointed == statement(seat, of=Slot.GOAL)[0]
            assert "❯" in seat.shown()
            await seat.press("j", "j", "k", leaving)
            assert seat.inbox.place is Place.CONVERSATION
            assert (talk.pointed, talk.place()) == ("", before)
            assert seat.inbox.advice.card.selected == -1


async def test_j_and_k_go_on_through_the_statements(office: Office, console: Console, sit):
    """Each one shows what it rests on; the ends are ends."""
    await at_work(office, console, messages=TALK)
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        await seat.press("v")
        card, talk = seat.inbox.advice.card, seat.inbox.talk
        seen = []
        for _ in range(40):
            seen.append(card.target)
            if card.target.messages:
                assert talk.pointed == card.target.messages[0]
                first = next(n for n, (k, _) in enumerate(talk._lines) if k == talk.pointed_key)
                assert talk._top <= first < talk._top + talk.room
            else:
                assert talk.pointed == ""
            await seat.press("j")
        last = seen[-1]
        assert last.draft >= 0
        assert len(dict.fromkeys(seen)) == len(card._laid.targets)
        await seat.press(*["k"] * 40)
        assert card.target == seen[0]


async def test_enter_reads_on_at_the_message(office: Office, console: Console, sit):
    """Enter stays where the evidence is, and the keys scroll the conversation again."""
    await at_work(office, console, messages=TALK)
    async with sit(console) as seat:
        await opened(seat)
        await seat.press("v")
        top = seat.inbox.talk._top
        await seat.press("enter")

        assert seat.inbox.place is Place.CONVERSATION
        assert seat.inbox.talk._top == top
        assert "BW-20417" in seat.shown()
        await seat.press("escape")
        assert not seat.inbox.talking


async def test_evidence_that_is_not_loaded_yet_is_found(office: Office, console: Console, sit):
    """A statement that rests on the first of many messages brings older ones until it is there."""
    filler = [{"text": "Nothing to see here, really."}] * 70
    await at_work(office, console, messages=[TALK[0], *filler, TALK[-1]])
    async with sit(console) as seat:
        await opened(seat)
        talk = seat.inbox.talk
        (wanted,) = statement(seat, of=Slot.GOAL)
        assert talk.thread.more
        assert wanted not in [said.message.id for said in talk.thread.said]
        await seat.press("v")
        await seat.until(lambda: talk.pointed_key == wanted, "the message")
        await seat.settled()

        assert "❯● customer" in seat.shown()
        assert "│ My order BW-20417" in seat.shown()
        await seat.press("escape")
        assert talk.at_end


async def test_gone_on_while_older_messages_are_read(office: Office, console: Console, sit):
    """Who leaves the card before the message is found is not taken there."""
    filler = [{"text": "Nothing to see here, really."}] * 70
    await at_work(office, console, messages=[TALK[0], *filler, TALK[-1]])
    async with sit(console) as seat:
        await opened(seat)
        before = seat.inbox.talk.place()
        await seat.pilot.press("v", "escape")
        await seat.settled()

        assert seat.inbox.place is Place.CONVERSATION
        assert (seat.inbox.talk.pointed, seat.inbox.talk.place()) == ("", before)


async def test_v_from_the_queue_opens_what_the_cursor_is_on(office: Office, console: Console, sit):
    """From the list too it is the card of the line under the cursor."""
    await office.escalate("The kettle leaks.", subject="Kettle")
    await at_work(office, console)
    async with sit(console) as seat:
        await seat.press("j", "v")

        assert seat.inbox.place is Place.CARD
        assert seat.inbox.talk.thread.ref == seat.inbox.queue.current.ref


async def test_the_next_customers_card(office: Office, console: Console, sit):
    """`]` shows the card of the next conversation, from its first line, and no other's."""
    for subject in ("Kettle", "Toaster"):
        await office.escalate(f"The {subject.lower()} leaks water. It is broken.", subject=subject)
    await console.sync()
    switch_on(console)
    await attend(console)
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        await seat.press("v", "j", "]")
        advice = seat.inbox.advice

        assert advice.ref == seat.inbox.talk.thread.ref == seat.inbox.queue.current.ref
        assert advice.card.told == seat.inbox.talk.thread.told


async def test_an_unread_one_never_shows_anothers_card(office: Office, console: Console, sit):
    """A conversation too long to be read at once says so; the card before is gone."""
    await at_work(office, console)
    office.clock.later(minutes=1)
    await office.escalate(*["The kettle leaks."] * (reading.LONGEST + 1), subject="Kettle")
    await console.sync()
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        assert "Parcel not arrived" in seat.shown()
        await seat.press("]")

        assert "Not read yet" in seat.shown()
        assert "Parcel not arrived" not in seat.shown()
        await seat.press("v")
        assert seat.inbox.place is not Place.CARD
        await attend(console)
        await seat.until(lambda: "wants" in seat.shown(), "the card, once it has been read")


async def test_a_new_message_renews_the_card(office: Office, console: Console, sit):
    """What the customer writes is in mood and card at once, and the place on the card stays."""
    ref = await at_work(office, console, messages=TALK[:2])
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        await seat.press("v", "j")
        chosen = seat.inbox.advice.card.target
        await office.customer_says(ref, "This is awful, I am furious! Order BW-99999 is late too.")
        await console.sync()
        await seat.until(lambda: "BW-99999" in seat.shown(), "the new fact")
        await seat.settled()

        assert seat.inbox.advice.card.target.words == chosen.words
        assert seat.inbox.advice.told.reading.arc.now < 0


async def test_resizing_keeps_what_is_selected(office: Office, console: Console, sit):
    """Beside or below, in another order, the same statement is selected and pointed at."""
    await at_work(office, console, messages=TALK)
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        await seat.press("v")
        card = seat.inbox.advice.card
        await seat.go_to(lambda target: target.words.startswith("facts"))
        chosen = card.target
        for size in ((80, 24), (120, 40), (200, 50)):
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
            seat.shown()
            assert card.target == chosen
            assert seat.inbox.talk.pointed == chosen.messages[0]


async def test_a_low_window_says_where_the_card_is(office: Office, console: Console, sit):
    """Where there is no room for it, `v` tells of the sheet, and moves the keys nowhere."""
    await at_work(office, console)
    async with sit(console, size=(80, 15)) as seat:
        await opened(seat)
        await seat.press("v")

        assert seat.inbox.place is Place.CONVERSATION
        assert "w shows what it says" in seat.shown()


async def test_switched_off_there_is_no_card(office: Office, console: Console, sit):
    """Without assistants the conversation has all the room, and `v` says there is none."""
    await office.escalate(LATE)
    await console.sync()
    async with sit(console) as seat:
        await opened(seat)
        assert "Handoff card" not in seat.shown()
        await seat.press("v")
        assert "There is no card here yet" in seat.shown()


async def test_an_earlier_conversation_is_opened_from_the_card(
    office: Office, console: Console, sit
):
    """What is known from before names its place, and Enter goes there."""
    before = await office.escalate("The kettle leaks water, I want a refund.", subject="Kettle")
    office.clock.later(minutes=1)
    ref = await at_work(office, console)
    async with sit(console, size=(200, 50)) as seat:
        await seat.inbox.open(ref)
        await seat.pilot.pause()
        assert "earlier" in seat.shown()
        await seat.press("v")
        await seat.go_to(lambda target: target.ref)
        await seat.press("enter")
        await seat.until(lambda: seat.inbox.talk.thread.ref == before, "the earlier one")


async def test_the_sheet_shows_all_with_the_words_themselves(office: Office, console: Console, sit):
    """`w` lists facts, steps and promises, each with its message's words; Esc goes back."""
    await at_work(office, console, messages=TALK[:2])
    async with sit(console) as seat:
        await seat.press("w")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the sheet")
        await seat.pilot.pause()
        text = seat.shown()
        assert "Ada Example: said, tried and promised" in text
        assert "BW-20417" in text
        assert "“My order BW-20417 has not arrived." in text
        assert "We will send you a replacement" in text
        await seat.press("escape")
        await seat.until(lambda: len(seat.app.screen_stack) == 1, "back")
        assert seat.inbox.talking


async def test_moods_stand_at_the_messages(office: Office, console: Console, sit):
    """Each customer message that tells has a sign and a word; others have none."""
    await at_work(office, console, "This is awful, I am so angry and disappointed!", "ok 123")
    async with sit(console) as seat:
        await opened(seat)
        heads = [row for row in seat.shown().split("\n") if " ● customer" in row]

        assert len(heads) == 2
        assert "upset" in heads[0]
        assert not any(word in heads[1] for word in ("upset", "neutral", "content"))


async def test_f_corrects_the_message_that_is_pointed_at(office: Office, console: Console, sit):
    """`F` and a digit note how it really sounds: the pointed message, else the newest."""
    from console.desk import feedback

    await at_work(office, console, "This is awful, I am so angry about it!", "Thank you so much.")
    async with sit(console) as seat:
        await opened(seat)
        await seat.press("F")
        await seat.until(lambda: "Thank you so much" in seat.shown().split("How does")[-1], "F")
        await seat.press("3")
        await seat.settled()
        await seat.press("v", "F")
        await seat.until(lambda: len(seat.app.screen_stack) > 1, "the question again")
        await seat.press("1")
        await seat.settled()
        found = await feedback.every(console.desk, "corrected")

    assert [(item.what, item.detail["level"]) for item in found] == [("m2", 0), ("m1", -2)]


async def test_rows_in_view_are_read_first(office: Office, console: Console, sit):
    """The screen tells the background work what the agent looks at, the open one first."""
    await office.escalate_many(60)
    await console.sync()
    assisting = switch_on(console)
    async with sit(console, size=(80, 24)) as seat:
        queue = seat.inbox.queue
        await seat.press("G")
        rows = list(assisting.watched())
        assert rows == list(queue.rows[queue.top : queue.top + queue.height])
        assert queue.current_row in rows
        await seat.press("enter")
        assert assisting.watched()[0] == queue.current_row


async def test_a_models_card_takes_the_place(office: Office, console: Console, sit):
    """On opening the embedded card is there; the model's replaces it, and says whose it is."""
    ref = await at_work(office, console)
    model = Model()
    console.desk.assisting.cards, console.desk.assisting.reader = model, model.name
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        await seat.until(lambda: "The model's goal" in seat.shown(), "the model's card")
        assert "Handoff card  llama at test" in seat.shown()
        await office.customer_says(ref, "Hello? Where is it?")
        await console.sync()
        await seat.until(lambda: len(model.asked) == 2, "the model asked again")


async def test_a_model_that_fails_leaves_the_card(office: Office, console: Console, sit):
    """The embedded card stays on the screen, with the reason."""
    from console import errors

    await teach(office)
    await at_work(office, console)
    console.desk.assisting.cards = Model(card=errors.AssistError("It stalls."))
    async with sit(console, size=(200, 50)) as seat:
        await opened(seat)
        await seat.until(lambda: "It stalls." in seat.shown(), "the reason")
        assert "Handoff card  embedded" in seat.shown()
        assert "has not arrived" in seat.shown()
