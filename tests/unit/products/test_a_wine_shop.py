"""A shop whose shelves are called by a colour: "a nice red" is a red wine."""

from __future__ import annotations

from typing import Any

import pytest
from small_catalogue import products_of

from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser

ROWS = (
    "Arroyo Rioja 2021|Red Wine|oak|",
    "Tres Malbec 2023|Red Wine|vegan|",
    "Costa Picpoul 2024|White Wine|vegan|",
    "Nought Blanc|Alcohol free|vegan|",
    "Clan Glass|Glasses||Burgundy red",
    "Plain Tumbler|Glasses||white",
)


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory) -> WishParser:
    products = products_of(ROWS, "category,tags,colour", tmp_path_factory.mktemp("wine"))
    return WishParser(Vocabulary(products), products)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a nice red under 12", {"categories": ("Red Wine",), "colours": ()}),
        ("cheap vegan red pls", {"categories": ("Red Wine",), "kinds": ("vegan red wine",), "colours": ()}),
        ("something red or white", {"categories": ("Red Wine", "White Wine")}),
        ("red glasses", {"categories": ("Glasses",), "colours": ("Burgundy red",)}),
        ("red napkins", {"categories": (), "colours": ("Burgundy red",)}),
        ("the red one", {"categories": ()}),
        ("not red", {"categories": ()}),
    ],
)
def test_a_colour_that_stands_for_a_shelf(parser: WishParser, text: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(text)
    assert {name: getattr(wish, name) for name in expected} == expected
