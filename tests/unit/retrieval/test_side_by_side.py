"""Calls side by side come back in their order, from several threads where there are several cores."""

from __future__ import annotations

import os
import threading

import pytest

from retrieval.side_by_side import side_by_side

several_cores = pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="this machine has one core")


def test_what_comes_back_is_in_order() -> None:
    assert side_by_side(str, range(50)) == [str(n) for n in range(50)]
    assert side_by_side(str, []) == []


@several_cores
def test_two_calls_run_at_once() -> None:
    both = threading.Barrier(2, timeout=10)
    assert sorted(side_by_side(lambda _item: both.wait(), ["a", "b"])) == [0, 1]


def test_a_single_call_stays_in_its_thread() -> None:
    assert side_by_side(lambda _item: threading.current_thread(), ["a"]) == [threading.current_thread()]


def test_what_a_call_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda number: 1 / number, [1, 0, 2])
