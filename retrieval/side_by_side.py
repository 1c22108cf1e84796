"""Forward passes side by side: each in one thread, several of a request on several cores.

ONNX Runtime leaves the interpreter free while it computes. Texts stay apart, as what int8 makes of a text
depends on those beside it in a batch.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(call: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """``call`` of each item, in their order; a single one in this thread. What is called must not come here
    itself: it would wait for threads that wait for it.

    Raises: what ``call`` raises.
    """
    cores = os.cpu_count() or 1
    if len(items) < 2 or cores < 2:
        return [call(item) for item in items]
    return list(_threads(cores).map(call, items))


@cache
def _threads(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, "forward")
