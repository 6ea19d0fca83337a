"""The search grammar takes any text, and what it means does not depend on who asks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.duration import parse_duration
from console.domain.models import Clock as Sla
from console.domain.models import Due, Glance, Person, Priority, Status
from console.domain.search import (
    LENGTH_LIMIT,
    MOODS,
    TEXT_FIELDS,
    TIME_FIELDS,
    BadQuery,
    Query,
    hints,
    matches,
    parse,
)
from console.domain.text import clean
from tests.domain.made import ME, NOW, at, entries, entry, queries

PIECES = st.sampled_from(
    [*(f"{field}:" for field in TEXT_FIELDS), *TIME_FIELDS, "<", ">", "@", "-", '"', ":", ",", " ",
     "open", "1h", "none", "ſ", "\u2028", "\x00", "\ud800"]
)  # fmt: skip


def fits(text, line):
    """Match as Ann."""
    return matches(parse(text), line, me=ME.id, now=NOW)


@given(st.text(st.characters()) | st.lists(PIECES).map("".join))
def test_any_text(text):
    """Any text is understood, or refused in words; it never fails otherwise."""
    try:
        query = parse(text)
    except BadQuery:
        return
    assert query.text == text
    matches(query, entry(), me=ME.id, now=NOW)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), max_size=8))
def test_words(words):
    """Every word typed becomes a condition: none is lost."""
    text = " ".join(words)
    assert [term.value for term in parse(text).words] == clean(text).split()


@given(queries, entries())
def test_negation(text, line):
    """A condition and its negation never both hold, and never both fail."""
    for term in parse(text).terms:
        turned = term._replace(negated=not term.negated)
        held = [matches(Query((each,)), line, me=ME.id, now=NOW) for each in (term, turned)]
        assert sorted(held) == [False, True]


def test_long_text():
    """A pasted mail is refused before it becomes a condition too deep for SQLite."""
    with pytest.raises(BadQuery, match="at most 1000"):
        parse("a " * LENGTH_LIMIT)


@pytest.mark.parametrize(
    ("text", "said"),
    [("status:opne", "status is one of new, open"), ("sla<soon", "soon is no duration"),
     ("is:cheap", "is is one of unread"), ("prio:top", "priority is one of low"),
     ("mood:angry", "mood is one of very_upset, upset, neutral, content, delighted, unknown")],
)  # fmt: skip
def test_refusals(text, said):
    """What is not known is refused with what is."""
    with pytest.raises(BadQuery, match=said):
        parse(text)


@pytest.mark.parametrize("text", ["http://x.test/a:b", "10:30", "note:this", "a<b"])
def test_colons_in_words(text):
    """A colon or a sign inside a word makes no field of it."""
    assert [term.field for term in parse(text).terms] == ["words"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ('customer:"Ada Ex"', [("customer", "Ada Ex", False)]),
        ('customer:"Ada', [("customer", "Ada", False)]),
        ('"two words" -"not these"', [("words", "two words", False), ("words", "not these", True)]),
        ("@me -@bo", [("assignee", "me", False), ("assignee", "bo", True)]),
        ("FROM:ada Label:VIP", [("customer", "ada", False), ("tag", "VIP", False)]),
        ("status: late", [("words", "late", False)]),
        ("-refund", [("words", "refund", True)]),
        ("sla<1h30m", [("sla", "1h30m", False)]),
        ("", []),
    ],
)
def test_reading(text, terms):
    """Quotes hold words together, a dash negates, names have aliases, an empty field is nothing."""
    assert [(t.field, t.value, t.negated) for t in parse(text).terms] == terms


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("status:open", True), ("status:new,open", True), ("status:active", True),
        ("status:resolved", False), ("-status:resolved", True), ("status:any", True),
        ("@none", False), ("@any", True), ("@ann", True), ("@me", True), ("@bo", False),
        ("@ann@example.com", True), ("tag:VIP", True), ("tag:refund", False), ("is:vip", True),
        ("priority:high", True), ("queue:returns", True), ("channel:EMAIL", True),
        ("customer:ada", True), ("customer:example.com", True), ("customer:a,b", False),
        ("subject:parcel", True), ("id:c1", True), ("in:desk", True), ("in:rt", False),
        ("sla<1h", True), ("sla>1h", False), ("waiting>1h", True), ("waiting<1h", False),
        ("age>1d", True), ("updated<5m", True), ("is:unread", True), ("is:breached", False),
        ("is:waiting", True), ("is:draft", False), ("is:outgoing", False), ("is:open", True),
        ("is:done", False), ("mood:upset", True), ("mood:very_upset,neutral", False),
        ("-mood:unknown", True), ("mood:UPSET,delighted", True),
    ],
)  # fmt: skip
def test_meaning(text, held):
    """Each field says what its name says."""
    line = entry(
        status=Status.OPEN,
        priority=Priority.HIGH,
        tags=("vip",),
        assignee=ME,
        queue="Returns",
        channel="email",
        created_at=at(days=-2),
        updated_at=at(minutes=-1),
        waiting_since=at(hours=-2),
        due=Due(Sla.FIRST_RESPONSE, at(minutes=30)),
        unread=1,
        glance=Glance(-1),
    )
    assert fits(text, line) is held


@pytest.mark.parametrize("glance", [None, Glance(None)])
def test_a_mood_that_is_not_known(glance):
    """What was not read, and what cannot be told, are unknown and no other mood."""
    assert [mood for mood in MOODS if fits(f"mood:{mood}", entry(glance=glance))] == ["unknown"]


def test_nobody_is_not_me():
    """Before the helpdesk has told who we are, nothing is ours."""
    line = entry(assignee=Person("bo", "Bo"))
    assert not matches(parse("@me"), line, me="", now=NOW)


def test_durations_are_read():
    """The amount of a time condition is the duration written."""
    assert parse("age>1h30m").terms[0].amount == parse_duration("1h30m")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("priorty:high", "priority:high"),
        ("-statsu:open", "status:open"),
        ('custmer:"Ann Smith" late', 'customer:"Ann Smith"'),
        ("wating>2h", "waiting>2h"),
        ("sla:1h", "sla<1h"),
        ("priority>high", "priority:high"),
        ("tags:refund", "tag:refund"),
    ],
)
def test_a_field_that_is_none_is_hinted_at(text, meant):
    """A word that looks like a field names the nearest one, as it would be written."""
    (said,) = hints(parse(text))
    assert said.endswith(f"did you mean {meant}?")
    assert parse(text).words


@pytest.mark.parametrize(
    "text",
    ["", "status:open @me tag:x sla<1h words", "https://example.com/a", "at 12:30", "re: hello",
     '"error: 500"', "a<b", "order:123"],
)  # fmt: skip
def test_most_words_are_words(text):
    """Addresses, times and words with a colon get no hint."""
    assert hints(parse(text)) == []
