"""Items that read alike: neighbours by the meaning of their texts, for what nobody has met yet as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Self

import faiss
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import Histories
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.stored import Array, sparse_arrays, sparse_matrix, write_stored


class Content:
    """Implements ``Source``: cosines of an item's text to those of the history, summed up; what was done last
    says more, half as much each ``steps``."""

    KIND: ClassVar[str] = "content"

    def __init__(self, *, neighbours: int = 50, steps: float = 3.0) -> None:
        self._neighbours, self._steps = neighbours, steps
        self._similar = csr_matrix((0, 0), dtype=np.float32)

    def fit_texts(self, vectors: npt.NDArray[np.float32]) -> Self:
        """Neighbours of all items by the vectors (n, d) of norm 1 of their texts."""
        count = len(vectors)
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        cosines, near = index.search(vectors, min(self._neighbours + 1, count))  # (n, k), (n, k)
        rows = np.repeat(np.arange(count), near.shape[1])
        other = (near.ravel() != rows) & (cosines.ravel() > 0)
        self._similar = csr_matrix(
            (cosines.ravel()[other], (rows[other], near.ravel()[other])), shape=(count, count)
        ).astype(np.float32)
        return self

    def score(self, histories: Histories) -> Scores:
        """See ``Source``."""
        weights = histories.weights * histories.fading(self._steps)
        found: Scores = (histories.matrix(weights) @ self._similar).toarray().astype(np.float32)
        return found  # (b, items)

    def save(self, folder: Path) -> None:
        """See ``Source``."""
        parameters = {"neighbours": self._neighbours, "steps": self._steps}
        write_stored(folder, self.KIND, parameters, sparse_arrays(self._similar))

    @classmethod
    def stored(cls, parameters: dict[str, Any], arrays: dict[str, Array], folder: Path) -> Self:
        """What ``save`` wrote."""
        del folder
        found = cls(**parameters)
        found._similar = sparse_matrix(arrays)
        return found
