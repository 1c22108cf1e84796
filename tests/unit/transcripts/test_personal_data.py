from __future__ import annotations

import logging
from functools import cache

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.shop.order_forms import OrderForms
from training.transcripts.dialogue import Dialogue, Span, Suggestion, Turn, checked
from training.transcripts.personal_data import Masker

CARDS = ("4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005")
IBANS = ("DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "IE29 AIBK 9311 5212 3456 78")
EMAILS = ("paul.winter@example.com", "j.doe+shop@mail.example.org", "paul(at)gmail.com")


@cache
def masker() -> Masker:
    return Masker(orders=OrderForms(("FW-204518",)), words=("Fernweg", "Alva"))


def dialogue(*turns: tuple[str, str] | Turn) -> Dialogue:
    return Dialogue(
        id="d1", turns=tuple(t if isinstance(t, Turn) else Turn(role=t[0], text=t[1]) for t in turns)
    )  # type: ignore[arg-type]


def texts(*turns: tuple[str, str] | Turn) -> list[str]:
    return [turn.text for turn in masker().masked(dialogue(*turns)).dialogue.turns]


def test_a_person_has_one_mask_in_all_turns_however_written() -> None:
    masked = texts(
        ("shopper", "my name is paul winter, about the winter jacket"),
        ("bot", "Hello Mr Winter!"),
        Turn(role="agent", name="Mara", text="Mara here. What is wrong, Paul?"),
        ("shopper", "thanks mara"),
    )
    assert masked == [
        "my name is [name_1], about the winter jacket",
        "Hello Mr [name_1]!",
        "[agent_1] here. What is wrong, [name_1]?",
        "thanks [agent_1]",
    ]


def test_a_telephone_number_is_the_same_in_any_writing() -> None:
    assert texts(("shopper", "call +49 40 123456-78"), ("bot", "We call you on +494012345678.")) == [
        "call [phone_1]", "We call you on [phone_1].",
    ]  # fmt: skip


def test_bare_answers_are_personal_only_as_answers() -> None:
    asked = texts(
        ("bot", "What is your name?"),
        ("shopper", "Winter"),
        ("bot", "And your postcode?"),
        ("shopper", "20095"),
    )
    assert asked[1::2] == ["[name_1]", "[address_1]"]
    assert texts(("shopper", "Winter"), ("shopper", "20095")) == ["Winter", "20095"]


def test_the_agents_name_is_masked_where_it_stands_by_itself() -> None:
    masked = masker().masked(dialogue(Turn(role="agent", name="Mara K.", text="Hello")))
    assert masked.dialogue.turns[0].name == "[agent_1]"
    assert masked.found == {"agent": 1}


def test_order_numbers_are_kept_or_masked_by_setting() -> None:
    said = dialogue(("shopper", "order fw 204518 please"))
    assert masker().masked(said).dialogue == said
    hiding = Masker(orders=OrderForms(("FW-204518",)), keep_order_numbers=False)
    assert hiding.masked(said).dialogue.turns[0].text == "order [order_number_1] please"


def test_entities_move_and_their_values_are_masked() -> None:
    text = "paul@example.com, size 42"
    spans = (
        Span(entity="email", start=0, end=16, value="PAUL@example.com"),
        Span(entity="size", start=23, end=25),
    )
    turn = masker().masked(dialogue(Turn(role="shopper", text=text, entities=spans))).dialogue.turns[0]
    email, size = turn.entities
    assert turn.text[email.start : email.end] == email.value == "[email_1]"
    assert turn.text[size.start : size.end] == "42"


def test_suggestions_are_masked_alike() -> None:
    turn = Turn(
        role="agent",
        text="Hello Ms Sommer",
        suggestion=Suggestion(text="Dear Ms Sommer, hello", use="edited"),
    )
    masked = masker().masked(dialogue(turn)).dialogue.turns[0]
    assert masked.suggestion is not None
    assert (masked.text, masked.suggestion.text) == ("Hello Ms [name_1]", "Dear Ms [name_1], hello")


def test_the_shops_own_lines_stay_and_those_it_was_told() -> None:
    line = "Write to service@fernweg.example or call us on 040 5550 100."
    assert texts(("bot", line)) == [line]
    own = Masker(own=("Hotline: +49 30 1234567",))
    said = dialogue(("shopper", "I called +49 30 1234567 twice"))
    assert own.masked(said).dialogue == said


PIECES = (
    *CARDS, *EMAILS, "my name is", "Paul", "Winter", "[name_1]", "12 Baker Street", "20095 Hamburg",
    "regards,",
    "FW-204518", "call +49 171 2345678", "or", "\n",
)  # fmt: skip
words = st.text(alphabet="abcxyz ÄßéABC,.!?-:()[]_\n", max_size=30)


@settings(deadline=None, max_examples=60)
@given(before=words, after=words, value=st.sampled_from((*CARDS, *IBANS, *EMAILS)))
def test_no_card_account_or_address_survives_any_surroundings(before: str, after: str, value: str) -> None:
    (masked,) = texts(("shopper", f"{before} {value} {after}"))
    assert value not in masked
    assert value.rpartition(" ")[2] not in masked


@settings(deadline=None, max_examples=60)
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=9))
def test_masking_twice_is_masking_once_and_offsets_stay_valid(pieces: list[str]) -> None:
    text = " ".join(pieces)
    spans = tuple(Span(entity="x", start=i, end=i + 1) for i in range(0, max(len(text) - 1, 0), 5))
    once = masker().masked(dialogue(Turn(role="shopper", text=text, entities=spans))).dialogue
    checked(once)
    again = masker().masked(once)
    assert again.dialogue == once
    assert not again.found


def test_nothing_that_was_said_reaches_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), structlog.testing.capture_logs() as logs:
        texts(*(("shopper", f"my name is paul winter {value}") for value in (*CARDS, *IBANS, *EMAILS)))
    assert not logs
    assert not caplog.records
