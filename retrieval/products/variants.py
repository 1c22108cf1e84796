"""Prices and stock of all variants as columns: what can be bought now, in which colour, size and price."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Self

import numpy as np
import numpy.typing as npt

from retrieval.products.filters import is_reduced, size_fits
from retrieval.products.postings import Coded, Mask, Places
from retrieval.types import Constraints, Product, Variant

Amounts = npt.NDArray[np.int64]

DECIMALS = 11
"""Of a price that are told apart; with the largest price that a catalogue may hold they fit 64 bits."""
LARGEST, NO_PRICE = int(np.iinfo(np.int64).max // 2), int(np.iinfo(np.int64).max)
_LARGEST = Decimal(LARGEST).scaleb(-DECIMALS)
MOST_PIECES = 1 << 40
WIDE = 1 / 4
"""Share of the products from which on reading all variants is faster than picking theirs."""


class Variants:
    """The variants of products in order, shape (v,), those of one product side by side. Immutable.

    By product, shape (n,): ``lowest`` and ``highest`` price of what is in stock (``NO_PRICE`` and -1 where
    nothing is), ``price`` as ``Product.price`` has it, ``pieces`` in stock over all variants.
    """

    def __init__(self, products: Sequence[Product]) -> None:
        every = [variant for product in products for variant in product.variants]
        counts = np.fromiter((len(product.variants) for product in products), np.int64, len(products))
        self._ends = np.cumsum(counts)
        self._starts = self._ends - counts
        self._owner: Places = np.repeat(np.arange(len(products), dtype=np.int32), counts)
        self._colours, self._sizes = Coded(v.colour for v in every), Coded(v.size for v in every)
        self._amounts, self._stock, self._reduced = _figures(every)
        self.lowest, self.highest, self.price, self.pieces = self._summed()

    def with_changed(self, changed: Mapping[int, Product]) -> Self:
        """The same with other prices and stock of products, by place."""
        other = copy.copy(self)
        rows = [row for place in changed for row in range(self._starts[place], self._ends[place])]
        figures = _figures([variant for product in changed.values() for variant in product.variants])
        other._amounts, other._stock = self._amounts.copy(), self._stock.copy()
        other._reduced = self._reduced.copy()
        other._amounts[rows], other._stock[rows], other._reduced[rows] = figures
        other.lowest, other.highest, other.price, other.pieces = other._summed()
        return other

    def fitting(self, wish: Constraints, among: Mask) -> Mask:
        """The products ``among`` those with a variant in stock that fits; see ``filters.variant_fits``."""
        low, high = lowest_amount(wish.price_min), highest_amount(wish.price_max)
        found = among & (self.lowest <= high) & (self.highest >= low)
        if not self._needs_rows(wish):
            return found
        rows = self._rows_of(found)
        owner = self._owner[rows][self._fit(wish, rows)]
        fits = np.zeros(len(found), bool)
        fits[owner] = True
        return fits & found

    def cheapest(self, wish: Constraints, places: Places) -> Amounts:
        """The lowest price of a fitting variant in stock of each product, shape (places,); ``NO_PRICE`` where
        there is none."""
        if not len(places):
            return np.empty(0, np.int64)
        rows = self._picked(places)
        amounts = np.where(self._fit(wish, rows), self._amounts[rows], NO_PRICE)
        counts = self._ends[places] - self._starts[places]
        lowest: Amounts = np.minimum.reduceat(amounts, np.cumsum(counts) - counts)  # (rows,) -> (places,)
        return lowest

    def _needs_rows(self, wish: Constraints) -> bool:
        """Whether the lowest and the highest price do not tell."""
        both = wish.price_min is not None and wish.price_max is not None
        return both or bool(wish.colours or wish.unwanted_colours or wish.sizes or wish.reduced)

    def _rows_of(self, among: Mask) -> Amounts | slice:
        if np.count_nonzero(among) >= WIDE * len(among):
            return slice(None)
        return self._picked(np.flatnonzero(among).astype(np.int32))

    def _picked(self, places: Places) -> Amounts:
        """The rows of products, in their order."""
        starts = self._starts[places]
        counts = self._ends[places] - starts
        before = np.cumsum(counts) - counts
        return np.repeat(starts - before, counts) + np.arange(counts.sum())

    def _fit(self, wish: Constraints, rows: Amounts | slice) -> Mask:
        fits = self._stock[rows] > 0
        if wish.reduced:
            fits &= self._reduced[rows]
        if wish.price_min is not None:
            fits &= self._amounts[rows] >= lowest_amount(wish.price_min)
        if wish.price_max is not None:
            fits &= self._amounts[rows] <= highest_amount(wish.price_max)
        if wish.colours or wish.unwanted_colours:
            fits &= self._colours.table(
                lambda colour: (
                    (not wish.colours or colour in wish.colours) and colour not in wish.unwanted_colours
                )
            )[self._colours.codes[rows]]
        if wish.sizes:
            fits &= self._sizes.table(
                lambda size: not size or any(size_fits(size, wanted) for wanted in wish.sizes)
            )[self._sizes.codes[rows]]
        return fits

    def _summed(self) -> tuple[Amounts, Amounts, Amounts, Amounts]:
        if not len(self._starts):
            return (np.empty(0, np.int64),) * 4
        there, starts = self._stock > 0, self._starts
        lowest = np.minimum.reduceat(np.where(there, self._amounts, NO_PRICE), starts)
        highest = np.maximum.reduceat(np.where(there, self._amounts, -1), starts)
        price = np.where(lowest < NO_PRICE, lowest, np.minimum.reduceat(self._amounts, starts))
        return lowest, highest, price, np.add.reduceat(self._stock, starts)


def lowest_amount(price: Decimal | None) -> int:
    """The least amount that is no less than a price; below all for None."""
    if price is None:
        return -1
    return LARGEST if price >= _LARGEST else max(0, _amount(price, ROUND_CEILING))


def highest_amount(price: Decimal | None) -> int:
    """The greatest amount that is no more than a price; above all that there are for None."""
    if price is None:
        return NO_PRICE - 1
    return LARGEST if price >= _LARGEST else max(-1, _amount(price, ROUND_FLOOR))


def _amount(price: Decimal, rounding: str) -> int:
    return int(Decimal(price).scaleb(DECIMALS).to_integral_value(rounding))


def _figures(variants: Sequence[Variant]) -> tuple[Amounts, Amounts, Mask]:
    """Price and stock of each, and whether it is reduced, shapes (v,)."""
    prices = {price: highest_amount(price) for price in {v.price for v in variants}}
    stock = (min(variant.stock, MOST_PIECES) for variant in variants)
    size = len(variants)
    return (
        np.fromiter((prices[v.price] for v in variants), np.int64, size),
        np.fromiter(stock, np.int64, size),
        np.fromiter(map(is_reduced, variants), np.bool_, size),
    )
