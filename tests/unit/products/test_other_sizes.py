"""Which other sizes a few words ask for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.products.size_steps import asks_other_size, other_sizes
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
