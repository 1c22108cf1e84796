"""The catalogue by columns: which of all products fit a wish, or a rule, told at once.

``fitting_variant`` says what fits; the columns say the same of all products (a test holds them against it),
so that only the few that are shown are looked at one by one. What depends on neither price nor stock is made
once for a reading of the catalogue.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Self

import numpy as np

from retrieval.products.filters import made_for, person_suits
from retrieval.products.naming import Naming
from retrieval.products.postings import NOWHERE, Coded, Mask, Places, Postings
from retrieval.products.rules import Selector
from retrieval.products.things import Things
from retrieval.products.values import Numbers, Values
from retrieval.products.variants import Amounts, Variants, highest_amount, lowest_amount
from retrieval.types import Constraints, Product

KINDS = 256
"""Categories and kinds of which the products are remembered: those that are asked for most."""


class Columns:
    """The columns of products; ``place_of`` tells the place of an id. Immutable."""

    def __init__(self, products: Sequence[Product], place_of: Mapping[str, int]) -> None:
        self.size, self._products = len(products), products
        self._place_of = place_of
        self.categories = Coded(product.category for product in products)
        self.naming = Naming(products, self.categories)
        self._brands = Coded(product.brand for product in products)
        self._persons = Coded(map(made_for, products))
        self._published = np.fromiter((product.published for product in products), bool, self.size)
        self.days = np.fromiter(map(day_of, products), np.float64, self.size)
        self._things = lru_cache(KINDS)(self._of_kinds)
        self._tags = Postings(product.tags for product in products)
        self._attributes = _attributes(products)
        self._variants = Variants(products)

    def with_changed(self, changed: Mapping[str, Product]) -> Self:
        """The same with other prices and stock of some products, by id: all else as before."""
        if not changed:
            return self
        other = copy.copy(self)
        other._variants = self._variants.with_changed({self._place_of[i]: p for i, p in changed.items()})
        return other

    def mask(self, wish: Constraints) -> Mask:
        """Which products have a variant in stock that fits (``filters.fitting_variant``), shape (n,)."""
        return self._variants.fitting(wish, self._published & self.suiting(wish))

    def cheapest(self, wish: Constraints, places: Places) -> Amounts:
        """See ``Variants.cheapest``."""
        return self._variants.cheapest(wish, places)

    def suiting(self, wish: Constraints) -> Mask:
        """See ``filters.product_fits``; shape (n,)."""
        found = self.meant(wish)
        if wish.brands or wish.unwanted_brands:
            found &= self._brands.where(
                lambda brand: (not wish.brands or brand in wish.brands) and brand not in wish.unwanted_brands
            )
        if wish.unwanted_categories:
            found &= self.categories.where(lambda category: category not in wish.unwanted_categories)
        if wish.person:
            found &= self.made_for(wish.person)
        for name, condition in wish.wanted.items():
            found &= self._holding(name, condition)
        for name, condition in wish.unwanted.items():
            found &= ~self._holding(name, condition)
        for word in wish.having:
            found &= self.naming.mentioned(word)
        for word in wish.without:
            found &= ~self.naming.mentioned(word)
        for kind in wish.unwanted_kinds:
            found &= ~self.naming.called(kind)
        found[self.places(wish.dismissed)] = False
        return found

    def meant(self, wish: Constraints) -> Mask:
        """Products of the wish's categories and kinds, whatever else it says, shape (n,)."""
        found = np.ones(self.size, bool)
        if wish.categories:
            found &= self.categories.where(lambda category: category in wish.categories)
        if wish.kinds:
            found &= np.logical_or.reduce([self.naming.kind(kind) for kind in wish.kinds])
        return found

    def with_categories(self, wish: Constraints) -> Things:
        """See ``filters.with_categories``; of products as they were when the columns were made."""
        return self._things(wish.categories, wish.kinds)

    def _of_kinds(self, categories: tuple[str, ...], kinds: tuple[str, ...]) -> Things:
        places = np.flatnonzero(self._published & self.meant(Constraints(categories=categories, kinds=kinds)))
        return Things(self._products[place] for place in places.tolist())

    def made_for(self, person: str) -> Mask:
        """See ``filters.person_fits``; shape (n,)."""
        return self._persons.where(lambda made: person_suits(made, person))

    def made_only_for(self, person: str) -> Mask:
        """Where ``filters.made_for`` is that very person, shape (n,)."""
        return self._persons.where(lambda made: made == person)

    def magnitudes(self, attribute: str) -> Numbers:
        """What products are ordered by, shape (n,), infinity where they say nothing of it."""
        values = self._attributes.get(attribute)
        return np.full(self.size, np.inf) if values is None else values.magnitudes(self.size)

    def named_by(self, which: Selector, margins: Numbers) -> Mask:
        """See ``Selector.matches``; ``margins`` (n,) are NaN where nobody knows them. Shape (n,)."""
        found = np.ones(self.size, bool)
        if which.products:
            found &= self._at(self.places(which.products))
        if which.categories:
            found &= self.categories.where(lambda category: category in which.categories)
        if which.brands:
            found &= self._brands.where(lambda brand: brand in which.brands)
        if which.tags:
            found &= self._tags.mask(*which.tags)
        for name, condition in which.attributes.items():
            found &= self._holding(name, condition)
        if which.price_above is not None:
            found &= self._variants.price > highest_amount(which.price_above)
        if which.price_below is not None:
            found &= self._variants.price < lowest_amount(which.price_below)
        if which.stock_above is not None:
            found &= self._variants.pieces > which.stock_above
        if which.stock_below is not None:
            found &= self._variants.pieces < which.stock_below
        if which.margin_above is not None:
            found &= margins > which.margin_above
        if which.margin_below is not None:
            found &= margins < which.margin_below
        return found

    def places(self, ids: Collection[str]) -> Places:
        """The places of those ids that there are."""
        found = (place for i in ids if (place := self._place_of.get(i)) is not None)
        return np.fromiter(found, np.int32) if ids else NOWHERE

    def _holding(self, name: str, condition: str) -> Mask:
        values = self._attributes.get(name)
        return self._at(NOWHERE if values is None else values.holding(condition))

    def _at(self, places: Places) -> Mask:
        found = np.zeros(self.size, bool)
        found[places] = True
        return found


def day_of(product: Product) -> float:
    """The day from which on the shop has it, as a number; -infinity where nobody knows."""
    return float(date.fromisoformat(product.since).toordinal()) if product.since else -np.inf


def _attributes(products: Sequence[Product]) -> dict[str, Values]:
    """What products state (``filters.stated``), by attribute."""
    places: dict[str, list[int]] = defaultdict(list)
    given: dict[str, list[str]] = defaultdict(list)
    names = {name.lower(): name for product in products for name in product.attributes}
    for place, product in enumerate(products):
        tagged = {names[tag.lower()]: "yes" for tag in product.tags if tag.lower() in names}
        for name, value in (tagged | product.attributes).items():
            places[name].append(place)
            given[name].append(value)
    coded = {name: Coded(values) for name, values in given.items()}
    return {
        name: Values(np.asarray(places[name], np.int32), one.codes, one.distinct)
        for name, one in coded.items()
    }
