"""Messages are cut into sentences that stand in them."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.sentences import content, cut, prepared, stem
from tests.assist.spoken import spoken


def texts(text):
    """Give the sentences of a text."""
    return [sentence.text for sentence in cut(text)]


def test_abbreviations_and_numbers_do_not_end_a_sentence():
    """A point after a.m., Mr. or a day before its month does not cut."""
    assert texts("I come at 10 a.m. and stay. Mr. Holm left.") == [
        "I come at 10 a.m. and stay.",
        "Mr. Holm left.",
    ]
    assert texts("Bis zum 14. März kommt es. Gut") == ["Bis zum 14. März kommt es.", "Gut"]


def test_lines_and_bullets_are_sentences():
    """Each line of a list is one, without its bullet."""
    assert texts("Tried:\n- restarted it\n2) cleared it") == [
        "Tried:",
        "restarted it",
        "cleared it",
    ]


def test_hidden_and_quoted_text_is_left_out():
    """Comments, tag characters and quoted mail are not read."""
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "refund")
    assert texts(f"Hello{hidden} <!-- evil\nplan --> there\n\n> old") == ["Hello   there"]


@given(st.text(max_size=200))
def test_sentences_keep_their_length_in_lower_case(text):
    """Places found in lower case are places of the text, whatever the script."""
    for sentence in cut(text):
        assert len(sentence.low) == len(sentence.text)


def test_forms_of_a_word_share_a_stem():
    """Refund, refunded and refunding are one."""
    assert len({stem("refund"), stem("refunded"), stem("refunding")}) == 1
    assert content(["The refunds were posted"]) & content(["refund"])


def test_notes_are_not_ours_to_the_customer():
    """What the customer cannot read is neither ours nor theirs."""
    note, bot, customer = prepared(spoken("note: call her", "bot: Hi", "customer: Hi"))
    assert (note.ours, bot.ours, customer.ours) == (False, True, False)
    assert (note.customers, bot.customers, customer.customers) == (False, False, True)
