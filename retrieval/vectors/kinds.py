"""Which kind of FAISS index to use. Pure: what is measured behind the numbers stands in
docs/decisions/0009-index-kinds.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal


class Kind(StrEnum):
    """A kind of FAISS index."""

    FLAT = "flat"
    HNSW = "hnsw"
    IVFFLAT = "ivfflat"
    IVFPQ = "ivfpq"


Wanted = Literal["auto", "flat", "hnsw", "ivfflat", "ivfpq"]
"""What may be asked for."""


Storage = Literal["float32", "float16", "int8"]
"""How a component of a vector is stored."""
WantedStorage = Literal["auto"] | Storage
MILVUS: Final = "milvus"
Chosen = Wanted | Literal["milvus"]
"""What an installation may choose: a kind of FAISS, or Milvus."""


@dataclass(frozen=True)
class VectorChoice:
    """Where an index of vectors is kept, and how: a kind of FAISS in a file, or a collection of Milvus. The
    collections of one index begin with ``milvus_prefix``."""

    index: Chosen = "auto"
    storage: WantedStorage = "auto"
    milvus_uri: str = ""
    milvus_token: str = field(default="", repr=False)
    milvus_prefix: str = "shopclerk"


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


def stored_as(kind: Kind, wanted: WantedStorage = "auto") -> Storage:
    """How a kind stores vectors where nothing else is set: flat as they come, the others as half floats."""
    if wanted != "auto":
        return wanted
    return "float32" if kind == Kind.FLAT else "float16"


def _on_cpu(size: int) -> Kind:
    if size <= FLAT_UP_TO:
        return Kind.FLAT
    return Kind.HNSW if size <= HNSW_UP_TO else Kind.IVFPQ


def _on_gpus(share: float) -> Kind:
    """``share``: vectors on each."""
    if share <= GPU_FLAT_UP_TO:
        return Kind.FLAT
    return Kind.IVFFLAT if share <= GPU_IVFFLAT_UP_TO else Kind.IVFPQ
