"""What must hold, however it is said beside other words: for how many, how high, of what, for whom."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from retrieval.products.filters import mentions
from retrieval.products.refine import refine
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("need a tent for 2 ppl, light, under 300", {"Persons": "= 2"}),
        ("do you have tents for 4 with vestibule under 400", {"Persons": "= 4"}),
        ("a tent for 3 and cheap please", {"Persons": "= 3"}),
        ("a tent that we can stand up in", {"Inner height": ">= 180 cm"}),
        ("a tent with standing height for two people", {"Persons": "= 2", "Inner height": ">= 180 cm"}),
    ],
)
def test_for_how_many_and_how_high(parser: WishParser, text: str, wanted: dict[str, str]) -> None:
    wish = parser.parse(text)
    assert wish.categories == ("tents",)
    assert wish.wanted == wanted


def test_a_material_is_asked_for_by_what_it_was_made_of(
    parser: WishParser, demo_products: tuple[Product, ...]
) -> None:
    wish = parser.parse("are there any jackets from recycled material")
    assert wish.having == ("recycled",)
    recycled = [product for product in demo_products if mentions(product, "recycled")]
    assert all("recycled" in str((p.attributes, p.tags, p.title)).lower() for p in recycled)
    assert parser.parse("they are broken, just for recycling").having == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("only tops with long sleeves", ("long sleeve",)),
        ("long sleeve merino shirt", ("long sleeve",)),
        ("tops or t-shirts", ("top", "T-shirt", "long sleeve")),
    ],
)
def test_a_narrower_noun_beside_a_wider_one_is_meant(
    parser: WishParser, text: str, kinds: tuple[str, ...]
) -> None:
    assert parser.parse(text).kinds == kinds


def test_only_narrows_a_wish(parser: WishParser) -> None:
    before = parser.parse("merino base layers for women, size L, under 80")
    wish = refine(parser, "only tops with long sleeves", before, ()).wish
    assert (wish.kinds, wish.sizes, wish.having) == (("long sleeve",), ("L",), ("merino",))
    assert wish.price_max == Decimal(80)


@pytest.mark.parametrize(
    "text",
    [
        "do you not sell ski goggles?", "don't you have ski goggles?", "is there no ski goggles?",
        "do you have no ski goggles?", "jackets for men, not too thick", "nothing so fancy please",
    ],
)  # fmt: skip
def test_a_negative_question_and_a_degree_refuse_nothing(parser: WishParser, text: str) -> None:
    wish = parser.parse(text)
    assert (wish.without, wish.unwanted_kinds, wish.unwanted) == ((), (), {})


def test_what_is_for_something_else_is_refused_with_its_shelf(parser: WishParser) -> None:
    wish = parser.parse("a helmet, not climbing")
    assert "climbing" in wish.unwanted_categories
    after: Any = refine(parser, "ok then a climbing helmet", wish, ()).wish
    assert (after.without, after.unwanted_kinds, after.unwanted_categories) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("boots for my 14 year old grandson", ""),
        ("boots for my 7 year old grandson", "children"),
        ("boots for my grandson", "children"),
    ],
)
def test_who_is_fourteen_wears_what_grown_ups_do(parser: WishParser, text: str, person: str) -> None:
    assert parser.parse(text).person == person


def test_a_running_wish_forgets_the_child_that_is_none(parser: WishParser) -> None:
    before = parser.parse("something for my grandson, he is starting with climbing")
    assert before.person == "children"
    wish = refine(parser, "He is 14 years old. He will need shoes and a helmet too", before, ()).wish
    assert wish == Constraints(text=wish.text, categories=("climbing",), kinds=("shoe", "helmet"))


def test_a_height_beside_an_age_is_none_of_a_thing(parser: WishParser) -> None:
    wish = parser.parse("my kid is 4 years, 104 cm. rain jacket and boots")
    assert wish.sizes == ("98/104",)
    assert wish.wanted == {}
    assert wish.person == "children"
