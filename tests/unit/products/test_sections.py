"""A shop of instruments that keeps things of one shelf apart by the upper part of their path, or by an
attribute that says the same: "Guitar/Strings" beside "Violin/Strings"."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from retrieval.products.describe import describe
from retrieval.products.filters import fitting_variant
from retrieval.products.refine import refine
from retrieval.products.rows import read_catalogue
from retrieval.products.sections import sections
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product

ROWS = [
    "Aldo Nylon Strings|Guitar/Strings|Instrument: guitar; Player: beginner|",
    "Aldo Steel Strings|Guitar/Strings|Instrument: guitar; Player: professional|",
    "Corda Strings|Violin/Strings|Player: beginner|",
    "Corda Gut Strings|Violin/Strings|Instrument: violin; Player: professional|",
    "Viola Strings Lento|Violin/Strings|Instrument: violin, viola; Player: beginner|",
    "Hard Case Aldo|Guitar/Cases|Instrument: guitar|",
    "Oblong Case|Violin/Cases|Instrument: violin|",
    "Foot Stool|Guitar/Stools|Instrument: guitar|",
    "Shoulder Rest|Violin/Rests|Instrument: violin|",
    "Rosin Amber|Violin/Care|Instrument: violin|",
    "Music Stand Presto|Accessories/Stands||",
    "Stand Sprung|Small percussion/Stands|Player: beginner|",
    "Egg Shaker|Small percussion/Shakers||",
    "Case Tambo|Small percussion/Cases||",
    "Finger Drum Set|Small percussion/Drum sets||",
]


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    lines = ["product_id,title,category,brand,description,attributes,tags,variant_id,size,price,stock"]
    for row in ROWS:
        title, shelf, attributes, tags = row.split("|")
        lines.append(f'{title},{title},{shelf},,,"{attributes}",{tags},{title} 1,,9,5')
    file: Path = tmp_path_factory.mktemp("instruments") / "catalogue.csv"
    file.write_text("\n".join(lines) + "\n")
    return read_catalogue(file, currency="EUR").products


@pytest.fixture(scope="module")
def parser(products: tuple[Product, ...]) -> WishParser:
    return WishParser(Vocabulary(products), products)


def fitting(products: tuple[Product, ...], wish: Constraints) -> set[str]:
    return {product.title for product in products if fitting_variant(product, wish) is not None}


VIOLIN_STRINGS = {"Corda Strings", "Corda Gut Strings", "Viola Strings Lento"}
OF_THE_VIOLIN = VIOLIN_STRINGS | {"Oblong Case", "Shoulder Rest", "Rosin Amber"}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("strings for a violin", VIOLIN_STRINGS), ("strings for violins", VIOLIN_STRINGS),
        ("violin strings", VIOLIN_STRINGS), ("do you have strings for my old violin?", VIOLIN_STRINGS),
        ("strings for my viola", {"Viola Strings Lento"}),
        ("steel guitar strings", {"Aldo Steel Strings"}), ("a case for my guitar", {"Hard Case Aldo"}),
        ("what do you have for violins", OF_THE_VIOLIN), ("a gift for a violin", OF_THE_VIOLIN),
        ("cases, not for guitars", {"Oblong Case", "Case Tambo"}),
        ("strings, no guitar stuff", VIOLIN_STRINGS),
        ("strings for beginners", {"Aldo Nylon Strings", "Corda Strings", "Viola Strings Lento"}),
        ("stands for small percussion", {"Stand Sprung"}),
        ("strings for guitar and violin", VIOLIN_STRINGS | {"Aldo Nylon Strings", "Aldo Steel Strings"}),
    ],
)  # fmt: skip
def test_for_what_things_are_is_asked_wherever_it_is_said(
    parser: WishParser, products: tuple[Product, ...], text: str, titles: set[str]
) -> None:
    assert fitting(products, parser.parse(text)) == titles


def test_what_the_path_says_is_an_attribute(products: tuple[Product, ...]) -> None:
    said = {product.title: product.attributes for product in products}
    assert said["Corda Strings"]["Instrument"] == "violin"
    assert said["Egg Shaker"]["Section"] == "Small percussion"
    assert "Section" not in said["Music Stand Presto"]  # "Accessories" says nothing of it


def test_what_things_are_called_keeps_nothing_apart(products: tuple[Product, ...]) -> None:
    phones = [replace(p, category="Used", above=("Phones",), tags=("phone",)) for p in products[:2]]
    used = [*phones, *(replace(p, category="Used", above=("Computers",)) for p in products[2:4])]
    assert sections(used) == {}


def test_it_is_said_again_as_a_person_says_it(parser: WishParser) -> None:
    assert describe(parser.parse("strings for my violin"), "EUR") == "strings for a violin"
    assert describe(parser.parse("violin strings"), "EUR") == "strings for violins"
    assert describe(parser.parse("cases, not for guitars"), "EUR") == "cases, not for guitars"


def test_it_holds_for_other_things_behind_it(parser: WishParser, products: tuple[Product, ...]) -> None:
    before = parser.parse("strings for a violin")
    assert fitting(products, refine(parser, "and cases?", before, ()).wish) == {"Oblong Case"}
    refused = refine(parser, "no guitar stuff", before, ()).wish
    assert fitting(products, refused) == VIOLIN_STRINGS
    instead = refine(parser, "strings for guitars", before, ()).wish
    assert fitting(products, instead) == {"Aldo Nylon Strings", "Aldo Steel Strings"}
