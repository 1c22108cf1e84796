"""Logistic regressions over named features, and the threshold of one: how the answer model is fitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from retrieval.documents.answer_model import Linear, Rows

FOLDS = 5
FREE: Mapping[str, int] = {}
"""Weights of either sign."""


def folds_of(shops: Sequence[int]) -> npt.NDArray[np.int64]:
    """A fold for each question, shape (n,), by the number of its shop: the shop where there are several, so
    that a shop is measured by what was fitted on the others; else one of ``FOLDS``."""
    if len(set(shops)) > 1:
        return np.array(shops)
    return np.random.default_rng(0).permutation(len(shops)) % FOLDS


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
    names: Sequence[str],
    rows: Rows,
    labels: npt.NDArray[np.bool_],
    weights: Rows | None = None,
    *,
    signs: Mapping[str, int] = FREE,
) -> Linear:
    """A logistic regression on standardised features, written in the features' own scale.

    ``signs``: features whose weight may not have the other sign, 1 or -1; one that would have it is left out.
    """
    used = list(range(len(names)))
    while True:
        weighed, bias = _fit(rows[:, used], labels, weights)
        wrong = [at for at, n in enumerate(used) if weighed[at] * signs.get(names[n], 0) < 0]
        if not wrong:
            break
        used.pop(max(wrong, key=lambda at: abs(weighed[at]) * rows[:, used[at]].std()))
    own = np.zeros(len(names))
    own[used] = weighed
    return Linear(dict(zip(names, map(float, own.round(5)), strict=True)), round(bias, 5))


def _fit(rows: Rows, labels: npt.NDArray[np.bool_], weights: Rows | None) -> tuple[Rows, float]:
    """Weights, shape (features,), and bias."""
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.2, max_iter=1000, class_weight=None if weights is not None else "balanced")
    model.fit(scaler.transform(rows), labels, sample_weight=weights)
    own = model.coef_[0] / scaler.scale_
    return own, float(model.intercept_[0] - own @ scaler.mean_)


def threshold_of(
    names: Sequence[str],
    rows: Rows,
    labels: npt.NDArray[np.bool_],
    folds: npt.NDArray[np.int64],
    declined: float,
    signs: Mapping[str, int] = FREE,
) -> float:
    """The threshold that declines this share of what is not covered, measured over folds."""
    probabilities = np.zeros(len(labels))
    for fold in np.unique(folds):
        others = folds != fold
        model = fit_linear(names, rows[others], labels[others], signs=signs)
        probabilities[folds == fold] = model.probabilities(rows[folds == fold])
    return round(float(np.quantile(probabilities[~labels], declined)), 3)
