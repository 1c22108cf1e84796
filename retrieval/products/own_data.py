"""What a product's own data tell of a question in whatever words ("can I bury it" of "Direct burial: yes"):
attributes and sentences of the description, read by late interaction.

How near the nearest of them is says little by itself. How far the others lie behind it says whether the data
tell it at all (docs/decisions/0081).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.products.facts import say
from retrieval.products.questions import ProductAnswer, quoted, sentences_of
from retrieval.rerank import Reranker
from retrieval.types import Product

NEAR, SURE, CLEARLY = 0.6, 0.8, 0.9
"""Probabilities from which the nearest is worth a look, and tells it: where nothing else answers, and where a
page does as well."""
LEAST = 4
"""Below so many attributes and sentences nothing lies far behind."""


class Nearness(NamedTuple):
    """A logistic regression over how near the nearest is, and by how much nearer than the second and than the
    median (``python -m training.own_data``)."""

    near: float
    second: float
    most: float
    bias: float

    def probability(self, scores: Sequence[float] | npt.NDArray[np.float32]) -> float:
        """That what is nearest answers; ``scores`` as in ``Reranker.scores``, two or more."""
        ordered = np.sort(np.asarray(scores, np.float64))[::-1]
        odds = self.near * ordered[0] + self.second * (ordered[0] - ordered[1])
        odds += self.most * (ordered[0] - np.median(ordered)) + self.bias
        return float(1 / (1 + np.exp(-odds)))


FITTED = Nearness(near=7.69, second=7.21, most=0.49, bias=-4.08)


class Statement(NamedTuple):
    """Something that a product's data say: as it is compared with a question and as it is told; ``attribute``
    is its name, "" of a sentence."""

    text: str
    told: str
    attribute: str = ""


def statements(product: Product, name: str) -> Iterator[Statement]:
    """All that the data of a product say, which is called ``name``."""
    for attribute, value in product.attributes.items():
        yield Statement(f"{attribute}: {value}", say(name, attribute, value), attribute)
    for sentence in sentences_of(product):
        yield Statement(sentence, quoted(name, sentence))


def told_by_data(
    product: Product, name: str, question: str, reader: Reranker, least: float = SURE
) -> ProductAnswer | None:
    """What answers a question with a probability of ``least`` or more; None where nothing does.

    Raises: ModelFileError.
    """
    said = list(statements(product, name))
    if len(said) < LEAST:
        return None
    scores = reader.scores(question, [one.text for one in said])  # (n,)
    probability = FITTED.probability(scores)
    if probability < least:
        return None
    best = said[int(np.argmax(scores))]
    attributes = (best.attribute,) if best.attribute else ()
    return ProductAnswer(product=product, text=best.told, attributes=attributes, score=probability)
