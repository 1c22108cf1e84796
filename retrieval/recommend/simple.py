"""A simple and honest recommender: bought together, similar, popular; filtered by wish and stock."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import permutations
from math import exp, log, sqrt
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from retrieval.products.filters import fitting_variant
from retrieval.products.offer import Offer
from retrieval.products.products import Products
from retrieval.recommend.port import Basket, Recommendations, RecommendContext
from retrieval.types import Product, ProductHit

DAY = 86_400.0
HALF_LIFE = 30 * DAY
"""A sale counts half after this time."""
SEASON = 30
"""Days over which popularity is told in words."""
TOGETHER = 2
"""Orders in which two products must meet before it is said that they were bought together."""
OFTEN = 3
"""Orders from which on it is said that this happens often."""
NEAR = 0.35
"""Cosine from which a product is called similar."""

CANDIDATES = 30
"""Of a source, among which the shop's rules choose."""

SOURCES = ("bought_together", "similar", "popular")


class Ranking(NamedTuple):
    """Products, best first: scores, ids and numbers of orders, each of as many."""

    scores: Sequence[float]
    ids: Sequence[str]
    counts: Sequence[int]

    @classmethod
    def of(cls, rows: Iterable[tuple[float, str, int]]) -> Self:
        """Of rows in order."""
        every = list(rows)
        return cls(
            [score for score, _, _ in every], [i for _, i, _ in every], [count for _, _, count in every]
        )


class Sales:
    """Figures of past orders, by product. ``now`` is when they were made."""

    def __init__(
        self, baskets: Iterable[Basket], product_of: Callable[[str], Product | None], now: float
    ) -> None:
        self.orders: Counter[str] = Counter()
        self.recent: Counter[str] = Counter()
        self.weight: dict[str, float] = defaultdict(float)
        self.together: dict[str, Counter[str]] = defaultdict(Counter)
        self.beside: dict[str, Counter[str]] = defaultdict(Counter)
        self._with: dict[str, Ranking] = {}
        self._beside: dict[str, Ranking] = {}
        for basket in baskets:
            bought = {p.product_id: p for v in basket.variant_ids if (p := product_of(v)) is not None}
            products = set(bought)
            self.orders.update(products)
            for one, other in permutations(bought.values(), 2):
                if one.category != other.category:
                    self.beside[one.category][other.product_id] += 1
            for product in products:
                self.weight[product] += exp(-log(2) * max(0.0, now - basket.time) / HALF_LIFE)
                self.recent[product] += now - basket.time <= SEASON * DAY
            for pair in permutations(products, 2):
                self.together[pair[0]][pair[1]] += 1

    @cached_property
    def popular(self) -> Ranking:
        """What was bought, by weight."""
        order = sorted(self.weight.items(), key=lambda pair: (-pair[1], pair[0]))
        return Ranking.of((weight, product_id, self.orders[product_id]) for product_id, weight in order)

    def bought_with(self, product_id: str) -> Ranking:
        """Products bought together with it at least ``TOGETHER`` times, by cosine."""
        if product_id not in self._with:
            found = (
                (count / sqrt(self.orders[product_id] * self.orders[other]), other, count)
                for other, count in self.together.get(product_id, {}).items()
                if count >= TOGETHER
            )
            self._with[product_id] = Ranking.of(sorted(found, reverse=True))
        return self._with[product_id]

    def bought_beside(self, category: str) -> Ranking:
        """Products of other categories that stood in an order with one of this, by the share of their own
        orders."""
        if category not in self._beside:
            found = (
                (count / sqrt(self.orders[other]), other, count)
                for other, count in self.beside.get(category, {}).items()
                if count >= OFTEN
            )
            self._beside[category] = Ranking.of(sorted(found, reverse=True))
        return self._beside[category]


class _Moment(NamedTuple):
    """A request: what is on offer, which of its products fit the wish, shape (n,), and the context."""

    offer: Offer
    fits: npt.NDArray[np.bool_]
    context: RecommendContext


class SimpleRecommender:
    """Implements ``Recommender`` over a catalogue and its past orders."""

    def __init__(
        self, products: Products, baskets: Sequence[Basket], *, clock: Callable[[], float] = time.time
    ) -> None:
        self._products = products
        self._sales = Sales(baskets, products.product_of, clock())
        self._placed: dict[str, tuple[Mapping[str, int], npt.NDArray[np.int32]]] = {}

    def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = SOURCES
    ) -> Recommendations:
        """See ``Recommender.recommend``; a source that only a learned recommender has gives nothing."""
        self._products.refresh()
        taken = {*context.shown, *context.cart}
        offer = self._products.offer()
        now = _Moment(offer, offer.mask(context.wish, taken), context)
        hits: list[ProductHit] = []
        first = ""
        for source in (source for source in sources if source in SOURCES):
            for hit in self._from(source, now, taken, k - len(hits)):
                first = first or source
                hits.append(hit)
                taken.add(hit.product.product_id)
        return Recommendations(hits=tuple(hits), source=first)

    def _from(self, source: str, now: _Moment, taken: Collection[str], k: int) -> list[ProductHit]:
        context = now.context
        seeds = dict.fromkeys((*context.cart, *context.viewed)) or dict.fromkeys(context.shown)
        found = {
            "bought_together": lambda: self._bought_together(seeds, now, taken),
            "similar": lambda: self._similar(seeds, now, taken, max(k, CANDIDATES)),
            "popular": lambda: self._popular(now, taken),
        }[source]()
        hits: dict[str, ProductHit] = {}
        for hit in found if k > 0 else ():
            hits.setdefault(hit.product.product_id, hit)
            if len(hits) >= max(k, CANDIDATES):
                break
        return self._by_rules(list(hits.values()), now)[:k]

    def _by_rules(self, hits: list[ProductHit], now: _Moment) -> list[ProductHit]:
        """Candidates of a source, in the order of their scores and of the shop's rules."""
        offer, categories = now.offer, now.context.wish.categories
        if not offer.rules.rules or not hits:
            return hits
        places = offer.columns.places([hit.product.product_id for hit in hits])
        scores = -np.arange(len(hits), dtype=np.float32)  # scores of a source's seeds do not compare
        moved = offer.moved(places, scores, categories)
        order = np.argsort(-moved, kind="stable").tolist()
        return [hits[place] for place in offer.with_pins(order, places, categories)]

    def _bought_together(
        self, seeds: Iterable[str], now: _Moment, taken: Collection[str]
    ) -> Iterator[ProductHit]:
        """With the very product, then beside its kind."""
        known = [product for seed in seeds if (product := self._products.get(seed)) is not None]
        for product in known:
            for score, other, count in zip(*self._sales.bought_with(product.product_id), strict=True):
                often = "Often bought" if count >= OFTEN else "Bought"
                reason = f"{often} with the {self._name(product)}: {count} orders"
                yield from self._hit(other, score, reason, now, taken)
        for category in dict.fromkeys(product.category for product in known):
            beside = self._sales.bought_beside(category)
            for number in self._fitting(f"beside {category}", beside, now):
                reason = f"In {beside.counts[number]} orders with {category}"
                yield from self._hit(beside.ids[number], beside.scores[number], reason, now, taken)

    def _similar(
        self, seeds: Iterable[str], now: _Moment, taken: Collection[str], k: int
    ) -> Iterator[ProductHit]:
        for seed in seeds:
            seed_product = self._products.get(seed)
            if seed_product is None:
                continue
            for product, score in self._products.similar(seed, k, now.context.wish, exclude=taken):
                if score >= NEAR:
                    reason = f"Similar to the {self._name(seed_product)}"
                    yield from self._hit(product.product_id, score, reason, now, taken)

    def _popular(self, now: _Moment, taken: Collection[str]) -> Iterator[ProductHit]:
        popular = self._sales.popular
        for number in self._fitting("popular", popular, now):
            product_id = popular.ids[number]
            yield from self._hit(product_id, popular.scores[number], self.popularity(product_id), now, taken)

    def popularity(self, product_id: str) -> str:
        """How often a product was bought, in words."""
        recent = self._sales.recent[product_id]
        if recent > 1:
            return f"Popular this season: in {recent} orders of the last {SEASON} days"
        count = self._sales.orders[product_id]
        return f"In {count} past orders" if count else ""

    def _fitting(self, name: str, ranking: Ranking, now: _Moment) -> Iterator[int]:
        """The numbers of those in a ranking, known by its name, that fit, in its order. Where they stand in
        the catalogue is looked up once for a reading of it."""
        every = now.offer.catalogue.places
        known = self._placed.get(name)
        if known is None or known[0] is not every:
            nowhere = len(now.fits)
            places = np.asarray([every.get(product_id, nowhere) for product_id in ranking.ids], np.int32)
            self._placed[name] = known = (every, places)
        fits = np.append(now.fits, False)
        return map(int, np.flatnonzero(fits[known[1]]))

    def _hit(
        self, product_id: str, score: float, reason: str, now: _Moment, taken: Collection[str]
    ) -> Iterator[ProductHit]:
        """The product, if it is as it should be; it is looked at by itself."""
        place = now.offer.place_of(product_id)
        if place is None or not now.fits[place] or product_id in taken:
            return
        product = now.offer.products[place]
        variant = fitting_variant(product, now.context.wish)
        if variant is not None:
            yield ProductHit(product=product, variant=variant, score=score, reasons=(reason,))

    def _name(self, product: Product) -> str:
        return self._products.short_name(product)
