"""What is told again in part, or in another form: cards and accounts by their ends, streets without a number,
dates without a year, names letter by letter."""

from __future__ import annotations

import pytest
from masked_talk import texts

CARD = "my card is 4012 8888 8888 1881"
ACCOUNT = "it goes to DE89 3704 0044 0532 0130 00"


@pytest.mark.parametrize(
    ("told", "again", "masked"),
    [
        (CARD, "So 1881 at the end?", "So [card_1] at the end?"),
        (CARD, "The card (1881) was charged.", "The card ([card_1]) was charged."),
        (CARD, "We have 4012 **** **** 1881 here.", "We have [card_1] here."),
        (CARD, "That hold is on 4012…1881.", "That hold is on [card_1]."),
        (CARD, "You sent 4012 8888 8888 only.", "You sent [card_1] only."),
        ("amex 3782 822463 10005", "It ends in 10005, right?", "It ends in [card_1], right?"),
        (ACCOUNT, "The one with 3000 is closed.", "The one with [iban_1] is closed."),
        (ACCOUNT, "Refunded to DE89 **** 0130 00.", "Refunded to [iban_1]."),
        (ACCOUNT, "We had DE89370400440532013 on file.", "We had [iban_1] on file."),
        ("IBAN FR14 2004 1010 0505 0001 3M02 606", "se terminant par 2 606", "se terminant par [iban_1]"),
    ],
)
def test_a_card_or_an_account_is_known_by_its_ends(told: str, again: str, masked: str) -> None:
    assert texts(told, again)[1] == masked


@pytest.mark.parametrize(
    "again",
    [
        "That is € 1881 in all.",
        "It has 1881 g.",
        "Part 1881-20 fits.",
        "Item A1881 and 1881 pieces.",
        "At 18:81?",
    ],
)
def test_an_amount_with_the_same_digits_stays(again: str) -> None:
    assert texts(CARD, again)[1] == again


def test_a_year_is_no_end_of_a_card() -> None:
    assert texts("card 4111 1111 1111 2020 it is", "It was bought in 2020.")[1] == "It was bought in 2020."


@pytest.mark.parametrize("hidden", ["4485 39•• •••• 1881", "DE36 **** **** 7561", "SE45…7466", "4024...2565"])
def test_a_number_with_a_hidden_middle_is_masked_whole(hidden: str) -> None:
    masked = texts(f"is it {hidden} here")[0]
    assert masked in ("is it [card_1] here", "is it [iban_1] here")


@pytest.mark.parametrize(
    ("told", "again", "masked"),
    [
        ("send it to 7 Larch Close, Hove BN3 2AB", "Larch Close in Hove?", "[address_1] in [address_2]?"),
        ("to Flat 9, 20 Elm Grove, York YO1 7HH", "So 20 Elm Grove.", "So [address_1]"),
        ("it was for 8 Lower Quarry Road, Bath BA1 5QT", "In Lower Quarry?", "In [address_1]?"),
        ("Ahornstraße 8, 8010 Graz", "In die Ahornstraße in Graz?", "In die [address_1] in [address_2]?"),
        ("Vicolo Stretto 4, 39100 Bolzano", "Leaves for Vicolo Stretto.", "Leaves for [address_1]."),
        ("12 Oak Rd, Boise, ID 83701", "It reaches Boise today.", "It reaches [address_1] today."),
        ("Grote Markt 3, 9000 Gent", "Back to Gent then.", "Back to [address_2] then."),
    ],
)
def test_a_street_or_a_town_is_known_without_the_rest(told: str, again: str, masked: str) -> None:
    assert texts(told, again)[1] == masked


@pytest.mark.parametrize(
    "text", ["**Size:** **42**", "thanks xx xx 24", "it is 10...20 cm", "2019…2025", "4000…5000 m"]
)
def test_marks_and_spans_are_no_hidden_numbers(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize("again", ["The Oak series is sold out.", "We sent it by road.", "Close the zip."])
def test_words_of_an_address_stay_elsewhere(again: str) -> None:
    assert texts("12 Oak Close, Hove BN3 2AB", again)[1] == again


@pytest.mark.parametrize(
    ("told", "again", "masked"),
    [
        (
            "i was born 4/9/1991",
            "Is that 4 September or April 9?",
            "Is that [birth_date_1] or [birth_date_1]?",
        ),
        ("i was born 4/9/1991", "It comes on 4 September.", "It comes on 4 September."),
        ("born 9 IX 1974", "Saved: 09.09.1974.", "Saved: [birth_date_1]."),
        ("i am Nora Vik", "Is it N-O-R-A?", "Is it [name_1]?"),
        ("refund to P. Lindqvist. Petra Lindqvist", "Done, Petra.", "Done, [name_1]."),
        ("a parcel for Stanisław", "Is it Stanislaw Wójcik?", "Is it [name_1]?"),
    ],
)
def test_days_and_names_are_the_same_in_other_forms(told: str, again: str, masked: str) -> None:
    said = texts(told, again)
    assert said[1] == masked
    assert "[name_2]" not in said[0]


def test_a_flat_and_a_house_without_a_comma_are_one_part() -> None:
    assert texts("Flat 2 14 Elm Grove, York YO1 7HH", "14 Elm Grove it is")[1] == "[address_1] it is"
