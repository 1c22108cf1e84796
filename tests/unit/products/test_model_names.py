"""What a product is, where a name stands behind that in its title or only its description says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.model_names import model_name, with_things
from retrieval.products.names import Names
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

SHOP = [
    # title | shelf | tags | description
    "Merino Cardigan Nora|Knitwear|office|Buttoned cardigan of fine merino.",
    "Cashmere Crew Una|Knitwear|gift|Fine jumper of pure cashmere.",
    "Donegal Cable Jumper|Knitwear|winter|Chunky cable jumper, knitted in Donegal.",
    "Leather Belt Hurley|Accessories|office|Belt 3.5 cm wide.",
    "Winter Boots Glendalough|Shoes|winter,warm|High boots lined with lambskin.",
    "Chelsea Boots Brennock Women|Shoes|winter|Welted Chelsea boots with rubber sole.",
    "Chukka Boots Sheehan|Shoes|casual|Suede chukkas with crepe sole.",
    "Wellies Splash|Shoes|rain|Rubber boots with a soft lining.",
    "Derby Shoes Joyce|Shoes|office|Smooth leather derbies for the office.",
    "Breton Tee|T-shirts & tops|casual|Striped boat-neck top of thick cotton.",
    "Basic Tee Orla|T-shirts & tops|basics|Everyday T-shirt with a round neck.",
    "Snow Suit Polar|Jackets|winter|One-piece snow suit, padded.",
    "School Polo Shirt|T-shirts & dresses|school|Polo shirt for school.",
    "Cashmere Scarf|Accessories|gift|Fine cashmere for the neck.",
    "Bike Bell|Accessories||Loud and small.",
    "Wool Set|Base layers||Long sleeve, leggings and a neck warmer in a bag.",
]


def product(row: str) -> Product:
    title, category, tags, description = row.split("|")
    return Product(
        product_id=title, title=title, category=category, brand="", currency="EUR", variants=(),
        description=description, tags=tuple(filter(None, tags.split(","))),
        attributes={"Material": "cashmere"} if "cashmere" in description else {},
    )  # fmt: skip


PRODUCTS = {each.title: each for each in with_things([product(row) for row in SHOP])}


@pytest.mark.parametrize(
    ("title", "nouns"),
    [
        ("Merino Cardigan Nora", ["merino cardigan", "cardigan"]),
        ("Cashmere Crew Una", ["cashmere crew", "crew", "jumper"]),
        ("Leather Belt Hurley", ["leather belt", "belt"]),
        ("Winter Boots Glendalough", ["winter boots", "boots"]),
        ("Chelsea Boots Brennock Women", ["chelsea boots", "boots"]),
        ("Chukka Boots Sheehan", ["chukka boots", "boots"]),
        ("Wellies Splash", ["wellies", "boots"]),
        ("Derby Shoes Joyce", ["derby shoes", "shoes"]),
        ("Basic Tee Orla", ["basic tee", "tee", "T-shirt"]),
        ("Snow Suit Polar", ["snow suit", "suit"]),
        ("School Polo Shirt", ["polo shirt", "shirt"]),
        ("Cashmere Scarf", ["cashmere scarf", "scarf"]),
        ("Bike Bell", ["bike bell", "bell"]),
    ],
)
def test_what_it_is(title: str, nouns: list[str]) -> None:
    assert list(kind_nouns(PRODUCTS[title])) == nouns


def test_what_is_listed_behind_a_comma_is_not_what_it_is() -> None:
    assert "sleeve" not in kind_nouns(PRODUCTS["Wool Set"])


def test_a_model_goes_by_what_it_is_with_its_name_and_by_its_name_once_shown() -> None:
    names = Names(list(PRODUCTS.values()))
    assert model_name(PRODUCTS["Merino Cardigan Nora"]) == ["Nora"]
    for text in ("cardigan nora in S", "what about the nora"):
        assert names.find(text) == [["Merino Cardigan Nora"]]
    assert names.find("is nora warm") == []
    assert names.find("nora is warm?") == [["Merino Cardigan Nora"]]
    assert names.find("nora, where is my parcel?") == []
    assert names.find("is nora warm", prefer=["Merino Cardigan Nora"]) == [["Merino Cardigan Nora"]]


def test_for_whom_things_are_is_no_shelf(tmp_path: Path) -> None:
    lines = [
        "product_id,title,category,variant_id,size,price,stock",
        "1,Ankle Boots,Shoes/Women,1-1,38,149,3",
        "2,Wide Trousers,Jeans & trousers,2-1,10 petite,95,3",
        "2,,,2-2,12,95,3",
        "3,Play Trousers,Children/Trousers,3-1,116,29,3",
    ]
    file = tmp_path / "catalogue.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    products = read_catalogue(file, currency="").products
    assert (products[0].category, products[0].above) == ("Shoes", ("Women",))
    parser = WishParser(Vocabulary(products), products)
    trousers = parser.parse("petite trousers")
    assert (trousers.kinds, trousers.categories, trousers.sizes) == (("trousers",), (), ("10 petite",))
    assert parser.parse("trousers for kids 116").sizes == ("116",)


IN_SMALL_LETTERS = [
    "Pendant lamp Hagel|Pendant lamps||Bell of steel.",
    "Sofa Fen, three seats|Sofas||Sofa with removable covers.",
    "Sofa Fen, two seats|Sofas||Its small sister.",
    "Spring mattress Lage 1000|Mattresses||Well aired.",
    "Fitted sheet jersey|Sheets||Stretchy fitted sheet.",
    "Washable rug of cotton|Rugs||Flat rug.",
    "Wine glasses, set of 6|Glasses||Six glasses.",
]
SMALL = {each.title: each for each in with_things([product(row) for row in IN_SMALL_LETTERS])}


@pytest.mark.parametrize(
    ("title", "nouns", "name"),
    [
        ("Pendant lamp Hagel", ["pendant lamp", "lamp"], ["Hagel"]),
        ("Sofa Fen, three seats", ["sofa"], ["Fen"]),
        ("Spring mattress Lage 1000", ["spring mattress", "mattress"], ["Lage 1000", "Lage"]),
        ("Fitted sheet jersey", ["sheet"], []),
    ],
)
def test_a_name_or_a_quality_stands_behind_the_thing(title: str, nouns: list[str], name: list[str]) -> None:
    assert list(kind_nouns(SMALL[title])) == nouns
    assert model_name(SMALL[title]) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hagel", [["Pendant lamp Hagel"]]),
        ("the hagel lamp in black", [["Pendant lamp Hagel"]]),
        ("does the fen have covers", [["Sofa Fen, three seats", "Sofa Fen, two seats"]]),
        ("it stands on the fen", []),
        ("wine", []),
    ],
)
def test_what_goes_by_a_name_in_a_catalogue_in_small_letters(text: str, found: list[list[str]]) -> None:
    assert Names(list(SMALL.values())).find(text) == found
