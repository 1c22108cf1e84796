"""A recommender in a process of its own, asked over HTTP (``shopclerk recommend serve``)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec
import urllib3
from msgspec.structs import replace

from retrieval.errors import RecommenderUnavailable
from retrieval.products.filters import fitting_variant, variant_fits
from retrieval.recommend.port import Recommendations, RecommendContext
from retrieval.recommend.wire import PATH, Asked, Chosen, Told
from retrieval.types import Constraints, Product, ProductHit

CONNECTIONS = 8
"""That are kept open; more callers at one time open more."""

SOURCES = ("bought_together", "similar", "popular")


class Shown(Protocol):
    """The catalogue of who asks, as it is now."""

    def refresh(self) -> bool:
        """Take over what has changed."""

    def get(self, product_id: str) -> Product | None:
        """A published product, or None."""


class RemoteRecommender:
    """Implements ``Recommender`` by the process at ``url``; ``seconds`` are all that a request may take, and
    there is no second try. What the process names is checked against the catalogue here before it is shown.
    """

    def __init__(self, url: str, key: str, products: Shown, *, seconds: float = 1.0) -> None:
        self._products = products
        self._path = (urllib3.util.parse_url(url).path or "").rstrip("/") + PATH
        self._pool = urllib3.connection_from_url(
            url,
            maxsize=CONNECTIONS,
            timeout=urllib3.Timeout(total=seconds),
            retries=False,
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )

    def recommend(
        self, context: RecommendContext, k: int = 3, *, sources: Sequence[str] = SOURCES
    ) -> Recommendations:
        """See ``Recommender.recommend``.

        Raises: RecommenderUnavailable.
        """
        answer = self._ask(Asked(context=context, k=k, sources=tuple(sources)))
        self._products.refresh()
        wish = replace(context.wish, text="", sort="")
        taken = {*context.shown, *context.cart}
        hits: list[ProductHit] = []
        places: list[int] = []
        for place, chosen in enumerate(answer.hits[:k]):
            hit = None if chosen.product_id in taken else self._hit(chosen, wish)
            if hit is not None:
                hits.append(hit)
                places.append(place)
                taken.add(chosen.product_id)
        return Recommendations(
            hits=tuple(hits),
            source=answer.source if hits else "",
            model=answer.model,
            propensities=tuple(answer.propensities[place] for place in places) if answer.propensities else (),
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _ask(self, asked: Asked) -> Told:
        try:
            response = self._pool.request("POST", self._path, body=msgspec.json.encode(asked))
        except urllib3.exceptions.HTTPError as error:
            raise RecommenderUnavailable(f"The recommender at {self._pool.host}: {error}") from error
        if response.status != 200:
            raise RecommenderUnavailable(f"The recommender at {self._pool.host} answers {response.status}.")
        try:
            answer = msgspec.json.decode(response.data, type=Told)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise RecommenderUnavailable(f"The recommender answers nonsense: {error}") from error
        if answer.propensities and len(answer.propensities) != len(answer.hits):
            raise RecommenderUnavailable("The recommender answers nonsense: a probability for each place.")
        return answer

    def _hit(self, chosen: Chosen, wish: Constraints) -> ProductHit | None:
        product = self._products.get(chosen.product_id)
        cheapest = fitting_variant(product, wish) if product else None
        if product is None or cheapest is None or not chosen.reasons:
            return None
        named = (v for v in product.variants if v.variant_id == chosen.variant_id)
        variant = next((v for v in named if v.stock > 0 and variant_fits(v, wish)), cheapest)
        return ProductHit(product=product, variant=variant, score=chosen.score, reasons=chosen.reasons)
