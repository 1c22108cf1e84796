"""How a recommender is asked over HTTP: ``POST /v1/recommend`` with JSON of ``Asked``, answered by ``Told``.

Products go over the wire as ids. Who asks has the catalogue too, and what is shown is looked up there: a
process whose catalogue is a moment older cannot bring back what has just been sold out.
"""

from __future__ import annotations

import msgspec

from retrieval.recommend.port import Recommendations, RecommendContext

PATH = "/v1/recommend"


class Asked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A request; see ``Recommender.recommend``."""

    context: RecommendContext
    k: int = 3
    sources: tuple[str, ...]


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A product of the answer."""

    product_id: str
    variant_id: str
    score: float
    reasons: tuple[str, ...]


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An answer; see ``Recommendations``."""

    hits: tuple[Chosen, ...]
    source: str = ""
    model: str = ""
    propensities: tuple[float, ...] = ()


def told(found: Recommendations) -> Told:
    """A list as it goes over the wire."""
    return Told(
        hits=tuple(
            Chosen(
                product_id=hit.product.product_id,
                variant_id=hit.variant.variant_id,
                score=hit.score,
                reasons=hit.reasons,
            )
            for hit in found.hits
        ),
        source=found.source,
        model=found.model,
        propensities=found.propensities,
    )
