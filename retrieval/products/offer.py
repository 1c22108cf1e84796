"""What may be shown now: one reading of the catalogue under the shop's rules of this moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from retrieval.products.catalogue import Catalogue
from retrieval.products.columns import Columns
from retrieval.products.postings import Mask, Places
from retrieval.products.rules import Rule, Rules, moved_by, with_pinned
from retrieval.products.values import Numbers
from retrieval.types import Constraints, Product

Scores = npt.NDArray[np.float32]


class Offer:
    """One reading of the catalogue with the rules in force: places are those of its products, shape (n,).

    Who asks for several things of one request asks one offer: another reading may have other places. What a
    rule names is looked up once for an offer; the margins are those of the offer ``before``, if they and the
    places are still the same. Safe for threads.
    """

    def __init__(
        self, catalogue: Catalogue, columns: Columns, rules: Rules, before: Offer | None = None
    ) -> None:
        self.catalogue, self.columns, self.rules = catalogue, columns, rules
        self.products: Sequence[Product] = catalogue.products
        self._named: dict[int, Mask] = {}
        self._lifts: dict[tuple[int, ...], Scores] = {}
        self._margins: Numbers = self._margins_after(before)

    def place_of(self, product_id: str) -> int | None:
        """The place of a product, published or not; None for an unknown id."""
        return self.catalogue.place_of(product_id)

    def mask(self, wish: Constraints, exclude: Collection[str] = ()) -> Mask:
        """Which products have a variant in stock that fits the wish and are neither blocked nor among
        ``exclude`` (ids), shape (n,). As ``fitting_variant``, it does not look at ``wish.wearers``."""
        return self.without(self.columns.mask(wish), exclude)

    def without(self, fitting: Mask, exclude: Collection[str]) -> Mask:
        """The fitting products that are neither blocked nor excluded, shape (n,)."""
        found = fitting & ~self.blocked
        found[self.columns.places(exclude)] = False
        return found

    @cached_property
    def blocked(self) -> Mask:
        """Products that the rules block, shape (n,)."""
        found = np.zeros(len(self.products), bool)
        for rule in self.rules.counting("block"):
            found |= self._names(rule)
        return found

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Their ids."""
        return frozenset(self.products[place].product_id for place in np.flatnonzero(self.blocked).tolist())

    def moved(self, places: Places, scores: Scores, categories: Sequence[str]) -> Scores:
        """See ``Rules.moved``, for a list of the products at ``places``."""
        lifts = self._lifts_for(categories)
        return scores if lifts is None else moved_by(lifts[places], scores)

    def pinned(self, places: Places, categories: Sequence[str]) -> dict[int, int]:
        """See ``Rules.pinned``, in a list of the products at ``places``: from place in the list to number in
        ``places``."""
        return self.rules.pinned(categories, lambda rule: np.flatnonzero(self._names(rule)[places]))

    def with_pins(self, order: Sequence[int], places: Places, categories: Sequence[str]) -> list[int]:
        """See ``Rules.with_pins``, for an order of numbers in ``places``."""
        pinned = self.pinned(places, categories)
        own = set(pinned.values())
        return with_pinned([number for number in order if number not in own], pinned)

    def _lifts_for(self, categories: Sequence[str]) -> Scores | None:
        """Of all products, shape (n,); None where nothing is moved."""
        moving = [rule for effect in ("boost", "bury") for rule in self.rules.counting(effect, categories)]
        key = tuple(map(id, moving))
        if moving and key not in self._lifts:
            self._lifts[key] = self.rules.lifts(
                len(self.products), categories, lambda rule: np.flatnonzero(self._names(rule))
            )
        return self._lifts[key] if moving else None

    def _names(self, rule: Rule) -> Mask:
        found = self._named.get(id(rule))
        if found is None:
            found = self._named[id(rule)] = self.columns.named_by(rule.which, self._margins)
        return found

    def _margins_after(self, before: Offer | None) -> Numbers:
        margins, places = self.rules.margins, self.catalogue.places
        known = before if before is not None and before.rules.margins is margins else None
        if known is not None and known.catalogue.places is places:
            return known._margins
        if not margins:
            return np.full(len(self.products), np.nan)
        return np.asarray([margins.get(product.product_id, np.nan) for product in self.products])
