"""What is told of a shopper's likings: by what they did, and by nothing else."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from retrieval.recommend.behaviour import (
    AddToCart,
    Dismiss,
    Purchase,
    RecordedBehaviour,
    Return,
    Search,
    View,
)
from retrieval.recommend.profile import Correction, Profile, corrected, profile_of, segment_of
from retrieval.types import Product, Variant

DAY = 86_400.0
NOW = 1.7e9
_numbers = count(1)


def product(number: int, category: str, brand: str, price: int, size: str = "") -> Product:
    variant = Variant(variant_id=f"V{number}", price=Decimal(price), stock=1, size=size)
    return Product(
        product_id=f"P{number}", title="", category=category, brand=brand, description="", currency="EUR",
        variants=(variant,),
    )  # fmt: skip


PRODUCTS = {
    one.product_id: one
    for one in (
        product(1, "tents", "Halde", 100), product(2, "tents", "Halde", 200),
        product(3, "tents", "Brae", 300),
        product(4, "footwear", "Brae", 150, "44"), product(5, "footwear", "Lund", 90, "44"),
    )
}  # fmt: skip
VARIANTS = {one.variants[0].variant_id: (one, one.variants[0]) for one in PRODUCTS.values()}


def did(kind: type[Any], days_ago: float, number: int = 1, **fields: Any) -> RecordedBehaviour:
    seq = next(_numbers)
    fields = fields if kind is Search else {"product_id": f"P{number}", "variant_id": f"V{number}", **fields}
    event = kind(event_id=str(seq), **fields)
    time = NOW - days_ago * DAY
    return RecordedBehaviour(seq=seq, shopper_id="p_1", time=time, received=time, event=event)


def told(*events: RecordedBehaviour) -> Profile:
    return profile_of(events, PRODUCTS.get, VARIANTS.get, NOW)


def test_of_nothing_nothing_is_told() -> None:
    assert told() == Profile(events=0)
    assert told(did(Search, 1, query="tent"), did(Dismiss, 1, 1), did(View, 1, 99)).categories == ()


def test_likings_are_shares_of_what_was_done() -> None:
    found = told(did(View, 3, 1), did(View, 2, 2), did(View, 1, 3), did(View, 0, 4))
    assert [(one.name, one.products) for one in found.categories] == [("tents", 3), ("footwear", 1)]
    assert 0.7 < found.categories[0].share < 0.76
    assert {one.name: one.products for one in found.brands} == {"Halde": 2, "Brae": 2}
    assert sum(one.share for one in found.brands) == 1
    tents = next(one for one in found.prices if one.category == "tents")
    assert (tents.low, tents.middle, tents.high) == (Decimal(150), Decimal(200), Decimal(250))


def test_what_is_long_past_fades_and_what_is_to_come_is_unknown() -> None:
    found = told(did(View, 400, 1), did(View, 1, 5), did(View, -1, 3))
    assert found.events == 2
    assert found.categories[0].name == "footwear"
    assert found.categories[0].share > 0.9


def test_a_correction_is_about_what_it_names_alone() -> None:
    events = [
        did(View, 3, 1), did(AddToCart, 2, 4), did(View, 2, 4), did(Search, 1, query="tents"),
        did(View, 1, 99),
    ]  # fmt: skip

    def about(category: str = "", brand: str = "", size: str = "", query: str = "") -> list[int]:
        correction = Correction(category=category, brand=brand, size=size, query=query)
        found = corrected(events, correction, PRODUCTS.get, VARIANTS.get)
        return [events.index(one) for one in events if one.seq in found]

    assert about(category="tents") == [0]
    assert about(brand="Brae") == [1, 2]
    assert about(category="footwear", size="44") == [1, 2]
    assert about(query=" TENTS") == [3]
    assert (
        about(category="footwear", size="45") == about(category="tents", size="44") == about(brand="") == []
    )


def test_searches_are_told_newest_first_each_once() -> None:
    queries = ("warm  Mat", "tent", "rain", "warm mat", "shoe", "lamp", "cup")
    found = told(*(did(Search, 9 - day, query=query) for day, query in enumerate(queries)))
    assert found.searches == ("cup", "lamp", "shoe", "warm mat", "rain")


def test_sizes_and_orders_are_those_that_were_kept() -> None:
    bought = did(Purchase, 40, 4, quantity=1, price=Decimal(150), order_id="A")
    other = did(Purchase, 10, 5, quantity=2, price=Decimal(90), order_id="B")
    found = told(bought, other, did(AddToCart, 5, 4))
    assert [(one.category, one.size, one.times) for one in found.sizes] == [("footwear", "44", 3)]
    assert (found.orders, found.spent, found.segment) == (2, Decimal(330), "active")
    assert found.days_since_order == 10
    back = told(bought, other, did(Return, 2, 5, quantity=2, order_id="B"))
    assert (back.orders, back.spent, back.segment) == (1, Decimal(150), "new")


def test_segments_follow_from_recency_and_frequency() -> None:
    cases = [(0, None), (1, 5), (2, 100), (3, 100), (9, 200), (9, 400)]
    wanted = ["prospect", "new", "active", "loyal", "at_risk", "lost"]
    assert [segment_of(*case) for case in cases] == wanted
