"""The first of many in an order by several keys, without ordering all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.intp]


def leading(keys: Sequence[npt.NDArray[np.generic]], count: int) -> Numbers:
    """The first ``count`` numbers of a stable order by ``keys``, each of shape (n,), least first, the first
    key before the others; fewer where there are no more."""
    chosen = np.sort(_least(keys, np.arange(len(keys[0])), count))
    return chosen[np.lexsort([key[chosen] for key in reversed(keys)])]


def _least(keys: Sequence[npt.NDArray[np.generic]], among: Numbers, count: int) -> Numbers:
    """The same in no order, of the ascending numbers ``among``."""
    if len(among) <= count or not keys:
        return among[:count]
    key = keys[0][among]
    bound = np.partition(key, count - 1)[count - 1]
    below = among[key < bound]
    return np.concatenate([below, _least(keys[1:], among[key == bound], count - len(below))])
