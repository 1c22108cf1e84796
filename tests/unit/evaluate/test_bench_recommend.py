"""The bench of suggestions: its made shop is what it says, and its judge sees what may not be shown."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.filters import fitting_variant
from retrieval.products.rows import read_catalogue
from retrieval.products.rule_book import load_rules
from retrieval.types import Constraints, Product, ProductHit
from training.bench.made_shop import (
    SIZES,
    MadeProduct,
    made_products,
    made_rules,
    made_wishes,
    write_catalogue,
    write_rules,
)
from training.bench.raw_shop import RawShop


@pytest.fixture(scope="module")
def made() -> list[MadeProduct]:
    return list(made_products(2_000))


@pytest.fixture(scope="module")
def products(made: list[MadeProduct]) -> list[Product]:
    return [one.product for one in made]


def test_the_made_catalogue_is_read_as_it_was_made(products: list[Product], tmp_path: Path) -> None:
    write_catalogue(tmp_path / "catalogue.csv", products)
    read = read_catalogue(tmp_path / "catalogue.csv", currency="EUR")
    assert [replace(one, said=None) for one in read.products] == products
    assert not read.problems
    variants = [variant for product in products for variant in product.variants]
    assert 0.2 < sum(variant.stock == 0 for variant in variants) / len(variants) < 0.3
    assert {variant.size for variant in variants} == {"", *SIZES}


def test_most_wishes_are_met_and_each_by_the_products_that_fit(
    made: list[MadeProduct], products: list[Product]
) -> None:
    columns = Columns(products, Catalogue(products).places)
    met = 0
    for wish in made_wishes(made, 60):
        mask = columns.mask(wish).tolist()
        assert mask == [fitting_variant(product, wish) is not None for product in products]
        met += any(mask)
    assert met > 45


def test_rules_of_every_effect_can_be_read_and_name_products(products: list[Product], tmp_path: Path) -> None:
    write_rules(tmp_path / "rules.yml", made_rules(products, 30))
    rules = load_rules(tmp_path / "rules.yml")
    effects = [rule.effect for rule in rules.rules]
    assert {effect: effects.count(effect) for effect in effects} == {
        "pin": 9,
        "boost": 9,
        "bury": 6,
        "block": 6,
    }
    raw = RawShop(products)
    raw.block(made_rules(products, 30))
    hits = [hit(product) for product in products if product.product_id in rules.blocked(products)]
    assert hits
    assert raw.unavailable(hits, Constraints()) == len(hits)


def hit(product: Product) -> ProductHit:
    return ProductHit(product=product, variant=product.variants[0], score=1.0)


def test_the_judge_counts_each_thing_that_may_not_be_shown(products: list[Product]) -> None:
    good = next(p for p in products if p.published and p.variants[0].stock)
    variant = good.variants[0]
    raw, wish = RawShop(products), Constraints()
    assert raw.unavailable([hit(good)], wish) == 0
    assert raw.unavailable([hit(good), hit(good)], wish) == 1
    assert raw.unavailable([hit(good)], wish, taken=[good.product_id]) == 1
    below = Constraints(price_max=variant.price - 1)
    assert (raw.unavailable([hit(good)], below), raw.unavailable([hit(good)], below, {"price"})) == (1, 0)
    assert raw.unavailable([hit(good)], Constraints(price_min=variant.price + 1)) == 1
    stale = replace(variant, price=variant.price + Decimal(1))
    assert raw.unavailable([ProductHit(product=good, variant=stale, score=1.0)], wish) == 1
    hidden = next(p for p in products if not p.published and p.variants[0].stock)
    assert raw.unavailable([hit(hidden)], wish) == 1
    raw.stock[variant.variant_id] = 0
    assert raw.unavailable([hit(good)], wish) == 1
