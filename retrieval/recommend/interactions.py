"""What shoppers did with items: all of it to learn from, and single histories to recommend for.

A shopper is never known to a source by an id, always by a history: so one who came today is served as one
who was trained with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

Ints = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Times = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]

DAY = 86_400.0
"""Seconds."""


class Interaction(NamedTuple):
    """``time`` in Unix seconds; ``weight`` is how much it tells of liking, above 0."""

    user: str
    item: str
    time: float
    weight: float = 1.0


class Done(NamedTuple):
    """A thing that one shopper did: see ``Interaction``."""

    item: str
    time: float
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Histories:
    """What ``b`` shoppers did, each in the order of time: shopper ``n`` from ``starts[n]`` to
    ``starts[n + 1]``.

    ``starts`` is (b + 1,) from 0 to n; ``items`` (n,) are places among ``width`` items, ``times`` (n,) Unix
    seconds, ``weights`` (n,); ``now`` (b,) is the moment for which recommendations are wanted.
    """

    starts: npt.NDArray[np.int64]
    items: Ints
    times: Times
    weights: Weights
    now: Times
    width: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> npt.NDArray[np.int64]:
        """How many things each did, (b,)."""
        return np.diff(self.starts)

    @property
    def owners(self) -> npt.NDArray[np.int64]:
        """Which shopper did each thing, (n,)."""
        return np.repeat(np.arange(len(self)), self.lengths)

    @property
    def from_end(self) -> npt.NDArray[np.int64]:
        """How many things the shopper did after each, (n,): 0 for the last one."""
        return np.repeat(self.starts[1:], self.lengths) - 1 - np.arange(len(self.items))

    def fading(self, steps: float) -> npt.NDArray[np.float64]:
        """How much each thing says beside the last one, (n,): half as much each ``steps``; 0: all alike."""
        return 0.5 ** (self.from_end / steps) if steps > 0 else np.ones(len(self.items))

    @property
    def ages(self) -> Times:
        """Days from each thing to ``now``, (n,), never below 0."""
        ages: Times = np.maximum(np.repeat(self.now, self.lengths) - self.times, 0) / DAY
        return ages

    def matrix(self, weights: npt.NDArray[np.floating] | None = None) -> csr_matrix:
        """Shape (b, width): the sum of ``weights`` (n,), or of their own, over each shopper's item."""
        data = self.weights if weights is None else np.asarray(weights, np.float32)
        found = csr_matrix((data, self.items, self.starts), shape=(len(self), self.width), copy=True)
        found.sum_duplicates()
        return found

    def chosen(self, rows: npt.NDArray[np.integer]) -> Histories:
        """Shoppers ``rows`` (m,), in that order."""
        starts, places = _slices(self.starts, rows)
        return Histories(
            starts, self.items[places], self.times[places], self.weights[places], self.now[rows], self.width
        )

    def block(self, start: int, end: int) -> Histories:
        """Shoppers ``start`` to ``end``, or to the last one."""
        return self.chosen(np.arange(start, min(end, len(self))))


@dataclass(frozen=True, eq=False)
class Interactions:
    """Interactions of all shoppers, in the order of shopper, time, and as they came.

    ``users`` and ``items`` are ids; ``rows`` and ``cols`` (n,) are places among them; ``times`` (n,) in Unix
    seconds, ``weights`` (n,); ``order`` (n,) is the place of each as they came.
    """

    users: tuple[str, ...]
    items: tuple[str, ...]
    rows: Ints
    cols: Ints
    times: Times
    weights: Weights
    order: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.rows)

    def matrix(self) -> csr_matrix:
        """Shape (users, items): the sum of the weights of each shopper's item."""
        found = csr_matrix((self.weights, (self.rows, self.cols)), shape=(len(self.users), len(self.items)))
        found.sum_duplicates()
        return found

    def part(self, kept: Flags) -> Interactions:
        """Those that are ``kept`` (n,); the ids stay what they are."""
        return replace(
            self,
            rows=self.rows[kept],
            cols=self.cols[kept],
            times=self.times[kept],
            weights=self.weights[kept],
            order=self.order[kept],
        )

    def first_touch(self) -> Flags:
        """Whether the shopper had not met the item before, (n,)."""
        pair = self.rows.astype(np.int64) * max(len(self.items), 1) + self.cols
        found = np.zeros(len(self), np.bool_)
        found[np.unique(pair, return_index=True)[1]] = True
        return found

    def histories(self, users: Ints | None = None, now: Times | None = None) -> Histories:
        """Of all shoppers or of ``users`` (b,); ``now`` (b,) is the time of their last thing unless given."""
        bounds = np.searchsorted(self.rows, np.arange(len(self.users) + 1))
        starts, places = _slices(bounds, np.arange(len(self.users)) if users is None else users)
        times = self.times[places]
        if now is None:
            now = np.zeros(len(starts) - 1)
            some = np.diff(starts) > 0
            now[some] = times[starts[1:][some] - 1]
        return Histories(starts, self.cols[places], times, self.weights[places], now, len(self.items))


def _slices(
    bounds: npt.NDArray[np.integer], rows: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where each of ``rows`` (m,) begins when their parts, from ``bounds[row]`` to the next bound, stand one
    behind the other, (m + 1,), and the places of all that is in them, (n,)."""
    lengths = bounds[rows + 1] - bounds[rows]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    return starts, np.repeat(bounds[rows] - starts[:-1], lengths) + np.arange(starts[-1])


def gathered(interactions: Iterable[Interaction], items: Sequence[str] = ()) -> Interactions:
    """Interactions with their ids numbered as they come; those of ``items``, which need not occur, first."""
    users: dict[str, int] = {}
    places = {item: place for place, item in enumerate(items)}
    rows, cols, times, weights = [], [], [], []
    for one in interactions:
        rows.append(users.setdefault(one.user, len(users)))
        cols.append(places.setdefault(one.item, len(places)))
        times.append(one.time)
        weights.append(one.weight)
    return ordered(tuple(users), tuple(places), rows, cols, times, weights)


def ordered(
    users: tuple[str, ...],
    items: tuple[str, ...],
    rows: npt.ArrayLike,
    cols: npt.ArrayLike,
    times: npt.ArrayLike,
    weights: npt.ArrayLike,
) -> Interactions:
    """Interactions of columns (n,) in any order."""
    row, time = np.asarray(rows, np.int32), np.asarray(times, np.float64)
    order = np.lexsort((time, row))
    return Interactions(
        users,
        items,
        row[order],
        np.asarray(cols, np.int32)[order],
        time[order],
        np.asarray(weights, np.float32)[order],
        order.astype(np.int64),
    )


def histories_of(
    done: Sequence[Sequence[Done]], items: Sequence[str], now: Sequence[float] | None = None
) -> Histories:
    """Histories of shoppers by ids of items, in the order of time; items that are not among ``items`` are
    passed over. ``now`` in Unix seconds is the time of each one's last thing unless given."""
    places = {item: place for place, item in enumerate(items)}
    known = [[one for one in own if one.item in places] for own in done]
    flat = [one for own in known for one in own]
    last = [own[-1].time if own else 0.0 for own in known]
    return Histories(
        starts=np.concatenate([[0], np.cumsum([len(own) for own in known], dtype=np.int64)]).astype(np.int64),
        items=np.array([places[one.item] for one in flat], np.int32),
        times=np.array([one.time for one in flat], np.float64),
        weights=np.array([one.weight for one in flat], np.float32),
        now=np.array(last if now is None else now, np.float64),
        width=len(items),
    )
