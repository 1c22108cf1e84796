"""``evaluate retrieval``: lexical, dense and fused ranking on anybody's data in BEIR layout.

The fused row is cross-fitted: a query's weight comes from the folds that do not hold it, so nothing is tuned
on what it is measured on.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter

import msgspec
import numpy as np
import numpy.typing as npt
from numba.core.errors import NumbaTypeSafetyWarning
from ranx import Qrels, Run
from ranx import evaluate as ranx_evaluate

from retrieval.encode import Encoder
from retrieval.fuse import Judged, fit_weight, fuse
from retrieval.lexical import LexicalIndex
from retrieval.vectors.faiss_index import FaissIndex

METRICS = ("ndcg@10", "mrr@10", "recall@1", "recall@5", "recall@100")
DEPTH = 100
FOLDS = 5
TIMED = 200
"""Queries whose latency is measured."""

Progress = Callable[[str, int, int], None]


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
    """``weights`` are the dense shares of the folds."""

    queries: int
    texts: int
    rows: dict[str, Row]
    weights: list[float]


class _Scored(msgspec.Struct, frozen=True):
    """A query's candidates: places in the corpus and both scores, shapes (n,)."""

    places: npt.NDArray[np.int64]
    lexical: npt.NDArray[np.float32]
    dense: npt.NDArray[np.float32]


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


def evaluate_retrieval(collection: Collection, encoder: Encoder, progress: Progress) -> Report:
    """Rank every query's candidates in each way and compare with what is relevant."""
    texts = [". ".join(part for part in (text.title, text.text) if part) for text in collection.corpus]
    lexical = LexicalIndex.build(texts)
    dense = FaissIndex(encoder.dimension)
    dense.add(range(len(texts)), _encoded(texts, encoder, progress))
    search = _Search(collection, encoder, lexical, dense)
    scored, times = [], []
    for done, query in enumerate(collection.queries):
        progress("Searching", done, len(collection.queries))
        started = perf_counter()
        scored.append(search.candidates(query))
        times.append((perf_counter() - started) * 1000)
    weights = _cross_fitted(collection, scored)
    ways = {
        "lexical": [s.lexical for s in scored],
        "dense": [s.dense for s in scored],
        "fused": [fuse(s.lexical, s.dense, w) for s, w in zip(scored, weights, strict=True)],
    }
    figures = sorted(times[:TIMED])
    rows = {name: _row(collection, scored, scores, figures) for name, scores in ways.items()}
    return Report(
        queries=len(scored), texts=len(texts), rows=rows, weights=sorted(set(weights))
    )  # fmt: skip


class _Search:
    """Both scores of a query's candidates."""

    def __init__(
        self, collection: Collection, encoder: Encoder, lexical: LexicalIndex, dense: FaissIndex
    ) -> None:
        self._encoder, self._lexical, self._dense = encoder, lexical, dense
        self._places = {text.id: place for place, text in enumerate(collection.corpus)}
        self._candidates = collection.candidates

    def candidates(self, query: Text) -> _Scored:
        """The query's own candidates, or the best ``DEPTH`` of either ranking."""
        vector = self._encoder.encode([query.text])
        words = self._lexical.scores(query.text)  # (texts,)
        if allowed := self._candidates.get(query.id):
            places = np.array([self._places[i] for i in allowed if i in self._places], np.int64)
        else:
            ids, _ = self._dense.search(vector, DEPTH)
            places = np.union1d(np.argsort(-words, kind="stable")[:DEPTH], ids[0][ids[0] >= 0])
        meaning = self._dense.vectors(places) @ vector[0]  # (n, d) @ (d,) -> (n,)
        return _Scored(places, words[places], meaning)


def _encoded(texts: Sequence[str], encoder: Encoder, progress: Progress) -> npt.NDArray[np.float32]:
    block, blocks = 512, [np.empty((0, encoder.dimension), np.float32)]
    for start in range(0, len(texts), block):
        progress("Encoding", start, len(texts))
        blocks.append(encoder.encode(texts[start : start + block]))
    return np.concatenate(blocks)


def _cross_fitted(collection: Collection, scored: Sequence[_Scored]) -> list[float]:
    """The weight for each query, from the other folds."""
    judged = []
    for query, candidates in zip(collection.queries, scored, strict=True):
        grades = collection.relevant[query.id]
        ids = [collection.corpus[place].id for place in candidates.places]
        judged.append(
            Judged(
                candidates.lexical, candidates.dense, np.array([grades.get(i, 0) for i in ids], np.float32)
            )
        )
    folds = np.random.default_rng(0).permutation(len(judged)) % FOLDS
    weights = [
        fit_weight([j for j, f in zip(judged, folds, strict=True) if f != fold]) for fold in range(FOLDS)
    ]
    return [weights[fold] for fold in folds]


def _row(
    collection: Collection,
    scored: Sequence[_Scored],
    scores: Sequence[npt.NDArray[np.float32]],
    times: Sequence[float],
) -> Row:
    run = {
        query.id: {
            collection.corpus[place].id: float(score)
            for place, score in zip(candidates.places, values, strict=True)
        }
        for query, candidates, values in zip(collection.queries, scored, scores, strict=True)
    }
    relevant = {query.id: collection.relevant[query.id] for query in collection.queries}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NumbaTypeSafetyWarning)  # ranx's own casts
        found: Mapping[str, float] = ranx_evaluate(
            Qrels(relevant), Run(run), list(METRICS), make_comparable=True
        )
    return Row(
        **{name.replace("@", "_"): round(float(found[name]), 4) for name in METRICS},
        latency_ms_p50=round(times[len(times) // 2], 2),
        latency_ms_p95=round(times[int(len(times) * 0.95)], 2),
    )


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
