"""Cards and accounts that only some digits tell, and numbers that are told again with a slip."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("please use the card with 6620", "please use the card with [card_1]"),
        ("charged on my visa ..9031", "charged on my visa ..[card_1]"),
        ("the Amex (41008), not the Mastercard 7755", "the Amex ([card_1]), not the Mastercard [card_2]"),
        ("card number finishing 502", "card number finishing [card_1]"),
        ("the last three on the back are 448", "the last three on the back are [card_1]"),
        ("my debit card, XX57, was charged", "my debit card, XX[card_1], was charged"),
        ("the last digits are 6 6 2 0", "the last digits are [card_1]"),
        ("expiry 09/29, code 662", "expiry [card_1], code [card_2]"),
        ("iban NL.. .... 6620 got it", "iban NL.. .... [card_1] got it"),
        ("konto ..662 got it", "konto ..[card_1] got it"),
        ("Karte 6620 bitte nehmen", "Karte [card_1] bitte nehmen"),
        ("sort 30 90 21 account 55120934", "sort [iban_1] account [iban_2]"),
        ("pay it to 30-90-21 55120934", "pay it to [iban_1]"),
        ("BSB 033-112 acc 4417 0921", "BSB [iban_1] acc [iban_2]"),
    ],
)
def test_digits_of_cards_and_accounts_are_masked(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    ("told", "again", "masked"),
    [
        ("customer number 30416627", "I have 30416672, right?", "I have [customer_number_1], right?"),
        (
            "fødselsnummer 050391 41772",
            "The form of the customs office takes no number such as 050391 47172, can you look again?",
            "The form of the customs office takes no number such as [national_id_1], can you look again?",
        ),
        ("sort code 30-90-21, account 55120934", "To 309021 / 55120934?", "To [iban_1] / [iban_2]?"),
    ],
)
def test_a_number_with_a_slip_is_the_same(told: str, again: str, masked: str) -> None:
    assert texts(told, again)[1] == masked


def test_a_card_that_is_asked_for_is_told_by_its_end() -> None:
    assert texts("hi", "Which card shall we charge?", "the one with 3316")[2] == "the one with [card_1]"


@pytest.mark.parametrize(
    "text",
    [
        "the visa card gives 2000 points",
        "a gift card with 100 euro",
        "memory card with 1024 MB",
        "I have a Visa since 2019",
        "card 12.95, tent 89.95",
        "the postcard with 4 stamps",
        "customer number 30416627, article 30416699",
    ],
)
def test_what_a_card_gives_or_costs_stays(text: str) -> None:
    assert "[card" not in texts(text)[0]
    assert "30416699" in texts(text)[0] or "article" not in text
