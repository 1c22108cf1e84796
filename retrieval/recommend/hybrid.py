"""The learned recommender: what was said, what was done and the shop's rules together, with true reasons."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from msgspec.structs import replace

from retrieval.encode import Encoder
from retrieval.products.catalogue import Catalogue
from retrieval.products.filters import fitting_variant
from retrieval.products.products import Products
from retrieval.products.reasons import reasons
from retrieval.recommend.port import Deed, Recommendations, RecommendContext
from retrieval.recommend.ranking.explain import Explainer
from retrieval.recommend.ranking.items import Floats, items_of
from retrieval.recommend.ranking.model import Ranking, RankingModel, diversified
from retrieval.recommend.ranking.ranker import Ranker
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
"""That are told of a product, besides those from what was asked."""
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
                replace(context, shown=(*context.shown, *ids, *_dismissed(context))), k - len(hits),
                sources=others,
            )  # fmt: skip
            source = FOR_YOU if hits else more.source
            return Recommendations(hits=(*hits, *more.hits), source=source, model=self._model_id)
        return Recommendations(hits=tuple(hits), source=FOR_YOU if hits else "", model=self._model_id)

    def ranking(self) -> Ranking:
        """The model over the catalogue as its file says it; made anew when that changes."""
        shelf = self._products.shelf
        if self._made is None or self._made[0] is not shelf.written:
            with self._lock:
                if self._made is None or self._made[0] is not shelf.written:
                    items = items_of(shelf.written.products, shelf.search.vectors)
                    self._made = shelf.written, Ranking(self._model.evidence, items)
        return self._made[1]

    def _ranked(self, context: RecommendContext, k: int) -> list[ProductHit]:
        ranking, ranker = self.ranking(), self._model.ranker
        did = self._done(context, ranking)
        moment = self._moment(did, context, ranking)
        scores = ranking.scores(moment)
        candidates = ranking.candidates(scores, self._allowed(context), moment)
        if not len(candidates):
            return []
        rows = ranking.rows(moment, candidates, scores)
        worth = ranker.score(rows)
        best = np.argsort(-worth, kind="stable")[:RANKED]
        order = self._ordered(best, worth, candidates, context, ranking, k)
        return self._hits(order, candidates, rows, ranker.chance(worth), did, context, k)

    def _done(self, context: RecommendContext, ranking: Ranking) -> list[Deed]:
        """What was done with products that there are, what is being looked at and what is in the cart last."""
        now = self._clock()
        seen = [Deed(product_id, "view", now) for product_id in reversed(context.viewed)]
        carted = [Deed(product_id, "add_to_cart", now) for product_id in context.cart]
        known = ranking.items.place_of
        return [one for one in (*context.did, *carted, *seen) if one.product_id in known][-HISTORY:]

    def _moment(self, did: Sequence[Deed], context: RecommendContext, ranking: Ranking) -> Moment:
        liked = [one for one in did if one.kind in EVENTS]
        query = self._encoder.encode([context.wish.text])[0] if context.wish.text else None
        return Moment(
            np.array([ranking.items.place_of[one.product_id] for one in liked], np.int32),
            np.array([one.time for one in liked], np.float64),
            np.array([EVENTS[one.kind] for one in liked], np.float32),
            self._clock(),
            query,
        )

    def _allowed(self, context: RecommendContext) -> npt.NDArray[np.bool_]:
        """Which products may be shown, (n,)."""
        taken = {*context.shown, *context.cart, *context.viewed, *_dismissed(context)}
        return self._products.mask(replace(context.wish, text="", sort=""), taken)

    def _ordered(
        self, best: npt.NDArray[np.intp], worth: Floats, candidates: npt.NDArray[np.int32],
        context: RecommendContext, ranking: Ranking, k: int,
    ) -> list[int]:  # fmt: skip
        """The best (b,) as the shop's rules and variety order them: places among the candidates."""
        rules, categories = self._products.rules, context.wish.categories
        shown = [self._products.shelf.catalogue.products[candidates[place]] for place in best]
        moved = np.asarray(rules.moved(shown, worth[best], categories), np.float32)
        order = diversified(moved, ranking.items.vectors[candidates[best]], 2 * k, VARIETY)
        return [int(best[place]) for place in rules.with_pins(order, shown, categories)]

    def _hits(
        self, order: Sequence[int], candidates: npt.NDArray[np.int32], rows: Floats, chances: Floats,
        did: Sequence[Deed], context: RecommendContext, k: int,
    ) -> list[ProductHit]:  # fmt: skip
        """The first ``k`` that can be bought so at this moment."""
        found: list[tuple[int, Product, Variant]] = []
        asked = replace(context.wish, text="", sort="")
        for place in order:
            product = self._products.get(self.ranking().items.ids[candidates[place]])
            variant = fitting_variant(product, asked) if product is not None else None
            if product is not None and variant is not None:
                found.append((place, product, variant))
            if len(found) == k:
                break
        if not found:
            return []
        ranker = self._model.ranker
        shares = ranker.shares(rows[[place for place, _, _ in found]])
        explainer = self._explainer(did)
        return [
            ProductHit(
                product=product, variant=variant, score=float(chances[place]),
                reasons=self._reasons(explainer, product, variant, own, ranker, context),
            )
            for (place, product, variant), own in zip(found, shares, strict=True)
        ]  # fmt: skip

    def _explainer(self, did: Sequence[Deed]) -> Explainer:
        written = self._products.shelf.written
        products = {one.product_id: p for one in did if (p := written.get(one.product_id)) is not None}
        names = {product_id: self._products.short_name(product) for product_id, product in products.items()}
        return Explainer(self.ranking(), [one for one in did if one.product_id in products], names, products)

    def _reasons(
        self, explainer: Explainer, product: Product, variant: Variant, shares: Floats, ranker: Ranker,
        context: RecommendContext,
    ) -> tuple[str, ...]:  # fmt: skip
        asked = reasons(product, variant, context.wish)
        learned = explainer.reasons(product, variant, shares, ranker.names)
        popular = self._simple.popularity(product.product_id)
        told = [*asked, *[text for text in learned if text not in asked][:REASONS]] or popular
        return tuple(told or [f"In stock: {product.category}"])


def _dismissed(context: RecommendContext) -> list[str]:
    """Products that the shopper did not want to see, unless they turned to them since."""
    last = {one.product_id: one.kind for one in context.did}
    return [product_id for product_id, kind in last.items() if kind == DISMISSED]
