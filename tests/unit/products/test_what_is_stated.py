"""What attributes choose from, and what is asked by naming one of their values; no model needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from retrieval.products.asked_of_several import asks_extreme, ranked_by
from retrieval.products.names import Names
from retrieval.products.questions import chosen_from_asked
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.types import Product

ROWS = [
    "Tummel One|Tummel|Noise: 68 dB; Suitable for: espresso, filter; Notes: made in 2019",
    "Tummel Mini|Tummel|Noise: 71 dB; Suitable for: espresso; Notes: small",
    "Carrick Brew|Carrick|Noise: 75 dB; Suitable for: filter, moka pot; Notes: for the office",
    "Porlo Hand Mill|Porlo|Suitable for: filter, moka pot; Burrs: ceramic; Notes: quiet",
]


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    lines = ["product_id,title,category,brand,attributes,variant_id,price,stock"]
    for row in ROWS:
        title, brand, attributes = row.split("|")
        lines.append(f'{title},{title},Grinders,{brand},"{attributes}",{title},9,5')
    file: Path = tmp_path_factory.mktemp("grinders") / "catalogue.csv"
    file.write_text("\n".join(lines) + "\n")
    return read_catalogue(file, currency="GBP").products


def by_title(products: tuple[Product, ...], title: str) -> Product:
    return next(product for product in products if product.title == title)


def test_what_is_stated_again_and_again_is_chosen_from(products: tuple[Product, ...]) -> None:
    listed = Vocabulary(products).listed
    assert listed["moka", "pot"] == listed["espresso",] == frozenset({"Suitable for"})
    assert ("small",) not in listed, "what is told once of each is no choice"
    assert ("ceram",) not in listed


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("is it fine enough for espresso?", "Suitable for"),
        ("good for my moka pot?", "Suitable for"),
        ("and does it do filter too", "Suitable for"),
        ("which grind do I need for espresso?", ""),
        ("is it loud", ""),
    ],
)
def test_a_value_asks_for_its_attribute(products: tuple[Product, ...], text: str, attribute: str) -> None:
    """Also where the product states another one: that is the answer."""
    listed = Vocabulary(products).listed
    assert chosen_from_asked(by_title(products, "Porlo Hand Mill"), text, listed) == attribute


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("which is the loudest of these", "Carrick Brew"),
        ("which of them makes the least noise", "Tummel One"),
        ("what noise do they make", "Tummel One"),
    ],
)
def test_the_most_or_the_least_comes_first(products: tuple[Product, ...], text: str, first: str) -> None:
    ranked = ranked_by(products, "Noise", text)
    assert ranked[0].title == first
    assert by_title(products, "Porlo Hand Mill") not in ranked, "it does not state it"


def test_more_and_less_in_one_sentence_ask_for_no_end() -> None:
    assert asks_extreme("which is the loudest")
    assert not asks_extreme("is the bigger one less loud")


def test_a_word_that_the_shop_writes_small_is_no_name(products: tuple[Product, ...]) -> None:
    """It may stand for what things are for: "coffee for cold brew"."""
    brewing = [replace(p, description="For cold brew.") if p.brand == "Porlo" else p for p in products]
    assert Names(products).find("the brew") == [["Carrick Brew"]]
    assert Names(brewing).find("a grinder for cold brew") == []
    assert Names(brewing).find("the carrick brew") == [["Carrick Brew"]]


def test_the_only_product_of_a_brand_is_called_by_it(products: tuple[Product, ...]) -> None:
    names = Names(products)
    assert names.find("the porlo, is it any good") == [["Porlo Hand Mill"]]
    assert names.find("a tummel grinder") == []
