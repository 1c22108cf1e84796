"""A shop whose titles end with what coffees are like, and that makes nothing for anybody in particular."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.products.describe import describe
from retrieval.products.filters import fitting_variant
from retrieval.products.names import Names
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

BEANS = "Coffee/Filter Beans"
ROWS = [
    f"Guji Washed|{BEANS}|Process: washed; Variety: Heirloom; Organic: no|coffee,beans|",
    f"Guji Natural|{BEANS}|Process: natural; Variety: Heirloom; Organic: no|coffee,beans|",
    f"Night Shift|{BEANS}|Process: natural and washed; Variety: Catuai, Robusta; Organic: no|coffee,beans|",
    f"Gayo Organic|{BEANS}|Process: natural; Variety: Ateng; Organic: yes|coffee,beans|",
    "Rio Decaf Organic|Coffee/Decaf|Process: washed; Decaffeinated: yes; Organic: yes|coffee,beans|",
    "Rio Decaf|Coffee/Decaf|Process: washed; Decaffeinated: yes; Organic: no|coffee,beans|",
    "Tummel One|Grinders|Power: 250 W; Noise: 68 dB; Suitable for: espresso, filter|grinder|Tummel",
    "Kestrel 75|Grinders|Power: 450 W; Noise: 78 dB; Suitable for: espresso|grinder|Kestrel",
    "Porlo Hand Mill|Grinders|Weight: 290 g; Suitable for: filter|grinder|Porlo",
    "Solo|Espresso Machines|Portafilter: 58 mm; Dimensions: 23 x 37 x 28 cm|espresso machine|",
    "Piccolo|Espresso Machines|Portafilter: 51 mm; Dimensions: 15 x 31 x 33 cm|espresso machine|",
    "Loch Mug|Mugs|Leakproof: yes|mug|",
    "Cork Mug|Mugs|Leakproof: no|mug|",
    "Square Papers|Filters|Count: 100|paper filters|",
    "Slow Papers|Filters|Count: 80|paper filters|",
    "AeroPress Go|Brewers|Weight: 320 g|aeropress|AeroPress",
    "AeroPress Original|Brewers|Weight: 180 g|aeropress|AeroPress",
    "Moor Stove|Stoves|Power: 2000 W; Fuel: gas|stove|",
    "Tor Stove|Stoves|Power: 1500 W|stove|",
]
WASHED = {"Guji Washed", "Night Shift", "Rio Decaf Organic", "Rio Decaf"}


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    lines = ["product_id,title,category,brand,attributes,tags,variant_id,price,stock"]
    for row in ROWS:
        title, shelf, attributes, tags, brand = row.split("|")
        lines.append(f'{title},{title},{shelf},{brand},"{attributes}","{tags}",{title},9,5')
    file: Path = tmp_path_factory.mktemp("coffee") / "catalogue.csv"
    file.write_text("\n".join(lines) + "\n")
    return read_catalogue(file, currency="GBP").products


@pytest.fixture(scope="module")
def parser(products: tuple[Product, ...]) -> WishParser:
    return WishParser(Vocabulary(products), products)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("show me washed coffees under 10 pounds", WASHED),
        ("which of your coffees is washed and costs under 10", WASHED),
        ("coffee, natural process", {"Guji Natural", "Night Shift", "Gayo Organic"}),
        ("organic coffee", {"Gayo Organic", "Rio Decaf Organic"}),
        ("decaf coffee, organic, for espresso", {"Rio Decaf Organic"}),
        ("organic coffee without caffeine", {"Rio Decaf Organic"}),
        ("robusta free decaf", {"Rio Decaf Organic", "Rio Decaf"}),
        ("a grinder that does espresso and filter, not louder than 70 dB", {"Tummel One"}),
        ("a quiet grinder for espresso + filter", {"Tummel One", "Kestrel 75", "Porlo Hand Mill"}),
        ("grinder without electricity", {"Porlo Hand Mill"}),
        ("a grinder, no plug", {"Porlo Hand Mill"}),
        ("espresso machine, max 20 cm wide", {"Solo", "Piccolo"}),
        ("espresso machine with a portafilter of 58 mm", {"Solo"}),
        ("mug for the car that doesnt spill", {"Loch Mug"}),
        ("a stove without electricity", {"Moor Stove"}),
    ],
)
def test_what_is_found(
    parser: WishParser, products: tuple[Product, ...], text: str, titles: set[str]
) -> None:
    wish = parser.parse(text)
    assert {p.title for p in products if fitting_variant(p, wish) is not None} == titles


def test_a_variety_that_is_not_wanted(parser: WishParser, products: tuple[Product, ...]) -> None:
    wish = parser.parse("natural coffee without robusta")
    found = {p.title for p in products if fitting_variant(p, wish) is not None}
    assert found == {"Guji Natural", "Gayo Organic"}


def test_a_side_that_no_attribute_tells_is_not_taken_for_another(parser: WishParser) -> None:
    assert parser.parse("espresso machine, max 25 cm wide").wanted == {}


def test_how_it_is_told(parser: WishParser) -> None:
    said = describe(parser.parse("washed coffee under 10 pounds"), "GBP")
    assert said.endswith("process washed, up to 10 GBP")
    assert "washeds" not in said


@pytest.mark.parametrize("text", ["a present for my mum", "my boyfriend loves coffee", "a mug for my kids"])
def test_nothing_is_made_for_anybody_in_particular(parser: WishParser, text: str) -> None:
    assert parser.parse(text).person == ""


@pytest.mark.parametrize(
    ("text", "shown", "named"),
    [
        ("the second one", (), []),
        ("the one with the timer", ("Tummel One",), []),
        ("how do i get the newsletter one", (), []),
        ("can it go in the dishwasher", ("AeroPress Go",), []),
        ("is the tummel one loud", (), ["Tummel One"]),
        ("the AeroPress Go", (), ["AeroPress Go"]),
        ("compare aeropress original and go", (), ["AeroPress Original", "AeroPress Go"]),
        ("does the cap fit the go", ("AeroPress Go",), ["AeroPress Go"]),
    ],
)
def test_names_of_ordinary_words(
    products: tuple[Product, ...], text: str, shown: tuple[str, ...], named: list[str]
) -> None:
    assert [group[0] for group in Names(products).find(text, shown)] == named
