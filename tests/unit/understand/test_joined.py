"""Features of two encoders side by side, and a head that averages what is fitted on each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.understand.heads import tail
from bot.understand.joined import JoinedEncoder, columns_of, part_of, side_by_side
from bot.understand.selection import choose, even_folds, fit_head

LABELS = np.asarray(["find", "greet", "refund"] * 20)
DEPTHS = (0.6, 0.8, 1.0)


def features(seed: int, width: int = 12) -> NDArray[np.float32]:
    """Rows of unit length that tell the labels apart, mostly."""
    numbers = np.random.default_rng(seed)
    centres = {label: numbers.normal(size=width) for label in sorted(set(LABELS))}
    rows = np.stack([centres[label] for label in LABELS]) + numbers.normal(size=(len(LABELS), width))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def test_each_part_comes_back_and_the_last_third_are_both_sentence_vectors() -> None:
    first, second = features(1), features(2)
    both = side_by_side(first, second)
    assert np.allclose(np.linalg.norm(both, axis=1), 1, atol=1e-6)
    assert np.allclose(part_of(both, 0, 2), first, atol=1e-6)
    assert np.allclose(part_of(both, 1, 2), second, atol=1e-6)
    assert sorted([*columns_of(0, 2, 24), *columns_of(1, 2, 24)]) == list(range(24))
    vectors = np.concatenate([first[:, -4:], second[:, -4:]], axis=1)
    assert np.allclose(tail(both, 8), tail(vectors, 8), atol=1e-6)


def test_a_head_of_two_gives_the_mean_of_both_each_by_its_temperature() -> None:
    both = side_by_side(features(1), features(2))
    head = fit_head(both, LABELS, DEPTHS, 30.0, part_temperatures=(2.0, 0.5))
    parts = [part_of(both, part, 2) for part in range(2)]
    alone = [fit_head(one, LABELS, DEPTHS, 30.0).logits(one) for one in parts]
    assert np.allclose(head.logits(both), (alone[0] / 2.0 + alone[1] / 0.5) / 2, atol=1e-3)


def test_what_one_part_knows_counts_where_the_other_knows_nothing() -> None:
    noise = np.random.default_rng(3).normal(size=(len(LABELS), 12))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    both = side_by_side(features(1), np.asarray(noise, np.float32))
    choice = choose(even_folds(both, LABELS), LABELS, parts=2)
    assert choice.part_temperatures[1] > choice.part_temperatures[0], "who is wrong is trusted less"
    names = np.unique(LABELS)
    assert (names[choice.logits.argmax(axis=1)] == LABELS).mean() > 0.8


def test_two_encoders_name_one_space() -> None:
    class Named:
        def __init__(self, name: str, seed: int) -> None:
            self.name, self._seed = name, seed

        def features(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return features(self._seed)[: len(texts)]

    joined = JoinedEncoder(Named("a", 1), Named("b", 2))
    assert joined.name == "a beside b"
    assert joined.features(["x", "y"]) == pytest.approx(side_by_side(features(1)[:2], features(2)[:2]))
