"""The ids of an index's rows. FAISS numbers rows in the order of adding; callers have ids of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from retrieval.vectors.port import Ids

DEAD = -1


class Rows:
    """``ids[row]`` is the row's id, ``DEAD`` where that was removed. Immutable, 24 bytes a row."""

    def __init__(self, ids: Ids) -> None:
        self.ids = ids
        self._order = np.argsort(ids, kind="stable")
        self._sorted = ids[self._order]
        self._dead = int(np.searchsorted(self._sorted, 0))

    def __len__(self) -> int:
        """How many are alive."""
        return len(self.ids) - self._dead

    @property
    def dead(self) -> float:
        """The share of the rows that are dead."""
        return self._dead / len(self.ids) if self._dead else 0.0

    @property
    def alive(self) -> npt.NDArray[np.bool_]:
        """By row."""
        alive: npt.NDArray[np.bool_] = self.ids != DEAD
        return alive

    def of(self, ids: Sequence[int] | Ids) -> Ids:
        """The rows of those ids that are there, in the order of ``ids``."""
        wanted = np.asarray(ids, np.int64)
        places = np.searchsorted(self._sorted, wanted)
        known = places < len(self._sorted)
        known[known] = (self._sorted[places[known]] == wanted[known]) & (wanted[known] != DEAD)
        rows: Ids = self._order[places[known]]
        return rows

    def named(self, rows: Ids) -> Ids:
        """The ids of rows, any shape; -1 stays -1."""
        if not len(self.ids):
            return rows
        return np.where(rows < 0, DEAD, self.ids[rows])

    def added(self, ids: Ids) -> Rows:
        """With new rows at the end."""
        return Rows(np.concatenate([self.ids, ids]))

    def killed(self, rows: Ids) -> Rows:
        """With these rows dead."""
        ids = self.ids.copy()
        ids[rows] = DEAD
        return Rows(ids)

    def deleted(self, rows: Ids) -> Rows:
        """Without these rows; those behind them move up."""
        return Rows(np.delete(self.ids, rows))


def no_rows() -> Rows:
    """None at all."""
    return Rows(np.empty(0, np.int64))
