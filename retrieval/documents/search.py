"""Hybrid search over the current generation of the document index."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import structlog

from retrieval.documents import snapshot as snapshots
from retrieval.documents.candidates import Found, candidates
from retrieval.documents.query import read_queries, together, whole_question
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder
from retrieval.errors import IndexDamaged, RetrievalError, VectorServerUnavailable
from retrieval.generations import Generations
from retrieval.types import AskedBefore, PassageHit
from retrieval.vectors.kinds import MILVUS, VectorChoice
from retrieval.vectors.store import VectorStore

log = structlog.get_logger()

PATIENCE = 0.05
"""Seconds for which the question that meets a new generation waits for it."""


class Documents:
    """Searches the current generation below ``root``. Safe for threads: each call works on one snapshot."""

    def __init__(self, root: Path, encoder: Encoder, vectors: VectorChoice | None = None) -> None:
        """``vectors``: where a Milvus is, for generations that have their vectors there."""
        self.generations, self._store = Generations(root), VectorStore(vectors)
        self.encoder = encoder
        self._snapshot: Snapshot | None = None
        self._refused = 0
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._loader: threading.Thread | None = None

    def load(self) -> None:
        """Read the current generation.

        Raises: IndexMissing, IndexDamaged, VectorServerUnavailable.
        """
        self.refresh()

    def refresh(self) -> bool:
        """Take over a newer generation, if there is one: one small file is read. Returns whether it was.

        Raises: IndexMissing, IndexDamaged, VectorServerUnavailable; the old generation then goes on serving.
        """
        with self._lock:
            if self._snapshot is not None and self._snapshot.number == self.generations.current():
                return False
            fresh = snapshots.read(self.generations, store=self._store)
            if fresh.encoder != self.encoder.name:
                raise IndexDamaged(
                    f"This index was made with {fresh.encoder!r}, the encoder is {self.encoder.name!r}."
                    " Run: shopclerk index build"
                )
            if self._snapshot and fresh.content.model.rerankers != self._snapshot.content.model.rerankers:
                raise IndexDamaged("This index was fitted with other re-rankers. Start anew to use it.")
            if not fresh.whole:
                raise IndexDamaged("The vectors of this index are not all there. Run: shopclerk index build")
            self._snapshot = fresh
        return True

    @property
    def snapshot(self) -> Snapshot:
        """The generation that is being served; loaded at the first use. Reads no file after that."""
        if self._snapshot is None:
            self.refresh()
        assert self._snapshot is not None
        return self._snapshot

    def newest(self) -> Snapshot:
        """The generation that is served. A newer one is read beside the questions, and served as soon
        as it is ready: at once where that takes no longer than ``PATIENCE``. One that cannot be read is
        not. One whose vectors are gone from Milvus with its folder is replaced before it is searched."""
        if self._snapshot is not None:
            if self._snapshot.kept == MILVUS and not self.generations.kept(self._snapshot.number):
                self.refresh()
            else:
                self._look_for_newer(self._snapshot.number)
        return self.snapshot

    def _look_for_newer(self, number: int) -> None:
        if not self._starting.acquire(blocking=False):
            return  # another thread is looking just now
        try:
            if self._loader is not None and self._loader.is_alive():
                return
            if self._newest_number() in (number, self._refused):
                return
            self._loader = threading.Thread(target=self._take_over, name="new document index", daemon=True)
            self._loader.start()
        finally:
            self._starting.release()
        self._loader.join(PATIENCE)

    def _newest_number(self) -> int:
        """The number of the newest generation; -1 where it cannot be read."""
        try:
            return self.generations.current()
        except (RetrievalError, OSError):
            return -1

    def _take_over(self) -> None:
        newest = self._newest_number()
        try:
            self.refresh()
        except VectorServerUnavailable as error:
            log.error("new document index not opened, tried again at the next question", reason=str(error))
        except (RetrievalError, OSError) as error:
            log.error("new document index refused, the old one goes on", reason=str(error))
            self._refused = newest

    def search(self, query: str, k: int = 5, history: Sequence[str] = ()) -> list[PassageHit]:
        """The ``k`` best passages. ``history``: what the shopper said before, oldest first."""
        snapshot = self.newest()
        return self.find(snapshot, query, history).hits(snapshot, k)

    def read(self, query: str, history: Sequence[str] = ()) -> str:
        """The text that is searched for a query: see ``query.whole_question``."""
        return whole_question(self.newest(), query, history)

    def asked_before(self, query: str, k: int = 5, history: Sequence[str] = ()) -> list[AskedBefore]:
        """The ``k`` labelled questions that are most like a query; empty where none are remembered."""
        snapshot = self.newest()
        units, memory = snapshot.content.units, snapshot.memory
        if not len(memory):
            return []
        vector = self.find(snapshot, query, history).query.vector
        return [
            AskedBefore(
                question=memory.question(number), cosine=cosine,
                answers=tuple(units[unit].text for unit in memory.units(number)),
            )
            for number, cosine in memory.nearest(vector, k)
        ]  # fmt: skip

    def sentences(self, passage_id: str) -> tuple[str, ...]:
        """The sentences, list items and table rows of a passage, as they stand in it."""
        snapshot = self.snapshot
        place = snapshot.places.get(passage_id)
        units = () if place is None else snapshot.unit_range(place)
        return tuple(dict.fromkeys(snapshot.content.units[number].quote for number in units))

    def lost_passages(self, sample: int) -> list[str]:
        """The ids of those among ``sample`` passages that a search for their own text does not find."""
        passages = self.snapshot.content.passages
        tried = passages[:: max(1, len(passages) // sample)]
        found = {p.passage_id: {hit.passage.text for hit in self.search(p.text, 10)} for p in tried}
        return [p.passage_id for p in tried if p.text not in found[p.passage_id]]

    def find(self, snapshot: Snapshot, query: str, history: Sequence[str] = (), *, before: str = "") -> Found:
        """All candidates of a query, scored; a follow-up is read together with the question before it, as is
        any question with that ``before``."""
        text = together(snapshot, query, before) if before else whole_question(snapshot, query, history)
        return candidates(snapshot, read_queries(self.encoder, [text])[0], snapshot.content.model.fusion)
