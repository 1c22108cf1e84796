"""What must not be, what the person has already, and what neither of these is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_catalogue import products_of

from retrieval.products.filters import fitting_variant, is_called, product_fits
from retrieval.products.vocabulary import Vocabulary
from retrieval.products.wishes import WishParser
from retrieval.types import Product

GREY = ("stone grey", "charcoal grey")

DENIED: list[tuple[str, dict[str, Any]]] = [
    ("any brand but halde", {"unwanted_brands": ("Halde",), "brands": ()}),
    ("a backpack, any colour except grey", {"unwanted_colours": GREY, "colours": ()}),
    ("nothing from norrland, rain jacket", {"unwanted_brands": ("Norrland",)}),
    ("and no tarnwerk either", {"unwanted_brands": ("Tarnwerk",), "without": ()}),
    ("a stove that doesn't burn gas", {"without": ("gas",)}),
    ("stove that does not use petrol", {"without": ("petrol",)}),
    ("petrol stinks, leave those out too", {"without": ("petrol",)}),
    ("i hate petrol, which stove", {"without": ("petrol",)}),
    ("mens trekking boots, waterproof, leather is a no go", {"without": ("leather",), "person": "men"}),
    ("leather is out", {"without": ("leather",)}),
    ("winter boots, wool or leather is not an option", {"without": ("leather", "wool")}),
    ("winter jacket without any down", {"without": ("down",)}),
    ("jacket without down or wool", {"without": ("down", "wool")}),
    ("a base layer, wool free", {"without": ("wool",)}),
    ("a jacket that's not black or red", {"unwanted_colours": ("black", "red", "wine red")}),
    ("a black jacket, red is not my thing", {"colours": ("black",), "unwanted_colours": ("red", "wine red")}),
    ("a jacket for my dad, red is not for him", {"unwanted_colours": ("red", "wine red")}),
    ("i don't wear down, wool or leather, a jacket", {"without": ("down", "leather", "wool"), "having": ()}),
    ("gloves, no leather, wool or silk", {"without": ("leather", "wool", "silk"), "having": ()}),
    ("a rain jacket, not black, grey or brown", {"unwanted_colours": ("black", *GREY, "brown"),
                                                 "colours": ()}),
    ("boots, but they are not leather", {"without": ("leather",)}),
    ("not leggings or underwear", {"without": ("leggings", "underwear")}),
    ("no hammocks please", {"unwanted_kinds": ("hammocks",), "kinds": ()}),
    ("he already owns a lamp", {"unwanted_kinds": ("lamp",), "kinds": ()}),
    ("he's got a compass already", {"unwanted_kinds": ("compass",)}),
    ("no hammocks, they got one already", {"unwanted_kinds": ("hammocks",)}),
    ("i have a tent already, need a sleeping mat", {"categories": ("sleeping mats",)}),
]  # fmt: skip

NOT_DENIED: list[tuple[str, dict[str, Any]]] = [
    ("tent, i don't have a lot of money", {"categories": ("tents",), "without": ()}),
    ("no problem, show me tents", {"categories": ("tents",), "unwanted_categories": (), "without": ()}),
    ("no show me tents", {"categories": ("tents",), "unwanted_categories": ()}),
    ("a tent, no matter the colour", {"categories": ("tents",), "without": ()}),
    ("not sure yet, maybe a blue tent", {"categories": ("tents",), "without": ()}),
    ("no more than 100 for boots", {"price_max": 100, "without": (), "kinds": ("boot",)}),
    ("boots but not too heavy", {"without": (), "sort": "Weight"}),
    ("waterproof but no leather boots", {"wanted": {"Waterproof": "yes"}, "kinds": ("boot",)}),
    ("on reflection a tent", {"wanted": {}}),
    ("a tent that's not a monster to carry", {"categories": ("tents",), "without": ()}),
    ("mats that aren't slippery, they're not for a hut", {"without": ()}),
    ("boots, no leather, waterproof or not", {"without": ("leather",), "wanted": {"Waterproof": "yes"}}),
    ("i'm vegetarian, a jacket", {"categories": ("jackets",), "wanted": {}}),
    ("she's vegetarian. a trekking meal", {"wanted": {"Vegetarian": "yes"}}),
    ("wait, leave the return for now. a tent", {"wanted": {}, "categories": ("tents",)}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), DENIED + NOT_DENIED)
def test_denials(parser: WishParser, sentence: str, expected: dict[str, Any]) -> None:
    wish = parser.parse(sentence)
    assert {field: getattr(wish, field) for field in expected} == expected


@pytest.mark.parametrize(
    ("title", "tags", "noun", "called"),
    [
        ("Glimmer children's headlamp", ("headlamp", "gift"), "lamp", True),
        ("Spatz canister stove", ("gas stove",), "stove", True),
        ("Footprint for Skerry 2", ("tent accessory",), "tent", False),
        ("Winter gas cartridge", ("gas", "cartridge"), "stove", False),
    ],
)
def test_what_is_owned_is_a_noun_of_its_own(
    title: str, tags: tuple[str, ...], noun: str, called: bool
) -> None:
    product = Product(
        product_id="X", title=title, category="things", brand="", description="", currency="EUR",
        variants=(), tags=tags,
    )  # fmt: skip
    assert is_called(product, noun) is called


def test_materials_count_wherever_the_catalogue_says_them(
    parser: WishParser, demo_products: tuple[Product, ...]
) -> None:
    wish = parser.parse("jacket without down")
    shown = {product.product_id for product in demo_products if product_fits(product, wish)}
    assert "P0095" in shown, "synthetic"
    assert not shown & {"P0093", "P0094", "P0097", "P0098"}, "down in the insulation"


OILS = [
    "Baby Oil Almond|Oils|Ingredients: sweet almond oil; Fragrance free: yes",
    "Shower Oil Soft|Oils|Scent: almond",
    "Skin Oil Wild|Oils|Contains: almond, soya",
    "Face Oil Sea|Oils|Active: sea buckthorn oil; Scent: sea",
]


@pytest.mark.parametrize("text", ["an oil without almond", "oil without almond oil", "oils, no almond"])
def test_what_is_denied_is_left_out_wherever_it_stands(text: str, tmp_path: Path) -> None:
    products = products_of(OILS, "category,attributes", tmp_path)
    wish = WishParser(Vocabulary(products), products).parse(text)
    assert [p.title for p in products if fitting_variant(p, wish) is not None] == ["Face Oil Sea"]
