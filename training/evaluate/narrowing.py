"""How far questions narrow a choice for a shopper of whom nothing is known (retrieval/recommend/asking.py).

Played on purchases that the popularity was not counted on: each shopper wants the kind of thing that was
bought last, and answers as that product does. So answers are truthful and complete, which those of people are
not: the figures are what questions can give at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from retrieval.recommend.asking import MOST_ANSWERS, best_question, fits
from retrieval.recommend.interactions import Interactions
from retrieval.types import Product

TOP = 10
Progress = Callable[[int, int], None]


class NarrowingReport(msgspec.Struct, frozen=True, kw_only=True):
    """``ndcg`` are means of NDCG@10 after 0, 1, 2, 3 answers, ``first`` the shares of shoppers whose product
    stood first, ``products`` how many products were left; ``shoppers`` were played, ``asked`` questions each
    on average."""

    shoppers: int
    asked: float
    ndcg: tuple[float, ...]
    first: tuple[float, ...]
    products: tuple[float, ...]


class _Played(msgspec.Struct, frozen=True):
    """After each number of answers: the place of the product that is wanted, and the number of products."""

    places: list[int]
    left: list[int]
    asked: int


def evaluate_narrowing(
    interactions: Interactions, products: Sequence[Product], tell: Progress
) -> NarrowingReport:
    """Play the last purchase of every shopper with two or more.

    Raises: ValueError where no shopper has bought a second thing that the catalogue knows.
    """
    known = {product.product_id: product for product in products}
    wanted, taken = _last_of_each(interactions)
    popular = Counter(interactions.items[col] for col in np.delete(interactions.cols, taken))
    asked_for = [known[item] for item in wanted if item in known]
    if not asked_for:
        raise ValueError("no shopper has bought a second thing that the catalogue knows")
    played = []
    for done, product in enumerate(asked_for, start=1):
        played.append(_play(product, [p for p in products if p.category == product.category], popular))
        tell(done, len(asked_for))
    places = np.asarray([one.places for one in played])  # (n, answers + 1)
    gains = np.where(places < TOP, 1 / np.log2(places + 2), 0.0)
    return NarrowingReport(
        shoppers=len(played),
        asked=round(float(np.mean([one.asked for one in played])), 2),
        ndcg=_means(gains),
        first=_means(places == 0),
        products=_means(np.asarray([one.left for one in played])),
    )


def _last_of_each(interactions: Interactions) -> tuple[list[str], np.ndarray]:
    """The last items of shoppers with two or more, and the places of those interactions."""
    ends = np.searchsorted(interactions.rows, np.arange(len(interactions.users)), side="right") - 1
    counts = np.bincount(interactions.rows, minlength=len(interactions.users))
    places = ends[counts >= 2]
    return [interactions.items[interactions.cols[place]] for place in places], places


def _play(wanted: Product, products: list[Product], popular: Counter[str]) -> _Played:
    """Ask up to ``MOST_ANSWERS`` questions; where none is left, nothing changes any more."""
    places, left = [_place(wanted, products, popular)], [len(products)]
    asked: list[str] = []
    while len(places) <= MOST_ANSWERS:
        weights = np.asarray([popular[product.product_id] + 1.0 for product in products])
        question = best_question(products, weights, asked)
        if question is not None:
            asked.append(question.about)
            choice = next((one for one in question.choices if fits(question.about, one)(wanted)), None)
            products = [p for p in products if choice is None or fits(question.about, choice)(p)]
        places.append(_place(wanted, products, popular))
        left.append(len(products))
    return _Played(places, left, len(asked))


def _place(wanted: Product, products: Sequence[Product], popular: Counter[str]) -> int:
    """Where the product stands by popularity, from 0."""
    order = sorted(products, key=lambda product: (-popular[product.product_id], product.product_id))
    return order.index(wanted)


def _means(figures: np.ndarray) -> tuple[float, ...]:
    return tuple(round(float(mean), 4) for mean in figures.mean(0))
