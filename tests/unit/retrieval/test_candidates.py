"""Which passages become candidates by their words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from retrieval.documents.candidates import best

SCORES = arrays.arrays(np.float32, st.integers(0, 60), elements=st.sampled_from([0.0, 0.0, 0.5, 1.25, 3.0]))


@given(SCORES, st.integers(0, 70))
def test_the_best_above_nothing_are_taken(scores: np.ndarray, size: int) -> None:
    places = best(scores, size)
    assert len(set(places.tolist())) == len(places)
    assert sorted(scores[places], reverse=True) == sorted(scores[scores > 0], reverse=True)[:size]
