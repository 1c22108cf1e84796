"""Another shop: titles in capitals, and shelves for women, men and children instead of kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from retrieval.products.describe import describe
from retrieval.products.refine import refine
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints

SHELVES = {
    "Women": [
        "Ava Midi Dress",
        "Lila Evening Gown",
        "Kim Cotton Shirt",
        "Nora Slim Jeans",
        "Ida Wool Jumper",
    ],
    "Men": [
        "Finn Oxford Shirt",
        "Leo T-Shirt",
        "Max Chinos",
        "Otto Puffer Jacket",
        "Paul Leather Belt",
        "Paul Boots",
    ],
    "Kids": ["Mia Tulle Dress", "Mia Rain Jacket", "Tim Dino T-Shirt"],
    "Accessories": ["Carla Leather Handbag", "Silk Scarf", "Sam Running Sneakers"],
}
GENDERS = {"Women": "women", "Men": "men", "Kids": "children"}


@pytest.fixture(scope="module")
def clothes(tmp_path_factory: pytest.TempPathFactory) -> WishParser:
    head = "product_id,title,category,brand,description,attributes,tags,image,url,variant_id,size,colour"
    rows = [
        f"{title},{title},{shelf},,,{gender},,,,{title},M,red,49.00,3"
        for shelf, titles in SHELVES.items()
        for gender in [f"Gender: {GENDERS[shelf]}" if shelf in GENDERS else ""]
        for title in titles
    ]
    file: Path = tmp_path_factory.mktemp("clothes") / "catalogue.csv"
    file.write_text("\n".join([f"{head},price,stock", *rows]) + "\n")
    products = read_catalogue(file, currency="EUR").products
    return WishParser(Vocabulary(products), products)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T-shirts", {"kinds": ("t-shirt",)}),
        ("tees for men", {"kinds": ("t-shirt",), "person": "men"}),
        ("sweaters", {"kinds": ("jumper",)}),
        ("dresses for my wife in red", {"kinds": ("dress", "gown"), "person": "women", "colours": ("red",)}),
        ("a dress for my daughter", {"kinds": ("dress", "gown"), "person": "children", "categories": ()}),
        ("something for men", {"categories": ("Men",), "person": "men"}),
        ("jackets", {"kinds": ("jacket",)}),
        ("red shoes", {"kinds": ("boots", "sneakers"), "colours": ("red",)}),
        ("pants for men", {"kinds": ("chinos",), "person": "men"}),
    ],
)
def test_what_is_read(clothes: WishParser, text: str, expected: dict[str, Any]) -> None:
    wish = clothes.parse(text)
    assert {name: getattr(wish, name) for name in expected} == expected


def test_for_men_behind_trousers_is_no_shelf(clothes: WishParser) -> None:
    trousers = clothes.parse("trousers")
    wish = refine(clothes, "for men", trousers, ()).wish
    assert (wish.kinds, wish.categories, wish.person) == (trousers.kinds, (), "men")


@pytest.mark.parametrize("text", ["a dress for my daughter", "jeans for my husband", "red dresses in M"])
def test_who_asks_for_it_and_says_nothing_else(clothes: WishParser, text: str) -> None:
    assert clothes.asks_alone(text)


def test_dresses_have_a_plural(clothes: WishParser) -> None:
    assert describe(clothes.parse("red dress"), "EUR").startswith("dresses or gowns in red")


def test_of_names_within_names_the_shortest_is_said() -> None:
    wish = Constraints(kinds=("dog lead", "lead"), colours=("blue dress", "blue", "sea blue"))
    assert describe(wish, "EUR") == "leads in blue"
