"""What is done counts for the newest list that showed the product, once, and not for ever."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from retrieval.recommend.attribution import DAY, Brought, Windows, attribute, happened
from retrieval.recommend.behaviour import (
    AddToCart,
    Behaviour,
    Click,
    Purchase,
    RecordedBehaviour,
    Remove,
    View,
)
from retrieval.recommend.impressions import Impression, ShownTo, items_of

NOW = 1_000_000.0
WINDOWS = Windows(click=1, cart=7, purchase=14)


def shown(time: float, products: str = "P1 P2 P3", person: str = "p_1") -> ShownTo:
    one = Impression(
        impression_id=f"{time}", shopper_id=person, time=time, place="chat", items=items_of(products.split())
    )
    return ShownTo(person=person, impression=one)


def done(event: Behaviour, time: float, person: str = "p_1") -> RecordedBehaviour:
    return RecordedBehaviour(seq=1, shopper_id=person, time=time, received=time, event=event)


def click(product: str = "P1") -> Click:
    return Click(event_id="e", product_id=product)


def purchase(product: str = "P1", quantity: int = 1, price: str | None = "10.50") -> Purchase:
    amount = None if price is None else Decimal(price)
    return Purchase(event_id="e", product_id=product, quantity=quantity, price=amount)


def clicks(*lists: ShownTo, of: RecordedBehaviour) -> list[int]:
    return [one.clicks for one in attribute(lists, [of], WINDOWS)]


def test_the_newest_list_that_showed_it_gets_it() -> None:
    lists = [shown(NOW), shown(NOW + 50, "P9"), shown(NOW + 20), shown(NOW + 200)]
    assert clicks(*lists, of=done(click(), NOW + 100)) == [0, 0, 1, 0]


def test_nobody_else_and_nothing_else_gets_it() -> None:
    assert clicks(shown(NOW, person="p_2"), shown(NOW, "P2 P3"), of=done(click(), NOW + 1)) == [0, 0]


def test_what_was_done_before_it_was_shown_does_not_count() -> None:
    assert clicks(shown(NOW), of=done(click(), NOW - 1)) == [0]
    assert clicks(shown(NOW), of=done(click(), NOW)) == [1]


@pytest.mark.parametrize(
    ("event", "days", "field"),
    [
        (click(), 1, "clicks"),
        (AddToCart(event_id="e", product_id="P1"), 7, "carts"),
        (purchase(), 14, "purchases"),
    ],
)
def test_each_kind_has_its_window(event: Behaviour, days: float, field: str) -> None:
    for late, count in ((0, 1), (1, 0)):
        [brought] = attribute([shown(NOW)], [done(event, NOW + days * DAY + late)], WINDOWS)
        assert getattr(brought, field) == count


def test_views_and_removals_do_not_count() -> None:
    events = [View(event_id="e", product_id="P1"), Remove(event_id="e", product_id="P1")]
    assert attribute([shown(NOW)], [done(e, NOW + 1) for e in events], WINDOWS) == [Brought()]


def test_revenue_is_pieces_times_price_and_what_has_no_price_is_told() -> None:
    events = [purchase(quantity=2), purchase("P2", price=None), purchase("P3", price="4")]
    [brought] = attribute([shown(NOW)], [done(e, NOW + 9) for e in events], WINDOWS)
    assert brought == Brought(purchases=3, revenue=25.0, unpriced=1)


def test_a_product_that_stands_twice_in_a_list_counts_once() -> None:
    assert clicks(shown(NOW, "P1 P1"), of=done(click(), NOW + 1)) == [1]


def test_live_events_happened_when_they_came_and_old_ones_when_they_say() -> None:
    one = done(click(), NOW)
    assert happened(replace(one, received=NOW + 200)) == NOW + 200
    assert happened(replace(one, time=NOW + 250, received=NOW + 60)) == NOW + 60
    assert happened(replace(one, received=NOW + 3600)) == NOW
