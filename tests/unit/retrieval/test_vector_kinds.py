"""Which kind of vector index is used, and how one becomes another."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from retrieval.vectors.faiss_index import FaissIndex
from retrieval.vectors.kinds import Kind, Wanted, choose
from retrieval.vectors.structures import IvfFlat

DIMENSION = 16
NO_GPU = pytest.mark.skipif(faiss.get_num_gpus() == 0, reason="needs a GPU and faiss-gpu")


def unit_vectors(n: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(n, DIMENSION)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("size", "gpus", "kind"),
    [
        (0, 0, Kind.FLAT),
        (20_000, 0, Kind.FLAT),
        (20_001, 0, Kind.HNSW),
        (1_000_000, 0, Kind.HNSW),
        (5_000_000, 0, Kind.IVFPQ),
        (1_000_000, 1, Kind.FLAT),
        (3_000_000, 1, Kind.IVFFLAT),
        (3_000_000, 4, Kind.FLAT),
        (50_000_000, 4, Kind.IVFPQ),
    ],
)
def test_the_kind_follows_size_and_gpus(size: int, gpus: int, kind: Kind) -> None:
    assert choose(size, gpus) == kind


def test_a_kind_that_is_set_waits_until_it_can_be_trained() -> None:
    assert choose(9_999, 0, "ivfpq") == Kind.FLAT
    assert choose(10_000, 0, "ivfpq") == Kind.IVFPQ
    assert choose(1, 8, "hnsw") == Kind.HNSW
    assert choose(10**9, 8, "flat") == Kind.FLAT


def test_an_index_moves_to_the_next_kind_when_it_grows() -> None:
    index, vectors = FaissIndex(DIMENSION), unit_vectors(21_000)
    index.add(range(20_000), vectors[:20_000])
    assert index.kind == Kind.FLAT
    index.add(range(20_000, 21_000), vectors[20_000:])
    assert index.kind == Kind.HNSW
    assert index.search(vectors[[5, 20_005]], 1)[0].tolist() == [[5], [20_005]]


def test_an_inverted_file_grows_to_four_times_what_it_was_trained_for() -> None:
    vectors = unit_vectors(12_000)
    with threadpool_limits(1):
        structure = IvfFlat.build(vectors, "float16")
        index = FaissIndex(DIMENSION, "ivfflat")
        index.add(range(10_000), vectors[:10_000])
        index.add(range(10_000, 12_000), vectors[10_000:])
    assert 4 * 11_900 < structure.outgrown_at <= 4 * 12_000
    assert index.kind == Kind.IVFFLAT
    assert index.search(vectors[[5, 11_005]], 1)[0].tolist() == [[5], [11_005]]


def test_a_removal_of_much_shrinks_the_file(tmp_path: Path) -> None:
    index = FaissIndex(DIMENSION, "hnsw")
    index.add(range(2000), unit_vectors(2000))
    sizes = []
    for gone in (range(0), range(200), range(1500)):
        index.remove(gone)
        index.save(tmp_path / "index")
        sizes.append((tmp_path / "index").stat().st_size)
    assert sizes[1] == sizes[0]
    assert sizes[2] < sizes[0] / 3


def test_half_floats_halve_the_file(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).normal(size=(2000, 384)).astype(np.float32)
    sizes = {}
    for kind in ("flat", "hnsw"):
        index = FaissIndex(384, kind)
        index.add(range(2000), vectors)
        index.save(tmp_path / kind)
        sizes[kind] = (tmp_path / kind).stat().st_size
    assert sizes["hnsw"] < 0.62 * sizes["flat"]


@pytest.mark.parametrize("kind", ["flat", "hnsw", "ivfflat"])
def test_each_storage_takes_the_bytes_of_its_components(tmp_path: Path, kind: Wanted) -> None:
    vectors, sizes = unit_vectors(10_000), {}
    for storage in ("float32", "float16", "int8"):
        index = FaissIndex(DIMENSION, kind, storage)
        with threadpool_limits(1):
            index.add(range(10_000), vectors)
        index.save(tmp_path / storage)
        sizes[storage] = (tmp_path / storage).stat().st_size
    assert sizes["float32"] - sizes["float16"] == pytest.approx(2 * vectors.size, rel=0.02)
    assert sizes["float16"] - sizes["int8"] == pytest.approx(vectors.size, rel=0.02)


def test_bytes_are_fitted_anew_to_vectors_beyond_their_values() -> None:
    index, vectors = FaissIndex(DIMENSION, "flat", "int8"), unit_vectors(600)
    vectors[300:] *= 3
    for start in range(0, 600, 10):
        index.add(range(start, start + 10), vectors[start : start + 10])
    wrong = index.vectors(range(600)) - vectors
    assert np.abs(wrong).max() < 0.1 * 2 * np.abs(vectors).max()
    assert np.abs(wrong).mean() < 2 * np.abs(vectors).max() / 255
    assert np.abs(wrong.mean()) < 1e-3  # rounding again and again does not drift


@pytest.mark.gpu
@NO_GPU
@pytest.mark.parametrize("kind", ["flat", "ivfflat", "ivfpq"])
def test_a_gpu_finds_what_the_processor_finds(kind: str) -> None:
    vectors = unit_vectors(20_000)
    index = FaissIndex(DIMENSION, kind)  # type: ignore[arg-type]
    index.add(range(20_000), vectors)
    exact = np.argsort(-(vectors[:50] @ vectors.T), axis=1)[:, :10]
    found, _ = index.search(vectors[:50], 10)
    shared = [len(set(a) & set(b)) / 10 for a, b in zip(found, exact, strict=True)]
    assert np.mean(shared) >= 0.98


@pytest.mark.gpu
@NO_GPU
@pytest.mark.skipif(not hasattr(faiss, "GpuIndexCagra"), reason="needs a FAISS built with CAGRA")
def test_a_graph_is_searched_on_a_gpu_with_cagra() -> None:
    vectors = unit_vectors(20_000)
    index = FaissIndex(DIMENSION, "hnsw")
    index.add(range(20_000), vectors)
    assert (index.search(vectors[:50], 10)[0][:, 0] == np.arange(50)).mean() >= 0.98
