"""Facts in a conversation: found in every notation, listed with every place, never made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain import facts
from console.domain.facts import collect, find, normalise, stands
from console.domain.models import Visibility
from tests.domain.made import message


def conversation(*lines: str):
    """Make messages of lines such as `c: Hello`: c(ustomer), b(ot), a(gent), n(ote)."""
    who = {"c": "customer", "b": "bot", "a": "agent", "n": "agent"}
    return [
        message(
            who[line[0]],
            number,
            text=line[2:].strip(),
            id=f"m{number}",
            visibility=Visibility.INTERNAL if line[0] == "n" else Visibility.PUBLIC,
        )
        for number, line in enumerate(lines, 1)
    ]


def pairs(*lines: str) -> set[str]:
    """Give kind and normal form of what is found."""
    return {f"{item.kind}={item.normalised}" for item in collect(conversation(*lines))}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("order no. 88213 never came", {"order_id=88213"}),
        ("my oder number is 55102", {"order_id=55102"}),
        ("PNR: 6YH2KD, flight QX 204", {"booking_ref=6YH2KD"}),
        ("student ID s2204417", {"customer_no=S2204417"}),
        ("claim no CLM/2026/0044", {"case_no=CLM/2026/0044"}),
        ("IMEI 35 209900 176148 1", {"serial=352099001761481"}),
        ("Kundennummer 4471 0092", {"customer_no=44710092"}),
        ("commande n° FR-2201-9 du 4 avril", {"order_id=FR-2201-9", "date=--04-04"}),
        ("factura 2026/118 de 45,00 €", {"invoice_id=2026/118", "amount=EUR 45.00"}),
        ("£1,240 and EUR 1.240,50", {"amount=GBP 1240.00", "amount=EUR 1240.50"}),
        ("CHF 1'290.– paid", {"amount=CHF 1290.00"}),
        ("between 40 and 50 euros", {"amount=EUR 40.00", "amount=EUR 50.00"}),
        ("we lost 70 cents, € 5 in all", {"amount=EUR 0.70", "amount=EUR 5.00"}),
        ("the 3rd of March, not febuary 5th", {"date=--03-03", "date=--02-05"}),
        ("on 04/16/2026", {"date=2026-04-16"}),
        ("el 3 de marzo de 2026", {"date=2026-03-03"}),
        ("am 14.02. bestellt", {"date=--02-14"}),
        ("error 0x80070057", {"error_code=0X80070057"}),
        ("it says ERR_TIMEOUT", {"error_code=ERR_TIMEOUT"}),
        ("firmware 3.8.11", {"version=3.8.11"}),
        ("my Fernlink R7 is dead", {"device=fernlink r7"}),
        ("customer no. is fo-20 / 331", {"customer_no=FO-20/331"}),
        ("parcel EXP 0099 4471 2 NV", {"tracking_id=EXP009944712NV"}),
        ("paid EUR1,249.00 and 23 pounds 40", {"amount=EUR 1249.00", "amount=GBP 23.40"}),
        ("since patch 3.4.1b", {"version=3.4.1"}),
        ("contact +44 20 7946 0958", {"phone=+442079460958"}),
        ("nobody answers at (0 555) 01 77", {"phone=05550177"}),
        ("my address is 9 Ferry Lane, D04 X2Y8", {"postcode=D04X2Y8"}),
        ("call +1 555 0165", {"phone=+15550165"}),
        ("the card ending 4417", {"card_last4=4417"}),
        ("IBAN GB82 WEST 1234 5698 7654 32", {"iban=GB82WEST12345698765432"}),
        ("I live at ZZ9 4PQ", {"postcode=ZZ94PQ"}),
        ("N.Coyle@example.com or https://a.example/x?y=1.",
         {"email=n.coyle@example.com", "url=https://a.example/x?y=1"}),
    ],
)  # fmt: skip
def test_each_kind_is_read_in_the_notations_of_people(text, found):
    """A value is found once, with its kind, in one form."""
    assert pairs(f"c: {text}") == found


@pytest.mark.parametrize(
    "text",
    [
        "Seat 12A, Level 3, 42 Quarry Lane, Flat 3B",
        "I waited 45 minutes at gate 12 for flight QD 418",
        "12 GB used of 20 GB, 300 Mbit, 5G, 24/7",
        "the 13th, in March, 11/2024, on Friday, 10.30",
        "voucher SAVE20 and code SPRING-25",
        "Room 412 on the 3rd floor, size 42",
        "worker job=8f21c0 rows=10000",
        "phone number ending 4417",
    ],
)
def test_numbers_that_are_no_facts_are_left_out(text):
    """Seats, floors, times, sizes and vouchers are nothing to ask about."""
    assert pairs(f"c: {text}") == set()


def test_a_bare_answer_takes_the_kind_that_was_asked_for():
    """A code without any word is what the question before it asked for."""
    assert pairs("b: What is your tracking number?", "c: HP 7731 0925 44 GB") == {
        "tracking_id=HP7731092544GB"
    }
    assert pairs("b: And the last four digits of the card?", "c: 8841") == {"card_last4=8841"}
    assert pairs("b: Which model is it?", "c: KX-220") == {"device=kx-220"}
    assert pairs("b: How are you?", "c: 8841") == set()
    assert pairs("b: What is the order number?", "c: its 77812") == {"order_id=77812"}


def test_a_question_stays_open_until_it_is_answered():
    """What is said in between does not take the question away."""
    assert pairs(
        "b: What's your account number, please?",
        "c: its on the bill isnt it",
        "b: I don't have your bill. It is at the top right.",
        "c: 300 118 927",
    ) == {"customer_no=300118927"}


def test_every_message_with_the_value_is_listed_whatever_the_notation():
    """Spaces, hyphens and the currency's place make no other value."""
    items = collect(
        conversation(
            "c: order #spk-9 20417, I paid 49,90 €",
            "b: I see SPK-920417.",
            "n: SPK 920417 was EUR 49.90",
            "a: SPK-9204171 is another one",
        )
    )
    assert {(item.normalised, item.messages) for item in items} >= {
        ("SPK-920417", ("m1", "m2", "m3")),
        ("EUR 49.90", ("m1", "m3")),
    }
    assert items[0].value == "spk-9 20417"


def test_bare_amounts_take_the_only_currency_that_is_shown():
    """With one currency the bare numbers take it; with two they stay as they are."""
    assert "amount=USD 65.00" in pairs("c: I owe 65 and not $250")
    assert "amount=65.00" in pairs("c: €3 or £3? I owe 65.")


def test_corrected_values_are_marked():
    """The customer's later value wins, also over one that came from our side."""
    items = collect(
        conversation(
            "b: Is 555-0127 the right number for you?", "c: No! Mine is 555-0172.",
            "b: Which postcode?", "c: 00417 Neuwiesen. Ach nein, 00471!",
        )
    )  # fmt: skip
    state = {item.normalised: item.state for item in items}
    assert state == {
        "5550127": "superseded",
        "5550172": "",
        "00417": "superseded",
        "00471": "",
    }


def test_a_number_without_a_word_takes_the_kind_of_its_like():
    """A second code of the same letters is of the same kind."""
    found = pairs("c: I get error NPX-8", "c: now it is NPX-31")
    assert found == {"error_code=NPX-8", "error_code=NPX-31"}


def test_a_number_told_in_short_is_no_second_one():
    """The digits of a code that stands whole elsewhere are not another code."""
    assert pairs("b: Order SPK-920417 is late.", "c: order 920417 was cancelled") == {
        "order_id=SPK-920417"
    }


def test_a_day_is_one_with_and_without_its_year():
    """So are a phone number with its country, a code with other marks, and a name cut short."""
    assert pairs(
        "c: on 12 March 2026, call +1 555 0165, error E-15 on my Lantern Hub 3 Pro",
        "b: 12 March is noted, 555 0165 too. Error E15 of the Hub 3 Pro is known.",
    ) == {"date=2026-03-12", "phone=+15550165", "error_code=E-15", "device=lantern hub 3 pro"}


def test_hidden_text_is_no_place_for_facts():
    """What stands in a comment of the markup was not said to anybody."""
    assert pairs("c: hello <!-- order BX-204418, 500 EUR -->") == set()


def test_events_are_no_place_for_facts():
    """What the system did is not what was said."""
    one = message("system", 1, text="order BX-204418", event=True)
    assert collect([one]) == ()


def test_normalise_and_stands_agree():
    """What is read from a value stands in a text that has the value."""
    for kind, value in {
        "order_id": "#spk-9 20417", "amount": "49,90 €", "date": "12 March", "phone": "+1 555 0165",
        "postcode": "ZZ9 4PQ", "email": "N.Coyle@example.com", "version": "v14.2.1",
    }.items():  # fmt: skip
        assert stands(kind, normalise(kind, value), f"It was {value}, I think.")


def test_values_inside_longer_ones_do_not_stand():
    """A piece of another number is not the number."""
    assert not stands("order_id", "20417", "order 204178")
    assert not stands("amount", "EUR 49.90", "£49.90")
    assert not stands("version", "4.19", "4.19.2")
    assert not stands("date", "2026-03-12", "12 March")
    assert stands("date", "--03-12", "12.03.2026")


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_read_without_harm(text, question):
    """Spans lie in the text, and hold the value that is named."""
    for fact in find(text, question=question):
        assert text[fact.start : fact.end].startswith(fact.value)
        assert fact.kind in facts.KINDS
        assert fact.normalised


@given(
    st.integers(1, 12), st.integers(1, 28), st.integers(2000, 2099),
    st.sampled_from(["{d:02}.{m:02}.{y}", "{y}-{m:02}-{d:02}", "{d}.{m}.{y}"]),
)  # fmt: skip
def test_written_days_are_read_back(m, d, y, form):
    """A day in the middle of a sentence is read as it was meant."""
    text = f"it came on {form.format(d=d, m=m, y=y)}, late"
    assert [fact.normalised for fact in find(text)] == [f"{y}-{m:02}-{d:02}"]


@given(st.integers(1, 99_999), st.integers(0, 99), st.sampled_from(["€", "£", "CHF"]))
def test_written_sums_are_read_back(whole, cents, money):
    """Whichever marks the thousands and the cents, the sum is the same."""
    code = {"€": "EUR", "£": "GBP"}.get(money, money)
    for number in (f"{whole:,}.{cents:02}", f"{whole:,}".replace(",", ".") + f",{cents:02}"):
        found = [fact.normalised for fact in find(f"that was {money} {number} then")]
        assert found == [f"{code} {whole}.{cents:02}"]


def test_hostile_floods_are_read_in_time():
    """Long runs of digits, letters and marks take no more than their length."""
    for text in (
        "9 " * 5_000,
        "A-1/" * 3_000,
        "£" * 9_000,
        "1." * 5_000,
        "a@" * 5_000,
        "x_" * 5_000,
    ):
        find(text)
