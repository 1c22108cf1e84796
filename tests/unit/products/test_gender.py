"""For whom things are made where no column says it: by shelves, titles and a feed's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.products.filters import product_fits
from retrieval.products.gender import with_gender
from retrieval.products.rows import read_catalogue
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

HEAD = "product_id,title,category,brand,description,attributes,tags,variant_id,size,colour,price,stock"
ROWS = """\
D1,Wren Linen Midi Dress,Women/Dresses,Ottermoor,,Material: linen,,D1-1,10,green,89,6
D2,Girls' Tulle Party Dress,Children,Lumo,,Material: cotton,,D2-1,116,pink,42,5
D3,Isolde Satin Gown,Women/Dresses,Ottermoor,,,,D3-1,12,blue,149,3
J1,Drizzle Rain Jacket Women,Women/Coats & jackets,Skelgill,,,,J1-1,12,navy,99,4
J2,Drizzle Rain Jacket Men,Men/Jackets & suits,Skelgill,,,,J2-1,M,navy,99,4
J3,Puddle Rain Jacket,Children,Lumo,,,,J3-1,104,yellow,39,4
P1,Women's Flannel Pyjamas,Underwear & nightwear,Ottermoor,,For: women,,P1-1,12,blue,48,5
P2,Dinosaur Pyjamas,Children,Lumo,,,,P2-1,104,green,22,5
T1,Teething Ring Beech,Baby/Soothers,Lumo,,Age: 3 months+,,T1-1,,,9,4
T2,Robo-Beetle Krabb,Toys,Lumo,,Age: 8+,,T2-1,,,39,4
S1,Merino Scarf,Accessories,Lerwick,,,,S1-1,,grey,35,9
"""


@pytest.mark.parametrize(
    ("attributes", "path", "title", "person"),
    [
        ({}, ["Women", "Dresses"], "Wren Dress", "women"),
        ({}, ["Apparel", "Menswear", "Suits"], "Colby Suit", "men"),
        ({}, ["Kids", "Girls", "Dresses"], "Mia Dress", "children"),
        ({}, ["Shoes"], "Men's Leather Slip-On Shoes", "men"),
        ({}, ["Shoes"], "Crag Walking Boots Women, Wide Fitting", "women"),
        ({}, ["Bikes"], "Wirbel 16 Kids' Bike", "children"),
        ({"Gender": "female"}, ["Shoes"], "Runner", "women"),
        ({"Gender": "male", "Age group": "kids"}, ["Shoes"], "Runner", "children"),
        ({"Gender": "unisex", "Age group": "adult"}, ["Women"], "Runner", "unisex"),
        ({"Age group": "toddler"}, ["Shoes"], "Runner", "children"),
    ],
)
def test_whom_it_is_made_for(attributes: dict[str, str], path: list[str], title: str, person: str) -> None:
    assert with_gender(attributes, path, title)["Gender"] == person


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (["Tents"], "Skerry 2 trekking tent"),
        (["Books"], "Kidney Beans, a Novel"),
        (["Games"], "Boyle's Law board game"),
        (["Kitchen"], "Omen mug"),
    ],
)
def test_where_nothing_says_it_nothing_is_added(path: list[str], title: str) -> None:
    assert with_gender({"Weight": "1 kg"}, path, title) == {"Weight": "1 kg"}


@pytest.fixture(scope="module")
def clothes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Product, ...]:
    file: Path = tmp_path_factory.mktemp("clothes") / "catalogue.csv"
    file.write_text(f"{HEAD}\n{ROWS}")
    return read_catalogue(file, currency="EUR").products


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("party dress for a 6 year old", {"D2"}),
        ("girls dress", {"D2"}),
        ("dresses for women", {"D1", "D3"}),
        ("kids jackets", {"J3"}),
        ("pyjamas for women", {"P1"}),
        ("pajamas for my son", {"P2"}),
        ("rain jacket for my boyfriend", {"J2"}),
        ("rain jacket ladies", {"J1"}),
        ("something for a 9 year old boy", {"D2", "J3", "P2", "T1", "T2"}),
        ("something for a 2 year old", {"D2", "J3", "P2", "T1"}),
        ("scarf for my wife", {"S1"}),
    ],
)
def test_what_is_sought_for_somebody_is_made_for_them(
    clothes: tuple[Product, ...], wish: str, found: set[str]
) -> None:
    read = WishParser(Vocabulary(clothes), clothes).parse(wish)
    assert {p.product_id for p in clothes if product_fits(p, read)} == found
