"""Exact search with FAISS, on the GPU where there is one, by the same code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.errors import IndexDamaged
from retrieval.vectors.port import Ids, Scores


class FaissIndex:
    """A flat inner-product index with ids. The CPU copy is the truth; a GPU copy follows it lazily."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._index: Any = faiss.IndexIDMap2(faiss.IndexFlatIP(dimension))
        self._known: set[int] = set()
        self._on_gpu: Any = None

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: Scores) -> None:
        """See ``VectorIndex.add``."""
        self.remove([i for i in ids if i in self._known])
        if len(ids):
            self._index.add_with_ids(np.ascontiguousarray(vectors, np.float32), np.asarray(ids, np.int64))
        self._known.update(ids)
        self._on_gpu = None

    def remove(self, ids: Sequence[int]) -> int:
        """See ``VectorIndex.remove``."""
        known = [i for i in set(ids) if i in self._known]
        if known:
            self._index.remove_ids(np.asarray(known, np.int64))
            self._known.difference_update(known)
            self._on_gpu = None
        return len(known)

    def search(self, queries: Scores, k: int) -> tuple[Ids, Scores]:
        """See ``VectorIndex.search``."""
        scores, ids = self._searched().search(np.ascontiguousarray(queries, np.float32), k)  # (n, k), (n, k)
        return ids, np.where(ids < 0, np.float32(-np.inf), scores)

    def vectors(self, ids: Sequence[int] | Ids) -> Scores:
        """See ``VectorIndex.vectors``."""
        found: Scores = self._index.reconstruct_batch(np.asarray(ids, np.int64))  # (n,) -> (n, d)
        return found

    def save(self, path: Path) -> None:
        """See ``VectorIndex.save``."""
        faiss.write_index(self._index, str(path))

    def load(self, path: Path) -> None:
        """See ``VectorIndex.load``."""
        try:
            index = faiss.read_index(str(path))
        except RuntimeError as error:
            raise IndexDamaged(
                "This vector index cannot be read. Build the index again.", file=path
            ) from error
        if index.d != self._dimension:
            raise IndexDamaged(
                f"Vectors of length {index.d} where {self._dimension} are expected.", file=path
            )
        self._index, self._on_gpu = index, None
        self._known = set(faiss.vector_to_array(self._index.id_map).tolist())

    def _searched(self) -> Any:
        if faiss.get_num_gpus() == 0 or not len(self):
            return self._index
        if self._on_gpu is None:
            self._on_gpu = faiss.index_cpu_to_all_gpus(self._index)
        return self._on_gpu
