"""How FAISS builds and searches each kind. Rows are numbered in the order of adding.

HNSW and IVF-PQ score what they return with the vectors as they are stored (``Storage``). Bytes are those of
FAISS's QT_8bit: 256 values of each dimension, from its smallest to its largest. The constants are measured
(docs/decisions/0009-index-kinds.md).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import Any, ClassVar, Self

import faiss
import numpy as np

from retrieval.vectors.kinds import Kind, Storage
from retrieval.vectors.port import Ids, Scores

NEIGHBOURS = 16
"""Links of a vector in the graph, twice as many on its lowest level."""
BUILD_EFFORT = 80
SEARCH_EFFORT = 512
"""Candidates that a search of the graph keeps."""
LISTS = 4
"""Lists of an inverted file, times the root of the number of vectors."""
PROBED = 192
"""Lists that a search of an inverted file reads."""
REFINED = 16
"""Times as many as wanted whose exact scores are computed."""
SUB_DIMENSION = 4
"""Dimensions that one byte of a product code stands for."""
TRAINED_ON = 40
"""Vectors for each list that clustering sees."""
ROUNDS = 10
QUANTIZERS = {"float16": faiss.ScalarQuantizer.QT_fp16, "int8": faiss.ScalarQuantizer.QT_8bit}
STORED: dict[int, Storage] = {QUANTIZERS["float16"]: "float16", QUANTIZERS["int8"]: "int8"}
CODECS: dict[Storage, str] = {"float32": "Flat", "float16": "SQfp16", "int8": "SQ8"}
"""As FAISS's index factory names them."""
BEYOND = 0.1
"""Share of a dimension's range by which a new value may lie beyond it, to be stored as its end."""
OUTGROWN = 4
"""Times the vectors it was trained for at which an inverted file is trained anew."""


class Structure(ABC):
    """A filled index of one kind. Searches are safe in threads."""

    kind: ClassVar[Kind]
    forgets: ClassVar[bool] = False
    """Whether rows can be removed."""

    def __init__(self, index: Any, owner: Any = None) -> None:
        """``owner``: what frees the index where that is not the index itself."""
        self.index, self._owner = index, owner

    @classmethod
    @abstractmethod
    def build(cls, vectors: Scores, storage: Storage) -> Self:
        """From vectors, shape (n, d)."""

    def near(self, queries: Scores, k: int, selector: Any = None, share: float = 1.0) -> tuple[Ids, Scores]:
        """The best rows, shapes (n, d) -> (n, k), (n, k). ``selector``: of the rows that may be found, a
        ``share`` of all; the search widens with its inverse."""
        scores, rows = self.index.search(queries, k, params=self._parameters(selector, share))
        return rows, scores

    def exact(self, queries: Scores, k: int, selector: Any) -> tuple[Ids, Scores]:
        """As ``near``, comparing with every row that may be found."""
        scores, rows = self._storage().search(queries, k, params=faiss.SearchParameters(sel=selector))
        return rows, scores

    def vectors(self, rows: Ids) -> Scores:
        """As stored, shape (n, d)."""
        found: Scores = self._storage().reconstruct_batch(rows)
        return found

    def add(self, vectors: Scores) -> None:
        """Rows at the end."""
        self.index.add(vectors)

    @property
    def storage(self) -> Storage:
        """How its vectors are stored."""
        quantizer = getattr(self._storage(), "sq", None)
        return "float32" if quantizer is None else STORED[quantizer.qtype]

    @property
    def outgrown_at(self) -> float:
        """Vectors from which it was trained for too few."""
        return math.inf

    def takes(self, vectors: Scores) -> bool:
        """Whether new vectors lie among the values that bytes were fitted to."""
        if self.storage != "int8":
            return True
        low, extent = np.split(faiss.vector_to_array(self._storage().sq.trained), 2)  # (d,), (d,)
        far = BEYOND * extent
        return bool(np.all((vectors >= low - far) & (vectors <= low + extent + far)))

    @abstractmethod
    def _parameters(self, selector: Any, share: float) -> Any: ...

    def _storage(self) -> Any:
        return self.index


class Flat(Structure):
    """Compares with every vector."""

    kind, forgets = Kind.FLAT, True

    @classmethod
    def build(cls, vectors: Scores, storage: Storage) -> Self:
        """See ``Structure.build``."""
        dimension, metric = vectors.shape[1], faiss.METRIC_INNER_PRODUCT
        if storage == "float32" or not len(vectors):  # bytes are fitted to the first vectors
            index = faiss.IndexFlatIP(dimension)
        else:
            index = faiss.IndexScalarQuantizer(dimension, QUANTIZERS[storage], metric)
            index.train(_ends(vectors))
        index.add(vectors)
        return cls(index)

    def _parameters(self, selector: Any, _share: float) -> Any:
        return faiss.SearchParameters(sel=selector)


class Hnsw(Structure):
    """Walks a graph of neighbours (Malkov and Yashunin 2018)."""

    kind = Kind.HNSW

    @classmethod
    def build(cls, vectors: Scores, storage: Storage) -> Self:
        """See ``Structure.build``."""
        dimension, metric = vectors.shape[1], faiss.METRIC_INNER_PRODUCT
        if storage == "float32":
            index = faiss.IndexHNSWFlat(dimension, NEIGHBOURS, metric)
        else:
            index = faiss.IndexHNSWSQ(dimension, QUANTIZERS[storage], NEIGHBOURS, metric)
        index.hnsw.efConstruction = BUILD_EFFORT
        index.train(_ends(vectors))
        index.add(vectors)
        return cls(index)

    def _parameters(self, selector: Any, share: float) -> Any:
        return faiss.SearchParametersHNSW(efSearch=int(SEARCH_EFFORT / share), sel=selector)

    def _storage(self) -> Any:
        return faiss.downcast_index(self.index.storage)


class _Inverted(Structure):
    """Reads the lists of the nearest centroids."""

    @property
    def lists(self) -> Any:
        """The inverted file."""
        return self.index

    @property
    def outgrown_at(self) -> float:
        """See ``Structure.outgrown_at``."""
        trained_for: float = (self.lists.nlist / LISTS) ** 2
        return OUTGROWN * trained_for

    def _probing(self, selector: Any, share: float) -> Any:
        lists = self.lists.nlist
        return faiss.SearchParametersIVF(nprobe=min(lists, int(PROBED / share)), sel=selector)


class IvfFlat(_Inverted):
    """An inverted file of whole vectors."""

    kind = Kind.IVFFLAT

    def __init__(self, index: Any, owner: Any = None) -> None:
        super().__init__(index, owner)
        index.make_direct_map()

    @classmethod
    def build(cls, vectors: Scores, storage: Storage) -> Self:
        """See ``Structure.build``."""
        index = faiss.index_factory(
            vectors.shape[1], f"IVF{_lists(len(vectors))},{CODECS[storage]}", faiss.METRIC_INNER_PRODUCT
        )
        _train(index, index, vectors)
        index.add(vectors)
        return cls(index)

    def takes(self, _vectors: Scores) -> bool:
        """Always: what lies in its bytes are distances from centroids, fitted to thousands."""
        return True

    def exact(self, queries: Scores, k: int, selector: Any) -> tuple[Ids, Scores]:
        """See ``Structure.exact``."""
        everywhere = faiss.SearchParametersIVF(nprobe=self.lists.nlist, sel=selector)
        scores, rows = self.index.search(queries, k, params=everywhere)
        return rows, scores

    def _parameters(self, selector: Any, share: float) -> Any:
        return self._probing(selector, share)


class IvfPq(_Inverted):
    """An inverted file of product codes (Jegou et al. 2011); the best are compared as stored."""

    kind = Kind.IVFPQ

    @classmethod
    def build(cls, vectors: Scores, storage: Storage) -> Self:
        """See ``Structure.build``."""
        dimension, lists = vectors.shape[1], _lists(len(vectors))
        description = f"IVF{lists},PQ{_code_bytes(dimension)},Refine({CODECS[storage]})"
        index = faiss.index_factory(dimension, description, faiss.METRIC_INNER_PRODUCT)
        _train(index, faiss.downcast_index(index.base_index), vectors)
        index.add(vectors)
        return cls(index)

    @property
    def lists(self) -> Any:
        """See ``_Inverted.lists``."""
        return faiss.downcast_index(self.index.base_index)

    def _parameters(self, selector: Any, share: float) -> Any:
        probing = self._probing(selector, share)
        return faiss.IndexRefineSearchParameters(k_factor=REFINED, base_index_params=probing)

    def _storage(self) -> Any:
        return faiss.downcast_index(self.index.refine_index)


BUILDERS = {Kind.FLAT: Flat, Kind.HNSW: Hnsw, Kind.IVFFLAT: IvfFlat, Kind.IVFPQ: IvfPq}
READ = (
    (faiss.IndexFlat, Flat),
    (faiss.IndexScalarQuantizer, Flat),
    (faiss.IndexHNSW, Hnsw),
    (faiss.IndexRefine, IvfPq),
    (faiss.IndexIVFScalarQuantizer, IvfFlat),
    (faiss.IndexIVFFlat, IvfFlat),
)
"""Which FAISS class holds which kind."""


def structure_of(index: Any, owner: Any) -> Structure | None:
    """What a FAISS index that was read is; None for a class that is not written here. ``owner`` is the
    object that frees it."""
    concrete = faiss.downcast_index(index)
    return next((kind(concrete, owner) for read, kind in READ if isinstance(concrete, read)), None)


def _lists(size: int) -> int:
    return int(LISTS * math.sqrt(size))


def _code_bytes(dimension: int) -> int:
    """The most bytes that divide the dimension, up to one for ``SUB_DIMENSION`` dimensions."""
    return max(m for m in range(1, max(1, dimension // SUB_DIMENSION) + 1) if dimension % m == 0)


def _ends(vectors: Scores) -> Scores:
    """What fits the values of a byte to vectors, shape (n, d) -> (2, d): half a step below their smallest and
    largest components, since FAISS rounds down and gives the middle of a step back."""
    low, high = vectors.min(axis=0), vectors.max(axis=0)
    ends: Scores = np.stack([low, high]) - (high - low) / 510
    return ends


def _train(index: Any, lists: Any, vectors: Scores) -> None:
    """Learn from an even sample of the vectors; ``lists`` is the inverted file within ``index``."""
    wanted = TRAINED_ON * max(lists.nlist, 256)
    lists.cp.niter = ROUNDS
    index.train(np.ascontiguousarray(vectors[:: max(1, len(vectors) // wanted)]))
