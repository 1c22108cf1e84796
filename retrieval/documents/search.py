"""Hybrid search over the document index: lexical and dense candidates, fused; follow-ups resolved."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
import structlog

from retrieval.documents import snapshot as snapshots
from retrieval.documents.asked import Recalled
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder, Vectors
from retrieval.errors import IndexDamaged, RetrievalError
from retrieval.fuse import fuse
from retrieval.generations import Generations
from retrieval.places import moved, towns_as_countries
from retrieval.types import AskedBefore, PassageHit
from retrieval.words import words

log = structlog.get_logger()

CANDIDATES = 50
PATIENCE = 0.05
"""Seconds for which the question that meets a new generation waits for it."""
MAX_QUESTION = 2000
"""Characters of a question that are looked at; the rest of a longer text is not."""

_POINTING = re.compile(
    r"\b(?:it|its|that|this|those|these|they|them|one|ones|same|instead|either|then|he|she)\b"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )\bthere\b(?! (?:is|are|was)\b)",  # not "is there a shop in Bonn"
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"^(?:do|does|did|can|could|is|are|what|how|when|where|which|who|why|will|would|may|should|i|we|my)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:and|but|or|what about|how about|what if|also|then|so|even|ok and|ok but)\b", re.IGNORECASE
)
_JOINING = re.compile(r"^(?:ok[\s,]+)?(?:and|but|or|also|then|so)\b[\s,]*", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates of one query, best first: places in the snapshot and their scores, each shape (n,);
    ``recalled`` is what questions asked before tell."""

    query: str
    vector: Vectors
    places: npt.NDArray[np.int64]
    lexical: npt.NDArray[np.float32]
    dense: npt.NDArray[np.float32]
    fused: npt.NDArray[np.float32]
    recalled: Recalled

    def hit(self, snapshot: Snapshot, rank: int) -> PassageHit:
        """The candidate at ``rank``, from 0, with its passage."""
        return PassageHit(
            passage=snapshot.content.passages[self.places[rank]],
            lexical=float(self.lexical[rank]),
            dense=float(self.dense[rank]),
            fused=float(self.fused[rank]),
        )

    def hits(self, snapshot: Snapshot, k: int) -> list[PassageHit]:
        """The first ``k``."""
        return [self.hit(snapshot, rank) for rank in range(min(k, len(self.places)))]

    def documents(self, snapshot: Snapshot, k: int) -> list[PassageHit]:
        """The best passage of each of the ``k`` best documents."""
        best: dict[str, int] = {}
        for rank, place in enumerate(self.places):
            best.setdefault(snapshot.content.passages[place].document_id, rank)
        return [self.hit(snapshot, rank) for rank in list(best.values())[:k]]


class Documents:
    """Searches the current generation below ``root``. Safe for threads: each call works on one snapshot."""

    def __init__(self, root: Path, encoder: Encoder) -> None:
        self._generations = Generations(root)
        self._encoder = encoder
        self._snapshot: Snapshot | None = None
        self._refused = 0
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._loader: threading.Thread | None = None

    def load(self) -> None:
        """Read the current generation.

        Raises: IndexMissing, IndexDamaged.
        """
        self.refresh()

    def refresh(self) -> bool:
        """Take over a newer generation, if there is one: one small file is read. Returns whether it was.

        Raises: IndexMissing, IndexDamaged; the old generation then goes on serving.
        """
        if self._snapshot is not None and self._snapshot.number == self._generations.current():
            return False
        with self._lock:
            fresh = snapshots.read(self._generations)
            if fresh.encoder != self._encoder.name:
                raise IndexDamaged(
                    f"This index was made with {fresh.encoder!r}, the encoder is {self._encoder.name!r}."
                    " Run: shopclerk index build"
                )
            if self._snapshot and fresh.content.model.reranker != self._snapshot.content.model.reranker:
                raise IndexDamaged("This index was fitted with another re-ranker. Start anew to use it.")
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
        not."""
        if self._snapshot is not None:
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
            return self._generations.current()
        except (RetrievalError, OSError):
            return -1

    def _take_over(self) -> None:
        newest = self._newest_number()
        try:
            self.refresh()
        except (RetrievalError, OSError) as error:
            log.error("new document index refused, the old one goes on", reason=str(error))
            self._refused = newest

    def search(self, query: str, k: int = 5, history: Sequence[str] = ()) -> list[PassageHit]:
        """The ``k`` best passages. ``history``: what the shopper said before, oldest first."""
        snapshot = self.newest()
        return self.find(snapshot, query, history).hits(snapshot, k)

    def asked_before(self, query: str, k: int = 5, history: Sequence[str] = ()) -> list[AskedBefore]:
        """The ``k`` labelled questions that are most like a query; empty where none are remembered."""
        snapshot = self.newest()
        units, memory = snapshot.content.units, snapshot.memory
        if not len(memory):
            return []
        vector = self.find(snapshot, query, history).vector
        return [
            AskedBefore(
                question=memory.question(number), cosine=cosine,
                answers=tuple(units[unit].text for unit in memory.units(number)),
            )
            for number, cosine in memory.nearest(vector, k)
        ]  # fmt: skip

    def lost_passages(self, sample: int) -> list[str]:
        """The ids of those among ``sample`` passages that a search for their own text does not find."""
        passages = self.snapshot.content.passages
        tried = passages[:: max(1, len(passages) // sample)]
        found = {p.passage_id: {hit.passage.text for hit in self.search(p.text, 10)} for p in tried}
        return [p.passage_id for p in tried if p.text not in found[p.passage_id]]

    def find(self, snapshot: Snapshot, query: str, history: Sequence[str] = ()) -> Found:
        """All candidates of a query, scored; a follow-up is read together with the question before it."""
        query = query[:MAX_QUESTION]
        text = whole_question(snapshot, query, history)
        vector = self._encoder.encode([text])[0]  # (d,)
        return candidates(snapshot, text, vector, snapshot.content.model.fusion)


def candidates(snapshot: Snapshot, query: str, vector: Vectors, weight: float) -> Found:
    """The union of both rankings' best and of what is recalled, with both scores exact for every one."""
    size = min(CANDIDATES, len(snapshot.content.passages))
    everywhere = snapshot.lexical.scores(query)  # (passages,)
    by_words = np.argsort(-everywhere, kind="stable")[:size]
    by_words = by_words[everywhere[by_words] > 0]
    by_meaning = snapshot.vectors.search(vector[None, :], size)[0][0] if size else by_words
    recalled = snapshot.memory.recall(vector)
    places = np.unique(np.concatenate([by_words, by_meaning[by_meaning >= 0], recalled.places])).astype(
        np.int64
    )
    lexical = everywhere[places]
    dense = cosines(snapshot, places, vector)
    fused = fuse(lexical, dense, weight)
    order = np.argsort(-fused, kind="stable")
    return Found(
        query=query, vector=vector, places=places[order], lexical=lexical[order], dense=dense[order],
        fused=fused[order], recalled=recalled,
    )  # fmt: skip


def cosines(snapshot: Snapshot, places: npt.NDArray[np.int64], vector: Vectors) -> npt.NDArray[np.float32]:
    """The cosine of each passage, shape (n,): the mean of the whole passage's and of its best unit's.

    The unit is not thinned out by what else the passage says; the whole knows what the unit is about.
    """
    content = snapshot.content
    dense = np.asarray(content.vectors[places] @ vector, np.float32)  # (n, d) @ (d,) -> (n,)
    first, last = snapshot.first_unit[places], snapshot.first_unit[places + 1]
    having = last > first
    if having.any():
        counts = (last - first)[having]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        numbers = np.repeat(first[having] - starts, counts) + np.arange(counts.sum())
        units = np.asarray(content.unit_vectors[numbers], np.float32) @ vector  # (m, d) @ (d,) -> (m,)
        dense[having] = (dense[having] + np.maximum.reduceat(units, starts)) / 2
    return dense


def whole_question(snapshot: Snapshot, question: str, history: Sequence[str]) -> str:
    """What is searched for: a question that stands by itself, with countries for the towns in it. A follow-up
    that names another country moves the question before it there."""

    def known(name: str) -> bool:
        return all(snapshot.lexical.frequency(word) for word in words(name))

    asked = towns_as_countries(question, known)
    if not history or not is_follow_up(question):
        return asked
    return f"{moved(towns_as_countries(history[-1][:MAX_QUESTION], known), asked)} {asked}"


def resolve(question: str, history: Sequence[str]) -> str:
    """A question that stands by itself: a follow-up gets the shopper's question before it in front."""
    if not history or not is_follow_up(question):
        return question
    return f"{history[-1][:MAX_QUESTION]} {question}"


def is_follow_up(question: str) -> bool:
    """Whether the question leans on what was said before: it opens with "and", points back, or is no
    sentence by itself. A whole question behind an "and" ("and what is your return window?") is none."""
    content = words(question)
    joined = _JOINING.sub("", question.strip())
    whole = _SENTENCE.match(joined) and len(content) >= 2 and not _POINTING.search(joined)
    if _OPENING.match(question.strip()) and not (whole and joined != question.strip()):
        return len(content) <= 8
    if _POINTING.search(question):
        return len(content) <= 4
    if _SENTENCE.match(joined):
        return len(content) <= 1 and len(question.split()) <= 3
    return len(content) <= 2
