"""Logistic regressions over named features, and the threshold of one: how the answer model is fitted."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from retrieval.documents.answer_model import Linear, Rows

FOLDS = 5


def folds_of(count: int) -> npt.NDArray[np.int64]:
    """A fold for each of so many questions, shape (n,)."""
    return np.random.default_rng(0).permutation(count) % FOLDS


class Example(msgspec.Struct, frozen=True):
    """A question's units: their rows of features and which of them answer."""

    rows: Rows
    answers: npt.NDArray[np.bool_]


def fit_lists(names: Sequence[str], examples: Sequence[Example]) -> Linear:
    """Every question counts the same, and so do its right and its wrong units."""
    used = [example for example in examples if example.answers.any()]
    weights = [
        np.where(e.answers, 1 / e.answers.sum(), 1 / max(1, (~e.answers).sum())) for e in used
    ]  # fmt: skip
    rows, answers = np.vstack([e.rows for e in used]), np.concatenate([e.answers for e in used])
    return fit_linear(names, rows, answers, np.concatenate(weights))


def fit_linear(
    names: Sequence[str], rows: Rows, labels: npt.NDArray[np.bool_], weights: Rows | None = None
) -> Linear:
    """A logistic regression on standardised features, written in the features' own scale."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.2, max_iter=1000, class_weight=None if weights is not None else "balanced")
    model.fit(scaler.transform(rows), labels, sample_weight=weights)
    own = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - own @ scaler.mean_)
    return Linear(dict(zip(names, map(float, own.round(5)), strict=True)), round(bias, 5))


def threshold_of(
    names: Sequence[str],
    rows: Rows,
    labels: npt.NDArray[np.bool_],
    folds: npt.NDArray[np.int64],
    declined: float,
) -> float:
    """The threshold that declines this share of what is not covered, measured over folds."""
    probabilities = np.zeros(len(labels))
    for fold in range(FOLDS):
        model = fit_linear(names, rows[folds != fold], labels[folds != fold])
        probabilities[folds == fold] = model.probabilities(rows[folds == fold])
    return round(float(np.quantile(probabilities[~labels], declined)), 3)
