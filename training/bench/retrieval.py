"""Measures search at a size: query to re-ranked list, and the peers that could do a part of it."""

from __future__ import annotations

import atexit
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from bot.errors import BadRequest
from bot.models import open_documents, open_encoder, open_rerankers
from bot.settings import Settings, load_settings
from retrieval.documents.asked import nothing_asked
from retrieval.documents.candidates import candidates
from retrieval.documents.labelled import read_labelled
from retrieval.documents.query import read_queries
from retrieval.documents.reread import reread
from retrieval.documents.snapshot import Content, Snapshot, lexical_text
from retrieval.documents.units import passage_text
from retrieval.encode import Encoder, Vectors, in_blocks
from retrieval.errors import VectorServerUnavailable
from retrieval.lexical import LexicalIndex
from retrieval.vectors.faiss_index import FaissIndex
from retrieval.vectors.port import VectorIndex
from training.bench.corpus import Texts, mixed_vectors, recombined

K = 10
WARM_UP = 20
PEERS_ASKED = 50
"""Questions that FAISS and Milvus alone are asked: Milvus Lite takes 0.27 s for each at 5,000 texts."""
BLOCK = 50_000

Asked = TypeVar("Asked")
Progress = Callable[[str, int, int], None]
Ids = npt.NDArray[np.int64]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """A way to search: milliseconds a query, one after the other; seconds to build without the encoding; MB
    of memory that it takes; its recall of the ten nearest vectors, None where it looks at none."""

    p50_ms: float
    p95_ms: float
    build_seconds: float
    memory_mb: float
    index_recall: float | None = msgspec.field(name="index_recall@10", default=None)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """``kind``: of shopclerk's own index of vectors; ``left_out`` says why a peer is not in the ``rows``."""

    passages: int
    queries: int
    kind: str
    encode_seconds: float
    rows: dict[str, Measured]
    left_out: dict[str, str] = {}


class _Cost:
    """What building something takes: seconds, and MB by which the process grew."""

    seconds: float
    megabytes: float

    def measured(self, times: Sequence[float], recall: float | None = None) -> Measured:
        """With the milliseconds of its queries."""
        ordered = sorted(times)
        return Measured(
            p50_ms=round(ordered[len(ordered) // 2], 2), p95_ms=round(ordered[int(len(ordered) * 0.95)], 2),
            build_seconds=round(self.seconds, 2), memory_mb=round(self.megabytes, 1), index_recall=recall,
        )  # fmt: skip


def bench_retrieval(state: Path, *, passages: int, queries: int, progress: Progress) -> Report:
    """Query to fused and re-ranked list over ``passages`` texts recombined from the installation's documents,
    beside BM25, exact FAISS and Milvus alone on the same texts.

    Raises: BadRequest without labelled questions, ModelUnavailable, IndexUnavailable.
    """
    settings = load_settings(state)
    encoder, rerankers = open_encoder(settings), open_rerankers(settings).for_passages
    asked = _questions(settings, queries)
    texts = recombined(_served(settings, encoder), passages)
    started = perf_counter()
    seen = [passage_text(passage) for passage in texts.passages]
    vectors = in_blocks(encoder.encode, seen, lambda done, size: progress("Encoding", done, size))
    encoded = perf_counter() - started
    with _building() as words:
        lexical = LexicalIndex.build([lexical_text(passage) for passage in texts.passages])
    with _building() as whole:
        index = FaissIndex(encoder.dimension)
        index.add(range(passages), vectors)
        snapshot = _snapshot(texts, vectors, lexical, index)
    whole.seconds, whole.megabytes = whole.seconds + words.seconds, whole.megabytes + words.megabytes

    def search(question: str) -> None:
        query = read_queries(encoder, [snapshot.spelling.repaired(question)])[0]
        found = candidates(snapshot, query, snapshot.content.model.fusion)
        reread(snapshot, found, rerankers)

    progress("Searching", 0, 1)
    of_questions = encoder.encode(asked)
    nearest = _exactly(vectors, of_questions)
    rows = {
        "shopclerk": whole.measured(_times(search, asked), _recall(index, of_questions, nearest)),
        "bm25s alone": words.measured(_times(lambda q: _best(lexical.scores(q)), asked)),
    }
    left_out = {}
    for name, make in (("faiss flat alone", _flat), ("milvus alone", _milvus)):
        progress(f"Building {name}", 0, 1)
        try:
            with _building() as cost:
                peer = make(encoder.dimension)
                _filled(peer, vectors)
        except VectorServerUnavailable as error:
            left_out[name] = str(error)
            continue
        few = asked[:PEERS_ASKED]
        times = _times(lambda q, peer=peer: peer.search(encoder.encode([q]), K), few)  # type: ignore[misc]
        rows[name] = cost.measured(times, _recall(peer, of_questions[: len(few)], nearest[: len(few)]))
    return Report(
        passages=passages, queries=len(asked), kind=index.kind, encode_seconds=round(encoded, 1), rows=rows,
        left_out=left_out,
    )  # fmt: skip


def bench_vectors(state: Path, *, vectors: int, queries: int, progress: Progress) -> Report:
    """The index of vectors by itself, over ``vectors`` that are mixed from the installation's own: those of
    its documents, and of the questions that it remembers and is not asked here.

    Raises: BadRequest without labelled questions, ModelUnavailable, IndexUnavailable.
    """
    settings = load_settings(state)
    encoder = open_encoder(settings)
    questions = _questions(settings, queries)
    real = _real_vectors(_served(settings, encoder).content, leave_out=frozenset(questions))
    made = mixed_vectors(real, vectors, lambda done: progress("Mixing vectors", done, vectors))
    asked = encoder.encode(questions)
    nearest = _exactly(made, asked)
    rows, kind = {}, ""
    for name, wanted in (("shopclerk", "auto"), ("faiss flat alone", "flat")):
        progress(f"Building {name}", 0, 1)
        with _building() as cost:
            index = FaissIndex(encoder.dimension, wanted)  # type: ignore[arg-type]
            _filled(index, made)
        times = _times(lambda vector, index=index: index.search(vector[None, :], K), list(asked))  # type: ignore[misc]
        rows[name] = cost.measured(times, _recall(index, asked, nearest))
        kind = kind or index.kind
        del index
    return Report(passages=vectors, queries=len(asked), kind=kind, encode_seconds=0.0, rows=rows)


def _questions(settings: Settings, count: int) -> list[str]:
    files = sorted((settings.state / "training" / "retrieval").glob("*.jsonl"))
    texts = [question.question for question in read_labelled(files)]
    if not texts:
        raise BadRequest(f"There are no questions in {settings.state / 'training' / 'retrieval'}.")
    return random.Random(7).sample(texts, min(count, len(texts)))


def _real_vectors(content: Content, leave_out: Set[str]) -> Vectors:
    """Of passages, sentences and remembered questions, shape (n, d)."""
    remembered = [question not in leave_out for question in content.asked.questions]
    of_questions = content.asked.vectors[remembered]
    return np.concatenate([content.vectors, content.unit_vectors, of_questions]).astype(np.float32)


def _served(settings: Settings, encoder: Encoder) -> Snapshot:
    return open_documents(settings, encoder).snapshot


def _snapshot(texts: Texts, vectors: Vectors, lexical: LexicalIndex, index: VectorIndex) -> Snapshot:
    content = Content(
        passages=texts.passages, vectors=vectors, units=texts.units, owners=texts.owners,
        unit_vectors=texts.unit_vectors, documents={},
        curated_vectors=np.empty((0, vectors.shape[1]), np.float32), asked=nothing_asked(vectors.shape[1]),
    )  # fmt: skip
    return Snapshot(0, content, lexical, index)


def _flat(dimension: int) -> VectorIndex:
    return FaissIndex(dimension, "flat")


def _milvus(dimension: int) -> VectorIndex:
    """Milvus Lite, in a file that goes with the process."""
    from retrieval.vectors.milvus_index import Milvus, MilvusIndex

    folder = Path(tempfile.mkdtemp(prefix="milvus-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return MilvusIndex(Milvus(str(folder / "bench.db")), "bench", dimension)


def _filled(index: VectorIndex, vectors: Vectors) -> None:
    for start in range(0, len(vectors), BLOCK):
        block = vectors[start : start + BLOCK]
        index.add(range(start, start + len(block)), block)


@contextmanager
def _building() -> Iterator[_Cost]:
    cost, before, started = _Cost(), _megabytes(), perf_counter()
    yield cost
    cost.seconds, cost.megabytes = perf_counter() - started, _megabytes() - before


def _megabytes() -> float:
    """Of this process, as the system counts them."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _times(search: Callable[[Asked], object], asked: Sequence[Asked]) -> list[float]:
    times = []
    for one in [*asked[:WARM_UP], *asked]:
        started = perf_counter()
        search(one)
        times.append((perf_counter() - started) * 1000)
    return times[min(WARM_UP, len(asked)) :]


def _best(scores: npt.NDArray[np.float32]) -> Ids:
    first = np.argpartition(-scores, K - 1)[:K]
    return first[np.argsort(-scores[first])]


def _exactly(vectors: Vectors, asked: Vectors) -> Ids:
    """The ids of the ``K`` nearest of each query, shape (q, K), block by block."""
    best = np.empty((len(asked), 0), np.float32)
    ids = np.empty((len(asked), 0), np.int64)
    for start in range(0, len(vectors), BLOCK):
        cosines = asked @ vectors[start : start + BLOCK].T  # (q, d) @ (d, b) -> (q, b)
        best = np.hstack([best, cosines])
        ids = np.hstack([ids, np.broadcast_to(np.arange(start, start + cosines.shape[1]), cosines.shape)])
        kept = np.argpartition(-best, K - 1, axis=1)[:, :K]
        best, ids = np.take_along_axis(best, kept, 1), np.take_along_axis(ids, kept, 1)
    return ids


def _recall(index: VectorIndex, asked: Vectors, nearest: Ids) -> float:
    found = [index.search(one[None, :], K)[0][0] for one in asked]
    hits = sum(len(set(own) & set(right)) for own, right in zip(found, nearest.tolist(), strict=True))
    return round(hits / nearest.size, 4)
