"""Whatever is asked, nothing is shown that is sold out, hidden, blocked or beyond the budget: 2,000
seeded cases over catalogues whose stock, prices and publishing were shuffled, under rules that change."""

from __future__ import annotations

import csv
import json
import os
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from retrieval.encode import Encoder, load_encoder
from retrieval.products.products import Products, build_products
from retrieval.products.rule_book import RuleBook
from retrieval.recommend.port import Basket, RecommendContext
from retrieval.recommend.simple import SOURCES, SimpleRecommender
from retrieval.types import Constraints, Product, ProductHit

CATALOGUES, CASES = 5, 400
TEXTS = ("", "a tent for rainy weekends", "something warm", "a present", "light and small", "boots")


@pytest.fixture(scope="module")
def encoder(prepared_demo: Path) -> Encoder:
    return load_encoder("all-MiniLM-L6-v2", prepared_demo / "var" / "models", "cpu")


def shuffled(source: Path, target: Path, dice: random.Random) -> None:
    """The catalogue with half of the stock gone, a fifth of the products hidden and prices moved."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["stock"] = str(dice.choice((0, 0, 1, 2, 9)))
        row["price"] = f"{Decimal(row['price']) * dice.randint(5, 20) / 10:.2f}"
        row["published"] = dice.choice(("yes", "yes", "yes", "yes", "no")) if row["title"] else ""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def wishes(products: Products, dice: random.Random, count: int) -> Iterator[Constraints]:
    """Random wishes from the catalogue's own words."""
    words = {name: list(values) for name, values in products.vocabulary().items()}
    kinds = list(products.shelf.vocabulary.kinds.values())
    for _ in range(count):
        low = Decimal(dice.randint(5, 300)) if dice.random() < 0.3 else None
        wish: dict[str, Any] = {
            "text": dice.choice(TEXTS),
            "categories": (dice.choice(words["category"]),) if dice.random() < 0.5 else (),
            "kinds": (dice.choice(kinds),) if dice.random() < 0.2 else (),
            "brands": (dice.choice(words["brand"]),) if dice.random() < 0.2 else (),
            "colours": (dice.choice(words["colour"]),) if dice.random() < 0.3 else (),
            "unwanted_colours": ("black",) if dice.random() < 0.3 else (),
            "sizes": (dice.choice(("S", "M", "XL", "39", "42")),) if dice.random() < 0.3 else (),
            "person": dice.choice(("", "", "women", "men", "children")),
            "without": ("leather",) if dice.random() < 0.2 else (),
            "wanted": {"Waterproof": "yes"} if dice.random() < 0.3 else {},
            "sort": dice.choice(("", "", "price", "-price", "Weight")),
            "price_min": low,
            "price_max": (low or 0) + dice.randint(5, 250) if dice.random() < 0.7 else None,
        }
        yield Constraints(**wish)


def draw_rules(file: Path, products: Sequence[Product], dice: random.Random, number: int) -> set[str]:
    """Write some rules, and tell which products they block."""
    brand, shelf = dice.choice(products).brand, dice.choice(products).category
    single = {product.product_id for product in dice.sample(products, 20)}
    rules: list[dict[str, Any]] = [
        {"block": {"products": sorted(single)}},
        {"block": {"brands": [brand], "categories": [shelf]}},
        {"block": {"brands": [brand]}, "until": "2020-01-01"},
        {"pin": {"products": [p.product_id for p in dice.sample(products, 3)]}, "at": dice.randint(1, 3)},
        {"boost": {"price_above": 100}, "by": dice.randint(1, 5)},
        {"bury": {"stock_below": 3}},
    ]
    file.write_bytes(json.dumps(dice.sample(rules, len(rules))).encode())
    os.utime(file, ns=(number, number + 1))
    return single | {p.product_id for p in products if p.brand == brand and p.category == shelf}


def check(hit: ProductHit, wish: Constraints, given_up: set[str]) -> None:
    """Independent of the code under test."""
    product, variant = hit.product, hit.variant
    assert product.published
    assert variant in product.variants
    assert variant.stock > 0
    assert variant.colour not in wish.unwanted_colours
    if "price" not in given_up:
        assert wish.price_max is None or variant.price <= wish.price_max
        assert wish.price_min is None or variant.price >= wish.price_min
    if "colour" not in given_up and wish.colours:
        assert variant.colour in wish.colours
    if wish.without:
        assert product.attributes.get("Leather") != "yes"


@pytest.mark.parametrize("seed", range(CATALOGUES))
def test_nothing_unavailable_is_shown(
    seed: int, prepared_demo: Path, tmp_path: Path, encoder: Encoder
) -> None:
    dice = random.Random(seed)
    file = tmp_path / "catalogue.csv"
    shuffled(prepared_demo / "catalogue.csv", file, dice)
    build_products(file, tmp_path / "index", encoder, currency="EUR")
    book = RuleBook(tmp_path / "rules.yml", clock=count().__next__)
    products = Products(file, tmp_path / "index", encoder, book)
    products.load()
    variants = [v.variant_id for p in products.shelf.catalogue.products for v in p.variants]
    ids = [p.product_id for p in products.shelf.catalogue.products]
    blocked: set[str] = set()
    baskets = [Basket(variant_ids=tuple(dice.sample(variants[:200], 3)), time=1e9) for _ in range(400)]
    recommender = SimpleRecommender(products, baskets, clock=lambda: 1e9)
    for number, wish in enumerate(wishes(products, dice, CASES)):
        if number % 10 == 0:
            blocked = draw_rules(tmp_path / "rules.yml", products.shelf.catalogue.products, dice, number)
        if number % 2:
            found = products.search(wish, 5, exclude=ids[:20])
            given_up = {step.field for step in found.relaxed}
            hits, taken = found.hits, set(ids[:20])
        else:
            context = RecommendContext(
                shown=tuple(dice.sample(ids, 3)), cart=tuple(dice.sample(ids, 2)), wish=wish
            )
            hits = recommender.recommend(context, 5, sources=dice.sample(SOURCES, 3)).hits
            given_up, taken = set(), {*context.shown, *context.cart}
            assert all(hit.reasons for hit in hits)
        shown = [hit.product.product_id for hit in hits]
        assert len(shown) == len(set(shown))
        assert not taken & set(shown)
        assert not blocked & set(shown)
        for hit in hits:
            check(hit, wish, given_up)


def test_a_change_of_stock_takes_effect_at_once(
    prepared_demo: Path, tmp_path: Path, encoder: Encoder
) -> None:
    file = tmp_path / "catalogue.csv"
    file.write_bytes((prepared_demo / "catalogue.csv").read_bytes())
    build_products(file, tmp_path / "index", encoder, currency="EUR")
    products = Products(file, tmp_path / "index", encoder)
    products.load()
    wish = products.wish("Skerry 2 trekking tent")
    assert any(hit.product.product_id == "P0001" for hit in products.search(wish, 10).hits)
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("449.00,,EUR,4,yes", "449.00,,EUR,0,yes").replace("449.00,,EUR,2,", "449.00,,EUR,0,")
    )
    assert not any(hit.product.product_id == "P0001" for hit in products.search(wish, 10).hits)
    file.write_text("broken")
    assert products.search(replace(wish, text=""), 3).hits, "a broken file changes nothing"


def test_only_what_changed_is_encoded_again(prepared_demo: Path, tmp_path: Path, encoder: Encoder) -> None:
    file = tmp_path / "catalogue.csv"
    text = (prepared_demo / "catalogue.csv").read_text("utf-8")
    file.write_text(text)
    first = build_products(file, tmp_path / "index", encoder)
    assert first.encoded == first.products
    assert build_products(file, tmp_path / "index", encoder).encoded == 0
    file.write_text(text.replace("Skerry 2 trekking tent", "Skerry 2 mountain tent"))
    again = build_products(file, tmp_path / "index", encoder)
    assert (again.encoded, again.generation) == (1, first.generation + 1)


def test_a_pin_is_first_where_it_fits_and_nowhere_else(
    prepared_demo: Path, tmp_path: Path, encoder: Encoder
) -> None:
    build_products(prepared_demo / "catalogue.csv", tmp_path / "index", encoder, currency="EUR")
    rules = tmp_path / "rules.yml"
    products = Products(
        prepared_demo / "catalogue.csv", tmp_path / "index", encoder, RuleBook(rules, clock=count().__next__)
    )
    products.load()
    wish = products.wish("tent for two under 500 euros")

    def shown(text: str) -> list[str]:
        return [hit.product.product_id for hit in products.search(products.wish(text), 40).hits]

    found = products.search(wish, 40).hits
    dearest = max(found[1:], key=lambda hit: hit.variant.price)
    before, pinned = [hit.product.product_id for hit in found], dearest.product.product_id
    assert wish.categories == ("tents",)
    rules.write_text(f'[{{"pin": {{"products": ["{pinned}"]}}, "lists_of": ["tents"]}}]')
    assert shown("tent for two under 500 euros") == [pinned, *(one for one in before if one != pinned)]
    less = shown(f"tent for two under {dearest.variant.price - 1} euros")
    assert less
    assert pinned not in less
    assert shown("cheapest tent for two under 500 euros")[0] != pinned, "the shopper's order wins"
