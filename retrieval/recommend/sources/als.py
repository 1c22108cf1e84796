"""Shoppers and items as vectors: alternating least squares of `implicit`, with shoppers folded in."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import Histories, Interactions
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, write_stored


class Als:
    """Implements ``Source``: Hu, Koren and Volinsky 2008. ``alpha`` is how much surer an interaction is than
    none; ``steps``: after so many a thing that the shopper did is half as sure, 0 where order does not count.

    A shopper's vector is the least-squares solution for the history given the items' vectors, the same that a
    training would end with: nothing is kept of those who were trained with.
    """

    KIND: ClassVar[str] = "als"

    def __init__(
        self,
        *,
        factors: int = 64,
        ridge: float = 0.05,
        alpha: float = 5.0,
        iterations: int = 15,
        steps: float = 0.0,
        seed: int = 0,
    ) -> None:
        self._parameters = {
            "factors": factors, "ridge": ridge, "alpha": alpha, "iterations": iterations,
            "steps": steps, "seed": seed,
        }  # fmt: skip
        self._vectors: Scores = np.zeros((0, factors), np.float32)
        self._gram: npt.NDArray[np.float64] = np.zeros((factors, factors))

    def fit(self, interactions: Interactions) -> Self:
        """Needs `implicit` (extra `train`); to score it is not needed."""
        from implicit.cpu.als import AlternatingLeastSquares
        from threadpoolctl import threadpool_limits

        p = self._parameters
        with threadpool_limits(1, "blas"):  # implicit has threads of its own
            model = AlternatingLeastSquares(
                factors=p["factors"], regularization=p["ridge"], alpha=p["alpha"],
                iterations=p["iterations"], random_state=p["seed"],
            )  # fmt: skip
            model.fit(interactions.matrix().astype(np.float32), show_progress=False)
        return self._with(model.item_factors)

    def _with(self, vectors: npt.NDArray[np.float32]) -> Self:
        self._vectors = np.ascontiguousarray(vectors, np.float32)
        exact = self._vectors.astype(np.float64)
        self._gram = exact.T @ exact + self._parameters["ridge"] * np.eye(exact.shape[1])
        return self

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        found: Scores = self.vectors_of(histories) @ self._vectors.T
        return found  # (b, items)

    def vectors_of(self, histories: Histories) -> Scores:
        """The shoppers' vectors, (b, factors)."""
        said = histories.weights * histories.fading(self._parameters["steps"])
        sure = histories.matrix(said * self._parameters["alpha"])
        found = np.zeros((len(histories), self._vectors.shape[1]), np.float32)
        for row in range(len(histories)):
            found[row] = self._folded(sure, row)
        return found

    def _folded(self, sure: csr_matrix, row: int) -> npt.NDArray[np.float64]:
        """x of (Y'Y + ridge + Y'(C - 1)Y) x = Y'C over the items of the history."""
        own = slice(sure.indptr[row], sure.indptr[row + 1])
        confidence = sure.data[own].astype(np.float64)  # (m,)
        vectors = self._vectors[sure.indices[own]].astype(np.float64)  # (m, factors)
        left = self._gram + (vectors * (confidence - 1)[:, None]).T @ vectors
        return np.linalg.solve(left, confidence @ vectors)

    @property
    def item_vectors(self) -> Scores:
        """Shape (items, factors), for an index of nearest items."""
        return self._vectors

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        write_stored(folder, self.KIND, self._parameters, {"vectors": self._vectors})

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        del folder
        return cls(**parameters)._with(arrays["vectors"])
