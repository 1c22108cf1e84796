"""What is told in pieces: over several messages or lines, or by its beginning and its end."""

from __future__ import annotations

import pytest
from masked_talk import masker

from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data.found import Passage
from training.transcripts.personal_data.pieces import find_in_pieces


def texts(asked: str, *told: str) -> list[str]:
    """What a shopper tells in several messages behind a question."""
    turns = (Turn(role="agent", text=asked), *(Turn(role="shopper", text=text) for text in told))
    return [turn.text for turn in masker().masked(Dialogue(id="d1", turns=turns)).dialogue.turns][1:]


@pytest.mark.parametrize(
    ("asked", "told", "masked"),
    [
        ("What number can we ring?", ("0161", "496", "0735"), ["[phone_1]", "[phone_1]", "[phone_1]"]),
        ("Wie ist Ihre Handynummer?", ("0151 2340", "und 88712"), ["[phone_1]", "und [phone_1]"]),
        ("Hello!", ("4539 1488", "0343 6467"), ["[card_1]", "[card_1]"]),
        ("Hello!", ("card:\n4539\n1488\n0343\n6467",), ["card:\n[card_1]"]),
        ("Hello!", ("my new card 4539 1488 0343", "oops, 6467"), ["my new card [card_1]", "oops, [card_1]"]),
        ("Your e-mail?", ("linnea.holm@", "posteo.se please"), ["[email_1]", "[email_1] please"]),
        ("Your e-mail?", ("it is k.brandt", "@gmx.at"), ["it is [email_1]", "[email_1]"]),
    ],
)
def test_the_pieces_have_one_mask(asked: str, told: tuple[str, ...], masked: list[str]) -> None:
    assert texts(asked, *told) == masked


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("What is the order number?", ("2045", "1888")),
        ("Which sizes?", ("42", "44")),
        ("Hello!", ("it comes with 4539", "and 1488 more")),
        ("Hello!", ("sizes:\n2000\n3000\n4000\n5000",)),
    ],
)
def test_numbers_that_make_nothing_together_stay(asked: str, told: tuple[str, ...]) -> None:
    assert texts(asked, *told) == list(told)


def test_pieces_of_one_speaker_only_belong_together() -> None:
    said = [Passage("0161", "shopper"), Passage("496", "agent"), Passage("0735", "shopper")]
    assert find_in_pieces(said) == [[], [], []]


@pytest.mark.parametrize(
    ("asked", "told", "masked"),
    [
        ("The first six and last 4 of the card?", "453914 and 6467", "[card_1] and [card_2]"),
        ("Die ersten sechs und letzten vier Ziffern der Karte?", "4539 14, 6467", "[card_1], [card_2]"),
        ("Which numbers do you want?", "453914 and 6467", "453914 and 6467"),
    ],
)
def test_a_card_by_its_first_and_last_digits(asked: str, told: str, masked: str) -> None:
    assert texts(asked, told) == [masked]


def test_the_last_digits_of_a_telephone_number_are_known_behind_a_word_for_an_end() -> None:
    assert texts("Hello!", "my mobile is 07700 900123", "remove the one ending 123, keep 123 pieces") == [
        "my mobile is [phone_1]",
        "remove the one ending [phone_1], keep 123 pieces",
    ]


def test_a_mailbox_is_known_without_its_host() -> None:
    said = ("I wrote as t.lindqvist@posteo.se", "is t.lindqvist in your list?")
    assert texts("Hello!", *said)[1] == "is [email_1] in your list?"
