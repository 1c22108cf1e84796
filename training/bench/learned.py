"""The learned recommender of a made shop, learned from its orders as ``shopclerk train recommender`` does."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.encode import Encoder
from retrieval.products.products import Products
from retrieval.recommend.hybrid import HybridRecommender
from retrieval.recommend.interactions import Interaction, gathered
from retrieval.recommend.port import Basket
from retrieval.recommend.reading import EVENTS
from retrieval.recommend.simple import SimpleRecommender
from training.recommender.ranking import Learner, ranking_config
from training.recommender.requests import Shopping

ORDERS = 5000
"""Made of a small shop at least: of fewer there are too few moments to learn from."""
STRETCHES = 2
STRETCH_DAYS = 7.0
"""With so many orders; the more there are, the shorter, so that about as many moments are learned from."""


def learned_recommender(products: Products, baskets: Sequence[Basket], encoder: Encoder) -> HybridRecommender:
    """Sources know all orders; the ranking is learned from some hundred moments. EASE, which takes a matrix
    of items by items, is left out where there are many, as in training.

    Raises: BadRequest where there are too few orders.
    """
    known, vectors = products.shelf.written.products, products.shelf.search.vectors
    owner = {v.variant_id: product.product_id for product in known for v in product.variants}
    bought = [
        Interaction(basket.shopper, owner[variant], basket.time, EVENTS["purchase"])
        for basket in baskets
        for variant in basket.variant_ids
    ]
    days = STRETCH_DAYS * min(1.0, ORDERS / len(baskets))
    config = ranking_config(quick=True)
    towers = config.two_tower.model_copy(update={"epochs": 1})
    config = config.model_copy(
        update={"stretches": STRETCHES, "stretch_days": days, "test_days": days, "two_tower": towers}
    )
    shopping = Shopping(gathered(bought, [product.product_id for product in known]), {})
    learner = Learner(shopping, known, vectors, encoder, config, lambda *_: None)
    return HybridRecommender(products, SimpleRecommender(products, baskets), learner.learn({}).model, encoder)
