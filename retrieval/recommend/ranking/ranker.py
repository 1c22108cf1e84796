"""Gradient-boosted trees that order candidates (LambdaMART, Burges 2010), with calibrated probabilities."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from retrieval.errors import ModelFileError
from retrieval.recommend.ranking.items import Floats

if TYPE_CHECKING:
    from lightgbm import Booster

TREES = "trees.txt"


@dataclass(frozen=True, eq=False)
class Ranker:
    """``trees`` over rows with the columns ``names``; ``scores`` and ``chances`` (s,) are the steps of the
    calibration: a score's chance that the shopper turns to the item."""

    trees: Booster
    names: tuple[str, ...]
    scores: npt.NDArray[np.float64]
    chances: npt.NDArray[np.float64]

    def score(self, rows: Floats) -> Floats:
        """Of rows (m, f), higher for what comes first, (m,); they compare within a request only."""
        if not len(rows):
            return np.zeros(0, np.float32)
        found: Floats = np.asarray(self.trees.predict(rows, num_threads=1), np.float32)
        return found

    def chance(self, scores: Floats) -> Floats:
        """Calibrated probabilities of scores (m,)."""
        if not len(self.scores):
            return np.zeros(len(scores), np.float32)
        return np.interp(scores, self.scores, self.chances).astype(np.float32)

    def shares(self, rows: Floats) -> Floats:
        """How much each column moved each row's score, (m, f): Shapley values of the trees (Lundberg et al.
        2018)."""
        found: Floats = np.asarray(self.trees.predict(rows, pred_contrib=True, num_threads=1), np.float32)
        return found[:, :-1]

    def save(self, folder: Path) -> None:
        """Write the trees; the steps are kept by who owns the folder."""
        (folder / TREES).write_text(self.trees.model_to_string(), encoding="utf-8")


def read_ranker(
    folder: Path, names: Sequence[str], scores: npt.NDArray[np.float64], chances: npt.NDArray[np.float64]
) -> Ranker:
    """What ``save`` wrote.

    Raises: ModelFileError.
    """
    try:
        from lightgbm import Booster
        from lightgbm.basic import LightGBMError
    except OSError as error:  # it brings no OpenMP of its own
        raise ModelFileError(
            f"LightGBM cannot be loaded ({error}). On Debian: apt-get install libgomp1", file=folder / TREES
        ) from error
    try:
        trees = Booster(model_str=(folder / TREES).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, LightGBMError) as error:
        raise ModelFileError(f"The trees cannot be read ({error}).", file=folder / TREES) from error
    if trees.num_feature() != len(names):
        raise ModelFileError(
            f"The trees have {trees.num_feature()} features, {len(names)} are expected. Train it again.",
            file=folder / TREES,
        )
    return Ranker(trees, tuple(names), scores, chances)


def threads() -> int:
    """For learning: all processors."""
    return os.cpu_count() or 1
