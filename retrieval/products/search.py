"""Product search: hard filters, then meaning and words together; when nothing fits, what to give up."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from typing import Self

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.encode import Encoder, Vectors
from retrieval.fuse import fuse
from retrieval.lexical import LexicalIndex
from retrieval.products.filters import CHILDREN, fitting_variant, made_for
from retrieval.products.proper import other_nouns, whole_products
from retrieval.products.quantities import magnitude
from retrieval.products.reasons import reasons
from retrieval.products.relax import Relaxed, relaxations, wider_kind
from retrieval.products.rules import NO_RULES, Rules
from retrieval.products.terms import stems
from retrieval.types import Constraints, Product, ProductHit, Variant
from retrieval.words import words

DENSE_WEIGHT = 0.6
UNRELATED = 0.36
"""A wish that names no shelf, kind or attribute must come at least so near to a product (cosine)."""

UNRELATED_NOUN = 0.5
"""The same for a wish of at most ``BRIEF`` words whose last one stands nowhere in the catalogue."""
BRIEF = 3

Fitting = list[tuple[int, Variant]]
"""Places of products with the variant that fits."""


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """What was found. ``relaxed`` is what had to be given up, () when all was met; ``total`` counts all that
    fit, shown or not."""

    wish: Constraints
    hits: tuple[ProductHit, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    total: int = 0


class ProductSearch:
    """Searches one reading of the catalogue. Immutable; safe for threads."""

    def __init__(
        self, products: Sequence[Product], vectors: Vectors, lexical: LexicalIndex, encoder: Encoder
    ) -> None:
        self._products, self._vectors = products, vectors
        self._whole = whole_products(products)
        self._other_nouns = other_nouns(products)
        self._lexical, self._encoder = lexical, encoder

    def with_products(self, products: Sequence[Product]) -> Self:
        """The same with other prices and stock."""
        other = copy.copy(self)
        other._products = products
        return other

    def search(
        self,
        wish: Constraints,
        k: int = 3,
        *,
        exclude: Collection[str] = (),
        relax: bool = True,
        asked: Constraints | None = None,
        rules: Rules = NO_RULES,
    ) -> SearchResult:
        """The ``k`` best products in stock that fit; ``exclude`` are ids not to show; ``asked`` is what the
        shopper said in words where ``wish`` is narrower ("cheaper")."""
        if self._unrelated(wish):
            return SearchResult(wish=asked or wish)
        fitting = self._meant(wish, exclude)
        if fitting:
            return self._result(asked or wish, wish, fitting, k, (), rules)
        for given_up in relaxations(wish) if relax else ():
            fitting = self._meant(given_up[-1].wish, exclude)
            if fitting:
                return self._result(wish, given_up[-1].wish, fitting, k, tuple(given_up), rules)
        return SearchResult(wish=wish)

    def wider(
        self, wish: Constraints, k: int, exclude: Collection[str], asked: Constraints, rules: Rules = NO_RULES
    ) -> SearchResult:
        """What fits when only the kind is widened ("trekking tent" to tents): for a bound that must hold."""
        step = wider_kind(wish)
        fitting = self._meant(step.wish, exclude) if step is not None else []
        if step is None or not fitting:
            return SearchResult(wish=asked)
        return self._result(asked, step.wish, fitting, k, (step,), rules)

    def similar(
        self, product_id: str, k: int, wish: Constraints, exclude: Collection[str]
    ) -> list[tuple[int, float]]:
        """Places of the nearest products that fit, with their cosines."""
        place = next((i for i, p in enumerate(self._products) if p.product_id == product_id), None)
        if place is None:
            return []
        fitting = [i for i, _ in self._fitting(wish, {*exclude, product_id})]
        cosines = self._vectors[fitting] @ self._vectors[place]  # (n, d) @ (d,) -> (n,)
        order = np.argsort(-cosines, kind="stable")[:k]
        return [(fitting[i], float(cosines[i])) for i in order]

    def scores(self, text: str, places: Sequence[int]) -> npt.NDArray[np.float32]:
        """How well products answer a text, shape (places,); zeros for no text."""
        if not text or not places:
            return np.zeros(len(places), np.float32)
        dense = self._vectors[list(places)] @ self._encoder.encode([text])[0]  # (n, d) @ (d,) -> (n,)
        lexical = self._lexical.scores(text)[list(places)]
        return fuse(lexical, dense.astype(np.float32), DENSE_WEIGHT)

    def _fitting(self, wish: Constraints, exclude: Collection[str]) -> Fitting:
        return [
            (place, variant)
            for place, product in enumerate(self._products)
            if product.product_id not in exclude and (variant := fitting_variant(product, wish)) is not None
        ]

    def _meant(self, wish: Constraints, exclude: Collection[str]) -> Fitting:
        """What fits: a fleece for nobody named is none for children, and a tarp is no tent, if there are
        others."""
        fitting = self._fitting(wish, ())
        if not wish.person and CHILDREN not in wish.categories:
            others = [pair for pair in fitting if made_for(self._products[pair[0]]) != CHILDREN]
            fitting = others or fitting
        fitting = [pair for pair in fitting if not self._beside(self._products[pair[0]], wish)] or fitting
        return [pair for pair in fitting if self._products[pair[0]].product_id not in exclude]

    def _unrelated(self, wish: Constraints) -> bool:
        """Whether a wish is about something that the shop does not have ("a lawn mower")."""
        named = (
            wish.categories,
            wish.kinds,
            wish.brands,
            wish.having,
            wish.wanted,
            wish.person,
            wish.colours,
            wish.sort,
        )
        if any(named) or not wish.text or wish.price_max is not None or wish.price_min is not None:
            return False
        vector = self._encoder.encode([wish.text])[0]
        nearest = float((self._vectors @ vector).max(initial=-1.0))
        asked = words(wish.text)
        unknown = 0 < len(asked) <= BRIEF and self._lexical.frequency(asked[-1]) == 0
        return nearest < (UNRELATED_NOUN if unknown else UNRELATED)

    def _result(
        self,
        asked: Constraints,
        met: Constraints,
        fitting: Fitting,
        k: int,
        relaxed: tuple[Relaxed, ...],
        rules: Rules,
    ) -> SearchResult:
        products = [self._products[place] for place, _ in fitting]
        order = self._ordered(asked, met, fitting, relaxed, rules)
        hits = tuple(
            ProductHit(
                product=products[number],
                variant=fitting[number][1],
                score=score,
                reasons=reasons(
                    products[number], fitting[number][1], asked, first_by=met.sort if at == 0 else ""
                ),
            )
            for at, (number, score) in enumerate(order[:k])
        )
        return SearchResult(wish=asked, hits=hits, relaxed=relaxed, total=len(fitting))

    def _ordered(
        self,
        asked: Constraints,
        met: Constraints,
        fitting: Fitting,
        relaxed: tuple[Relaxed, ...],
        rules: Rules,
    ) -> list[tuple[int, float]]:
        """Places in ``fitting`` with their scores, best first. The shop's rules count where the shopper asked
        for no order, and none was needed to come near to the budget."""
        places = [place for place, _ in fitting]
        products = [self._products[place] for place in places]
        scores = self.scores(asked.text, places)
        aside = [self._aside(place, met) for place in places]
        if met.sort or any(step.field == "price" for step in relaxed):
            by = met.sort or "price"
            ranks = [rank(product, by, pair[1]) for product, pair in zip(products, fitting, strict=True)]
            order = sorted(range(len(fitting)), key=lambda n: (aside[n], ranks[n], -scores[n]))
        else:
            moved = rules.moved(products, scores, met.categories)
            order = sorted(range(len(fitting)), key=lambda n: (aside[n], -moved[n]))
            order = rules.with_pins(order, products, met.categories)
        return [(number, float(scores[number])) for number in order]

    def _beside(self, product: Product, wish: Constraints) -> bool:
        """Whether it only stands on the shelf of what was asked for."""
        shelf = stems(product.category)[-1:]
        of_the_shelf = all(stems(kind)[-1:] == shelf for kind in wish.kinds)
        return (
            of_the_shelf and product.product_id in self._other_nouns and bool(wish.kinds or wish.categories)
        )

    def _aside(self, place: int, wish: Constraints) -> bool:
        """What comes behind the others: who asks for tents wants a tent before a footprint for one."""
        product = self._products[place]
        return bool(wish.categories) and not wish.kinds and product.product_id not in self._whole


def rank(product: Product, order: str, variant: Variant | None = None) -> float:
    """Where a product stands in an order (``Constraints.sort``), lowest first; infinity when silent."""
    name, sign = order.removeprefix("-"), -1 if order.startswith("-") else 1
    if name == "price":
        return sign * float(variant.price if variant is not None else product.price)
    value = magnitude(product.attributes.get(name, ""))
    return float("inf") if value is None else sign * value
