"""The shop owner's rules (rules.yml): what is pinned, boosted, buried or blocked, where and when.

    - block: {brands: [Halde]}
    - boost: {tags: [winter], stock_above: 20}
      by: 1.5
      from: 2026-11-01
      until: 2027-01-31
    - pin: {products: [P0017]}
      at: 1
      lists_of: [tents]
      note: new in the season

A selector names products by all of its keys together, and by any value of one key. A rule never shows what a
shopper ruled out: pinned and boosted products still fit the wish, its budget and the stock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, get_args

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.products.conditions import holds
from retrieval.products.filters import stated
from retrieval.types import Product

Effect = Literal["pin", "boost", "bury", "block"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
FIRST, LAST = date.min, date.max
_SIGNS: dict[Effect, float] = {"boost": 1.0, "bury": -1.0}


class Selector(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which products. ``attributes``: a name to a condition (products/conditions.py). Prices in the shop's
    currency, of the cheapest variant that can be bought; stock in pieces, over all variants; ``margin_above``
    a share of the price."""

    products: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    attributes: dict[str, str] = {}
    price_above: Decimal | None = None
    price_below: Decimal | None = None
    stock_above: int | None = None
    stock_below: int | None = None
    margin_above: float | None = None
    margin_below: float | None = None

    @property
    def empty(self) -> bool:
        """Whether it names nothing, which would be every product."""
        return self == Selector()

    @property
    def needs_margins(self) -> bool:
        """Whether it asks for margins."""
        return self.margin_above is not None or self.margin_below is not None

    def matches(self, product: Product, margin: float | None = None) -> bool:
        """Whether it names the product, whose ``margin`` is None where nobody knows it."""
        return (
            (not self.products or product.product_id in self.products)
            and (not self.categories or product.category in self.categories)
            and (not self.brands or product.brand in self.brands)
            and (not self.tags or not set(self.tags).isdisjoint(product.tags))
            and all(holds(stated(product, name), wanted) for name, wanted in self.attributes.items())
            and _between(product.price, self.price_above, self.price_below)
            and _between(sum(v.stock for v in product.variants), self.stock_above, self.stock_below)
            and (not self.needs_margins or _between(margin, self.margin_above, self.margin_below))
        )


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, in force on the days ``first`` to ``last``. ``by``: how far a boost or a burial moves a
    product, in standard deviations of the scores in its list; ``at``: the place of a pin, from 1;
    ``lists_of``: only in lists of these categories."""

    effect: Effect
    which: Selector
    by: float = 1.0
    at: int = 1
    lists_of: tuple[str, ...] = ()
    first: date = FIRST
    last: date = LAST
    note: str = ""

    def in_force(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.first <= day <= self.last

    def concerns(self, categories: Sequence[str]) -> bool:
        """Whether it counts in a list for a wish of these categories."""
        return not self.lists_of or not set(self.lists_of).isdisjoint(categories)


Select = Callable[[Rule], npt.NDArray[np.intp]]
"""The places of the products that a rule names, ascending."""


class RulesError(ValueError):
    """A rule that cannot be read. ``str`` names it by its number in the file, and says what was expected."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """All rules of a shop as they are on a ``day``. ``margins``: shares of the price by product id, where the
    shop gives them."""

    rules: tuple[Rule, ...] = ()
    margins: dict[str, float] = {}
    day: date = FIRST

    def selected(self, rule: Rule, products: Sequence[Product]) -> list[int]:
        """Places of the products that a rule names."""
        return [
            place
            for place, product in enumerate(products)
            if rule.which.matches(product, self.margins.get(product.product_id))
        ]

    def blocked(self, products: Sequence[Product]) -> frozenset[str]:
        """Ids of products that are never shown."""
        return frozenset(
            products[place].product_id
            for rule in self.counting("block")
            for place in self.selected(rule, products)
        )

    def moved(
        self, products: Sequence[Product], scores: npt.NDArray[np.float32], categories: Sequence[str]
    ) -> npt.NDArray[np.float32]:
        """Scores (products,) of a list for ``categories``, with what is boosted and buried moved."""
        return moved_by(self.lifts(len(products), categories, self._among(products)), scores)

    def lifts(self, size: int, categories: Sequence[str], select: Select) -> npt.NDArray[np.float32]:
        """How far each of ``size`` products is moved in a list for ``categories``, in standard deviations of
        its scores; ``select`` gives the places of the products that a rule names."""
        lifts = np.zeros(size, np.float32)
        for effect, sign in _SIGNS.items():
            for rule in self.counting(effect, categories):
                lifts[select(rule)] += sign * rule.by
        return lifts

    def with_pins(
        self, order: Sequence[int], products: Sequence[Product], categories: Sequence[str]
    ) -> list[int]:
        """An order of places in ``products`` with those that are pinned at the places of their rules, first
        rules first. Products of one rule follow each other."""
        pinned = self.pinned(categories, self._among(products))
        own = set(pinned.values())
        return with_pinned([place for place in order if place not in own], pinned)

    def pinned(self, categories: Sequence[str], select: Select) -> dict[int, int]:
        """What is pinned in a list for ``categories``: the place in the list, from 0, to that of the product,
        as ``select`` gives it."""
        pinned: dict[int, int] = {}
        own: set[int] = set()
        for rule in self.counting("pin", categories):
            at = rule.at - 1
            for place in select(rule).tolist():
                if place not in own:
                    while at in pinned:
                        at += 1
                    pinned[at] = place
                    own.add(place)
        return pinned

    def pinned_ids(self, products: Sequence[Product], categories: Sequence[str]) -> frozenset[str]:
        """Ids of those that stand at the place of a rule in a list for ``categories``."""
        pinned = self.pinned(categories, self._among(products))
        return frozenset(products[place].product_id for place in pinned.values())

    def counting(self, effect: Effect, categories: Sequence[str] | None = None) -> Iterator[Rule]:
        """The rules of an effect that count today, in lists for ``categories``; without these, in any."""
        for rule in self.rules:
            here = categories is None or rule.concerns(categories)
            if rule.effect == effect and rule.in_force(self.day) and here:
                yield rule

    def _among(self, products: Sequence[Product]) -> Select:
        return lambda rule: np.asarray(self.selected(rule, products), np.intp)


def moved_by(lifts: npt.NDArray[np.float32], scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Scores of a list, each moved by so many of their standard deviations; shapes (n,)."""
    spread = float(scores.std()) if len(scores) else 0.0
    return scores + (spread or 1.0) * lifts


def with_pinned(order: Sequence[int], pinned: Mapping[int, int]) -> list[int]:
    """An order without what is pinned, with it; see ``Rules.pinned``."""
    arranged = list(order)
    for at in sorted(pinned):
        arranged.insert(at, pinned[at])
    return arranged


NO_RULES = Rules()


def read_rules(entries: Any) -> tuple[Rule, ...]:
    """Rules of what stands in the file: a list, or a mapping whose key ``rules`` holds it.

    Raises: RulesError.
    """
    if isinstance(entries, dict):
        entries = entries.get("rules")
    if entries is None:
        return ()
    if not isinstance(entries, list):
        raise RulesError(f"a list of rules was expected, each with one of {', '.join(EFFECTS)}")
    return tuple(_rule(number, entry) for number, entry in enumerate(entries, start=1))


_KEYS: dict[str, Callable[[Any], Any]] = {
    "by": lambda value: msgspec.convert(value, float),
    "at": lambda value: msgspec.convert(value, int),
    "lists_of": lambda value: msgspec.convert(value, tuple[str, ...]),
    "from": lambda value: msgspec.convert(str(value), date),
    "until": lambda value: msgspec.convert(str(value), date),
    "note": str,
}
_FIELDS = {"from": "first", "until": "last"}


def _rule(number: int, entry: Any) -> Rule:
    effects = [effect for effect in EFFECTS if isinstance(entry, dict) and effect in entry]
    if len(effects) != 1:
        raise RulesError(f"rule {number} needs one of {', '.join(EFFECTS)}, with the products that it names")
    if unknown := sorted(set(entry) - set(effects) - set(_KEYS), key=str):
        raise RulesError(f"rule {number}: {unknown[0]!r} is none of {', '.join(_KEYS)}")
    try:
        which = msgspec.convert(entry[effects[0]], Selector, strict=False)
        own = {
            _FIELDS.get(key, key): read(entry[key])
            for key, read in _KEYS.items()
            if entry.get(key) is not None
        }
        rule = Rule(effect=effects[0], which=which, **own)
    except msgspec.ValidationError as error:
        raise RulesError(f"rule {number}: {error}") from error
    if which.empty:
        raise RulesError(f"rule {number} names no products: {effects[0]} what?")
    if rule.by <= 0 or rule.at < 1 or rule.first > rule.last:
        raise RulesError(f"rule {number}: by must be above 0, at 1 or more, and from not after until")
    return rule


def _between(value: Any, above: Any, below: Any) -> bool:
    return value is not None and (above is None or value > above) and (below is None or value < below)
