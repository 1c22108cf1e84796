"""Numbers of confidence from out-of-fold predictions: temperature, thresholds, calibration error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from bot.understand.heads import Array, Evidence, Thresholds, softmax

PRECISION = 0.85
"""Share of accepted intents that should be right."""
MARGIN = 0.1
"""Two intents within so much are told apart by asking."""
Labels = NDArray[np.str_]
Truths = NDArray[np.bool_]


def fit_temperature(logits: Array, target: NDArray[np.intp]) -> tuple[float, float]:
    """The temperature of least negative log-likelihood, and that likelihood.

    Guo et al. 2017, "On Calibration of Modern Neural Networks". ``logits`` (n, c), ``target`` (n,) columns.
    """
    rows = np.arange(len(target))

    def loss(log_temperature: float) -> float:
        chosen = softmax(logits / np.float32(np.exp(log_temperature)))[rows, target]
        return float(-np.log(np.clip(chosen, 1e-9, 1)).mean())

    best = minimize_scalar(loss, bounds=(-3, 3), method="bounded", options={"xatol": 1e-2})
    return float(np.exp(best.x)), float(best.fun)


def choose_thresholds(evidence: Evidence, labels: Labels, strange: Array) -> Thresholds:
    """``strange`` (n,) is the out-of-scope probability of each text."""
    confidence = evidence.within * (1 - strange[:, None])
    order = np.argsort(-confidence, axis=1)
    top = np.take_along_axis(confidence, order, axis=1)
    best = np.asarray(evidence.names)[order]
    right, second = best[:, 0] == labels, best[:, 1] == labels
    accept = _lowest(top[:, 0], right, PRECISION, 0.25, 0.8)
    clarify = _lowest(top[:, 0], right | second, PRECISION, 0.25, accept)
    return Thresholds(accept=accept, clarify=clarify, margin=MARGIN)


def _lowest(confidence: Array, right: Truths, precision: float, low: float, high: float) -> float:
    """The lowest cut in [low, high] above which ``precision`` of the cases are right."""
    for cut in np.arange(low, high, 0.01):
        above = confidence >= cut
        if above.sum() >= 10 and right[above].mean() >= precision:
            return round(float(cut), 3)
    return round(float(high), 3)


def calibration_error(confidence: Array, right: Truths, bins: int = 10) -> float:
    """Expected calibration error: mean gap between confidence and accuracy, weighted by bin size."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(confidence[which == b].mean() - right[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    ]
    return float(sum(gaps))
