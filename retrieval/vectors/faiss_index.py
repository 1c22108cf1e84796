"""Search with FAISS: exact for few vectors, by the kind of index that suits their number for many."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.errors import IndexDamaged
from retrieval.vectors.gpus import GpuCopy, searchable
from retrieval.vectors.kinds import Kind, Wanted, WantedStorage, choose, stored_as
from retrieval.vectors.port import Ids, Scores
from retrieval.vectors.rows import Rows, no_rows
from retrieval.vectors.structures import BUILDERS, Flat, Structure, structure_of

MOST_DEAD = 0.3
"""Share of removed rows from which an index that cannot forget is built anew."""
EXACT = 10_000
EXACT_SHARE = 1 / 8
"""Where no more may be found than this number, or than this share of all, each is compared."""


class FaissIndex:
    """A vector index of the kind that ``choose`` names. It moves to the next kind by itself when it grows;
    only to a smaller one when removals make it build itself anew.

    Flat indexes forget what is removed. In the others a removed or replaced row is marked dead and left out
    of every search, until ``MOST_DEAD`` are and the index is built anew from the rest.
    """

    def __init__(self, dimension: int, wanted: Wanted = "auto", storage: WantedStorage = "auto") -> None:
        self._dimension, self._wanted, self._storage = dimension, wanted, storage
        self._gpus = faiss.get_num_gpus()
        self._lock = threading.Lock()
        self._mapped = False
        self._hold(Flat.build(np.empty((0, dimension), np.float32), "float32"), no_rows())

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def kind(self) -> Kind:
        """What it is now."""
        return self._structure.kind

    def add(self, ids: Sequence[int], vectors: Scores) -> None:
        """See ``VectorIndex.add``."""
        if not len(ids):
            return
        new = np.asarray(ids, np.int64)
        self.remove(new)
        added = np.ascontiguousarray(vectors, np.float32)
        size = len(self._rows) + len(new)
        kind = choose(size, self._gpus, self._wanted)
        if not self._stays(kind) or size > self._structure.outgrown_at or not self._structure.takes(added):
            self._build(kind, new, added)
            return
        self._own()
        self._structure.add(added)
        self._hold(self._structure, self._rows.added(new))

    def remove(self, ids: Sequence[int] | Ids) -> int:
        """See ``VectorIndex.remove``."""
        rows = self._rows.of(np.unique(np.asarray(ids, np.int64)))
        if not len(rows):
            return 0
        if self._structure.forgets:
            self._own()
            self._structure.index.remove_ids(rows)
            self._hold(self._structure, self._rows.deleted(rows))
            return len(rows)
        self._hold(self._structure, self._rows.killed(rows))
        if self._rows.dead > MOST_DEAD:
            self._build(choose(len(self), self._gpus, self._wanted))
        return len(rows)

    def search(
        self, queries: Scores, k: int, allowed: Sequence[int] | Ids | None = None
    ) -> tuple[Ids, Scores]:
        """See ``VectorIndex.search``."""
        asked = np.ascontiguousarray(queries, np.float32)
        rows, scores = self._near(asked, k) if allowed is None else self._among(asked, k, allowed)
        ids = self._rows.named(rows)
        return ids, np.where(ids < 0, np.float32(-np.inf), scores)

    def vectors(self, ids: Sequence[int] | Ids) -> Scores:
        """See ``VectorIndex.vectors``."""
        return self._structure.vectors(self._rows.of(ids))

    def save(self, path: Path) -> None:
        """See ``VectorIndex.save``."""
        written = faiss.IndexIDMap(faiss.IndexFlatIP(self._dimension))  # it wants an empty one at first
        owned = self._structure.index.thisown
        written.index, written.ntotal = self._structure.index, len(self._rows.ids)
        faiss.copy_array_to_vector(self._rows.ids, written.id_map)
        faiss.write_index(written, str(path))
        if owned:
            self._structure.index.this.acquire()  # SWIG took it as the container's

    def load(self, path: Path) -> None:
        """See ``VectorIndex.load``. The file is mapped into memory: it must not be changed in place."""
        try:
            read = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamaged(
                "This vector index cannot be read. Build the index again.", file=path
            ) from error
        structure = structure_of(read.index, read) if isinstance(read, faiss.IndexIDMap) else None
        if structure is None:
            raise IndexDamaged("This vector index is of another kind. Build the index again.", file=path)
        if read.d != self._dimension:
            raise IndexDamaged(f"Vectors of length {read.d} where {self._dimension} are expected.", file=path)
        self._mapped = True
        self._hold(structure, Rows(faiss.vector_to_array(read.id_map)))

    def _near(self, queries: Scores, k: int) -> tuple[Ids, Scores]:
        if self._dead_rows is not None:
            return self._structure.near(queries, k, self._dead_rows, 1 - self._rows.dead)
        if self._gpus and len(self) and searchable(self._structure):
            return self._gpu_copy().near(queries, k)
        return self._structure.near(queries, k)

    def _among(self, queries: Scores, k: int, allowed: Sequence[int] | Ids) -> tuple[Ids, Scores]:
        rows = np.unique(self._rows.of(allowed))
        selector, share = _selector(rows, len(self._rows.ids)), len(rows) / max(1, len(self._rows.ids))
        if len(rows) <= EXACT or share <= EXACT_SHARE:
            return self._structure.exact(queries, k, selector)
        return self._structure.near(queries, k, selector, share)

    def _build(self, kind: Kind, ids: Ids | None = None, vectors: Scores | None = None) -> None:
        """Anew from what is alive, and from new vectors."""
        alive = np.flatnonzero(self._rows.alive)
        kept, stored = self._rows.ids[alive], self._structure.vectors(alive)
        if ids is not None and vectors is not None:
            kept, stored = np.concatenate([kept, ids]), np.concatenate([stored, vectors])
        self._mapped = False
        self._hold(BUILDERS[kind].build(stored, stored_as(kind, self._storage)), Rows(kept))

    def _stays(self, kind: Kind) -> bool:
        """Whether it is of this kind, and stored as that is to be."""
        return kind == self.kind and self._structure.storage == stored_as(kind, self._storage)

    def _hold(self, structure: Structure, rows: Rows) -> None:
        """The one place where the content is exchanged."""
        self._structure, self._rows = structure, rows
        self._dead_rows = _selector(np.flatnonzero(rows.alive), len(rows.ids)) if rows.dead else None
        self._on_gpus: GpuCopy | None = None

    def _own(self) -> None:
        """Copy a mapped index into memory, where it can be changed."""
        if self._mapped:
            index = faiss.deserialize_index(faiss.serialize_index(self._structure.index))
            copied = structure_of(index, index)
            assert copied is not None
            self._structure, self._mapped = copied, False

    def _gpu_copy(self) -> GpuCopy:
        with self._lock:
            if self._on_gpus is None:
                self._on_gpus = GpuCopy(self._structure)
            return self._on_gpus


def _selector(rows: Ids, size: int) -> Any:
    """Lets FAISS find only these rows of ``size``."""
    chosen = np.zeros(size, bool)
    chosen[rows] = True
    return faiss.IDSelectorBitmap(np.packbits(chosen, bitorder="little"))
