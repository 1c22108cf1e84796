"""The learned recommender: what was said, what was done and the shop's rules together, with true reasons."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from retrieval.encode import Encoder
from retrieval.products.catalogue import Catalogue
from retrieval.products.filters import fitting_variant
from retrieval.products.offer import Offer
from retrieval.products.products import Products
from retrieval.products.reasons import reasons
from retrieval.products.shelf import Shelf
from retrieval.recommend.port import Deed, Recommendations, RecommendContext
from retrieval.recommend.ranking.explain import Explainer
from retrieval.recommend.ranking.items import Floats, items_of
from retrieval.recommend.ranking.model import Ranking, RankingModel, diversified
from retrieval.recommend.ranking.rows import Moment
from retrieval.recommend.reading import EVENTS
from retrieval.recommend.simple import SOURCES, SimpleRecommender
from retrieval.types import Product, ProductHit, Variant

FOR_YOU = "for_you"
HISTORY = 200
"""Of a shopper, the last things that count."""
RANKED = 50
"""The best candidates, among which the shop's rules and variety choose."""
VARIETY = 0.15
"""How much it counts that a list is varied; the rest is what the ranking says."""
REASONS = 2
"""That are told of a product, unless there are more from what was asked."""
DISMISSED = "dismiss"


class HybridRecommender:
    """Implements ``Recommender``: the source ``for_you`` is ranked by a model, all others are those of
    ``simple``, which also fill up what is missing. ``model_id`` is the release that it is of."""

    def __init__(
        self, products: Products, simple: SimpleRecommender, model: RankingModel, encoder: Encoder, *,
        model_id: str = "", clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._products, self._simple, self._model, self._encoder = products, simple, model, encoder
        self._model_id, self._clock = model_id, clock
        self._made: tuple[Catalogue, Ranking] | None = None
        self._lock = threading.Lock()

    def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = (FOR_YOU, *SOURCES)
    ) -> Recommendations:
        """See ``Recommender.recommend``."""
        if FOR_YOU not in sources:
            return self._simple.recommend(context, k, sources=sources)
        self._products.refresh()
        hits = self._ranked(context, k)
        others = [source for source in sources if source != FOR_YOU]
        if len(hits) < k and others:
            ids = tuple(hit.product.product_id for hit in hits)
            more = self._simple.recommend(
                replace(context, shown=(*context.shown, *ids, *dismissed(context))), k - len(hits),
                sources=others,
            )  # fmt: skip
            source = FOR_YOU if hits else more.source
            return Recommendations(hits=(*hits, *more.hits), source=source, model=self._model_id)
        return Recommendations(hits=tuple(hits), source=FOR_YOU if hits else "", model=self._model_id)

    def _ranking(self, shelf: Shelf) -> Ranking:
        """The model over a reading of the catalogue, whatever prices and stock are."""
        made = self._made
        if made is None or made[0] is not shelf.written:
            with self._lock:
                made = self._made
                if made is None or made[0] is not shelf.written:
                    items = items_of(shelf.written.products, shelf.search.vectors)
                    self._made = made = (shelf.written, Ranking(self._model.evidence, items))
        return made[1]

    def _ranked(self, context: RecommendContext, k: int) -> list[ProductHit]:
        shelf, offer = self._products.reading()
        asking = _Asking(context, offer, self._ranking(shelf), self._clock(), k)
        moment = asking.moment(self._meaning(context))
        scores = asking.ranking.scores(moment)
        candidates = asking.ranking.candidates(scores, asking.allowed(), moment)
        if not len(candidates):
            return []
        rows = asking.ranking.rows(moment, candidates, scores)
        worth = self._model.ranker.score(rows)
        found = asking.chosen(candidates, worth)
        if not found:
            return []
        numbers = [one.number for one in found]
        chances, shares = self._model.ranker.chance(worth[numbers]), self._model.ranker.shares(rows[numbers])
        explainer = self._explainer(asking)
        return [
            ProductHit(
                product=one.product, variant=one.variant, score=float(chance),
                reasons=self._reasons(explainer, one, own, context),
            )
            for one, chance, own in zip(found, chances, shares, strict=True)
        ]  # fmt: skip

    def _meaning(self, context: RecommendContext) -> Floats | None:
        return self._encoder.encode([context.wish.text])[0] if context.wish.text else None

    def _explainer(self, asking: _Asking) -> Explainer:
        place_of, offer = asking.ranking.items.place_of, asking.offer
        products = {one.product_id: offer.products[place_of[one.product_id]] for one in asking.did}
        names = {
            product_id: self._products.short_name(product)
            for product_id, product in products.items()
            if product.published and product_id not in offer.hidden
        }
        return Explainer(asking.ranking, asking.did, names, products)

    def _reasons(
        self, explainer: Explainer, one: _Chosen, shares: Floats, context: RecommendContext
    ) -> tuple[str, ...]:
        asked = reasons(one.product, one.variant, context.wish)
        learned = explainer.reasons(one.product, one.variant, shares, self._model.ranker.names)
        more = [text for text in learned if text not in asked][: max(0, REASONS - len(asked))]
        told = [*asked, *more]
        return tuple(told or [self._simple.popularity(one.product.product_id) or "In stock"])


class _Chosen(NamedTuple):
    """``number`` is its place among the candidates."""

    number: int
    product: Product
    variant: Variant


class _Asking:
    """One request, on one reading of the catalogue."""

    def __init__(self, context: RecommendContext, offer: Offer, ranking: Ranking, now: float, k: int) -> None:
        self.offer, self.ranking = offer, ranking
        self._context, self._now, self._k = context, now, k
        self._asked = replace(context.wish, text="", sort="")
        known = {one.product_id for one in context.did}
        seen = [
            Deed(product_id, "view", now)
            for product_id in reversed(context.viewed)
            if product_id not in known
        ]
        carted = [
            Deed(product_id, "add_to_cart", now) for product_id in context.cart if product_id not in known
        ]
        all_ = (*context.did, *carted, *seen)
        self.did = [one for one in all_ if one.product_id in ranking.items.place_of][-HISTORY:]
        """What was done with products that there are; in the end what else is in the cart or looked at."""

    def moment(self, query: Floats | None) -> Moment:
        """What the ranking sees; ``query`` (d,) is the meaning of what was said."""
        liked = [one for one in self.did if one.kind in EVENTS]
        return Moment(
            np.array([self.ranking.items.place_of[one.product_id] for one in liked], np.int32),
            np.array([one.time for one in liked], np.float64),
            np.array([EVENTS[one.kind] for one in liked], np.float32),
            self._now,
            query,
        )

    def allowed(self) -> npt.NDArray[np.bool_]:
        """Which products may be shown, (n,): what the shopper has met is nothing new to them."""
        context, met = self._context, {one.product_id for one in self.did}
        return self.offer.mask(self._asked, {*context.shown, *context.cart, *context.viewed, *met})

    def chosen(self, candidates: npt.NDArray[np.int32], worth: Floats) -> list[_Chosen]:
        """The first ``k`` as the shop's rules and variety order them."""
        best = np.argsort(-worth, kind="stable")[:RANKED]
        places, categories = candidates[best], self._context.wish.categories
        moved = self.offer.moved(places, worth[best], categories)
        order = diversified(moved, self.ranking.items.vectors[places], self._k, VARIETY)
        found = []
        for number in self.offer.with_pins(order, places, categories)[: self._k]:
            product = self.offer.products[places[number]]
            variant = fitting_variant(product, self._asked)
            if variant is not None:
                found.append(_Chosen(int(best[number]), product, variant))
        return found


def dismissed(context: RecommendContext) -> list[str]:
    """Products that the shopper did not want to see, unless they turned to them since."""
    last = {one.product_id: one.kind for one in context.did}
    return [product_id for product_id, kind in last.items() if kind == DISMISSED]
