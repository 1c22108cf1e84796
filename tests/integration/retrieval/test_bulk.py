"""Bulk encoding by two workers of a real Ray cluster gives what one encoder gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.bulk import BATCH, EncoderSource, RayBulk
from retrieval.encode import load_encoder
from retrieval.errors import RetrievalError

MODELS = Path(__file__).parents[3] / "data" / "demo_shop" / "var" / "models"
SOURCE = EncoderSource(name="all-MiniLM-L6-v2", models=MODELS, device="cpu")


@pytest.mark.timeout(180)
def test_two_workers_encode_in_order() -> None:
    texts = [f"{number} tents cost {number * 7} EUR" for number in range(700)]
    told: list[tuple[int, int]] = []
    vectors = RayBulk(SOURCE, workers=2)(texts, lambda done, size: told.append((done, size)))
    encode = load_encoder("all-MiniLM-L6-v2", MODELS, "cpu").encode
    together = np.array_split(texts, -(-len(texts) // BATCH))  # int8 scales are taken over a batch
    alone = np.concatenate([encode(batch.tolist()) for batch in together])
    assert np.einsum("nd,nd->n", vectors, alone).min() > 0.999
    assert told[-1] == (700, 700)


def test_a_cluster_that_is_not_there_is_named() -> None:
    with pytest.raises(RetrievalError, match=r"127\.0\.0\.1:1"):
        RayBulk(SOURCE, workers=2, address="127.0.0.1:1")(["a"], lambda *_: None)
