"""What is said of an order and of its refund, by their data alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.actions.order_cards import is_late, order_text, refund_is_late, refund_text
from bot.shop.port import Address, Order, Parcel, Return

PLACED = datetime(2026, 11, 2, 10, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 12, tzinfo=UTC)


def an_order(**of: Any) -> Order:
    known = {
        "number": "KC-1", "email": "grace@example.com", "customer_name": "Grace Obi", "status": "placed",
        "placed_at": PLACED, "currency": "EUR", "total": Decimal(119), "lines": (),
        "address": Address(name="Grace Obi", street="7 Shannon Park", city="Limerick"),
    }  # fmt: skip
    return Order(**{**known, **of})


def a_parcel(**of: Any) -> Parcel:
    known = {"number": 1, "carrier": "DHL", "tracking_number": "T1", "eta": date(2026, 11, 25)}
    return Parcel(**{**known, **of})


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("placed", "Order KC-1 is placed and will be packed soon."),
        ("packed", "Order KC-1 is packed and will leave soon."),
        ("shipped", "Order KC-1 is on its way."),
        ("delivered", "Order KC-1 is delivered."),
    ],
)
def test_an_order_without_a_parcel_is_told_by_its_status(status: str, said: str) -> None:
    assert order_text(an_order(status=status)) == said


def test_the_place_where_it_is_collected_is_not_the_shopper() -> None:
    own = order_text(an_order(collect=True))
    assert own == "Order KC-1 is being prepared for collection and is not ready yet."
    store = Address(name="Kettle & Crank Galway", city="Galway")
    ready = order_text(an_order(collect=True, status="packed", address=store))
    assert ready == "Order KC-1 is ready to be collected at Kettle & Crank Galway."


def test_a_day_that_has_passed_is_not_told_as_one_to_come() -> None:
    received = Return(
        return_number="R-1", order_number="KC-1", lines=(1,), reason="other", status="received",
        registered_at=PLACED, received_at=FRIDAY, amount=Decimal(119), refund_to="card",
    )  # fmt: skip
    order = an_order(status="returned", returns=(received,))
    for today in (date(2026, 11, 26), date(2026, 11, 27)):
        assert not refund_is_late(order, 5, today)
        assert "119.00 EUR goes back to card within 5 working days, by Friday 27 November." in refund_text(
            order, 5, today
        )
    late = refund_text(order, 5, date(2026, 11, 30))
    assert refund_is_late(order, 5, date(2026, 11, 30))
    assert "should have gone back to card within 5 working days, by Friday 27 November" in late
    assert "goes back" not in late


def test_a_refund_is_told_in_the_currency_of_its_order() -> None:
    back = Return(
        return_number="R-1", order_number="KC-1", lines=(1,), reason="other", status="refunded",
        registered_at=PLACED, refunded_at=FRIDAY, amount=Decimal(36), refund_to="card",
    )  # fmt: skip
    told = refund_text(an_order(status="refunded", currency="GBP", returns=(back,)), 5, PLACED.date())
    assert told.startswith("Return R-1: 36.00 GBP went back to card")


def test_a_parcel_whose_day_has_passed_is_late() -> None:
    coming = a_parcel(status="delayed", last_event="Held.")
    order = an_order(status="shipped", parcels=(coming,))
    on_time = order_text(order, date(2026, 11, 25))
    assert on_time.startswith("Order KC-1 is delayed, due Wednesday 25 November. Last news from DHL: Held")
    late = "It was due Wednesday 25 November, and I'm sorry that it is late. Last news from DHL: Held"
    assert late in order_text(order, date(2026, 11, 26))
    assert (is_late(order, date(2026, 11, 25)), is_late(order, date(2026, 11, 26))) == (False, True)
    there = a_parcel(status="delivered", delivered_at=FRIDAY)
    assert not is_late(an_order(status="delivered", parcels=(there,)), date(2026, 11, 30))
    told = order_text(an_order(status="delivered", parcels=(there,)), date(2026, 11, 30))
    assert told == "Order KC-1 is delivered (Friday 20 November)."


def test_a_day_of_another_year_is_told_with_it() -> None:
    there = an_order(status="delivered", parcels=(a_parcel(status="delivered", delivered_at=FRIDAY),))
    assert order_text(there, date(2027, 11, 13)) == "Order KC-1 is delivered (Friday 20 November 2026)."
