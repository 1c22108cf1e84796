"""The port of vector indexes, with its contract. One suite (tests/contract) runs on every implementation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class VectorIndex(Protocol):
    """Finds the vectors with the largest inner product. Searches may run in several threads at once;
    changes must not run beside anything else."""

    def __len__(self) -> int: ...

    def add(self, ids: Sequence[int], vectors: Scores) -> None:
        """Add vectors, shape (n, d), under ids >= 0; an id that is there gets the new vector."""

    def remove(self, ids: Sequence[int]) -> int:
        """Forget ids; unknown ones are passed over. Returns how many were there."""

    def search(
        self, queries: Scores, k: int, allowed: Sequence[int] | Ids | None = None
    ) -> tuple[Ids, Scores]:
        """The best ``k`` of each query, shapes (n, d) -> (n, k), (n, k), best first.

        ``allowed``: the ids that may be found; unknown ones are passed over. It is applied before the
        search, so that ``k`` are found where so many are allowed, and few are compared exactly. Places beyond
        what there is to find hold id -1 and score -inf. Where an index is approximate, some of the best may
        be missed; the scores of what is found are those of the stored vectors.
        """

    def vectors(self, ids: Sequence[int] | Ids) -> Scores:
        """The vectors of ids that are all there, shape (n, d), as stored: as half floats or better,
        unless bytes were chosen."""

    def save(self, path: Path) -> None:
        """Write to one file."""

    def load(self, path: Path) -> None:
        """Replace the content by a file's.

        Raises: IndexDamaged.
        """
