"""What a shop knows of a shopper's likings: told from what they did, made anew each time, kept nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec
import numpy as np

from retrieval.recommend.behaviour import (
    AddToCart,
    Behaviour,
    OfProduct,
    Purchase,
    RecordedBehaviour,
    Search,
    product_of,
    type_of,
)
from retrieval.recommend.reading import EVENTS
from retrieval.recommend.returned import without_returned
from retrieval.types import Product, Variant

DAY = 86_400.0
HALF_LIFE = 90.0
"""Days after which what was done says half as much."""
HALF_YEAR, YEAR = 182, 365
"""Days without an order."""
LOYAL = 3
"""Orders."""
TOLD = 5
"""Interests, brands, sizes and searches that are told of."""

Segment = Literal["prospect", "new", "active", "loyal", "at_risk", "lost"]
VariantOf = Callable[[str], tuple[Product, Variant] | None]
ProductOf = Callable[[str], Product | None]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A category or brand: its ``share`` (0 to 1) in what was done, and of how many ``products``."""

    name: str
    share: float
    products: int


class PriceRange(msgspec.Struct, frozen=True, kw_only=True):
    """Of what was done in a category: the lower and upper quartile and the median, in the shop's currency."""

    category: str
    low: Decimal
    middle: Decimal
    high: Decimal


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """A size that was bought or put into the cart in a category, ``times`` times."""

    category: str
    size: str
    times: int


class Correction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a shopper says is not of theirs: all that they did in a ``category``, there only with a ``size``
    where one is named; all with a ``brand``; what they searched for as ``query``; or ``everything``."""

    category: str = ""
    brand: str = ""
    size: str = ""
    query: str = ""
    everything: bool = False


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """Likings, strongest first; ``searches`` newest first. ``orders`` are days with purchases that were kept,
    ``spent`` what they cost where that is known, ``days_since_order`` None where nothing was bought;
    ``segment`` follows from these (``segment_of``); ``events`` is what all of it rests on.
    """

    events: int
    categories: tuple[Share, ...] = ()
    brands: tuple[Share, ...] = ()
    prices: tuple[PriceRange, ...] = ()
    sizes: tuple[Size, ...] = ()
    searches: tuple[str, ...] = ()
    orders: int = 0
    spent: Decimal = Decimal(0)
    days_since_order: float | None = None
    segment: Segment = "prospect"


def profile_of(
    events: Sequence[RecordedBehaviour], product_of_id: ProductOf, variant_of: VariantOf, now: float
) -> Profile:
    """Of one shopper's events, oldest first, as of ``now`` (Unix seconds). Products that the catalogue has no
    more are passed over."""
    kept, _, _ = without_returned([one for one in events if one.time <= now])
    weights: dict[str, float] = defaultdict(float)
    products: dict[str, Product] = {}
    for one in kept:
        product = product_of_id(product_of(one.event)) if isinstance(one.event, OfProduct) else None
        if product is not None and type_of(one.event) in EVENTS:
            products[product.product_id] = product
            fading = 0.5 ** ((now - one.time) / DAY / HALF_LIFE)
            weights[product.product_id] += EVENTS[type_of(one.event)] * fading
    bought = [(one.time, one.event) for one in kept if isinstance(one.event, Purchase)]
    days = {int(time // DAY) for time, _ in bought}
    since = (now - bought[-1][0]) / DAY if bought else None
    categories = _shares(weights, products, lambda product: product.category)
    return Profile(
        events=len(kept),
        categories=categories,
        brands=_shares(weights, products, lambda product: product.brand),
        prices=tuple(_price_range(share.name, products.values()) for share in categories),
        sizes=_sizes(kept, variant_of),
        searches=_searches(kept),
        orders=len(days),
        spent=sum((event.price * event.quantity for _, event in bought if event.price), Decimal(0)),
        days_since_order=since,
        segment=segment_of(len(days), since),
    )


def corrected(
    events: Iterable[RecordedBehaviour],
    correction: Correction,
    product_of_id: ProductOf,
    variant_of: VariantOf,
) -> list[int]:
    """The numbers (``seq``) of the events that a correction is about, of products that there are."""
    return [one.seq for one in events if _is_about(one.event, correction, product_of_id, variant_of)]


def _is_about(
    event: Behaviour, correction: Correction, product_of_id: ProductOf, variant_of: VariantOf
) -> bool:
    if isinstance(event, Search):
        return bool(correction.query) and _plain(event.query) == _plain(correction.query)
    product = None if correction.query else product_of_id(event.product_id)
    if product is None:
        return False
    if correction.brand:
        return product.brand == correction.brand
    if product.category != correction.category or not correction.size:
        return product.category == correction.category
    found = variant_of(event.variant_id) if event.variant_id else None
    return found is not None and found[1].size == correction.size


def segment_of(orders: int, days_since_order: float | None) -> Segment:
    """By recency and frequency: who has bought nothing is a prospect, at the first order new, from three
    orders on loyal, after half a year without one at risk, after a year lost."""
    if days_since_order is None or not orders:
        return "prospect"
    if days_since_order > YEAR:
        return "lost"
    if days_since_order > HALF_YEAR:
        return "at_risk"
    if orders >= LOYAL:
        return "loyal"
    return "new" if orders == 1 else "active"


def _shares(
    weights: Mapping[str, float], products: Mapping[str, Product], name_of: Callable[[Product], str]
) -> tuple[Share, ...]:
    total = sum(weights.values())
    summed: dict[str, float] = defaultdict(float)
    counts: dict[str, int] = defaultdict(int)
    for product_id, weight in weights.items():
        if name := name_of(products[product_id]):
            summed[name] += weight
            counts[name] += 1
    first = sorted(summed, key=lambda name: (-summed[name], name))[:TOLD]
    return tuple(Share(name=n, share=round(summed[n] / total, 3), products=counts[n]) for n in first)


def _price_range(category: str, products: Iterable[Product]) -> PriceRange:
    prices = [float(product.price) for product in products if product.category == category]
    low, middle, high = (Decimal(f"{value:.2f}") for value in np.quantile(prices, (0.25, 0.5, 0.75)))
    return PriceRange(category=category, low=low, middle=middle, high=high)


def _searches(events: Sequence[RecordedBehaviour]) -> tuple[str, ...]:
    """What was searched for last, each once."""
    found = {_plain(one.event.query): one.event.query for one in events if isinstance(one.event, Search)}
    newest = dict.fromkeys(_plain(o.event.query) for o in reversed(events) if isinstance(o.event, Search))
    return tuple(found[plain] for plain in list(newest)[:TOLD] if plain)


def _plain(query: str) -> str:
    return " ".join(query.casefold().split())


def _sizes(events: Iterable[RecordedBehaviour], variant_of: VariantOf) -> tuple[Size, ...]:
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for one in events:
        if isinstance(one.event, Purchase | AddToCart) and one.event.variant_id:
            found = variant_of(one.event.variant_id)
            if found is not None and found[1].size:
                counts[found[0].category, found[1].size] += 1
    first = sorted(counts, key=lambda key: (-counts[key], key))[:TOLD]
    return tuple(Size(category=category, size=size, times=counts[category, size]) for category, size in first)
