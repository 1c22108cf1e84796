"""Inner products with some of many vectors, against numpy's."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.vectors.inner import inner_products


def test_they_are_those_of_the_chosen_vectors() -> None:
    vectors = np.random.default_rng(0).standard_normal((500, 37)).astype(np.float32)
    query = vectors[3] * 2
    for places in (np.array([3, 0, 499, 3]), np.arange(500, dtype=np.int32), np.empty(0, np.int64)):
        expected = vectors[places] @ query
        assert inner_products(vectors, query, places) == pytest.approx(expected, rel=1e-4, abs=1e-4)
    turned = np.asfortranarray(vectors)
    assert inner_products(turned, query, np.array([7])) == pytest.approx([vectors[7] @ query], rel=1e-4)


@pytest.mark.parametrize("places", [[500], [-1]])
def test_places_beyond_the_vectors_are_refused(places: list[int]) -> None:
    vectors = np.ones((500, 8), np.float32)
    with pytest.raises(IndexError):
        inner_products(vectors, vectors[0], np.asarray(places))
    with pytest.raises(IndexError):
        inner_products(vectors, np.ones(7, np.float32), np.array([1]))
