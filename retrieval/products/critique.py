"""Comparatives against products: "cheaper", "a bit bigger", "lighter and cheaper than the Fernwander"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from statistics import median
from typing import Any, NamedTuple

from msgspec.structs import replace

from retrieval.products.praise import Comparatives, sort_key
from retrieval.products.quantities import read_quantity
from retrieval.products.things import Things
from retrieval.types import Constraints, Product

CENT = Decimal("0.01")
Pick = Callable[[list[Any]], Any]
JUST_ABOVE = 1.001
A_LITTLE_MORE = 1.6
"""How far "a bit bigger" reaches, as a multiple of what it is measured against."""


class Critique(NamedTuple):
    """A wish as it is sorted, the same wish better than what was shown, first than the best of it, then than
    the middle, and the ``order`` that was asked for: "a bit cheaper" sorts the other way."""

    wish: Constraints
    bounded: tuple[Constraints, ...]
    order: str


def criticise(
    wish: Constraints, said: Constraints, asked: Comparatives, shown: Sequence[Product]
) -> Critique | None:
    """What comparatives ask of the products that they are measured against; None where they ask nothing.

    ``said`` is what the message says by itself: "lighter, at most 1.2 kg" and "a bit less, 55 at most" name
    the bound themselves. A bound takes the place of an older one on the same attribute.
    """
    orders = [order for praise in asked.praises if (order := sort_key(praise, Things(shown)))]
    if not orders:
        return None
    first = orders[0] if not asked.little else _opposite(orders[0])
    free = [order for order in orders if not _has_own_bound(said, order)]
    wanted = {n: c for n, c in wish.wanted.items() if n not in {order.removeprefix("-") for order in free}}
    ordered = replace(wish, sort=first if free else orders[0], wanted=wanted)
    if not free:
        return Critique(ordered, (), orders[0])
    against = (
        [[product] for product in shown] if asked.each and len(shown) == len(free) else [shown] * len(free)
    )
    bounded = _bounded(ordered, list(zip(free, against, strict=True)), asked.little)
    return Critique(ordered, tuple(bounded), orders[0])


def _has_own_bound(said: Constraints, order: str) -> bool:
    if order.removeprefix("-") == "price":
        return said.price_max is not None or said.price_min is not None
    return order.removeprefix("-") in said.wanted


def _opposite(order: str) -> str:
    """Only a little more: the nearest first."""
    return order[1:] if order.startswith("-") else f"-{order}"


def _bounded(
    wish: Constraints, orders: Sequence[tuple[str, Sequence[Product]]], little: bool
) -> list[Constraints]:
    """``orders`` with the products that each is measured against; what is cheaper is so than all of them, a
    ``little`` cheaper than most."""
    best, middle = wish, wish
    for order, shown in orders:
        best = _beyond(best, order, shown, (min, max), little)
        middle = _beyond(middle, order, shown, (median, median), little)
    by_price = any(order.removeprefix("-") == "price" for order, _ in orders)
    return [best] if (by_price and not little) or best == middle else [best, middle]


def _beyond(
    wish: Constraints, order: str, shown: Sequence[Product], picks: tuple[Pick, Pick], little: bool
) -> Constraints:
    """Better in this order than one value of the products shown: the lowest or the highest of them."""
    name, downwards = order.removeprefix("-"), not order.startswith("-")
    pick = picks[0] if downwards else picks[1]
    if name == "price":
        return _priced(wish, Decimal(pick([product.price for product in shown])), downwards)
    quantities = [q for p in shown if (q := read_quantity(p.attributes.get(name, ""))) is not None]
    if not quantities:
        return wish
    bound, unit = pick([quantity.low for quantity in quantities]), quantities[0].unit
    condition = f"{'<' if downwards else '>'} {bound:.6g} {unit}".strip()
    if little and not downwards and bound > 0 and unit:
        condition = f"{bound * JUST_ABOVE:.6g} {unit} .. {bound * A_LITTLE_MORE:.6g} {unit}"
    return replace(wish, wanted={**wish.wanted, name: condition})


def _priced(wish: Constraints, bound: Decimal, downwards: bool) -> Constraints:
    """Below the bound, and within the budget; or above it."""
    if downwards:
        limit = bound - CENT
        return replace(wish, price_max=limit if wish.price_max is None else min(limit, wish.price_max))
    return replace(wish, price_min=bound + CENT)
