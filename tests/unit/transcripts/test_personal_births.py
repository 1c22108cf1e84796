"""Dates of birth in the ways of Europe, and what else answers the question for one."""

from __future__ import annotations

import pytest
from masked_talk import texts

from training.transcripts.personal_data.dates import date_value


@pytest.mark.parametrize(
    ("asked", "told", "masked"),
    [
        ("What's your date of birth?", "3. prosince 1975", "[birth_date_1]"),
        ("Votre date de naissance ?", "le 4 août '83", "le [birth_date_1]"),
        ("Just your date of birth then.", "7th Feb '66", "[birth_date_1]"),
        ("Fecha de nacimiento, por favor", "cinco de mayo de 1988", "[birth_date_1]"),
        ("The bank asks for your date of birth.", "30/11/58", "[birth_date_1]"),
        ("Which year were you born in?", "'84", "[birth_date_1]"),
        (
            "When is your birthday?",
            "14/02/77... no sorry, 15/02/77",
            "[birth_date_1]... no sorry, [birth_date_2]",
        ),
    ],
)
def test_what_answers_the_question_for_a_birth(asked: str, told: str, masked: str) -> None:
    assert texts("hi", asked, told)[2] == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("geboren bin ich am 2. Jänner 1958", "geboren bin ich am [birth_date_1]"),
        ("born on the 3rd of June 1951", "born on [birth_date_1]"),
        ("my date of birth is 21-08-'70", "my date of birth is [birth_date_1]"),
        ("urodzony 17 października 1985", "urodzony [birth_date_1]"),
    ],
)
def test_dates_with_short_years_and_months_of_other_languages(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    "said",
    [
        ("hi", "Which year was the model built?", "2015"),
        ("bought on 3 March 2024 and again on 5 maja 2025",),
        ("hi", "Your birthday voucher is on its way.", "I ordered on 12/03/25 and paid on 13/03/25"),
        ("in ottobre 2023 ho comprato le scarpe",),
    ],
)
def test_other_dates_stay(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)


def test_months_of_other_languages_have_the_same_value() -> None:
    days = (
        "8 grudnia 1992",
        "8. prosince 1992",
        "8 décembre '92",
        "the 8th of December 1992",
        "1992. december 8",
    )
    assert {date_value(day) for day in days} == {"19921208"}
