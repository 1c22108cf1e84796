"""Streets of the north, houses with a name, regions before a postcode, names by their initials."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("it filled in Olav Tryggvasons gate 14, 7011 Trondheim", "it filled in [address_1], [address_2]"),
        ("Prinsens vei 8, 1400 Ski", "[address_1], [address_2]"),
        ("12 avenue Laurier, Gatineau (Québec) J8X 1A1", "[address_1], [address_2]"),
        ("I live at the Old Smithy, Ashby", "I live at [address_1], [address_2]"),
        ("we moved from Redcar to Whitby last week", "we moved from [address_1] to [address_2] last week"),
        ("my street is Ostufer now", "my street is [address_1] now"),
        (
            "change the city from Redcar to Whitby please",
            "change the city from [address_1] to [address_2] please",
        ),
        ("the street is right but the number is 8", "the street is right but the number is 8"),
        ("it hangs at the door, 3. OG rechts", "it hangs at the door, [address_1]"),
    ],
)
def test_more_places_are_masked(text: str, masked: str) -> None:
    assert texts(text) == [masked]


def test_initials_before_a_known_surname_are_of_the_name() -> None:
    said = texts("My name is Leopold Abteilung-Krüss, thanks", "Created for L. Krüss and M. Sand.")
    assert said == ["My name is [name_1], thanks", "Created for [name_1] and M. Sand."]


def test_a_number_with_its_check_digit_is_personal_where_the_talk_is_of_one() -> None:
    told = "when i paid for the tent i wrote it into the comment field of the order: 130 692 544"
    masked = texts("the broker wants my SIN", "It need not be here.", told)[2]
    assert masked.endswith("of the order: [national_id_1]")


@pytest.mark.parametrize(
    "text",
    [
        "gate 27 is closed",
        "we moved from Monday to Friday",
        "I live in the house by the mill, it rains",
        "which floor is the tent on, the 2. Etage or the 3. Etage?",
    ],
)
def test_gates_days_and_floors_stay(text: str) -> None:
    assert texts(text) == [text]
