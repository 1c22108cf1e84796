"""Numbers by what they are called, names and addresses as they are written in further languages, and what is
called like a person and is none."""

from __future__ import annotations

import pytest
from masked_talk import texts


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my student number is k5530912", "my student number is [identity_document_1]"),
        ("staff id no BBC-R 441907", "staff id no [identity_document_1]"),
        (
            "close both accounts. The numbers are Q-4410-2 and Q-4471-9",
            "close both accounts. The numbers are [customer_number_1] and [customer_number_2]",
        ),
        (
            "customer 44812077, 44813301 and 44819012",
            "customer [customer_number_1], [customer_number_2] and [customer_number_3]",
        ),
        ("the pin code is KLM 4410 TR 09", "the pin code is [password_1]"),
        ("call me on o7700 900 614", "call me on [phone_1]"),
        ("Takk Sigrunn!", "Takk [name_1]!"),
        ("Dziękuję bardzo Zbyszko!", "Dziękuję bardzo [name_1]!"),
        ("it is round to the Colquhouns", "it is round to the [name_1]"),
        ("it is with the Gallaghers.", "it is with the [name_1]."),
        ("It says T. van den Haar.", "It says [name_1]."),
        ("Frau Mag. Hölzl signs", "Frau Mag. [name_1] signs"),
        ("Name: Ottilie Brandner. Mail: later", "Name: [name_1]. Mail: later"),
        (
            "Résidence Le Grand Pré, bât. B, 4 rue Monge, 38000 Grenoble",
            "[address_1], [address_2], [address_3], [address_4]",
        ),
        (
            "my address for the tent: Rúa Nova 8, 2ºA\n27001 Lugo",
            "my address for the tent: [address_1]\n[address_2]",
        ),
    ],
)
def test_more_is_known_by_what_it_is_called(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    "said",
    [
        ("any shops near Preston?", "Our Preston and Derby branches. Preston is open until 18:00."),
        ("where do returns go?", "Please send it back to: Returns Desk, 4 Mill Lane, Carlisle CA1 2AB."),
        ("is the Tilly Marsden rope dry treated", "The Tilly Marsden Wall is 9.9 mm."),
        ("delete it under GDPR please", "Done."),
        ("over to the Grampians next week", "Enjoy it."),
    ],
)
def test_towns_of_branches_and_things_called_like_people_stay(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)
