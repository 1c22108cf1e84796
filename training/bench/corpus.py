"""Texts and vectors in any number, made from those that an installation has."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.documents.chunk import Unit
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Vectors
from retrieval.types import Passage

UNITS = (3, 5)
"""Units of a recombined passage, fewest and most."""
NOISE = 0.3
"""Length of the random part of a made vector, beside 1 for the real one."""
BLOCK = 50_000
SEED = 7


class Texts(NamedTuple):
    """Passages, their units in order, and the units' passages and vectors, shapes (u,) and (u, d)."""

    passages: list[Passage]
    units: list[Unit]
    owners: npt.NDArray[np.int32]
    unit_vectors: Vectors


def recombined(snapshot: Snapshot, count: int) -> Texts:
    """``count`` passages: each a title of one passage over units drawn from all. A unit keeps the vector that
    it had below its own heading."""
    rng, content = random.Random(SEED), snapshot.content
    drawn = [rng.sample(range(len(content.units)), rng.randint(*UNITS)) for _ in range(count)]
    passages = [_passage(place, rng.choice(content.passages).title, [content.units[n].text for n in numbers])
        for place, numbers in enumerate(drawn)]  # fmt: skip
    flat = [number for numbers in drawn for number in numbers]
    return Texts(
        passages=passages,
        units=[content.units[number] for number in flat],
        owners=np.repeat(np.arange(count, dtype=np.int32), [len(numbers) for numbers in drawn]),
        unit_vectors=content.unit_vectors[flat],
    )


def mixed_vectors(real: Vectors, count: int, tell: Callable[[int], None]) -> Vectors:
    """``count`` unit vectors, shape (count, d): each between two of the ``real`` ones, shape (n, d), with
    some noise, so that they lie in the same clusters and none twice."""
    rng = np.random.default_rng(SEED)
    made = np.empty((count, real.shape[1]), np.float32)
    for start in range(0, count, BLOCK):
        size = min(BLOCK, count - start)
        one, other = rng.integers(0, len(real), (2, size))
        share = rng.random((size, 1), np.float32)
        noise = rng.standard_normal((size, real.shape[1]), np.float32) / np.sqrt(real.shape[1])
        block = share * real[one] + (1 - share) * real[other] + NOISE * noise
        made[start : start + size] = block / np.linalg.norm(block, axis=1, keepdims=True)
        tell(start + size)
    return made


def _passage(place: int, title: str, texts: list[str]) -> Passage:
    name = f"made-{place:07}"
    return Passage(passage_id=f"{name}#0", document_id=name, title=title, text=" ".join(texts))
