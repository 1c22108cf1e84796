"""A copy of an index on all GPUs, sharded over them; the CPU's stays the truth."""

from __future__ import annotations

import threading
from typing import Any

import faiss
import numpy as np

from retrieval.vectors.port import Ids, Scores
from retrieval.vectors.structures import REFINED, Flat, Hnsw, IvfPq, Structure

MOST = 2048
"""Results that FAISS gives on a GPU at most."""


class GpuCopy:
    """Searches a structure's copy; one search at a time, since FAISS on GPUs is not safe in threads."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._index = _copied(structure)
        self._lock = threading.Lock()

    def near(self, queries: Scores, k: int) -> tuple[Ids, Scores]:
        """As ``Structure.near``. Product codes are compared here, the best of them exactly on the CPU."""
        refined = isinstance(self._structure, IvfPq)
        wanted = min(MOST, k * REFINED) if refined else k
        with self._lock:
            scores, rows = self._index.search(queries, wanted)  # (n, w), (n, w)
        return rescored(self._structure, queries, rows, k) if refined else (rows, scores)


def searchable(structure: Structure) -> bool:
    """Whether this kind can be searched on a GPU: a graph only where FAISS was built with CAGRA, a flat one
    only of float32."""
    if isinstance(structure, Flat):
        return structure.storage == "float32"
    return not isinstance(structure, Hnsw) or hasattr(faiss, "GpuIndexCagra")


def rescored(structure: Structure, queries: Scores, rows: Ids, k: int) -> tuple[Ids, Scores]:
    """The best ``k`` of candidate rows, shape (n, w), -1 where there is none, by their exact scores."""
    vectors = structure.vectors(np.maximum(rows, 0).ravel()).reshape(*rows.shape, -1)  # (n, w, d)
    scores = np.einsum("nwd,nd->nw", vectors, queries)
    scores = np.where(rows < 0, -np.inf, scores).astype(np.float32)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(rows, best, 1), np.take_along_axis(scores, best, 1)


def _copied(structure: Structure) -> Any:
    if isinstance(structure, Hnsw):
        return _cagra(structure)
    options = faiss.GpuMultipleClonerOptions()
    options.shard = True
    options.useFloat16 = True  # product codes of 48 bytes and more need it for their tables
    index = structure.lists if isinstance(structure, IvfPq) else structure.index
    return faiss.index_cpu_to_all_gpus(index, options)


def _cagra(structure: Hnsw) -> Any:
    """A graph of its own, built on the first GPU from the same vectors."""
    vectors = structure.vectors(np.arange(structure.index.ntotal))
    index = faiss.GpuIndexCagra(faiss.StandardGpuResources(), vectors.shape[1], faiss.METRIC_INNER_PRODUCT)
    index.train(vectors)
    return index
