"""A shop that writes names in quotes and states colours as attributes: "Table lamp 'Luna'", "Shade colour:
red"."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.products.kind_nouns import kind_nouns, quoted_name, title_proper
from retrieval.products.model_names import model_name
from retrieval.products.names import Names
from retrieval.products.refine import refine
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

ROWS = [
    "Table lamp 'Luna'|Lighting|Shade colour: red; Light colour: warm white|",
    "Reading lamp 'Old Anna's Eye' left-handed|Lighting|Shade colour: pink|",
    "Sconce 'Sol' (Aplique)|Lighting|Shade colour: white|",
    'Wren 16" screen lamp|Lighting|Light colour: white|',
    "Floor lamp “Big Ben”|Lighting|Shade colour: black|black",
    "Lantern, blue and green|Lighting|Shade colour: blue and green|",
    "Candle holder of zinc|Lighting|Material: zinc|",
    "Night light (plug-in)|Lighting||",
    "Set of candles|Lighting|Material: wax|",
]


@pytest.fixture(scope="module")
def products(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Product]:
    lines = ["product_id,title,category,brand,description,attributes,tags,variant_id,size,colour,price,stock"]
    for number, row in enumerate(ROWS):
        title, shelf, attributes, colour = row.split("|")
        quoted = title.replace('"', '""')
        lines.append(f'P{number},"{quoted}",{shelf},,,"{attributes}",,V{number},,{colour},9,5')
    file: Path = tmp_path_factory.mktemp("lamps") / "catalogue.csv"
    file.write_text("\n".join(lines) + "\n")
    read = read_catalogue(file, currency="EUR")
    assert not read.problems
    return {product.title: product for product in read.products}


@pytest.fixture(scope="module")
def parser(products: dict[str, Product]) -> WishParser:
    return WishParser(Vocabulary(tuple(products.values())), tuple(products.values()))


@pytest.mark.parametrize(
    ("title", "proper", "name"),
    [
        ("Table lamp 'Luna'", "Table lamp", "Luna"),
        ("Reading lamp 'Old Anna's Eye' left-handed", "Reading lamp", "Old Anna's Eye"),
        ("Sconce 'Sol' (Aplique)", "Sconce", "Sol"),
        ("Floor lamp “Big Ben”", "Floor lamp", "Big Ben"),
        ('Wren 16" screen 20" lamp', 'Wren 16" screen 20" lamp', ""),
        ("Women's socks", "Women's socks", ""),
        ("'Luna' lamp", "'Luna' lamp", ""),
    ],
)
def test_a_name_in_quotes_is_told_from_the_thing(title: str, proper: str, name: str) -> None:
    assert title_proper(title) == proper
    assert quoted_name(title) == name


def test_things_are_called_by_what_stands_before_the_quotes(products: dict[str, Product]) -> None:
    assert kind_nouns(products["Sconce 'Sol' (Aplique)"]) == ("sconce",)
    assert kind_nouns(products["Reading lamp 'Old Anna's Eye' left-handed"])[-1] == "lamp"
    assert model_name(products["Floor lamp “Big Ben”"]) == ["Big Ben"]


def test_what_it_is_made_of_is_no_thing(products: dict[str, Product]) -> None:
    assert kind_nouns(products["Candle holder of zinc"])[-1] == "holder"
    assert kind_nouns(products["Set of candles"])[-1] == "candles"


def test_what_stands_in_brackets_is_left_out_of_sentences(products: dict[str, Product]) -> None:
    names = Names(list(products.values()))
    assert names.written[products["Night light (plug-in)"].product_id] == "Night light"
    assert names.written[products["Candle holder of zinc"].product_id] == "Candle holder of zinc"


def test_a_new_thing_ends_the_wish_before(parser: WishParser) -> None:
    before = parser.parse("pink lamps for reading")
    assert refine(parser, "show me sconces", before, []).wish.colours == ()


def test_a_stated_colour_is_the_product_s(products: dict[str, Product], parser: WishParser) -> None:
    colours = {title: {variant.colour for variant in product.variants} for title, product in products.items()}
    assert colours == {
        "Table lamp 'Luna'": {"red"},
        "Reading lamp 'Old Anna's Eye' left-handed": {"pink"},
        "Sconce 'Sol' (Aplique)": {"white"},
        'Wren 16" screen lamp': {""},
        "Floor lamp “Big Ben”": {"black"},
        "Lantern, blue and green": {""},
        "Candle holder of zinc": {""},
        "Night light (plug-in)": {""},
        "Set of candles": {""},
    }
    wish = parser.parse("lamps, not pink or red")
    assert set(wish.unwanted_colours) == {"pink", "red"}
