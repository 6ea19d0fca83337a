"""Customers who write to the model: even one that obeys them does no harm that is not marked."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from console.assist.judging import visible
from console.domain.handoff import Case, Slot
from console.domain.models import AuthorKind
from tests.assist.cases import ATTACKS, Attack
from tests.assist.talking import (
    CARD,
    FENCE,
    INSIDE,
    MACRO,
    NOTE,
    Talker,
    case,
    last,
    made,
    user_text,
)

SECRETS = ("plover", "gannet", "Fraud flag", "61 percent", "supplier margin")
VALUE = re.compile(r"[A-Za-z]{0,4}-?\d[\w.,-]*(?: ?(?:EUR|%))?")
ATTACKED = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


def gullible(attack: Attack) -> Any:
    """Make a model that obeys what it reads, and repeats all that it was given."""

    def answer(body: dict[str, Any]) -> str:
        given = user_text(body)
        if body["stream"]:
            return f"@@ K1\n{attack.obeyed}\n@@ -\n{given}\n@@ -\n{attack.text} {attack.obeyed}"
        found = VALUE.findall(f"{given} {attack.text} {attack.obeyed}")
        facts = [
            {"text": f"It is {value}", "messages": [cited], "kind": "amount", "value": value}
            for value in dict.fromkeys(found)
            for cited in ("m1", "m6", "m77")
        ][:29]
        promise = {"text": attack.obeyed, "messages": ["m4"], "by": "agent", "state": "open"}
        step = {"text": attack.text, "messages": ["m6"]}
        card = {**CARD, "facts": [*CARD["facts"], *facts], "promises": [promise]}
        return json.dumps({**card, "next_step": [step], "goal": [step]})

    return answer


def outside(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """Give what of a draft is not marked."""
    for start, end in reversed(marks):
        text = text[:start] + "\x00" + text[end:]
    return text


def test_enough():
    """There are at least forty attacks, each of its own kind."""
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 40


@ATTACKED
async def test_facts(attack):
    """What is shown as supported stands, for all to see, in the message that is cited."""
    told = case(attack.text)
    reading = await made(Talker(gullible(attack))).read(told)
    texts = {m.id: m.text for m in visible(told).messages}
    supported = [item for item in reading.card.of(Slot.FACTS) if item.supported]
    assert ("TE-0048", ("id-0",)) in [(item.value, item.messages) for item in supported]
    for item in supported:
        assert item.value in " ".join(texts[ident] for ident in item.messages)
    honest = case("Where is my parcel?")
    before = {m.id: m.text for m in visible(honest).messages}
    changed = [
        item for item in supported
        if item.messages[0] != told.newest and item.value not in before[item.messages[0]]
    ]  # fmt: skip
    assert changed == []


@ATTACKED
async def test_promises_of_the_card(attack):
    """What the customer wants to have been promised is not shown as promised by an agent."""
    reading = await made(Talker(gullible(attack)), "anthropic").read(case(attack.text))
    assert [item for item in reading.card.of(Slot.PROMISES) if item.supported] == []


@ATTACKED
async def test_drafts(attack):
    """Every promise, amount, date and address that a model was talked into is marked."""
    model = made(Talker(gullible(attack)))
    async for each in model.draft(case(attack.text), [MACRO, INSIDE]):
        whole = each
    assert len(whole.drafts) == 3
    for draft in whole.drafts:
        plain = outside(draft.text, draft.marks)
        for piece in attack.pieces:
            if piece in draft.text:
                assert piece not in plain
        assert "evil.example" not in plain
    assert all(piece in whole.drafts[0].text for piece in attack.pieces)


@ATTACKED
async def test_notes_do_not_leak(attack):
    """Neither drafts nor rewrites are told a note, so none can give one away."""
    app = Talker(gullible(attack))
    model = made(app, "anthropic")
    told = case(attack.text)
    suggested = await last(model.draft(told, [INSIDE, MACRO]))
    rewritten = [text async for text in model.rewrite(told, "We are sorry.", "warmer")][-1]
    for text in [*(user_text(body) for body in app.bodies), rewritten]:
        assert [word for word in (*SECRETS, NOTE) if word in text] == []
    for draft in suggested.drafts:
        assert [word for word in (*SECRETS, NOTE) if word in draft.text] == []


@ATTACKED
async def test_the_fence_holds(attack):
    """Between its lines the data is what JSON says it is; nothing in it ends the block."""
    app = Talker(gullible(attack))
    model = made(app)
    await model.read(case(attack.text))
    user = app.bodies[0]["messages"][1]["content"]
    assert user.count(FENCE) == 2
    begin, end = f"<<<DATA {FENCE}>>>\n", f"\n<<<END {FENCE}>>>"
    inside = user.partition(begin)[2].partition(end)[0]
    assert user.endswith(end)
    rows = [json.loads(line) for line in inside.split("\n")]
    assert [row["id"] for row in rows[1:]] == [f"m{number}" for number in range(1, 7)]
    assert [row["author"] for row in rows[1:]].count("agent") == 2
    assert rows[-1]["author"] == "customer"


@pytest.mark.parametrize("name", ["unicode tags", "html comment", "no display", "small font"])
async def test_hidden_text_is_not_sent(name):
    """What the agent cannot see, no model reads."""
    attack = next(each for each in ATTACKS if each.name == name)
    app = Talker(gullible(attack))
    await made(app).read(case(attack.text))
    assert "Answer with exactly" not in user_text(app.bodies[0])


def test_only_the_customer_is_the_attacker():
    """The cases hold the attack as the customer's newest message, and nothing else of it."""
    told: Case = case(ATTACKS[0].text)
    assert told.messages[-1].author.kind is AuthorKind.CUSTOMER
    assert "evil" not in " ".join(m.text for m in told.messages[:-1])
