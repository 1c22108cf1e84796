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


class Deed(msgspec.Struct, frozen=True):
    """A thing that the shopper did with a product: ``kind`` is the type of a behaviour event (view, click,
    add_to_cart, remove, purchase, return, dismiss, rate), ``time`` in Unix seconds."""

    product_id: str
    kind: str
    time: float


class RecommendContext(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the moment: ids of products just shown, viewed (newest first) and in the cart, what
    the shopper asked for, and what they ``did``, oldest first. ``shopper`` is their id, "" where unknown."""

    shopper: str = ""
    did: tuple[Deed, ...] = ()
    shown: tuple[str, ...] = ()
    viewed: tuple[str, ...] = ()
    cart: tuple[str, ...] = ()
    wish: Constraints = Constraints()


class Recommendations(msgspec.Struct, frozen=True, kw_only=True):
    """Products in order. ``source`` names where the first came from: bought_together, similar, popular, or
    for_you where all of them were ranked together; ``model`` the release that ranked, "" for fixed figures.

    ``propensities``: the probability with which each stands in its place, for off-policy evaluation; () where
    nothing was drawn.
    """

    hits: tuple[ProductHit, ...] = ()
    source: str = ""
    model: str = ""
    propensities: tuple[float, ...] = ()


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
