"""Who recommends: the model of the shopper's arm, explored where the settings say so; and what was shown."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.errors import ConfigError
from retrieval.recommend.experiment import TrialRecommender
from retrieval.recommend.exploration import ExploringRecommender
from retrieval.recommend.impressions import Impression, items_of
from retrieval.recommend.port import Recommendations, RecommendContext, Recommender
from retrieval.types import ProductHit

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.products.products import Products

SIMPLE, LEARNED = "simple", "learned"
"""Models by which an arm is named: fixed figures, which every installation has, and what a release
learned."""


def tried_out(settings: Settings, products: Products, models: Mapping[str, Recommender]) -> Recommender:
    """What recommends under ``[experiment]``: one of ``models`` by the shopper's arm; who is in none
    gets the learned one, where there is one.

    Raises: ConfigError where an arm names a model that is not there.
    """
    usual = LEARNED if LEARNED in models else SIMPLE
    recommender = models[usual]
    if settings.running_experiment:
        try:
            recommender = TrialRecommender(settings.running_experiment, models, usual)
        except ValueError as error:
            raise ConfigError(f"[experiment] arms: {error}.") from error
    if not settings.experiment.explore:
        return recommender

    def pinned(hits: Sequence[ProductHit], context: RecommendContext) -> Collection[int]:
        ids = products.rules.pinned_ids([hit.product for hit in hits], context.wish.categories)
        return [place for place, hit in enumerate(hits) if hit.product.product_id in ids]

    return ExploringRecommender(recommender, settings.experiment.explore, fixed=pinned)


def as_shown(found: Recommendations, shopper_id: str, place: str, settings: Settings) -> Impression:
    """The impression of a list that is being shown now, for ``ImpressionLog.record``."""
    return Impression(
        impression_id=uuid.uuid4().hex,
        shopper_id=shopper_id,
        time=time.time(),
        place=place,
        source=found.source,
        model=found.model,
        items=items_of([hit.product.product_id for hit in found.hits], found.propensities),
        **arm_of(settings, shopper_id),
    )


def arm_of(settings: Settings, shopper_id: str) -> dict[str, str]:
    """The running ``experiment`` and the ``arm`` of a shopper in it; empty for none."""
    experiment = settings.running_experiment
    arm = experiment.arm_of(shopper_id) if experiment else None
    return {"experiment": experiment.name, "arm": arm.name} if experiment and arm else {}
