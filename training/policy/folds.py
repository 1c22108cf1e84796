"""Folds by conversation, and thresholds chosen on what was held out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

Truths = NDArray[np.bool_]
Probabilities = NDArray[np.float64]
EVEN = 0.5
"""No threshold is below even odds. Held-out dialogues that part by themselves would allow for any, and what
is like none of them would lie above it."""


def folds_of(
    groups: Sequence[str], classes: Sequence[bool], folds: int, seed: int
) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """(rows to learn from, rows held out) of each fold; those of a group are on one side, and the classes are
    spread evenly. Empty where a class is in fewer than two groups."""
    of_class: dict[bool, set[str]] = {}
    for group, one in zip(groups, classes, strict=True):
        of_class.setdefault(one, set()).add(group)
    folds = min([folds, *map(len, of_class.values())])
    if folds < 2 or not of_class:
        return []
    parted = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    return list(parted.split(np.zeros(len(groups)), np.asarray(classes), np.asarray(groups)))


def lowest_threshold(
    probabilities: Probabilities, right: Truths, precision: float, support: int
) -> float | None:
    """The lowest probability, ``EVEN`` at least, from which on at least this share is right, of at least
    ``support`` many; None where there is none."""
    order = np.argsort(-probabilities, kind="stable")
    many = np.arange(1, len(order) + 1)
    shares = np.cumsum(right[order]) / many
    # Of equal probabilities all or none lie above.
    last = np.append(probabilities[order][:-1] > probabilities[order][1:], True) if len(order) else many > 0
    good = np.flatnonzero((shares >= precision) & (many >= support) & last)
    return max(float(probabilities[order][good[-1]]), EVEN) if len(good) else None
