"""Attribution: what a list that was shown brought in.

A click, an addition to the cart or a purchase of a product counts for the newest list that showed the
product to the same shopper, if that is not too long ago (last touch). Each event counts once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter

import msgspec

from retrieval.recommend.behaviour import AddToCart, Click, Purchase, RecordedBehaviour, product_of
from retrieval.recommend.impressions import ShownTo

DAY = 86_400.0
LIVE = 300.0
"""Seconds within which an event was told as it happened: then our clock says when, not the sender's."""


class Windows(msgspec.Struct, frozen=True, kw_only=True):
    """Days after an impression in which what is done counts for it."""

    click: float = 1.0
    cart: float = 7.0
    purchase: float = 14.0

    def seconds(self, event: object) -> float:
        """The window of an event in seconds, 0 for one that does not count."""
        match event:
            case Click():
                return self.click * DAY
            case AddToCart():
                return self.cart * DAY
            case Purchase():
                return self.purchase * DAY
        return 0.0

    @property
    def longest(self) -> float:
        """Seconds after which nothing more can come of an impression."""
        return max(self.click, self.cart, self.purchase) * DAY


class Brought(msgspec.Struct, kw_only=True, gc=False):
    """What an impression brought in: events by kind, and ``revenue``, pieces times price. ``unpriced``
    purchases came without a price and add nothing to it."""

    clicks: int = 0
    carts: int = 0
    purchases: int = 0
    revenue: float = 0.0
    unpriced: int = 0


def attribute(
    shown: Sequence[ShownTo], events: Sequence[RecordedBehaviour], windows: Windows
) -> list[Brought]:
    """What each of ``shown`` brought in, in their order. The shopper of an event is who they are by now."""
    touches = _touches(shown, {(one.shopper_id, product_of(one.event)) for one in events})
    brought = [Brought() for _ in shown]
    for one in events:
        window = windows.seconds(one.event)
        if not window:
            continue
        own = touches.get((one.shopper_id, product_of(one.event)), [])
        moment = happened(one)
        newest = bisect_right(own, moment, key=itemgetter(0)) - 1
        if newest >= 0 and moment - own[newest][0] <= window:
            _count(brought[own[newest][1]], one)
    return brought


def happened(one: RecordedBehaviour) -> float:
    """When an event happened (Unix seconds). A browser's clock may be minutes off: it would click before it
    was shown what it clicks."""
    return one.received if abs(one.received - one.time) <= LIVE else one.time


def _touches(
    shown: Iterable[ShownTo], wanted: Collection[tuple[str, str]]
) -> dict[tuple[str, str], list[tuple[float, int]]]:
    """When which impression showed a product to a person, of those pairs of person and product that are
    ``wanted``, in the order of time."""
    found: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    for place, one in enumerate(shown):
        for product_id in {item.product_id for item in one.impression.items}:
            if (one.person, product_id) in wanted:
                found[one.person, product_id].append((one.impression.time, place))
    for touches in found.values():
        touches.sort()
    return found


def _count(brought: Brought, one: RecordedBehaviour) -> None:
    match one.event:
        case Click():
            brought.clicks += 1
        case AddToCart():
            brought.carts += 1
        case Purchase(price=None):
            brought.purchases += 1
            brought.unpriced += 1
        case Purchase(price=price, quantity=quantity):
            brought.purchases += 1
            brought.revenue += float(price or 0) * quantity
