"""Who recommends: the model of the shopper's arm, explored where the settings say so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.errors import ConfigError
from retrieval.recommend.experiment import TrialRecommender
from retrieval.recommend.exploration import ExploringRecommender
from retrieval.recommend.port import RecommendContext, Recommender
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
