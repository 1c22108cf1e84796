"""What comes together again is encoded once, and is what it was."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from small_shop import MODELS

from retrieval.encode import OnnxEncoder, Vectors
from retrieval.remembering import RememberingEncoder

FACTS = ("Weight: 310 g", "Waterproof: yes", "Packed size: 20 x 10 cm")


class Counted(OnnxEncoder):
    """The bundled encoder, which counts the texts that it is given."""

    def __init__(self) -> None:
        super().__init__(MODELS)
        self.given = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.given += len(texts)
        return super().encode(texts)


@pytest.fixture
def encoder() -> Counted:
    return Counted()


def test_a_group_is_encoded_once(encoder: Counted) -> None:
    remembering = RememberingEncoder(encoder)
    first = remembering.encode(FACTS)
    assert np.array_equal(first, OnnxEncoder(MODELS).encode(FACTS))
    assert np.array_equal(remembering.encode(list(FACTS)), first)
    assert encoder.given == len(FACTS)


def test_another_group_is_another(encoder: Counted) -> None:
    remembering = RememberingEncoder(encoder)
    remembering.encode(FACTS)
    assert remembering.encode(FACTS[:2]).shape == (2, encoder.dimension)
    assert encoder.given == len(FACTS) + 2


def test_the_oldest_is_forgotten(encoder: Counted) -> None:
    remembering = RememberingEncoder(encoder, size=1)
    for group in (FACTS, FACTS[:2], FACTS):
        remembering.encode(group)
    assert encoder.given == 2 * len(FACTS) + 2
