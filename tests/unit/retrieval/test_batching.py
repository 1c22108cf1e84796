"""Calls of several threads share a run, and each gets its own rows or the error."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.batching import Batches


def lengths(texts: list[str]) -> np.ndarray:
    return np.array([[len(text)] for text in texts], np.float32).reshape(len(texts), 1)


def test_calls_that_wait_are_run_together() -> None:
    first, others, runs = threading.Event(), threading.Event(), []

    def run(texts: list[str]) -> np.ndarray:
        runs.append(texts)
        if len(runs) == 1:
            first.set()
            assert others.wait(10)
        return lengths(texts)

    batches = Batches(run)
    with ThreadPoolExecutor(9) as threads:
        lone = threads.submit(batches, ["a"])
        assert first.wait(10)
        waiting = [threads.submit(batches, ["b" * n, "c"]) for n in range(2, 10)]
        while len(batches._waiting) < len(waiting):
            threading.Event().wait(0.01)
        others.set()
        assert lone.result().tolist() == [[1]]
        assert [call.result().tolist() for call in waiting] == [[[n], [1]] for n in range(2, 10)]
    assert [len(texts) for texts in runs] == [1, 16]


def test_an_error_reaches_its_callers_and_nobody_after_them() -> None:
    def run(texts: list[str]) -> np.ndarray:
        if "bad" in texts:
            raise ValueError("no such text")
        return lengths(texts)

    batches = Batches(run)
    with pytest.raises(ValueError, match="no such text"):
        batches(["bad"])
    assert batches(["good"]).tolist() == [[4]]
    assert batches([]).shape == (0, 1)
