"""``evaluate retrieval``: lexical, dense, fused and re-ranked ranking on anybody's data in BEIR layout.

It is the shop's own search, each text a document of one passage. Weights are cross-fitted: a query's come
from the folds that do not hold it, so nothing is tuned on what it is measured on.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple, TypeVar
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt
from numba.core.errors import NumbaTypeSafetyWarning
from ranx import Qrels, Run
from ranx import evaluate as ranx_evaluate

from retrieval.documents.asked import nothing_asked
from retrieval.documents.candidates import Found, Places, Scores, candidates, scored
from retrieval.documents.query import read_queries
from retrieval.documents.reread import reread
from retrieval.documents.snapshot import Content, Snapshot, assemble
from retrieval.documents.units import passage_text, unit_text, units
from retrieval.encode import Encoder, in_blocks
from retrieval.fuse import Judged, blend, fit_shares, fit_weight, fuse
from retrieval.rerank import NO_RERANKERS, Rerankers
from retrieval.types import Passage

METRICS = ("ndcg@10", "mrr@10", "recall@1", "recall@5", "recall@100")
DEPTH = 100
FOLDS = 5
READ = 10
"""Texts of a query that the re-rankers read."""
TIMED = 200
"""Queries whose latency is measured."""

Progress = Callable[[str, int, int], None]
Fitted = TypeVar("Fitted")


class Text(msgspec.Struct, frozen=True):
    """A line of corpus.jsonl or queries.jsonl."""

    id: str = msgspec.field(name="_id")
    text: str = ""
    title: str = ""


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A test collection. ``candidates`` limits a query to its own texts; an absent query may get any."""

    corpus: list[Text]
    queries: list[Text]
    relevant: dict[str, dict[str, int]]
    candidates: dict[str, list[str]] = {}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one way of ranking."""

    ndcg_10: float = msgspec.field(name="ndcg@10")
    mrr_10: float = msgspec.field(name="mrr@10")
    recall_1: float = msgspec.field(name="recall@1")
    recall_5: float = msgspec.field(name="recall@5")
    recall_100: float = msgspec.field(name="recall@100")
    latency_ms_p50: float
    latency_ms_p95: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``weights`` are the dense shares of the folds; ``reranked_weights`` the mean shares of the fused scores
    and of each re-ranker."""

    queries: int
    texts: int
    rows: dict[str, Row]
    weights: list[float]
    reranked_weights: dict[str, float] = {}


class Ranking(NamedTuple):
    """Places in the corpus and their scores, each shape (n,), and the milliseconds that it took."""

    places: Places
    scores: Scores
    milliseconds: float


def read_collection(corpus: Path, queries: Path, qrels: Path, candidates: Path | None) -> Collection:
    """Read BEIR files; queries without a relevant text are left out.

    Raises: OSError, msgspec.MsgspecError, ValueError for a line that is not in the format.
    """
    decode = msgspec.json.Decoder(Text).decode_lines
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for query, text, grade in _rows(qrels, 3):
        if int(grade) > 0:
            relevant[query][text] = int(grade)
    allowed: dict[str, list[str]] = defaultdict(list)
    for query, text in _rows(candidates, 2) if candidates else []:
        allowed[query].append(text)
    asked = [query for query in decode(queries.read_bytes()) if query.id in relevant]
    return Collection(
        corpus=decode(corpus.read_bytes()), queries=asked, relevant=dict(relevant), candidates=dict(allowed)
    )


def evaluate_retrieval(
    collection: Collection, encoder: Encoder, progress: Progress, rerankers: Rerankers = NO_RERANKERS
) -> Report:
    """Rank every query's candidates in each way and compare with what is relevant; by re-rankers where there
    are any."""
    search = _Search(collection, encoder, progress)
    found, times = search.found()
    folds = np.random.default_rng(0).permutation(len(found)) % FOLDS
    judged = [search.judged(n, f.places, (f.lexical, f.dense)) for n, f in enumerate(found)]
    weights = _cross_fitted(fit_weight, judged, folds)
    fused = [f.ranked_by(fuse(f.lexical, f.dense, own)) for f, own in zip(found, weights, strict=True)]
    pairs = list(zip(fused, times, strict=True))
    ways = {
        "lexical": [Ranking(f.places, f.lexical, t) for f, t in pairs],
        "dense": [Ranking(f.places, f.dense, t) for f, t in pairs],
        "fused": [Ranking(f.places, f.fused, t) for f, t in pairs],
    }
    reranked: dict[str, float] = {}
    if rerankers.names:
        ways["reranked"], reranked = search.reranked(pairs, folds, rerankers)
    rows = {name: search.row(rankings) for name, rankings in ways.items()}
    return Report(
        queries=len(found), texts=len(collection.corpus), rows=rows,
        weights=sorted(set(weights)), reranked_weights=reranked,
    )  # fmt: skip


class _Search:
    """The shop's search over a collection."""

    def __init__(self, collection: Collection, encoder: Encoder, progress: Progress) -> None:
        self._collection, self._encoder, self._tell = collection, encoder, progress
        self._snapshot = _indexed(collection, encoder, progress)

    def found(self) -> tuple[list[Found], list[float]]:
        """Every query's candidates, in no order that matters, and the milliseconds that each took."""
        found, times, queries = [], [], self._collection.queries
        for done, query in enumerate(queries):
            self._tell("Searching", done, len(queries))
            started = perf_counter()
            found.append(self._find(query))
            times.append((perf_counter() - started) * 1000)
        return found, times

    def _find(self, query: Text) -> Found:
        """The query's own candidates, or the best ``DEPTH`` of either ranking."""
        snapshot = self._snapshot
        asked = read_queries(self._encoder, [snapshot.spelling.repaired(query.text)])[0]
        allowed = self._collection.candidates.get(query.id)
        if not allowed:
            return candidates(snapshot, asked, 0.5, DEPTH)
        places = np.array([snapshot.places[i] for i in allowed if i in snapshot.places], np.int64)
        lexical = snapshot.lexical.scores(asked.text)[places]
        return scored(snapshot, asked, 0.5, places, lexical, snapshot.memory.recall(asked.vector))

    def judged(self, number: int, places: Places, sides: tuple[Scores, ...]) -> Judged:
        """Scores of a query's candidates with their grades."""
        grades = self._collection.relevant[self._collection.queries[number].id]
        ids = [self._collection.corpus[place].id for place in places]
        return Judged(sides, np.array([grades.get(i, 0) for i in ids], np.float32))

    def reranked(
        self, ranked: Sequence[tuple[Found, float]], folds: npt.NDArray[np.int64], rerankers: Rerankers
    ) -> tuple[list[Ranking], dict[str, float]]:
        """The first of the fused ranking ordered anew, the rest behind them; and the mean shares by name."""
        names = [name for name, one in rerankers._asdict().items() if one is not None]
        first, times = [], []
        for number, (found, before) in enumerate(ranked):
            self._tell("Re-ranking", number, len(ranked))
            started = perf_counter()
            read = [one.scores for one in reread(self._snapshot, found, rerankers, READ)]
            times.append(before + (perf_counter() - started) * 1000)
            by = [np.array([scores[name] for scores in read], np.float32) for name in names]
            sides = (found.fused[: len(read)], *by)
            first.append(self.judged(number, found.places[: len(read)], sides))
        shares = _cross_fitted(fit_shares, first, folds)
        rankings = []
        for (found, _), judged, own, time in zip(ranked, first, shares, times, strict=True):
            head = blend(judged.sides, own)
            behind = head.min(initial=0) - 1 - np.arange(len(found.places) - len(head), dtype=np.float32)
            rankings.append(Ranking(found.places, np.concatenate([head, behind]), time))
        means = np.mean(shares, axis=0).round(2).tolist()
        return rankings, dict(zip(("fused", *names), means, strict=True))

    def row(self, rankings: Sequence[Ranking]) -> Row:
        """The figures of one ranking a query."""
        corpus, queries = self._collection.corpus, self._collection.queries
        run = {
            query.id: _ranks([corpus[place].id for place in r.places], r.scores)
            for query, r in zip(queries, rankings, strict=True)
        }
        relevant = {query.id: self._collection.relevant[query.id] for query in queries}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NumbaTypeSafetyWarning)  # ranx's own casts
            found: Mapping[str, float] = ranx_evaluate(
                Qrels(relevant), Run(run), list(METRICS), make_comparable=True
            )
        times = sorted(ranking.milliseconds for ranking in rankings[:TIMED])
        return Row(
            **{name.replace("@", "_"): round(float(found[name]), 4) for name in METRICS},
            latency_ms_p50=round(times[len(times) // 2], 2),
            latency_ms_p95=round(times[int(len(times) * 0.95)], 2),
        )


def _ranks(ids: Sequence[str], scores: Scores) -> dict[str, float]:
    """Texts with what orders them, highest first. Equal scores, such as of texts that share no word with the
    query, are ordered by a checksum: in the order of a file the right ones may come first."""
    order = sorted(range(len(ids)), key=lambda n: (-float(scores[n]), crc32(ids[n].encode())))
    return {ids[n]: float(-rank) for rank, n in enumerate(order)}


def _indexed(collection: Collection, encoder: Encoder, progress: Progress) -> Snapshot:
    passages = [
        Passage(passage_id=text.id, document_id=text.id, title=text.title, text=text.text)
        for text in collection.corpus
    ]
    found = [units(passage) for passage in passages]
    of_units = [unit_text(p, unit) for p, own in zip(passages, found, strict=True) for unit in own]
    texts = [passage_text(passage) for passage in passages]
    places = {text: place for place, text in enumerate(dict.fromkeys([*texts, *of_units]))}
    vectors = in_blocks(encoder.encode, list(places), lambda done, size: progress("Encoding", done, size))
    return assemble(
        Content(
            passages=passages,
            vectors=vectors[[places[text] for text in texts]],
            units=[unit for own in found for unit in own],
            owners=np.repeat(np.arange(len(passages), dtype=np.int32), [len(own) for own in found]),
            unit_vectors=vectors[[places[text] for text in of_units]],
            documents={},
            curated_vectors=np.empty((0, encoder.dimension), np.float32),
            asked=nothing_asked(encoder.dimension),
        )
    )


def _cross_fitted(
    fit: Callable[[Sequence[Judged]], Fitted], judged: Sequence[Judged], folds: npt.NDArray[np.int64]
) -> list[Fitted]:
    """What is fitted for each query, from the other folds."""
    of_fold = [fit([j for j, f in zip(judged, folds, strict=True) if f != fold]) for fold in range(FOLDS)]
    return [of_fold[fold] for fold in folds]


def _rows(path: Path, columns: int) -> list[list[str]]:
    """The rows of a tab-separated file below its header.

    Raises: ValueError, naming the line.
    """
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines()[1:], 2):
        cells = line.split("\t")
        if len(cells) != columns:
            raise ValueError(f"{path}:{number}: {columns} columns separated by tabs are expected.")
        rows.append(cells)
    return rows
