"""Which kind of FAISS index to use. Pure: what is measured behind the numbers stands in
docs/decisions/0009-index-kinds.md."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """A kind of FAISS index."""

    FLAT = "flat"
    HNSW = "hnsw"
    IVFFLAT = "ivfflat"
    IVFPQ = "ivfpq"


Wanted = Literal["auto", "flat", "hnsw", "ivfflat", "ivfpq"]
"""What may be asked for."""

FLAT_UP_TO = 20_000
"""Vectors that one processor compares exactly in about 3 ms."""
HNSW_UP_TO = 2_000_000
"""Vectors above which a graph takes too long to build and too much memory."""
GPU_FLAT_UP_TO = 1_000_000
GPU_IVFFLAT_UP_TO = 10_000_000
"""Both for each GPU: vectors are sharded over all of them."""
SMALLEST = {Kind.FLAT: 0, Kind.HNSW: 1, Kind.IVFFLAT: 10_000, Kind.IVFPQ: 10_000}
"""Vectors from which a kind can be built: 256 centroids of a product code want 39 points each."""


def choose(size: int, gpus: int = 0, wanted: Wanted = "auto") -> Kind:
    """The kind for so many vectors.

    Without a GPU: flat, HNSW, IVF-PQ by size. With GPUs: flat, IVF-Flat, IVF-PQ. A kind that is set is
    used whatever the size, but below its ``SMALLEST``: there it is flat.
    """
    kind = Kind(wanted) if wanted != "auto" else _on_gpus(size / gpus) if gpus else _on_cpu(size)
    return kind if size >= SMALLEST[kind] else Kind.FLAT


def _on_cpu(size: int) -> Kind:
    if size <= FLAT_UP_TO:
        return Kind.FLAT
    return Kind.HNSW if size <= HNSW_UP_TO else Kind.IVFPQ


def _on_gpus(share: float) -> Kind:
    """``share``: vectors on each."""
    if share <= GPU_FLAT_UP_TO:
        return Kind.FLAT
    return Kind.IVFFLAT if share <= GPU_IVFFLAT_UP_TO else Kind.IVFPQ
