"""The threads that models run in do their linear algebra alone."""

from __future__ import annotations

import threading

from threadpoolctl import threadpool_info

from bot.models import model_threads


def test_each_thread_for_models_has_one_of_blas_and_openmp() -> None:
    together = threading.Barrier(2)

    def look() -> list[int]:
        together.wait(10)  # in two threads, not twice in one
        return [library["num_threads"] for library in threadpool_info()]

    with model_threads(2) as threads:
        seen = [future.result() for future in [threads.submit(look), threads.submit(look)]]
    assert all(seen)
    assert {count for counts in seen for count in counts} == {1}
