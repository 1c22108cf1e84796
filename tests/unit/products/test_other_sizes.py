"""Which sizes a few words ask for, and how big it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from retrieval.products.how_big import asks_how_big, how_big
from retrieval.products.size_steps import asks_other_size, other_sizes, said_sizes
from retrieval.types import Product, Variant


def product(*sizes: str) -> Product:
    variants = tuple(Variant(variant_id=size, size=size, price=Decimal(9), stock=1) for size in sizes)
    return Product(
        product_id="p", title="p", category="", brand="", description="", currency="EUR", variants=variants
    )


LEVEL, TEA, BOX = (
    product("60 cm", "180 cm", "1.2 m"),
    product("80 g", "1 kg"),
    product("5 x 60 mm", "5 x 80 mm"),
)
SHIRT, BOOT, LADDER = product("S", "M", "XL"), product("41", "42", "43"), product("4 treads", "6 treads")


@pytest.mark.parametrize(
    ("one", "text", "size", "sizes"),
    [
        (LEVEL, "a longer one?", "60 cm", ("1.2 m", "180 cm")),
        (LEVEL, "the longest one pls", "60 cm", ("180 cm",)),
        (LEVEL, "shorter", "180 cm", ("1.2 m", "60 cm")),
        (LEVEL, "longer?", "180 cm", ()),
        (TEA, "is there a bigger bag", "80 g", ("1 kg",)),
        (BOX, "longer ones", "5 x 60 mm", ("5 x 80 mm",)),
        (LADDER, "same but higher", "4 treads", ("6 treads",)),
        (SHIRT, "bigger", "M", ("XL",)),
        (SHIRT, "longer", "M", None),
        (BOOT, "one size up please", "42", ("43",)),
        (product("small", "blue"), "bigger", "small", None),
        (product("60 cm"), "bigger", "60 cm", None),
    ],
)
def test_the_next_ones(one: Product, text: str, size: str, sizes: tuple[str, ...] | None) -> None:
    assert asks_other_size(text)
    assert other_sizes(one, text, size) == sizes


@pytest.mark.parametrize(
    "text", ["a bigger tent", "longer zip?", "how long is it", "cheaper", "lighter ones", ""]
)
def test_what_asks_for_something_else(text: str) -> None:
    assert not asks_other_size(text)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("how much for a kilo of it?", ("1 kg",)),
        ("what's 80g of it", ("80 g",)),
        ("is that sold in kilos too and how much is it", ("1 kg",)),
        ("how much is the 80", ("80 g",)),
        ("how much for two kilos", ()),
        ("how much is it", ()),
    ],
)
def test_a_size_by_its_measure(text: str, sizes: tuple[str, ...]) -> None:
    assert said_sizes(TEA, text) == sizes
    assert said_sizes(product("1 kg"), text) == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("how big is it?", True),
        ("what's the size of the bags", True),
        ("how big a family is it for", False),
        ("do you have a big one", False),
    ],
)
def test_how_big_is_asked(text: str, asks: bool) -> None:
    assert asks_how_big(text) == asks


def test_how_big_it_is_by_its_attributes() -> None:
    kettle = replace(TEA, attributes={"Weight": "1 kg", "Height": "20 cm", "Capacity": "1 l"})
    told = "The capacity of the Heather is 1 l. The height of the Heather is 20 cm."
    assert how_big(kettle, "Heather") == told
    assert how_big(TEA, "Earl Grey") == ""
