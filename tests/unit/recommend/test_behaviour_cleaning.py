"""What may be learned from behaviour: each rule by itself, and blindness to the future as a property."""

from __future__ import annotations

from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.recommend.behaviour import (
    AddToCart,
    Click,
    Purchase,
    RecordedBehaviour,
    Return,
    Search,
    View,
    type_of,
)
from retrieval.recommend.cleaning import Cleaned, Rules, clean

LATER = 1e9
_numbers = count(1)


def did(kind: type[Any], time: float, shopper: str = "v_1", **fields: Any) -> RecordedBehaviour:
    number = next(_numbers)
    fields = fields if kind is Search else {"product_id": "P1", **fields}
    event = kind(event_id=str(number), **fields)
    return RecordedBehaviour(seq=number, shopper_id=shopper, time=time, received=time, event=event)


def dropped(*events: RecordedBehaviour, now: float = LATER, **rules: Any) -> dict[str, int]:
    return clean(events, now, Rules(**rules)).report.dropped


def quantities(cleaned: Cleaned) -> list[int]:
    return [one.event.quantity for one in cleaned.events if isinstance(one.event, Purchase)]


def visit(steps: int, gap: float, shopper: str = "v_1", jitter: float = 0.0) -> list[RecordedBehaviour]:
    return [did(View, n * gap + jitter * (n % 3), shopper, product_id=f"P{n}") for n in range(steps)]


def test_people_are_left_alone() -> None:
    """A long evening: 250 pages, some seconds to minutes on each, now and then a coffee."""
    moment, events = 0.0, []
    for n in range(250):
        moment += (3, 11, 47, 5, 29, 190, 8)[n % 7]
        events.append(did(View, moment, product_id=f"P{n % 90}"))
    assert dropped(*events) == {}


def test_more_than_a_person_can() -> None:
    assert dropped(*visit(61, 0.5)) == {"bot_rate": 61}
    assert dropped(*(did(View, 3 * n + 1.2 * (n % 2), product_id=f"P{n}") for n in range(61))) == {}
    assert dropped(*visit(2_001, 40.0, jitter=20)) == {"bot_rate": 2_001}


def test_without_a_pause() -> None:
    assert dropped(*visit(302, 20.0, jitter=9)) == {"bot_no_pause": 302}
    night = [*visit(200, 20.0, jitter=9), *(did(View, 90_000 + 20 * n + n % 7) for n in range(10))]
    assert "bot_no_pause" not in dropped(*night)


def test_as_even_as_a_clock() -> None:
    assert dropped(*visit(60, 30.0)) == {"bot_even": 60}
    assert dropped(*visit(60, 30.0, jitter=8)) == {}


def test_who_has_bought_is_a_person() -> None:
    events = [*visit(60, 30.0, "p_1"), did(Purchase, 5_000.0, "p_1")]
    assert dropped(*events) == {}
    assert dropped(*events, now=4_000.0) == {"later": 1, "bot_even": 60}


def test_the_same_within_seconds_counts_once() -> None:
    clicks = [did(Click, moment) for moment in (10.0, 11.0, 12.5, 20.0)]
    cleaned = clean([*clicks, did(View, 10.0), did(Click, 10.5, product_id="P2")], LATER)
    assert cleaned.report.dropped == {"repeat": 2}
    assert [one.time for one in cleaned.events] == [10.0, 10.0, 10.5, 20.0]
    searches = [
        did(Search, 1.0, query="tent"),
        did(Search, 2.0, query="Tent"),
        did(Search, 3.0, query="boot"),
    ]
    assert dropped(*searches) == {"repeat": 1}
    two_orders = [did(Purchase, 1.0, order_id="1"), did(Purchase, 1.5, order_id="2")]
    assert dropped(*two_orders) == {}


def test_again_and_again_tells_nothing_new() -> None:
    views = [did(View, 30.0 * n + 11 * (n % 4)) for n in range(25)]
    assert dropped(*views) == {"burst": 15}
    assert dropped(*views, *(did(View, 10_000.0 + 100 * n * n) for n in range(5))) == {"burst": 15}
    assert dropped(*(did(View, 50.0 * n + 9 * (n % 4), product_id=f"P{n}") for n in range(25))) == {}


def test_orders_that_nobody_meant() -> None:
    events = [
        did(Purchase, 10.0, order_id="TEST-1"),
        did(Return, 20.0, order_id="test 1"),
        did(Purchase, 30.0, order_id="FW-2", test=True),
        did(Purchase, 40.0, order_id="FW-TESTER"),
        did(Purchase, 50.0, "p_staff", order_id="FW-3"),
        did(View, 60.0, "p_staff"),
    ]
    report = clean(events, LATER, Rules(testers=frozenset({"p_staff"}))).report
    assert report.dropped == {"tester": 2, "test_order": 3}
    assert report.shoppers == {"tester": 1}
    assert (report.read, report.kept) == (6, 1)


def test_goods_sent_back_were_not_bought() -> None:
    bought = did(Purchase, 10.0, quantity=3, variant_id="P1-A", order_id="1")
    back = [did(Return, 20.0, quantity=2, variant_id="P1-A"), did(Return, 30.0, order_id="1")]
    assert quantities(clean([bought, *back], now=15.0)) == [3]
    partly = clean([bought, *back], now=25.0)
    assert (quantities(partly), partly.report.reduced) == ([1], 1)
    cleaned = clean([bought, *back], LATER)
    assert (quantities(cleaned), cleaned.report.dropped) == ([], {"returned": 1})
    assert [type_of(one.event) for one in cleaned.events] == ["return", "return"]


def test_a_return_takes_what_it_can_mean_newest_first() -> None:
    bought = [
        did(Purchase, 10.0, variant_id="P1-A", order_id="1"),
        did(Purchase, 20.0, variant_id="P1-B", order_id="2"),
        did(Purchase, 30.0, variant_id="P1-A", order_id="3"),
        did(Purchase, 40.0, "p_other", variant_id="P1-A", order_id="4"),
    ]

    def left(**fields: Any) -> list[str]:
        events = clean([*bought, did(Return, 50.0, **fields)], LATER).events
        return [one.event.order_id for one in events if isinstance(one.event, Purchase)]

    assert left(variant_id="P1-A") == ["1", "2", "4"]
    assert left(variant_id="P1-A", order_id="1") == ["2", "3", "4"]
    assert left() == ["1", "2", "4"]
    assert left(quantity=2) == ["1", "4"]
    assert left(order_id="9") == ["1", "2", "3", "4"]
    early = did(Return, 5.0)
    assert clean([early, *bought], LATER).report.unmatched == 1


SMALL = Rules(per_minute=6, per_day=30, unpaused=8, pause=30.0, even=5, burst=3)
KINDS = st.sampled_from([View, View, Click, AddToCart, Purchase, Return])
EVENTS = st.lists(
    st.builds(
        lambda kind, time, shopper, product: did(kind, time, shopper, product_id=product),
        KINDS, st.integers(0, 400).map(float), st.sampled_from(["v_1", "v_2"]), st.sampled_from(["P1", "P2"]),
    ),
    max_size=40,
)  # fmt: skip


@given(events=EVENTS, now=st.integers(0, 400), order=st.randoms())
@settings(deadline=None)
def test_nothing_depends_on_what_happens_later(events: list[RecordedBehaviour], now: int, order: Any) -> None:
    known = [one for one in events if one.time <= now]
    mixed = list(events)
    order.shuffle(mixed)
    at_the_time, with_hindsight = clean(known, now, SMALL), clean(mixed, now, SMALL)
    assert at_the_time.events == with_hindsight.events
    counts = with_hindsight.report.dropped
    assert counts.pop("later", 0) == len(events) - len(known)
    assert counts == at_the_time.report.dropped
    assert at_the_time.report.kept + sum(counts.values()) == len(known)


@given(events=EVENTS)
@settings(deadline=None)
def test_what_was_cleaned_stays(events: list[RecordedBehaviour]) -> None:
    """Cleaning again takes nothing more away, but for returns, which have had their purchase."""
    without_returns = [one for one in events if not isinstance(one.event, Return)]
    once = clean(without_returns, LATER, SMALL)
    assert clean(once.events, LATER, SMALL).events == once.events
