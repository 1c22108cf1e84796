"""Another shop: things to eat and tools, on shelves below shelves, with contents and sizes in units."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from retrieval.products.describe import describe
from retrieval.products.filters import fitting_variant, with_categories
from retrieval.products.refine import refine
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product

ROWS = [
    "Dark Roast Aldera|Coffee/Espresso|Caffeine: with caffeine; Origin: Brazil|espresso beans|250 g",
    "Light Roast Mavuno|Coffee/Filter coffee|Caffeine: with caffeine; Origin: Kenya|filter coffee|250 g",
    "Night Owl|Coffee/Decaf and more|Roast: medium; Caffeine: decaffeinated|decaf|250 g",
    "Milk Chocolate Bar|Chocolate|Allergens: milk, may contain hazelnuts; Gluten free: yes||",
    "Nougat Chocolate Bar|Chocolate|Allergens: milk, almonds; Gluten free: no||",
    "Dark Chocolate Bar|Chocolate|Allergens: none; Gluten free: yes||",
    "Bitter Orange Aperitif|Aperitifs|Alcohol: 0 %||",
    "Plum Aperitif|Aperitifs|Alcohol: 16 %||",
    "Meadow Brie|Cheese|Kind: soft cheese; Milk: cow; Milk treatment: pasteurised||",
    "Ridge Pecorino|Cheese|Kind: hard cheese; Milk: sheep; Milk treatment: raw milk||",
    "Village Mountain Cheese|Cheese|Kind: hard cheese; Milk: cow; Milk treatment: raw milk||",
    "Hill Mountain Cheese|Cheese|Kind: hard cheese; Milk: cow; Milk treatment: raw milk||",
    "Olive Oil Mirova|Olive oil|Volume: 500 ml, 5 l tin||500 ml,5 l tin",
    "Olive Oil Lindos|Olive oil|Volume: 500 ml||500 ml",
    "Bean Stew|Ready meals|Kind: stew|tin|",
    "Lentil Soup|Ready meals|Kind: soup|tin|",
    "Hand Grinder|Equipment/Grinders|Drive: hand|coffee mill|",
    "Oak Worktop|Timber|Thickness: 40 mm||2.0 m,3.0 m",
    "Cordless Drill 18 V|Power tools/Drills|Voltage: 18 V||",
    "Cordless Drill 12 V|Power tools/Drills|Voltage: 12 V||",
    "Circular Saw|Power tools/Saws|Voltage: 18 V||",
    "Sleepy Mattress|Mattresses|Core: foam||King 150 x 200 cm firm,King 150 x 200 cm soft,Single 90 x 190 cm",
    "Balance Bike|Bikes/Children's bikes|Wheel size: 12 in|kids bike|",
    "City Bike|Bikes/City bikes|Wheel size: 28 in||",
]


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    lines = ["product_id,title,category,brand,description,attributes,tags,variant_id,size,price,stock"]
    for row in ROWS:
        title, shelf, attributes, tags, sizes = row.split("|")
        lines += [
            f'{title},{title},{shelf},,,"{attributes}",{tags},{title} {size},{size},9,5'
            for size in sizes.split(",")
        ]
    file: Path = tmp_path_factory.mktemp("food") / "catalogue.csv"
    file.write_text("\n".join(lines) + "\n")
    return read_catalogue(file, currency="EUR").products


@pytest.fixture(scope="module")
def parser(products: tuple[Product, ...]) -> WishParser:
    return WishParser(Vocabulary(products), products)


def fitting(products: tuple[Product, ...], wish: Constraints) -> set[str]:
    return {p.title for p in with_categories(products, wish) if fitting_variant(p, wish) is not None}


COFFEES = {"Dark Roast Aldera", "Light Roast Mavuno", "Night Owl"}
DRILLS = {"Cordless Drill 18 V", "Cordless Drill 12 V"}
FOUND: list[tuple[str, set[str]]] = [
    ("coffee", COFFEES),
    ("decaf coffee", {"Night Owl"}),
    ("coffee grinder", {"Hand Grinder"}),
    ("coffee from Kenya", {"Light Roast Mavuno"}),
    ("coffee without caffeine", {"Night Owl"}),
    ("power tools", DRILLS | {"Circular Saw"}),
    ("18v drill", {"Cordless Drill 18 V"}),
    ("chocolate without nuts", {"Dark Chocolate Bar"}),
    ("I am allergic to nuts, a chocolate", {"Dark Chocolate Bar"}),
    ("chocolate, no dairy", {"Dark Chocolate Bar"}),
    ("chocolate without gluten", {"Milk Chocolate Bar", "Dark Chocolate Bar"}),
    ("aperitif with 0 alcohol", {"Bitter Orange Aperitif"}),
    ("zero alcohol aperitif", {"Bitter Orange Aperitif"}),
    ("cheese without raw milk", {"Meadow Brie"}),
    ("olive oil 5 litres", {"Olive Oil Mirova"}),
    ("worktop, 2 m", {"Oak Worktop"}),
    ("kids bike", {"Balance Bike"}),
    ("bikes", {"Balance Bike", "City Bike"}),
]


@pytest.mark.parametrize(("text", "titles"), FOUND, ids=[text for text, _ in FOUND])
def test_what_is_found(
    parser: WishParser, products: tuple[Product, ...], text: str, titles: set[str]
) -> None:
    assert fitting(products, parser.parse(text)) == titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("olive oil 5 litres", {"sizes": ("5 l tin",), "wanted": {}}),
        ("worktop, 2 m", {"sizes": ("2.0 m",)}),
        ("king size mattress", {"sizes": ("King 150 x 200 cm firm", "King 150 x 200 cm soft")}),
        ("a single mattress", {"sizes": ("Single 90 x 190 cm",)}),
        ("kids bike", {"person": "children"}),
        ("a drill for 0 degrees", {"without": ()}),
        ("chocolate for 0 euros", {"without": ()}),
        ("decaf for my fully automatic grinder", {"kinds": ("decaf",), "categories": ()}),
    ],
)
def test_what_is_read(parser: WishParser, text: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(text)
    assert {name: getattr(wish, name) for name in expected} == expected


def test_a_word_of_an_attribute_goes_on(parser: WishParser, products: tuple[Product, ...]) -> None:
    cheese = parser.parse("hard cheese")
    wish = refine(parser, "from sheep", cheese, products).wish
    assert fitting(products, wish) == {"Ridge Pecorino"}


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ("18v drill", "drills, voltage about 18 V"),
        ("power tools", "drills or saws"),
        ("coffee", "espresso, filter coffee and more"),
        ("cheese without raw milk", "cheese, without raw milk"),
        ("chocolate without gluten", "chocolate, gluten free"),
    ],
)
def test_how_it_is_told(parser: WishParser, text: str, caption: str) -> None:
    assert describe(parser.parse(text), "EUR") == caption


def test_what_holds_a_thing_is_not_the_thing(parser: WishParser) -> None:
    assert parser.parse("what is your smallest tin of bean stew").kinds == ("bean stew",)
    assert parser.parse("a bar of milk chocolate").kinds == parser.parse("milk chocolate").kinds
