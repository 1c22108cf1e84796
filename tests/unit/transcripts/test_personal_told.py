"""What people tell in other countries' ways, in words instead of digits, and in answers of a word or two."""

from __future__ import annotations

from functools import cache

import pytest

from bot.shop.order_forms import OrderForms
from training.transcripts.dialogue import Dialogue, Turn
from training.transcripts.personal_data import Masker


@cache
def masker() -> Masker:
    return Masker(orders=OrderForms(("FW-204518",)), words=("Fernweg", "Alva"))


def texts(*said: str) -> list[str]:
    """What the shopper tells last, and what the agent asks before."""
    *asked, told = said
    turns = (*(Turn(role="agent", text=text) for text in asked), Turn(role="shopper", text=told))
    return [turn.text for turn in masker().masked(Dialogue(id="d1", turns=turns)).dialogue.turns]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("it goes to Kęstučio g. 14-3, LT-44320 Kaunas", "it goes to [address_1], [address_2]"),
        ("Brīvības iela 155, Rīga LV-1012", "[address_1], [address_2]"),
        ("Calle Mayor 12, 2º B, 28013 Madrid", "[address_1], [address_2]"),
        ("Rua Augusta, n.º 200, 4.º Esq, 1100-053 Lisboa", "[address_1], [address_2]"),
        ("12 ter ruelle des Lavandières, 84000 Avignon", "[address_1], [address_2]"),
        ("nám. Míru 4 in Brno", "[address_1] in [address_2]"),
        ("Via Garibaldi snc, 98100 Messina", "[address_1], [address_2]"),
        ("Lange Nieuwstraat 3 bus 12, 2000 Antwerpen", "[address_1], [address_2]"),
        ("unit 14b Meadow Trading Estate, Hull", "[address_1], [address_2]"),
        ("from next week forty one Castle Avenue", "from next week [address_1]"),
        ("postcode is S W nineteen 3 A B", "postcode is [address_1]"),
        ("the driver left it at no 27", "the driver left it at no [address_1]"),
        ("City? Lyon. Street? later", "City? [address_1]. Street? later"),
    ],
)
def test_addresses_of_many_countries_and_as_they_are_spoken(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my mail is petr.svoboda zavináč seznam tečka cz", "my mail is [email_1]"),
        ("reach me under lotta minus berg at gmx punkt net", "reach me under [email_1]"),
        ("kim.larsen(a)jubii.dk", "[email_1]"),
        ("call plus three three six one two three four five six seven", "call [phone_1]"),
        ("CNP 1960229410013", "CNP [national_id_1]"),
        ("gift card FERN 88AA 77BB 66CC", "gift card [gift_code_1]"),
        ("pick it up at Z 301 5577 218", "pick it up at [tracking_number_1]"),
        ("born on may the third two thousand and four", "born on [birth_date_1]"),
        ("dob 14-Nov-1968", "dob [birth_date_1]"),
        ("i was born in 61", "i was born in [birth_date_1]"),
        ("is Thuli working today? she sold me the boots", "is [name_1] working today? she sold me the boots"),
        ("love from Anwen & Gethin", "love from [name_1] & [name_2]"),
        ("i.A. Britta Möhlenkamp", "i.A. [name_1]"),
        ("leave it with Ilse or Bodil", "leave it with [name_1] or [name_2]"),
    ],
)
def test_numbers_signs_and_names_as_people_tell_them(text: str, masked: str) -> None:
    assert texts(text) == [masked]


@pytest.mark.parametrize(
    ("asked", "answer", "masked"),
    [
        ("Kontoinhaber?", "fenja brockmüller", "[name_1]"),
        ("What shall I call you?", "bo", "[name_1]"),
        ("Who will collect it?", "my lad finlay", "my lad [name_1]"),
        ("What is the right number?", "47 912 34 567", "[phone_1]"),
        ("What is the postcode?", "310048", "[address_1]"),
        ("So Brunnengasse 14 is right?", "no 41", "no [address_2]"),
        ("Which club number?", "DAV-MUC-10293", "[customer_number_1]"),
        ("E-mail please?", "r.patel gmail", "[email_1]"),
        ("When is your nan's birthday?", "the ninth of march nineteen forty-one", "[birth_date_1]"),
    ],
)
def test_answers_that_are_hardly_more(asked: str, answer: str, masked: str) -> None:
    assert texts(asked, answer)[1] == masked


@pytest.mark.parametrize(
    "said",
    [
        ("So size 42 is correct?", "no 43"),
        ("What is the order number?", "204518"),
        ("Is it paid?", "ok thanks. perfekt"),
        ("How big is it?", "r B 60 196 200 26 13"),
        ("Who will sign for it?", "nobody home, leave it at the door"),
    ],
)
def test_answers_that_tell_nothing_of_a_person_stay(said: tuple[str, ...]) -> None:
    assert texts(*said) == list(said)
