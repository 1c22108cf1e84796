"""What the data of a product tell of a message that may call it by anything, or by nothing, and whether they
tell it rather than a page: "do i need a special lead for the front ring" (docs/decisions/0086).

A conditional logit over the products that may be meant and none of them. For a product speaks how likely it
is meant (``SpokenOf``) and how near the nearest of what its data say comes to the message, read below its
title; for none of them what else is known of the message, and what the pages say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.products.facts import say
from retrieval.products.own_data import Statement, statements
from retrieval.products.questions import ProductAnswer, asks_whether, is_asked, may_be_asked
from retrieval.rerank import Reranker
from retrieval.types import Product

CANDIDATES = 6
"""Products whose data are read."""
MOST = 24
"""Statements of one that are read."""
LIKELY, SURELY = 0.4, 0.6
"""Probabilities from which the data of a product answer: rather than a page or nothing, and where a question
was understood of another product."""
LEAST = 0.35
"""What is not so near to a message tells nothing of it."""
NEAREST = 0.85
"""Nearer than this what answers hardly comes, ..."""
OPEN = 0.3
"""Odds that all that were not read may have at most, beside the best: 34 of 53 statements are read, and a
probability differs by 0.004 in one of twenty cases."""
UNREAD = (0.14, 0.5)
"""... and so near are on the average those that need not be read: this, and so much of the best one's (0.58
correlated in 4,617 cases of data/asked)."""
NOWHERE = -1.0
"""How near pages come that say nothing."""
NAMES = (
    "meant", "near", "pointed at", "none", "asks", "of the shop", "page near", "page likely", "of a product",
    "of stock", "behind a page",
)  # fmt: skip
WEIGHTS: Mapping[str, float] = {
    "meant": 1.219,
    "near": 4.426,
    "pointed at": 3.052,
    "none": 2.541,
    "asks": -1.127,
    "of the shop": 1.402,
    "page near": 1.675,
    "page likely": 0.378,
    "of a product": -3.237,
    "of stock": -2.172,
    "behind a page": 0.528,
}
"""``python -m training.told_by_any``."""
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")

Figures = npt.NDArray[np.float64]


class Asked(NamedTuple):
    """A message, and what is known of it without any product: whether it asks something; the id of the
    product that it says "it" of, "" where it says that of none; whether it asks of what shops do; the nearest
    that the pages say, "" where that is nothing, and the log-odds that they answer it; how likely it is
    understood as a question on a product, and as one on stock; and whether the pages told the answer
    before."""

    message: str
    asks: bool = True
    pointed: str = ""
    of_shop: bool = False
    page: str = ""
    odds: float = 0.0
    of_product: float = 0.0
    of_stock: float = 0.0
    behind_page: bool = False


class Likely(NamedTuple):
    """A product, how it is called in a sentence, and the logarithm of its chance to be meant."""

    product: Product
    name: str
    chance: float


class Read(NamedTuple):
    """What of a product's data comes nearest to a message, and how near: -1 to 1."""

    one: Likely
    near: float
    said: Statement


def told_by_any(likely: Sequence[Likely], asked: Asked, reader: Reranker) -> list[ProductAnswer]:
    """What the data of each of the products tell, with the probability that it answers as the score, the
    likeliest first; [] where nothing of the likeliest comes near.

    Raises: ModelFileError.
    """
    read, figures = figures_of(likely, asked, reader)
    utility = figures @ np.array([WEIGHTS[name] for name in NAMES])  # (c + 1, f) @ (f,) -> (c + 1,)
    odds = np.exp(utility - utility.max())
    chances = odds / odds.sum()
    best = np.argsort(-chances[: len(read)], kind="stable").tolist()
    if not best or read[best[0]].near < LEAST:
        return []
    return [_answer(read[n], asked.message, float(chances[n])) for n in best]


def _answer(read: Read, message: str, chance: float) -> ProductAnswer:
    """What is told, with "yes" or "no" only where that is asked."""
    product, said = read.one.product, read.said
    if not said.attribute:
        return ProductAnswer(product=product, text=said.told, score=chance)
    value = product.attributes[said.attribute]
    lead = asks_whether(message) and is_asked(message, said.attribute)
    text = say(read.one.name, said.attribute, value, lead=lead)
    return ProductAnswer(product=product, text=text, attributes=(said.attribute,), score=chance)


def figures_of(
    likely: Sequence[Likely], asked: Asked, reader: Reranker, *, whole: bool = False
) -> tuple[list[Read], Figures]:
    """The products whose data were read, and what is known of these, of those that were not, and last of none
    of them, shape (c + 1, len(NAMES)). ``likely``: the likeliest first, whose data are read until the
    others hardly matter, or ``whole``, all of them.

    Raises: ModelFileError.
    """
    read, unread, best, near = list[Read](), list(likely), -np.inf, 0.0
    while unread and (whole or sum(np.exp(_weighed(one, NEAREST, asked) - best) for one in unread) > OPEN):
        found = _read(one := unread.pop(0), asked.message, reader)
        if found is not None:
            read.append(found)
            best, near = max((best, near), (_weighed(one, found.near, asked), found.near))
    page = float(reader.scores(asked.message, [asked.page])[0]) if asked.page else NOWHERE
    of_products = [(found.one, found.near) for found in read]
    of_products += [(one, UNREAD[0] + UNREAD[1] * near) for one in unread]
    none = (
        0.0, 0.0, 0.0, 1.0, asked.asks, asked.of_shop, page, asked.odds, asked.of_product, asked.of_stock,
        asked.behind_page,
    )  # fmt: skip
    figures = np.zeros((len(of_products) + 1, len(NAMES)))
    for n, (one, close) in enumerate(of_products):
        figures[n, :3] = one.chance, close, close * (one.product.product_id == asked.pointed)
    figures[-1] = none
    return read, figures


def _weighed(one: Likely, near: float, asked: Asked) -> float:
    """What speaks for a product."""
    pointed = near * (one.product.product_id == asked.pointed)
    return WEIGHTS["meant"] * one.chance + WEIGHTS["near"] * near + WEIGHTS["pointed at"] * pointed


def _read(one: Likely, message: str, reader: Reranker) -> Read | None:
    """What of the data of a product comes nearest to a message; None where they say nothing."""
    said = _statements(one, message)
    if not said:
        return None
    scores = reader.scores(message, [f"{one.product.title}. {statement.text}" for statement in said])
    best = int(np.argmax(scores))
    return Read(one, float(scores[best]), said[best])


def _statements(one: Likely, message: str) -> list[Statement]:
    """What of the data of a product may answer a message, the sentences of its description first."""
    attributes = one.product.attributes
    may = (
        statement
        for statement in statements(one.product, one.name)
        if not statement.attribute
        or _may_answer(statement.attribute, attributes[statement.attribute], message)
    )
    return sorted(may, key=lambda statement: statement.attribute != "")[:MOST]


def _may_answer(attribute: str, value: str, message: str) -> bool:
    """Whether an attribute may answer a message: not a figure that the message itself gives, which asks for
    something else ("how many plants fit in 60 l")."""
    figures = set(_FIGURES.findall(value))
    given = bool(figures) and figures <= set(_FIGURES.findall(message)) and not asks_whether(message)
    return not given and may_be_asked(attribute, value, message)
