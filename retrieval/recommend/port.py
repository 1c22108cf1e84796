"""The port of recommenders, with its contract. One suite (tests/contract) runs on every implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from retrieval.types import Constraints, ProductHit


class Basket(msgspec.Struct, frozen=True, kw_only=True):
    """What was bought together: ``variant_ids`` of one order; ``time`` in Unix seconds; ``shopper`` "" where
    unknown."""

    variant_ids: tuple[str, ...]
    time: float
    shopper: str = ""


class RecommendContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the moment: ids of products just shown, viewed (newest first) and in the cart, and
    what the shopper asked for."""

    shown: tuple[str, ...] = ()
    viewed: tuple[str, ...] = ()
    cart: tuple[str, ...] = ()
    wish: Constraints = Constraints()


class Recommendations(msgspec.Struct, frozen=True, kw_only=True):
    """Products in order. ``source`` names where the first came from: bought_together, similar or popular."""

    hits: tuple[ProductHit, ...] = ()
    source: str = ""


class Recommender(Protocol):
    """Recommends products."""

    def recommend(
        self,
        context: RecommendContext,
        k: int = 3,
        *,
        sources: Sequence[str] = ("bought_together", "similar", "popular"),
    ) -> Recommendations:
        """At most ``k`` products, best first, filled from ``sources`` in that order.

        Every product is published, in stock in a variant that meets ``context.wish`` and its budget at this
        moment, is neither in the cart nor just shown, comes once, and has at least one true reason. Fewer, or
        none, where there are no more. Safe for threads; not for the event loop.
        """
