"""Questions asked before: labelled questions as a memory, beside what search finds.

A sentence that answered a question answers most that are like it; a question like one that nothing answered
is best declined. So the relevance of a sentence to a question (search, re-ranker) is joined by that of
questions to each other (Sakata et al. 2019), as a softmax over the nearest ones (Khandelwal et al. 2020).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.encode import Vectors
from retrieval.errors import IndexDamaged

NEIGHBOURS = 50
SHARPNESS = 10.0
"""What a cosine is multiplied by in the softmax over neighbours."""
SCANNED = 10_000
"""Questions up to which all are compared exactly."""
REFINED = 8
MANY = 1000
"""Questions from which the memory is relied on: fewer sentences are then looked at and read."""
RECALLED = 2
"""Passages at most that are looked at because they answered questions like this one."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Questions with their vectors, shape (n, d). ``units[first[i]:first[i + 1]]`` answer question ``i``;
    where that is empty no document does."""

    questions: list[str]
    vectors: npt.NDArray[np.float16]
    first: npt.NDArray[np.int32]
    units: npt.NDArray[np.int32]


def nothing_asked(dimension: int) -> Asked:
    """No question at all."""
    vectors = np.empty((0, dimension), np.float16)
    return Asked(questions=[], vectors=vectors, first=np.zeros(1, np.int32), units=np.empty(0, np.int32))


class Recalled(msgspec.Struct, frozen=True):
    """What the questions nearest to a new one tell. ``shares``: by unit, the share of them, by weight, that
    it answers; ``answered`` the share that any does; ``nearest`` the best cosine and ``units`` what answers
    that question; ``places`` of the passages whose units have the largest shares, largest first; ``many``
    whether there are so many that they can be relied on; ``forgotten`` are the passages whose questions were
    left out."""

    shares: dict[int, float] = {}
    answered: float = 0.0
    nearest: float = 0.0
    units: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    many: bool = False
    forgotten: frozenset[int] = frozenset()


def index_of(vectors: npt.NDArray[np.float16]) -> Any:
    """A FAISS index of vectors, shape (n, d). Exact for few; many are scanned as product codes of 4 bits and
    the best ``REFINED`` times as many as wanted compared in half precision: a seventh of the time for 40,000,
    and 0.999 of the nearest 50."""
    dimension = vectors.shape[1]
    full = np.ascontiguousarray(vectors, np.float32)
    index: Any = faiss.IndexScalarQuantizer(
        dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    if len(vectors) > SCANNED:
        codes: Any = faiss.IndexPQFastScan(dimension, dimension // 4, 4, faiss.METRIC_INNER_PRODUCT)
        parts, index = (codes, index), faiss.IndexRefine(codes, index)
        for part in parts:
            part.this.disown()
        index.own_fields = index.own_refine_index = True
        index.k_factor = REFINED
        index.train(full[:: max(1, len(full) // SCANNED)])
    if len(vectors):
        index.add(full)
    return index


def load_index(path: Path) -> Any:
    """The index that a memory has saved.

    Raises: IndexDamaged.
    """
    try:
        return faiss.read_index(str(path))
    except RuntimeError as error:
        raise IndexDamaged("This vector index cannot be read. Build the index again.", file=path) from error


class Memory:
    """Recalls what is like a question. Safe for threads."""

    def __init__(self, asked: Asked, owners: npt.NDArray[np.int32], index: Any = None) -> None:
        """``owners``: the place of each unit's passage. ``index``: as ``index_of`` made it."""
        self._asked, self._owners = asked, owners
        self._index = index_of(asked.vectors) if index is None else index
        self._asked_of = frozenset(owners[asked.units].tolist())

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def save(self, path: Path) -> None:
        """Write the index of the vectors, for ``load_index``."""
        faiss.write_index(self._index, str(path))

    def never_asked(self, place: int, recalled: Recalled) -> bool:
        """Whether no remembered question is answered by the passage at ``place``: then nothing follows from
        its not being recalled, as where a document is new."""
        return len(self) > 0 and (place not in self._asked_of or place in recalled.forgotten)

    def recall(self, vector: Vectors, forgotten: frozenset[int] = frozenset()) -> Recalled:
        """From the vector of a question, shape (d,); ``forgotten``: places of passages that are taken for
        new, without the questions that they answer."""
        near = self.nearest(vector, NEIGHBOURS * (2 if forgotten else 1)) if len(self) else []
        near = (
            [n for n in near if forgotten.isdisjoint(self._owners[self.units(n[0])])] if forgotten else near
        )
        if not near:
            return Recalled(forgotten=forgotten)
        near = near[:NEIGHBOURS]
        first, best = near[0]
        weights = np.exp([SHARPNESS * (cosine - best) for _, cosine in near])
        shares: dict[int, float] = {}
        answered = 0.0
        for (question, _), weight in zip(near, (weights / weights.sum()).tolist(), strict=True):
            units = self.units(question)
            answered += weight if units else 0.0
            for unit in units:
                shares[unit] = shares.get(unit, 0.0) + weight
        nearest, many = min(best, 1.0), len(self) >= MANY
        answering, places = tuple(self.units(first)), self._places(shares)
        return Recalled(shares, answered, nearest, answering, places, many, forgotten)

    def nearest(self, vector: Vectors, k: int) -> list[tuple[int, float]]:
        """Numbers of the ``k`` nearest questions with their cosines, nearest first."""
        wanted = min(max(k, NEIGHBOURS), len(self))  # a scan for few compares few exactly
        cosines, near = self._index.search(vector[None, :], wanted)  # (1, w), (1, w)
        return list(zip(near[0, :k].tolist(), cosines[0, :k].tolist(), strict=True))

    def question(self, number: int) -> str:
        """Its text."""
        return self._asked.questions[number]

    def units(self, number: int) -> list[int]:
        """The numbers of the units that answer a question."""
        units: list[int] = self._asked.units[
            self._asked.first[number] : self._asked.first[number + 1]
        ].tolist()
        return units

    def _places(self, shares: dict[int, float]) -> tuple[int, ...]:
        by_place: dict[int, float] = {}
        for unit, share in shares.items():
            place = int(self._owners[unit])
            by_place[place] = by_place.get(place, 0.0) + share
        return tuple(sorted(by_place, key=lambda place: -by_place[place])[:RECALLED])
