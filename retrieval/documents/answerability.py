"""Whether the documents cover a question: a logistic regression over what the search saw.

Trained while the index is built (``training_pairs``), never on the kept test questions. At serving time it is
one dot product.
"""

from __future__ import annotations

from math import exp

import msgspec

FEATURES = ("dense", "sentence", "lexical", "coverage", "sentence_coverage", "margin", "agreement", "words")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What the search saw of a question, each value in [0, 1] or a cosine.

    ``dense``: best cosine of a passage; ``sentence``: best cosine of a sentence; ``lexical``: best BM25
    over the most that the question's words could get; ``coverage``: share of the question's content words,
    weighted by rarity, that stand in the best passage; ``sentence_coverage``: the same in the best sentence;
    ``margin``: how far the best passage's cosine lies above the tenth; ``agreement``: whether both rankings
    have the same first passage; ``words``: content words of the question, over ten.
    """

    dense: float = 0.0
    sentence: float = 0.0
    lexical: float = 0.0
    coverage: float = 0.0
    sentence_coverage: float = 0.0
    margin: float = 0.0
    agreement: float = 0.0
    words: float = 0.0

    def vector(self) -> tuple[float, ...]:
        """The values in the order of ``FEATURES``."""
        return tuple(getattr(self, name) for name in FEATURES)


class Answerability(msgspec.Struct, frozen=True, kw_only=True):
    """A fitted model: ``probability = sigmoid(weights . evidence + bias)``; answer from ``threshold`` on.

    The default was fitted on the demo shop; it stands in where there is too little to train on.
    """

    weights: tuple[float, ...] = (4.0, 6.0, 0.0, 2.0, 2.0, 0.0, 0.5, 0.0)
    bias: float = -6.5
    threshold: float = 0.5
    fusion: float = 0.6
    curated: float = 0.85

    def probability(self, evidence: Evidence) -> float:
        """How likely the documents cover the question."""
        z = self.bias + sum(w * x for w, x in zip(self.weights, evidence.vector(), strict=True))
        return 1 / (1 + exp(-z)) if z > -700 else 0.0
