"""A simple and honest recommender: bought together, similar, popular; filtered by wish and stock."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import permutations
from math import exp, log, sqrt

import numpy as np
from msgspec.structs import replace

from retrieval.products.filters import fitting_variant
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

    def bought_with(self, product_id: str) -> list[tuple[float, str, int]]:
        """Products bought together with it at least ``TOGETHER`` times: cosine, id and orders, best first."""
        found = [
            (count / sqrt(self.orders[product_id] * self.orders[other]), other, count)
            for other, count in self.together.get(product_id, {}).items()
            if count >= TOGETHER
        ]
        return sorted(found, reverse=True)

    def bought_beside(self, category: str) -> list[tuple[float, str, int]]:
        """Products of other categories that stood in an order with one of this: share of their own orders."""
        found = [
            (count / sqrt(self.orders[other]), other, count)
            for other, count in self.beside.get(category, {}).items()
            if count >= OFTEN
        ]
        return sorted(found, reverse=True)


class SimpleRecommender:
    """Implements ``Recommender`` over a catalogue and its past orders."""

    def __init__(
        self, products: Products, baskets: Sequence[Basket], *, clock: Callable[[], float] = time.time
    ) -> None:
        self._products = products
        self._sales = Sales(baskets, products.product_of, clock())

    def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = SOURCES
    ) -> Recommendations:
        """See ``Recommender.recommend``; a source that only a learned recommender has gives nothing."""
        self._products.refresh()
        taken = {*context.shown, *context.cart}
        hits: list[ProductHit] = []
        first = ""
        for source in (source for source in sources if source in SOURCES):
            for hit in self._from(source, context, taken, k - len(hits)):
                first = first or source
                hits.append(hit)
                taken.add(hit.product.product_id)
        return Recommendations(hits=tuple(hits), source=first)

    def _from(
        self, source: str, context: RecommendContext, taken: Collection[str], k: int
    ) -> list[ProductHit]:
        seeds = dict.fromkeys((*context.cart, *context.viewed)) or dict.fromkeys(context.shown)
        found = {
            "bought_together": lambda: self._bought_together(seeds, context, taken),
            "similar": lambda: self._similar(seeds, context, taken, max(k, CANDIDATES)),
            "popular": lambda: self._popular(context, taken),
        }[source]()
        hits: dict[str, ProductHit] = {}
        for hit in found:
            if len(hits) >= max(k, CANDIDATES):
                break
            hits.setdefault(hit.product.product_id, hit)
        return self._by_rules(list(hits.values()), context)[:k]

    def _by_rules(self, hits: list[ProductHit], context: RecommendContext) -> list[ProductHit]:
        """Candidates of a source, in the order of their scores and of the shop's rules."""
        rules, categories = self._products.rules, context.wish.categories
        if not rules.rules:
            return hits
        products = [hit.product for hit in hits]
        places = -np.arange(len(hits), dtype=np.float32)  # scores of a source's seeds do not compare
        moved = rules.moved(products, places, categories)
        order = np.argsort(-moved, kind="stable").tolist()
        return [hits[place] for place in rules.with_pins(order, products, categories)]

    def _bought_together(
        self, seeds: Iterable[str], context: RecommendContext, taken: Collection[str]
    ) -> Iterator[ProductHit]:
        """With the very product, then beside its kind."""
        known = [product for seed in seeds if (product := self._products.get(seed)) is not None]
        for product in known:
            for score, other, count in self._sales.bought_with(product.product_id):
                often = "Often bought" if count >= OFTEN else "Bought"
                reason = f"{often} with the {self._name(product)}: {count} orders"
                yield from self._hit(other, score, reason, context, taken)
        for product in known:
            for score, other, count in self._sales.bought_beside(product.category):
                reason = f"In {count} orders with {product.category}"
                yield from self._hit(other, score, reason, context, taken)

    def _similar(
        self, seeds: Iterable[str], context: RecommendContext, taken: Collection[str], k: int
    ) -> Iterator[ProductHit]:
        for seed in seeds:
            seed_product = self._products.get(seed)
            if seed_product is None:
                continue
            for product, score in self._products.similar(seed, k, context.wish, exclude=taken):
                if score >= NEAR:
                    reason = f"Similar to the {self._name(seed_product)}"
                    yield from self._hit(product.product_id, score, reason, context, taken)

    def _popular(self, context: RecommendContext, taken: Collection[str]) -> Iterator[ProductHit]:
        for product_id, weight in sorted(self._sales.weight.items(), key=lambda pair: (-pair[1], pair[0])):
            yield from self._hit(product_id, weight, self._popularity(product_id), context, taken)

    def _popularity(self, product_id: str) -> str:
        recent = self._sales.recent[product_id]
        if recent > 1:
            return f"Popular this season: in {recent} orders of the last {SEASON} days"
        return f"In {self._sales.orders[product_id]} past orders"

    def _hit(
        self, product_id: str, score: float, reason: str, context: RecommendContext, taken: Collection[str]
    ) -> Iterator[ProductHit]:
        product = self._products.get(product_id)
        if product is None or product_id in taken:
            return
        variant = fitting_variant(product, replace(context.wish, text="", sort=""))
        if variant is not None:
            yield ProductHit(product=product, variant=variant, score=score, reasons=(reason,))

    def _name(self, product: Product) -> str:
        return self._products.short_name(product)
