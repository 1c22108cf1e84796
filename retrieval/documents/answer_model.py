"""What is learned for answering: which unit answers, whether the documents cover the question.

All are logistic regressions over named features (``evidence``): small enough to read, a dot product to run.
Those that come with the package were fitted on several shops (data/shops) by ``python -m training.package``;
an index whose assistant has labelled questions of its own is fitted on those (``fit``). The kept test
questions are never used.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexDamaged
from retrieval.rerank import NO_RERANKERS, Rerankers

Rows = npt.NDArray[np.float64]

DEFAULTS = Path(__file__).with_name("answer_models.json")


class Linear(msgspec.Struct, frozen=True):
    """A logistic regression: ``probability = sigmoid(row . weights + bias)``."""

    weights: dict[str, float]
    bias: float

    def probabilities(self, rows: Rows) -> Rows:
        """Probabilities of rows, shape (n, features) -> (n,); features in the order of ``weights``."""
        z = rows @ np.fromiter(self.weights.values(), float) + self.bias  # (n,)
        probabilities: Rows = 1 / (1 + np.exp(-np.clip(z, -50, 50)))
        return probabilities


class Judge(msgspec.Struct, frozen=True):
    """How units are ranked: by ``selection``, then the first of them anew by ``reranking`` with the scores of
    the re-rankers, if there are any."""

    selection: Linear
    reranking: Linear | None = None
    rerankers: Rerankers = Rerankers()


class FollowUps(msgspec.Struct, frozen=True):
    """What is learned about follow-ups (``follow_up.py``): ``coverage`` and ``choice`` of units, over its
    features, and the threshold of the former."""

    coverage: Linear
    choice: Linear
    threshold: float


class AnswerModel(msgspec.Struct, frozen=True, kw_only=True):
    """``selection`` ranks units, ``coverage`` says whether the documents cover a question, from ``threshold``
    on; ``fusion`` is the dense share of the fused score; ``curated`` the cosine from which a curated answer
    is given. ``reranking`` ranks the first units anew with the scores of the ``rerankers`` of these names;
    None where there were none. ``unasked`` judges in its place where passages that no remembered question is
    about come first; None where none are remembered. ``follow_up`` weighs the readings of a follow-up; None
    where too few are labelled.

    ``fitted_on`` names the questions and how, ``learned_from`` these and what is remembered; ``passages``
    were there to fit on.
    """

    selection: Linear
    coverage: Linear
    threshold: float
    fusion: float = 0.5
    curated: float = 1.0
    fitted_on: str = ""
    learned_from: str = ""
    passages: int = 0
    reranking: Linear | None = None
    rerankers: tuple[str, ...] = ()
    unasked: AnswerModel | None = None
    follow_up: FollowUps | None = None

    def judge(self, rerankers: Rerankers) -> Judge:
        """The model with the re-rankers that it was fitted with, or by its selection alone, where it has
        learned nothing else from them.

        Raises: IndexDamaged where its coverage needs one that is not there.
        """
        there = Rerankers(*(one if one and one.name in self.rerankers else None for one in rerankers))
        if self.reranking and there.names == self.rerankers:
            return Judge(self.selection, self.reranking, there)
        if "cross_score" in self.coverage.weights:
            raise IndexDamaged(
                f"This index was fitted with other re-rankers ({', '.join(self.rerankers)})."
                " Run: shopclerk prepare"
            )
        return Judge(self.selection)


@cache
def _defaults() -> list[AnswerModel]:
    return msgspec.json.decode(DEFAULTS.read_bytes(), type=list[AnswerModel])


def default_model(rerankers: Rerankers = NO_RERANKERS) -> AnswerModel:
    """The model that comes with the package and was fitted with these re-rankers of sentences; the last one,
    which also serves without any, where none was."""
    there = rerankers.for_sentences.names
    return next((model for model in _defaults() if model.rerankers == there), _defaults()[-1])
