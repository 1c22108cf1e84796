"""Follow-ups: a new message against the wish before it ("cheaper", "in blue", "also waterproof", "for kids")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from retrieval.products.filters import is_kind
from retrieval.products.lexicon import Praise
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


def refine(
    parser: WishParser, text: str, previous: Constraints | None, shown: Sequence[Product]
) -> Constraints:
    """The wish after this message. ``shown`` are the products that "cheaper" is measured against.

    A message about other things (another shelf or kind) begins a new wish and keeps only the person.
    """
    wish = parser.parse(text)
    if previous is not None:
        if _another_thing(wish, previous, shown):
            wish = replace(wish, person=wish.person or previous.person)
        else:
            wish = merge(replace(previous, **_cleared(text)), wish)
    praise = parser.comparative(text)
    return _more(wish, praise, parser.sort_key(praise, shown), shown) if praise and shown else wish


def merge(previous: Constraints, wish: Constraints) -> Constraints:
    """The later word wins; what it does not touch stays. What is asked for now is no longer unwanted."""
    return Constraints(
        text=" ".join(dict.fromkeys(part for part in (previous.text, wish.text) if part)),
        categories=wish.categories or ((previous.categories) if not wish.kinds else ()),
        kinds=wish.kinds or (() if wish.categories else previous.kinds),
        price_min=wish.price_min if _prices(wish) else previous.price_min,
        price_max=wish.price_max if _prices(wish) else previous.price_max,
        colours=wish.colours or tuple(c for c in previous.colours if c not in wish.unwanted_colours),
        unwanted_colours=_kept(previous.unwanted_colours, wish.unwanted_colours, wish.colours),
        sizes=wish.sizes or previous.sizes,
        brands=wish.brands or tuple(b for b in previous.brands if b not in wish.unwanted_brands),
        unwanted_brands=_kept(previous.unwanted_brands, wish.unwanted_brands, wish.brands),
        person=wish.person or previous.person,
        having=_kept(previous.having, wish.having, wish.without),
        without=_kept(previous.without, wish.without, wish.having),
        wanted={**{n: c for n, c in previous.wanted.items() if n not in wish.unwanted}, **wish.wanted},
        unwanted={**{n: c for n, c in previous.unwanted.items() if n not in wish.wanted}, **wish.unwanted},
        sort=wish.sort or previous.sort,
    )


def _kept(before: tuple[str, ...], now: tuple[str, ...], opposite: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(word for word in before if word not in opposite), *now]))


def _prices(wish: Constraints) -> bool:
    return wish.price_min is not None or wish.price_max is not None


def _cleared(text: str) -> dict[str, Any]:
    return {field: value for name in cleared(text) for field, value in CLEARS[name].items()}


def _another_thing(wish: Constraints, previous: Constraints, shown: Sequence[Product]) -> bool:
    """Whether other things are meant: neither the same shelf or kind, nor one among what was shown."""
    if not wish.categories and not wish.kinds:
        return False
    if set(wish.categories) & set(previous.categories) or set(wish.kinds) & set(previous.kinds):
        return False
    if any(product.category in previous.categories for product in shown):
        return not any(is_kind(product, kind) for product in shown for kind in wish.kinds)
    return True


def _more(wish: Constraints, praise: Praise, order: str, shown: Sequence[Product]) -> Constraints:
    """Better than all that was shown, in the order of the praise."""
    del praise
    if order == "price":
        return replace(wish, price_max=min(p.price for p in shown) - CENT, price_min=None, sort=order)
    if order == "-price":
        return replace(wish, price_min=max(p.price for p in shown) + CENT, price_max=None, sort=order)
    name = order.removeprefix("-")
    quantities = [q for p in shown if (q := read_quantity(p.attributes.get(name, ""))) is not None]
    if not quantities:
        return replace(wish, sort=order or wish.sort)
    if order.startswith("-"):
        bound = max(q.low for q in quantities)
        condition = f">= {bound + abs(bound) * 0.001:.5g} {quantities[0].unit}"
    else:
        bound = min(q.low for q in quantities)
        condition = f"<= {bound - abs(bound) * 0.001:.5g} {quantities[0].unit}"
    return replace(wish, wanted={**wish.wanted, name: condition.strip()}, sort=order)
