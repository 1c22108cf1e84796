"""The candidates of a question: the best by words, by meaning and by memory, each with both scores."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np
import numpy.typing as npt

from retrieval.documents.asked import Recalled
from retrieval.documents.query import Query
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Vectors
from retrieval.fuse import fuse
from retrieval.types import PassageHit

CANDIDATES = 50
NO_SCORES: Mapping[str, float] = {}

Places = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Candidates of one query, best first: places in the snapshot and their scores, each shape (n,);
    ``recalled`` is what questions asked before tell."""

    query: Query
    places: Places
    lexical: Scores
    dense: Scores
    fused: Scores
    recalled: Recalled

    def ranked_by(self, fused: Scores) -> Found:
        """The same candidates in the order of these scores, shape (n,)."""
        order = np.argsort(-fused, kind="stable")
        return Found(
            query=self.query, places=self.places[order], lexical=self.lexical[order],
            dense=self.dense[order], fused=fused[order], recalled=self.recalled,
        )  # fmt: skip

    def hit(
        self, snapshot: Snapshot, rank: int, scores: Mapping[str, float] = NO_SCORES, read: str = ""
    ) -> PassageHit:
        """The candidate at ``rank``, from 0, with its passage; ``scores``: those of re-rankers, which have
        ``read`` a sentence of it, or "" for all of it."""
        return PassageHit(
            passage=snapshot.content.passages[self.places[rank]],
            lexical=float(self.lexical[rank]),
            dense=float(self.dense[rank]),
            fused=float(self.fused[rank]),
            late=scores.get("late"),
            reranked=scores.get("cross"),
            read=read,
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


def candidates(
    snapshot: Snapshot,
    query: Query,
    weight: float,
    depth: int = CANDIDATES,
    forgotten: frozenset[int] = frozenset(),
) -> Found:
    """The union of both rankings' ``depth`` best and of what is recalled, with both scores exact for every
    one; ``forgotten``: see ``Memory.recall``."""
    size = min(depth, len(snapshot.content.passages))
    everywhere = snapshot.lexical.scores(query.text)  # (passages,)
    by_words = best(everywhere, size)
    by_meaning = snapshot.vectors.search(query.parts, size)[0].ravel() if size else by_words
    recalled = snapshot.memory.recall(query.vector, forgotten)
    places = np.unique(np.concatenate([by_words, by_meaning[by_meaning >= 0], recalled.places]))
    places = places.astype(np.int64)
    return scored(snapshot, query, weight, places, everywhere[places], recalled)


def within(snapshot: Snapshot, found: Found, weight: float, places: Places) -> Found:
    """What the query of ``found`` finds among the passages at ``places``, shape (n,)."""
    lexical = snapshot.lexical.scores(found.query.text)[places]
    return scored(snapshot, found.query, weight, places, lexical, found.recalled)


def scored(
    snapshot: Snapshot,
    query: Query,
    weight: float,
    places: Places,
    lexical: Scores,
    recalled: Recalled,
) -> Found:
    """These candidates, shape (n,), with their scores, best first."""
    dense = query.agreement(cosines(snapshot, places, query.parts))
    found = Found(query=query, places=places, lexical=lexical, dense=dense, fused=dense, recalled=recalled)
    return found.ranked_by(fuse(lexical, dense, weight))


def best(scores: Scores, size: int) -> Places:
    """The places of the ``size`` best scores above 0, in no order. The many that are 0 are left out first:
    equal scores make the partition of 100,000 take 16 ms instead of 0.4."""
    above = np.flatnonzero(scores > 0)
    if size >= len(above):
        return above
    places: Places = above[np.argpartition(-scores[above], size)[:size]]
    return places


def cosines(snapshot: Snapshot, places: Places, vectors: Vectors) -> Scores:
    """The cosines of passages with vectors (s, d), shape (n, s): the mean of the whole passage's and of its
    best unit's. The unit is not thinned out by what else the passage says; the whole knows what it is about.
    """
    content = snapshot.content
    dense = np.asarray(content.vectors[places] @ vectors.T, np.float32)  # (n, d) @ (d, s) -> (n, s)
    first, last = snapshot.first_unit[places], snapshot.first_unit[places + 1]
    having = last > first
    if having.any():
        counts = (last - first)[having]
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
        numbers = np.repeat(first[having] - starts, counts) + np.arange(counts.sum())
        units = np.asarray(content.unit_vectors[numbers], np.float32) @ vectors.T  # (m, d) @ (d, s) -> (m, s)
        dense[having] = (dense[having] + np.maximum.reduceat(units, starts)) / 2
    return dense
