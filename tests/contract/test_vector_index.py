"""The contract of ``VectorIndex``, on every implementation; each kind of FAISS also with many vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from retrieval.errors import IndexDamaged, VectorServerUnavailable
from retrieval.vectors.faiss_index import FaissIndex
from retrieval.vectors.milvus_index import Milvus, MilvusIndex
from retrieval.vectors.port import VectorIndex

DIMENSION = 32
MANY = 10_800
HALF = 1e-3
"""What storing half floats may change in a score."""
BYTE = 1e-2
"""What storing bytes may."""
LOST = 0.02
"""Share of the best that bytes may cost besides."""
NUMBERS = count()
Make = Callable[[], VectorIndex]

KINDS: dict[str, Make] = {
    kind: partial(FaissIndex, DIMENSION, kind) for kind in ("auto", "flat", "hnsw", "ivfflat", "ivfpq")
} | {
    f"{kind} {storage}": partial(FaissIndex, DIMENSION, kind, storage)
    for kind, storage in (
        ("flat", "float16"), ("hnsw", "float32"), ("ivfflat", "float32"),
        ("flat", "int8"), ("hnsw", "int8"), ("ivfflat", "int8"), ("ivfpq", "int8"),
    )
}  # fmt: skip


@pytest.fixture(scope="module")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Milvus]:
    server = Milvus(str(tmp_path_factory.mktemp("milvus") / "vectors.db"))
    yield server
    server.close()


@pytest.fixture(params=[*KINDS, "milvus"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param != "milvus":
        return KINDS[request.param]
    server = request.getfixturevalue("milvus")
    return lambda: MilvusIndex(server, f"vectors_{next(NUMBERS)}", DIMENSION)


@pytest.fixture(scope="module", params=KINDS)
def make_faiss(request: pytest.FixtureRequest) -> Make:
    return KINDS[request.param]


@pytest.fixture(scope="module")
def crowd() -> np.ndarray:
    """Many vectors in groups, like sentences about the same things."""
    random = np.random.default_rng(1)
    topics = random.normal(size=(300, DIMENSION))
    vectors = topics[random.integers(0, 300, MANY)] + random.normal(scale=0.7, size=(MANY, DIMENSION))
    return normalised(vectors)


@pytest.fixture(scope="module")
def queries(crowd: np.ndarray) -> np.ndarray:
    return normalised(crowd[::216] + np.random.default_rng(2).normal(scale=0.05, size=(50, DIMENSION)))


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def saved(make_faiss: Make, crowd: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = make_faiss()
    index.add(range(MANY), crowd)
    path = tmp_path_factory.mktemp("full") / "index"
    index.save(path)
    return path


@pytest.fixture
def full(make_faiss: Make, saved: Path) -> VectorIndex:
    index = make_faiss()
    index.load(saved)
    return index


def bytewise(make: Make) -> bool:
    return "int8" in getattr(make, "args", ())


def exactness(make: Make) -> float:
    return BYTE if bytewise(make) else HALF


def lost(make: Make) -> float:
    return LOST if bytewise(make) else 0.0


def normalised(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def unit_vectors(n: int, seed: int = 0) -> np.ndarray:
    return normalised(np.random.default_rng(seed).normal(size=(n, DIMENSION)))


def recall(found: np.ndarray, vectors: np.ndarray, queries: np.ndarray, ids: np.ndarray) -> float:
    """The share of the exact best that were found; ``ids`` are those that may be."""
    exact = ids[np.argsort(-(queries @ vectors[ids].T), axis=1)[:, : found.shape[1]]]
    return float(np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, exact, strict=True)]))


def test_the_nearest_is_the_vector_itself(make: Make) -> None:
    index, vectors = make(), unit_vectors(50)
    index.add(range(100, 150), vectors)
    ids, scores = index.search(vectors, 3)
    assert ids.shape == scores.shape == (50, 3)
    assert ids[:, 0].tolist() == list(range(100, 150))
    assert np.allclose(scores[:, 0], 1, atol=exactness(make))
    assert (np.diff(scores, axis=1) <= 0).all()


def test_places_beyond_the_size_are_marked(make: Make) -> None:
    index, vectors = make(), unit_vectors(2)
    ids, scores = index.search(vectors[:1], 2)
    assert ids.tolist() == [[-1, -1]]
    assert np.isneginf(scores).all()
    index.add([7], vectors[:1])
    ids, scores = index.search(vectors[:1], 3)
    assert ids.tolist() == [[7, -1, -1]]
    assert np.isneginf(scores[0, 1:]).all()


def test_an_id_that_is_added_again_gets_the_new_vector(make: Make) -> None:
    index, vectors = make(), unit_vectors(3)
    index.add([1, 2], vectors[:2])
    index.add([1], vectors[2:])
    assert len(index) == 2
    assert index.search(vectors[2:], 1)[0].tolist() == [[1]]
    assert np.allclose(index.vectors([1])[0], vectors[2], atol=exactness(make))


def test_what_is_removed_is_not_found(make: Make) -> None:
    index, vectors = make(), unit_vectors(5)
    index.add(range(5), vectors)
    assert index.remove([0, 3, 99]) == 2
    assert len(index) == 3
    assert set(index.search(vectors[:1], 5)[0][0].tolist()) == {1, 2, 4, -1}
    assert index.remove([1, 2, 4]) == 3
    assert index.search(vectors[:1], 1)[0].tolist() == [[-1]]
    index.add([3], vectors[3:4])
    assert index.search(vectors[:1], 2)[0].tolist() == [[3, -1]]


def test_only_what_is_allowed_is_found(make: Make) -> None:
    index, vectors = make(), unit_vectors(40)
    index.add(range(40), vectors)
    ids, scores = index.search(vectors[:2], 4, allowed=[1, 5, 30, 999])
    assert ids[1].tolist()[0] == 1
    assert [set(row) for row in ids.tolist()] == [{1, 5, 30, -1}] * 2
    assert np.isneginf(scores[:, 3]).all()
    assert index.search(vectors[:1], 2, allowed=[])[0].tolist() == [[-1, -1]]
    index.remove([5])
    assert set(index.search(vectors[:1], 3, allowed=[1, 5])[0][0].tolist()) == {1, -1}


def test_save_and_load_give_the_same_results(make: Make, tmp_path: Path) -> None:
    index, vectors = make(), unit_vectors(20)
    index.add(range(20), vectors)
    index.remove([7])
    index.save(tmp_path / "index")
    other = make()
    other.load(tmp_path / "index")
    assert len(other) == 19
    assert np.array_equal(index.search(vectors, 4)[0], other.search(vectors, 4)[0])
    assert other.remove([3, 7]) == 1
    other.add([50], unit_vectors(1, seed=5))
    assert other.search(unit_vectors(1, seed=5), 1)[0].tolist() == [[50]]


def test_a_damaged_file_is_refused(make: Make, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"no index")
    with pytest.raises(IndexDamaged, match="index"):
        make().load(tmp_path / "index")


def test_the_best_of_many_are_found(
    full: VectorIndex, make_faiss: Make, crowd: np.ndarray, queries: np.ndarray
) -> None:
    ids, scores = full.search(queries, 10)
    assert recall(ids, crowd, queries, np.arange(MANY)) >= 0.98 - lost(make_faiss)
    assert np.allclose(scores, np.einsum("nkd,nd->nk", crowd[ids], queries), atol=exactness(make_faiss))


@pytest.mark.parametrize("share", [0.02, 0.6], ids=["few", "most"])
def test_the_best_of_many_that_are_allowed_are_found(
    full: VectorIndex, make_faiss: Make, crowd: np.ndarray, queries: np.ndarray, share: float
) -> None:
    allowed = np.flatnonzero(np.random.default_rng(3).random(MANY) < share)
    ids, _ = full.search(queries, 10, allowed=allowed)
    assert np.isin(ids, allowed).all()
    assert recall(ids, crowd, queries, allowed) >= (0.995 if share < 0.1 else 0.98) - lost(make_faiss)


@pytest.mark.parametrize("share", [0.2, 0.5], ids=["some", "half"])
def test_many_are_removed_changed_and_kept_through_a_file(
    full: VectorIndex, make_faiss: Make, crowd: np.ndarray, queries: np.ndarray, tmp_path: Path, share: float
) -> None:
    gone = np.flatnonzero(np.random.default_rng(4).random(MANY) < share)
    kept = np.setdiff1d(np.arange(MANY), gone)
    assert full.remove(gone) == len(gone)
    changed, now = kept[:500], crowd.copy()
    now[changed] = now[changed[::-1]]
    full.add(changed, now[changed])
    assert len(full) == len(kept)
    full.save(tmp_path / "index")
    other = make_faiss()
    other.load(tmp_path / "index")
    for index in (full, other):
        ids, _ = index.search(queries, 10)
        assert np.isin(ids, kept).all()
        assert recall(ids, now, queries, kept) >= 0.97 - lost(make_faiss)
    assert other.remove(kept[:10]) == 10
    other.add(kept[:10], now[kept[:10]])
    assert np.allclose(other.vectors(kept[:20]), now[kept[:20]], atol=exactness(make_faiss))


def test_searches_in_threads_agree(full: VectorIndex, queries: np.ndarray) -> None:
    alone, _ = full.search(queries, 10)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _: full.search(queries, 10)[0], range(12)))
    assert all(np.array_equal(ids, alone) for ids in found)


def test_a_milvus_that_does_not_answer_is_named() -> None:
    with pytest.raises(VectorServerUnavailable, match=r"no Milvus at http://127\.0\.0\.1:1 "):
        len(MilvusIndex(Milvus("http://127.0.0.1:1"), "vectors", DIMENSION))
