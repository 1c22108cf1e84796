"""A small learned recommender over the demo shop's catalogue, from events that are drawn at random."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np

from retrieval.encode import Encoder
from retrieval.products.products import Products
from retrieval.recommend.interactions import DAY, Interaction, gathered
from retrieval.recommend.ranking.model import RankingModel
from retrieval.types import Product
from training.recommender.ranking import Learner, RankingConfig, ranking_config
from training.recommender.requests import Shopping


def drawn_shopping(products: Sequence[Product], seed: int, shoppers: int = 400) -> Shopping:
    """Shoppers with a liking for some categories and a price level, over 200 days. Three of ten visits begin
    with a search for the category of the first product that is turned to."""
    dice = np.random.default_rng(seed)
    categories = sorted({product.category for product in products})
    own = np.array([categories.index(product.category) for product in products])
    price = np.log([float(product.price) for product in products])
    done: list[Interaction] = []
    searches: dict[str, list[tuple[float, str]]] = {}
    for shopper in range(shoppers):
        liked = dice.choice(len(categories), 3, replace=False)
        level = dice.uniform(price.min(), price.max())
        worth = np.where(np.isin(own, liked), 3.0, 0.0) - (price - level) ** 2 / 4
        chance = np.exp(worth) / np.exp(worth).sum()
        for _ in range(dice.integers(1, 6)):
            moment = 1.7e9 + float(dice.uniform(0, 200)) * DAY
            turned_to = dice.choice(len(products), dice.integers(2, 6), p=chance)
            if dice.random() < 0.3:
                searches.setdefault(f"s{shopper}", []).append((moment - 30, products[turned_to[0]].category))
            for step, item in enumerate(turned_to):
                weight = float(dice.choice((1.0, 1.0, 1.0, 3.0, 5.0)))
                done.append(Interaction(f"s{shopper}", products[item].product_id, moment + 60 * step, weight))
    ids = [product.product_id for product in products]
    return Shopping(gathered(done, ids), {shopper: sorted(own) for shopper, own in searches.items()})


def tiny_config() -> RankingConfig:
    """A configuration that is learned in seconds."""
    config = ranking_config(quick=True)
    towers = config.two_tower.model_copy(update={"epochs": 1})
    return config.model_copy(
        update={
            "stretches": 2, "rounds": 40, "trials": 0, "least": 20, "candidates": 15, "two_tower": towers,
        }
    )  # fmt: skip


def learned_model(
    products: Products, encoder: Encoder, seed: int = 0
) -> tuple[RankingModel, list[frozenset[str]]]:
    """The model, and the products that each shopper met."""
    known = products.shelf.written.products
    shopping = drawn_shopping(known, seed)
    learner = Learner(
        shopping, known, products.shelf.search.vectors, encoder, tiny_config(), lambda _w, _d, _t: None
    )
    all_ = shopping.interactions
    met = [
        frozenset(all_.items[col] for col in all_.cols[all_.rows == row]) for row in range(len(all_.users))
    ]
    return learner.learn({}).model, met


def drawn_deeds(products: Sequence[Product], dice: random.Random, now: float) -> list[tuple[str, str, float]]:
    """What a shopper did, oldest first: product id, kind, time."""
    kinds = ("view", "view", "view", "click", "add_to_cart", "purchase", "dismiss", "remove")
    times = sorted(now - dice.uniform(0, 60) * DAY for _ in range(dice.randint(0, 12)))
    near = dice.sample(products, 20)
    return [(dice.choice(near).product_id, dice.choice(kinds), time) for time in times]
