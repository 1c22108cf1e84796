"""The contract of ``VectorIndex``, on every implementation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexDamaged
from retrieval.vectors.faiss_index import FaissIndex
from retrieval.vectors.port import VectorIndex

DIMENSION = 16
Make = Callable[[], VectorIndex]


@pytest.fixture(params=[FaissIndex])
def make(request: pytest.FixtureRequest) -> Make:
    return lambda: request.param(DIMENSION)


def unit_vectors(n: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_nearest_is_the_vector_itself(make: Make) -> None:
    index, vectors = make(), unit_vectors(50)
    index.add(range(100, 150), vectors)
    ids, scores = index.search(vectors, 3)
    assert ids.shape == scores.shape == (50, 3)
    assert ids[:, 0].tolist() == list(range(100, 150))
    assert np.allclose(scores[:, 0], 1, atol=1e-5)
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
    assert np.allclose(index.vectors([1])[0], vectors[2])


def test_what_is_removed_is_not_found(make: Make) -> None:
    index, vectors = make(), unit_vectors(5)
    index.add(range(5), vectors)
    assert index.remove([0, 3, 99]) == 2
    assert len(index) == 3
    assert set(index.search(vectors[:1], 5)[0][0].tolist()) == {1, 2, 4, -1}


def test_save_and_load_give_the_same_results(make: Make, tmp_path: Path) -> None:
    index, vectors = make(), unit_vectors(20)
    index.add(range(20), vectors)
    index.save(tmp_path / "index")
    other = make()
    other.load(tmp_path / "index")
    assert np.array_equal(index.search(vectors, 4)[0], other.search(vectors, 4)[0])
    assert other.remove([3]) == 1


def test_a_damaged_file_is_refused(make: Make, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(b"no index")
    with pytest.raises(IndexDamaged, match="index"):
        make().load(tmp_path / "index")
