"""Whether a trained retriever is better than the one before it."""

from __future__ import annotations

import numpy as np
import pytest

from training.objectives import RightFirst


@pytest.mark.parametrize(
    ("won", "lost", "better"),
    [(0, 0, False), (1, 0, False), (3, 0, True), (46, 40, False), (60, 40, True), (40, 60, False)],
)
def test_it_has_to_be_better_by_more_than_chance(won: int, lost: int, better: bool) -> None:
    before = np.array([False] * won + [True] * lost + [True, False] * 500)
    after = np.array([True] * won + [False] * lost + [True, False] * 500)
    assert RightFirst(before, after, "tuned").is_better is better


def test_both_shares_are_told() -> None:
    judged = RightFirst(np.array([True, False]), np.array([True, True]), "tuned")
    assert judged.told == "50.0% of 2 kept questions right before, 100.0% after"
