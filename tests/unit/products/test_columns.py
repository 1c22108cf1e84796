"""The columns of a catalogue say of all products at once what the filters and rules say of each."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.conditions import holds
from retrieval.products.filters import fitting_variant, stated, with_categories
from retrieval.products.leading import leading
from retrieval.products.offer import Offer
from retrieval.products.rows import read_catalogue
from retrieval.products.rules import Rules, read_rules
from retrieval.products.search import rank
from retrieval.products.vocabulary import Vocabulary
from retrieval.types import Constraints, Product, Variant

CATALOGUE = Path(__file__).parents[3] / "data" / "demo_shop" / "catalogue.csv"
WORDS = ("leather", "down", "merino wool", "gore-tex", "waterproof", "ripstop nylon", "nothing such")
CONDITIONS = (
    "yes",
    "no",
    "<= 2 kg",
    "> 2",
    "!= 5 year",
    "0.3 kg .. 1 kg",
    "= 3",
    ">= 40 l",
    "nylon",
    "merino wool",
)
ORDERS = ("price", "-price", "Weight", "-Volume", "Packed size", "Nonsense")


@cache
def shop() -> tuple[Product, ...]:
    """The demo shop's, some of them unpublished, sold out or sold in part."""
    products = read_catalogue(CATALOGUE, currency="EUR").products
    return tuple(
        replace(
            product,
            published=number % 7 != 0,
            variants=tuple(
                replace(v, stock=0 if (number * 3 + place) % 4 < 2 else v.stock)
                for place, v in enumerate(product.variants)
            ),
        )
        for number, product in enumerate(products)
    )


@cache
def columns() -> Columns:
    return Columns(shop(), Catalogue(shop()).places)


def some(values: Sequence[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def wishes(draw: st.DrawFn) -> Constraints:
    """Of the catalogue's own words, and of words that it does not have."""
    words = Vocabulary(shop())
    names = st.sampled_from([*words.attributes.values(), "Nonsense"])
    values = st.sampled_from([value for product in shop() for value in product.attributes.values()])
    conditions = st.dictionaries(names, st.sampled_from(CONDITIONS) | values, max_size=2)
    categories = [*words.categories.values(), "none"]
    kinds = [*words.kinds.values(), "winter sleeping bag", "lamp", "tent accessory", "thing"]
    sizes = ["s", "M", "39", "104", "42", "regular", "41 mm"]
    prices = st.none() | st.decimals(0, 900, places=2)
    few: dict[str, st.SearchStrategy[Any]] = {
        "categories": some(categories), "kinds": some(kinds), "price_min": prices, "price_max": prices,
        "colours": some(["black", "navy blue", "sand", "pink"], 3),
        "unwanted_colours": some(["black", "sand", ""]), "sizes": some(sizes),
        "brands": some([*words.brands.values()], 4), "unwanted_brands": some([*words.brands.values()]),
        "person": st.sampled_from(["women", "men", "children", "unisex"]), "having": some(WORDS, 1),
        "reduced": st.booleans(),
        "without": some(WORDS), "wanted": conditions, "unwanted": conditions, "unwanted_kinds": some(kinds),
        "unwanted_categories": some(categories), "dismissed": some([p.product_id for p in shop()] + ["X"], 9),
    }  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(sorted(few)), max_size=4, unique=True))
    return Constraints(**{name: draw(few[name]) for name in chosen})


def fitting(products: Sequence[Product], wish: Constraints) -> list[bool]:
    return [fitting_variant(product, wish) is not None for product in products]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wish=wishes())
def test_a_mask_holds_the_products_that_have_a_fitting_variant(wish: Constraints) -> None:
    assert columns().mask(wish).tolist() == fitting(shop(), wish)
    meant = {product.product_id for product in with_categories(shop(), wish)}
    found = np.flatnonzero(columns().meant(wish)).tolist()
    assert {shop()[place].product_id for place in found if shop()[place].published} == meant


@pytest.mark.parametrize("condition", [*CONDITIONS, "< 3", "<= many", "", "3000 mm", "!= 2 kg .. 3 kg"])
def test_every_value_of_every_attribute_meets_what_it_meets_by_itself(condition: str) -> None:
    for name in {name for product in shop() for name in product.attributes}:
        found = columns().suiting(Constraints(wanted={name: condition})).tolist()
        assert found == [holds(stated(product, name), condition) for product in shop()], name


@settings(max_examples=60, deadline=None)
@given(wish=wishes(), order=st.sampled_from(ORDERS), seed=st.integers(0, 99), count=st.integers(1, 40))
def test_the_first_by_an_order_are_those_of_sorting_all(
    wish: Constraints, order: str, seed: int, count: int
) -> None:
    places = np.flatnonzero(columns().mask(wish)).astype(np.int32)
    variants = [fitting_variant(shop()[place], wish) for place in places.tolist()]
    prices = [int(variant.price * 10**11) for variant in variants if variant is not None]
    assert columns().cheapest(wish, places).tolist() == prices
    ranks = np.asarray([rank(shop()[p], order, v) for p, v in zip(places.tolist(), variants, strict=True)])
    scores = np.random.default_rng(seed).integers(0, 5, len(places))
    by_hand = sorted(range(len(places)), key=lambda n: (ranks[n], -scores[n]))
    assert leading([ranks, -scores], count).tolist() == by_hand[:count]


SELECTORS: tuple[dict[str, Any], ...] = (
    {"products": ["P0001", "P0099", "X"]},
    {"categories": ["tents", "lights"], "brands": ["Halde", "Norrland"]},
    {"tags": ["trekking", "budget"]},
    {"attributes": {"Waterproof": "yes", "Weight": "<= 2 kg"}},
    {"price_above": 79.9, "price_below": 129.95},
    {"price_below": 9.95, "stock_below": 30},
    {"stock_above": 20},
    {"margin_above": 0.3},
    {"margin_below": 0.3, "categories": ["tents"]},
    {"brands": ["none"]},
)


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_rule_names_what_its_selector_matches(selector: dict[str, Any]) -> None:
    margins = {product.product_id: number % 10 / 10 for number, product in enumerate(shop()) if number % 3}
    rules = Rules(rules=read_rules([{"block": selector}]), margins=margins)
    offer = Offer(Catalogue(shop()), columns(), rules)
    places = rules.selected(rules.rules[0], shop())
    assert np.flatnonzero(offer.blocked).tolist() == places
    assert offer.hidden == rules.blocked(shop())
    assert not offer.mask(Constraints())[places].any()


def test_rules_do_to_an_offer_what_they_do_to_a_list() -> None:
    entries = [
        *({"boost": s, "by": 1.5} for s in SELECTORS[:4]),
        {"bury": SELECTORS[4], "lists_of": ["tents"]},
        {"bury": SELECTORS[6]},
        {"pin": {"categories": ["tents"]}, "at": 3},
        {"pin": {"products": [shop()[5].product_id, shop()[40].product_id]}, "at": 1},
        {"pin": {"brands": ["Halde"]}, "at": 2, "lists_of": ["lights"]},
    ]
    rules = Rules(rules=read_rules(entries))
    offer = Offer(Catalogue(shop()), columns(), rules)
    places = np.arange(3, 300, 2, dtype=np.int32)
    products = [shop()[place] for place in places]
    scores = np.random.default_rng(0).random(len(places), np.float32)
    order = np.argsort(-scores, kind="stable").tolist()
    for categories in ([], ["tents"], ["lights", "tents"], ["footwear"]):
        assert (
            offer.moved(places, scores, categories).tolist()
            == rules.moved(products, scores, categories).tolist()
        )
        assert offer.with_pins(order, places, categories) == rules.with_pins(order, products, categories)


def test_changed_prices_and_stock_are_in_the_columns_and_the_old_ones_stay() -> None:
    catalogue, wish = Catalogue(shop()), Constraints(price_max=Decimal("10"))
    before = columns().mask(wish).tolist()
    changed = {
        product.product_id: replace(
            product, variants=tuple(replace(v, price=Decimal("9.99"), stock=n % 2) for v in product.variants)
        )
        for n, product in enumerate(shop()[10:60])
    }
    now, later = catalogue.with_changed(changed), columns().with_changed(changed)
    for asked in (wish, Constraints(), Constraints(price_min=Decimal("9.99"), price_max=Decimal("9.99"))):
        assert later.mask(asked).tolist() == fitting(now.products, asked)
    assert columns().mask(wish).tolist() == before == fitting(shop(), wish)


@pytest.mark.parametrize(
    "price", ["0", "9.99", "9.990000000001", "33.33333333333", "10000000", "0.00000000001"]
)
def test_prices_are_compared_exactly(price: str) -> None:
    sold = Variant(variant_id="V", price=Decimal("9.99"), stock=1)
    product = Product(
        product_id="P",
        title="Mug",
        category="mugs",
        brand="",
        description="",
        currency="EUR",
        variants=(sold,),
    )
    alone = Columns((product,), {product.product_id: 0})
    for wish in (Constraints(price_max=Decimal(price)), Constraints(price_min=Decimal(price))):
        assert alone.mask(wish).tolist() == fitting((product,), wish)
