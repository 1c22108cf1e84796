"""What is learned for answering: which unit answers, whether the documents cover the question.

All are logistic regressions over named features (``evidence``): small enough to read, a dot product to run.
The default was fitted on data/demo_shop/training by ``python -m training.answers``; an index whose assistant
has labelled questions of its own is fitted on those (``fit``). The kept test questions are never used.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexDamaged
from retrieval.rerank import Reranker

Rows = npt.NDArray[np.float64]

DEFAULT = Path(__file__).with_name("answer_model.json")


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
    the re-ranker, if there is one."""

    selection: Linear
    reranking: Linear | None = None
    reranker: Reranker | None = None


class AnswerModel(msgspec.Struct, frozen=True, kw_only=True):
    """``selection`` ranks units, ``coverage`` says whether the documents cover a question, from ``threshold``
    on; ``fusion`` is the dense share of the fused score; ``curated`` the cosine from which a curated answer
    is given; ``trained_on`` names the data. ``reranking`` ranks the first units anew with the scores of the
    re-ranker of that name; None where there was none.
    """

    selection: Linear
    coverage: Linear
    threshold: float
    fusion: float
    curated: float
    trained_on: str
    reranking: Linear | None = None
    reranker: str = ""

    def judge(self, reranker: Reranker | None) -> Judge:
        """The model with the re-ranker that it was fitted with.

        Raises: IndexDamaged where that is another one.
        """
        if self.reranking is None:
            return Judge(self.selection)
        if reranker is None or reranker.name != self.reranker:
            raise IndexDamaged(
                f"This index was fitted with the re-ranker {self.reranker!r}. Run: shopclerk prepare"
            )
        return Judge(self.selection, self.reranking, reranker)


@cache
def default_model() -> AnswerModel:
    """The model that comes with the package."""
    return msgspec.json.decode(DEFAULT.read_bytes(), type=AnswerModel)
