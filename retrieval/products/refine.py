"""Follow-ups: a message against the wish before it ("cheaper", "in blue", "also waterproof", "for kids")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import Any

import msgspec
from msgspec.structs import replace

from retrieval.products.filters import is_kind
from retrieval.products.quantities import read_quantity
from retrieval.products.wishes import WishParser, cleared
from retrieval.types import Constraints, Product

CENT = Decimal("0.01")
CLEARS: dict[str, dict[str, Any]] = {
    "price": {"price_min": None, "price_max": None},
    "colour": {"colours": (), "unwanted_colours": ()},
    "brand": {"brands": (), "unwanted_brands": ()},
    "size": {"sizes": ()},
}
_FRESH = re.compile(
    r"\b(?:present|gift|birthday|i'?m looking for|i am looking for|i need|we need|recommend\w*"
    r"|suggest\w*|help me (?:find|choose)"
    r"|what do i need|do you (?:have|sell))\b",
    re.IGNORECASE,
)


class Refined(msgspec.Struct, frozen=True, kw_only=True):
    """A wish after a message. ``bounded`` are the same wish, better than what was shown in the order asked
    for ("cheaper"): first than the best of it, then than the middle; () where nothing was compared."""

    wish: Constraints
    bounded: tuple[Constraints, ...] = ()


def refine(parser: WishParser, text: str, previous: Constraints | None, shown: Sequence[Product]) -> Refined:
    """The wish after this message; ``shown`` are the products that "cheaper" is measured against.

    A message about other things (another shelf or kind, a present) begins a new wish; only "for women" and
    the like are kept, unless the message says for whom it is.
    """
    wish = parser.parse(text)
    if previous is not None:
        if _another_thing(text, wish, previous, shown):
            kept = previous.person if parser.fits_persons(wish) and not _FRESH.search(text) else ""
            wish = replace(wish, person=wish.person or kept)
        else:
            wish = merge(replace(previous, **_cleared(text)), wish)
    praise = parser.comparative(text)
    order = parser.sort_key(praise, shown) if praise and shown else ""
    if not order:
        return Refined(wish=wish)
    wish = replace(wish, sort=order)
    return Refined(wish=wish, bounded=tuple(_bounded(wish, order, shown)))


def merge(previous: Constraints, wish: Constraints) -> Constraints:
    """The later word wins; what it does not touch stays. What is asked for now is no longer unwanted."""
    priced = wish.price_min is not None or wish.price_max is not None
    same_person = not wish.person or wish.person == previous.person
    return Constraints(
        text=" ".join(dict.fromkeys(part for part in (previous.text, wish.text) if part)),
        categories=wish.categories or (previous.categories if not wish.kinds else ()),
        kinds=wish.kinds or (() if wish.categories else previous.kinds),
        price_min=wish.price_min if priced else previous.price_min,
        price_max=wish.price_max if priced else previous.price_max,
        colours=wish.colours or tuple(c for c in previous.colours if c not in wish.unwanted_colours),
        unwanted_colours=_kept(previous.unwanted_colours, wish.unwanted_colours, wish.colours),
        sizes=wish.sizes or (previous.sizes if same_person else ()),
        brands=wish.brands or tuple(b for b in previous.brands if b not in wish.unwanted_brands),
        unwanted_brands=_kept(previous.unwanted_brands, wish.unwanted_brands, wish.brands),
        person=wish.person or previous.person,
        having=_kept(previous.having, wish.having, wish.without),
        without=_kept(previous.without, wish.without, wish.having),
        wanted={**{n: c for n, c in previous.wanted.items() if n not in wish.unwanted}, **wish.wanted},
        unwanted={**{n: c for n, c in previous.unwanted.items() if n not in wish.wanted}, **wish.unwanted},
        sort=wish.sort or previous.sort,
        asked=_kept(previous.asked, wish.asked, ()),
    )


def _kept(before: tuple[str, ...], now: tuple[str, ...], opposite: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(word for word in before if word not in opposite), *now]))


def _cleared(text: str) -> dict[str, Any]:
    return {field: value for name in cleared(text) for field, value in CLEARS[name].items()}


def _another_thing(text: str, wish: Constraints, previous: Constraints, shown: Sequence[Product]) -> bool:
    """Whether other things are meant: neither the same shelf or kind, nor one among what was shown."""
    if not wish.categories and not wish.kinds:
        return bool(_FRESH.search(text))
    if set(wish.categories) & set(previous.categories) or set(wish.kinds) & set(previous.kinds):
        return False
    if any(product.category in previous.categories for product in shown):
        return not any(is_kind(product, kind) for product in shown for kind in wish.kinds)
    return True


def _bounded(wish: Constraints, order: str, shown: Sequence[Product]) -> list[Constraints]:
    """The wish with a bound at the best that was shown, then at the middle of it."""
    name, downwards = order.removeprefix("-"), not order.startswith("-")
    if name == "price":
        prices = [product.price for product in shown]
        bounds = ((min if downwards else max)(prices), median(prices))
        return [_priced(wish, Decimal(bound), downwards) for bound in dict.fromkeys(bounds)]
    quantities = [q for p in shown if (q := read_quantity(p.attributes.get(name, ""))) is not None]
    if not quantities:
        return [wish]
    lows = [quantity.low for quantity in quantities]
    bounds_of = dict.fromkeys(((min if downwards else max)(lows), median(lows)))
    return [
        replace(wish, wanted={**wish.wanted, name: _beyond(bound, quantities[0].unit, downwards)})
        for bound in bounds_of
    ]


def _priced(wish: Constraints, bound: Decimal, downwards: bool) -> Constraints:
    """Below the bound, and within the budget; or above it."""
    if downwards:
        limit = bound - CENT
        return replace(wish, price_max=limit if wish.price_max is None else min(limit, wish.price_max))
    return replace(wish, price_min=bound + CENT)


def _beyond(bound: float, unit: str, downwards: bool) -> str:
    step = max(abs(bound) * 1e-4, 1e-6)
    return f"{'<=' if downwards else '>='} {bound - step if downwards else bound + step:.8g} {unit}".strip()
