"""Chooses how a head is fitted, by predictions for training texts from heads that have not seen them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from bot.understand.calibration import Labels, fit_temperature
from bot.understand.heads import Array, Head, Neighbours, tail
from bot.understand.joined import columns_of, part_of
from retrieval.side_by_side import side_by_side

DEPTHS = ((0.3, 0.5, 1.0), (0.6, 0.8, 1.0))
"""Weights of the encoder's three depths: wording counts for less where examples are few."""
STRENGTHS = (10.0,)
"""Inverse regularisation."""
NEIGHBOUR_WEIGHTS = (0.0, 2.0, 4.0, 8.0)
FEW = 1500
"""Training texts above which the last depths are taken without a comparison, to save time."""
FOLDS = 5
EXACT, QUICK = 1e-6, 1e-4
"""Tolerances of a fit that is served, and of one that only judges. One that stops early depends on the number
of threads: at 1e-4 an intent had 0.37 or 0.35."""
KEPT = 4000
"""Examples kept for comparison, spread evenly over the intents: so that a comparison takes under 1 ms."""
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Fold:
    """Texts ``rows`` (m,) that are predicted by heads fitted on all others. ``features`` (n, d) of all texts
    are from an encoder that was not tuned on those rows."""

    rows: Rows
    features: Array


@dataclass(frozen=True)
class Choice:
    """How to fit, and the predictions of that for the texts in folds: ``logits`` (n, c), before the
    temperature; other rows mean nothing. ``part_temperatures``: see ``fit_head``."""

    depths: tuple[float, ...]
    strength: float
    part_temperatures: tuple[float, ...]
    neighbour_weight: float
    temperature: float
    logits: Array
    balanced: bool = True


def even_folds(features: Array, labels: Labels) -> list[Fold]:
    """For an encoder that was tuned on none of the texts: each is predicted once."""
    folds = fold_numbers(labels)
    return [Fold(np.flatnonzero(folds == number), features) for number in np.unique(folds)]


def judged_rows(folds: Sequence[Fold]) -> Rows:
    """The texts that are predicted."""
    return np.sort(np.concatenate([fold.rows for fold in folds]))


def choose(
    folds: Sequence[Fold],
    labels: Labels,
    similarity: Array | None = None,
    parts: int = 1,
    *,
    balanced: bool = True,
) -> Choice:
    """The candidate of least log-likelihood loss on the texts in folds.

    ``similarity`` (n, c): see ``out_of_fold_similarity``; without it neighbours have no say. The features are
    those of ``parts`` encoders side by side. ``balanced``: see ``fit_head``.
    """
    names = np.unique(labels)
    target, judged = np.searchsorted(names, labels), judged_rows(folds)
    found: list[tuple[float, Choice]] = []
    for depths in DEPTHS if len(labels) <= FEW else DEPTHS[-1:]:
        for strength in STRENGTHS:
            part_temperatures, linear = _mean_logits(
                folds, labels, target, depths, strength, parts, balanced=balanced
            )
            for weight in NEIGHBOUR_WEIGHTS if similarity is not None else (0.0,):
                logits = linear if similarity is None else linear + np.float32(weight) * similarity
                temperature, loss = fit_temperature(logits[judged], target[judged])
                chosen = Choice(depths, strength, part_temperatures, weight, temperature, logits, balanced)
                found.append((loss, chosen))
    return min(found, key=lambda pair: pair[0])[1]


def fit_head(
    features: Array,
    labels: Labels,
    depths: Sequence[float],
    strength: float,
    temperature: float = 1.0,
    part_temperatures: Sequence[float] = (1.0,),
    *,
    balanced: bool = True,
) -> Head:
    """A logistic regression on the weighted depths; the weights are folded into the head. ``balanced``: all
    labels are taken for equally frequent; else as frequent as they are among the texts.

    Where the features of several encoders stand side by side, each has a regression of its own, and the head
    gives the mean of their logits, those of each divided by its temperature in ``part_temperatures``.
    """
    width, parts = features.shape[1], len(part_temperatures)

    def fitted(part: int) -> Head:
        return _fit_one(part_of(features, part, parts), labels, depths, strength, balanced=balanced)

    with threadpool_limits(1):
        heads = side_by_side(fitted, range(parts))
    weights = np.zeros((width, len(heads[0].labels)), np.float32)
    bias = np.zeros(len(heads[0].labels), np.float32)
    for part, (head, own) in enumerate(zip(heads, part_temperatures, strict=True)):
        share = np.float32(1 / own / parts)
        weights[columns_of(part, parts, width)] = head.weights * share * np.float32(np.sqrt(parts))
        bias += head.bias * share
    return Head(labels=heads[0].labels, weights=weights, bias=bias, temperature=temperature)


def _fit_one(
    features: Array,
    labels: Labels,
    depths: Sequence[float],
    strength: float,
    tolerance: float = EXACT,
    *,
    balanced: bool = True,
) -> Head:
    """Of one encoder's features. Several go side by side, each with one thread, which the caller sees to: on
    cores that others use too, two threads for one take ten times as long."""
    weights_of_labels = "balanced" if balanced else None
    scale = _scale(features.shape[1], depths)  # (d,)
    model = LogisticRegression(C=strength, max_iter=2000, tol=tolerance, class_weight=weights_of_labels)
    model.fit(features * scale, labels)
    weights, bias = model.coef_.T * scale[:, None], model.intercept_  # (d, c), (c,)
    if len(model.classes_) == 2:
        weights, bias = np.hstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return Head(
        labels=tuple(str(name) for name in model.classes_),
        weights=np.ascontiguousarray(weights, dtype=np.float32),
        bias=np.asarray(bias, dtype=np.float32),
        temperature=1.0,
    )


def _scale(dimension: int, depths: Sequence[float]) -> Array:
    """A factor a column, shape (d,), that leaves rows of unit length at unit length."""
    scale = np.repeat(np.asarray(depths, np.float32), dimension // len(depths))  # (d,)
    return np.asarray(scale / np.sqrt(np.mean(scale**2)), np.float32)


def fold_numbers(labels: Labels, seed: int = 0, count: int = FOLDS) -> NDArray[np.intp]:
    """A fold for each row, shape (n,): every label is dealt over the folds as evenly as it goes."""
    generator = np.random.default_rng(seed)
    folds = np.empty(len(labels), np.intp)
    dealt = 0
    for name in np.unique(labels):
        rows = generator.permutation(np.flatnonzero(labels == name))
        folds[rows] = (dealt + np.arange(len(rows))) % count
        dealt += len(rows)
    return folds


def _mean_logits(
    folds: Sequence[Fold],
    labels: Labels,
    target: Rows,
    depths: Sequence[float],
    strength: float,
    parts: int,
    *,
    balanced: bool,
) -> tuple[tuple[float, ...], Array]:
    """The temperature of each of ``parts`` encoders, and the mean of their logits (n, c) divided by it."""
    if parts == 1:
        return (1.0,), _out_of_fold_logits(folds, labels, depths, strength, balanced=balanced)
    part_temperatures, logits, judged = [], [], judged_rows(folds)
    for part in range(parts):
        own = [Fold(fold.rows, part_of(fold.features, part, parts)) for fold in folds]
        found = _out_of_fold_logits(own, labels, depths, strength, balanced=balanced)
        part_temperatures.append(fit_temperature(found[judged], target[judged])[0])
        logits.append(found / np.float32(part_temperatures[-1]))
    return tuple(part_temperatures), np.asarray(np.mean(logits, axis=0), np.float32)


def _out_of_fold_logits(
    folds: Sequence[Fold], labels: Labels, depths: Sequence[float], strength: float, *, balanced: bool
) -> Array:
    """Shape (n, c), each row from a model that has not seen it; labels unseen there get the lowest logit."""
    names = np.unique(labels)
    logits = np.zeros((len(labels), len(names)), dtype=np.float32)

    def fitted(fold: Fold) -> Head | None:
        seen = np.setdiff1d(np.arange(len(labels)), fold.rows)
        if len(np.unique(labels[seen])) < 2:
            return None
        return _fit_one(fold.features[seen], labels[seen], depths, strength, QUICK, balanced=balanced)

    with threadpool_limits(1):
        heads = side_by_side(fitted, folds)
    for fold, head in zip(folds, heads, strict=True):
        if head is None:
            continue
        known = head.logits(fold.features[fold.rows])  # (m, c_known)
        columns = np.searchsorted(names, np.asarray(head.labels))
        logits[fold.rows] = known.min(axis=1, keepdims=True)
        logits[np.ix_(fold.rows, columns)] = known
    return logits


def keep_neighbours(labels: Labels) -> Rows:
    """Rows of the examples to keep, grouped by label in sorted order."""
    names, counts = np.unique(labels, return_counts=True)
    most = _even_share(counts, KEPT)
    generator = np.random.default_rng(0)
    groups = [np.flatnonzero(labels == name) for name in names]
    return np.concatenate([np.sort(generator.permutation(rows)[:most]) for rows in groups])


def _even_share(counts: NDArray[np.intp], total: int) -> int:
    """The largest share a label at which all labels together keep at most ``total``; at least one."""
    share = int(counts.max())
    while share > 1 and np.minimum(counts, share).sum() > total:
        share -= 1
    return share


def build_neighbours(features: Array, labels: Labels, weight: float) -> Neighbours:
    """The kept examples as they are served."""
    rows = keep_neighbours(labels)
    _, starts = np.unique(labels[rows], return_index=True)
    return Neighbours(
        examples=tail(features[rows], features.shape[1] // 3), starts=starts.astype(np.intp), weight=weight
    )


def out_of_fold_similarity(folds: Sequence[Fold], labels: Labels) -> Array:
    """Highest cosine to a kept example of each label outside the row's own fold, shape (n, c); at least 0."""
    rows = keep_neighbours(labels)
    names, starts = np.unique(labels[rows], return_index=True)
    similarity = np.zeros((len(labels), len(names)), np.float32)
    for fold in folds:
        vectors = tail(fold.features, fold.features.shape[1] // 3)  # (n, k)
        cosines = vectors[fold.rows] @ vectors[rows].T  # (m, kept)
        cosines[:, np.isin(rows, fold.rows)] = 0
        similarity[fold.rows] = np.maximum.reduceat(cosines, starts, axis=1).clip(0)
    return similarity
