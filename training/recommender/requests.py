"""Moments of the past at which something could have been recommended, and what the shopper then turned to.

One is after the first thing of each visit, one after each search. What they then turn to for the first time
within ``AHEAD`` days is right.
"""

from __future__ import annotations

import csv
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.recommend.behaviour import Merged, OfProduct, RecordedBehaviour, Search, type_of
from retrieval.recommend.interactions import DAY, Histories, Interaction, Interactions, gathered
from retrieval.recommend.ranking.items import Floats
from retrieval.recommend.ranking.rows import Moment
from retrieval.recommend.reading import EVENTS, moment_in, read_interactions
from training.recommender.splits import Asked

PAUSE = 1800.0
"""Seconds without a thing done, after which the next one begins a new visit."""
AHEAD = 7.0
HISTORY = 200
"""Of a shopper, the last things that are looked at."""

Searches = Mapping[str, Sequence[tuple[float, str]]]
"""By shopper: times in Unix seconds, rising, and what was searched for."""


@dataclass(frozen=True, eq=False)
class Shopping:
    """What shoppers did with items of a catalogue, and what they searched for."""

    interactions: Interactions
    searches: Searches


def read_shopping(path: Path, items: Sequence[str]) -> Shopping:
    """From a file of interactions, or of a shop's events with their searches (``shopper_id, time, event,
    product_id, query``).

    Raises: OSError, InteractionsError.
    """
    return Shopping(read_interactions(path, items=items), _searches(path))


def recorded_shopping(
    events: Iterable[RecordedBehaviour], merged: Iterable[Merged], items: Sequence[str]
) -> Shopping:
    """From the events of the log, those of visitors who signed in as the person's."""
    person = {one.visitor_id: one.person_id for one in merged}
    known = set(items)
    done: list[Interaction] = []
    searches: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for one in events:
        shopper = person.get(one.shopper_id, one.shopper_id)
        if isinstance(one.event, Search):
            searches[shopper].append((one.time, one.event.query))
        elif isinstance(one.event, OfProduct) and one.event.product_id in known:
            weight = EVENTS.get(type_of(one.event))
            if weight:
                done.append(Interaction(shopper, one.event.product_id, one.time, weight))
    return Shopping(gathered(done, items), {shopper: sorted(own) for shopper, own in searches.items()})


def _searches(path: Path) -> dict[str, list[tuple[float, str]]]:
    found: dict[str, list[tuple[float, str]]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            query, time = (row.get("query") or "").strip(), moment_in(row.get("time") or "")
            if row.get("event") == "search" and query and isinstance(time, float):
                found[row.get("shopper_id") or ""].append((time, query))
    return {shopper: sorted(own) for shopper, own in found.items()}


class Request(NamedTuple):
    """``start`` to ``end`` are the places of the shopper's things that were known then, among all
    interactions; ``query`` what was searched for last in the visit, ""; ``right`` the items, (r,)."""

    start: int
    end: int
    now: float
    query: str
    right: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Requests:
    """Moments of one stretch of time, in the order of shoppers."""

    interactions: Interactions
    asked: Sequence[Request]

    def __len__(self) -> int:
        return len(self.asked)

    def moment(self, number: int, meaning: Mapping[str, Floats]) -> Moment:
        """What was known at a moment; ``meaning`` are the vectors (d,) of queries."""
        one, all_ = self.asked[number], self.interactions
        own = slice(max(one.start, one.end - HISTORY), one.end)
        return Moment(all_.cols[own], all_.times[own], all_.weights[own], one.now, meaning.get(one.query))

    def known(self, number: int) -> npt.NDArray[np.int32]:
        """Items that the shopper had met, which are not recommended again, (k,)."""
        one = self.asked[number]
        return np.unique(self.interactions.cols[one.start : one.end])

    def as_asked(self) -> Asked:
        """The same for sources alone."""
        width = len(self.interactions.items)
        lengths = np.array([one.end - one.start for one in self.asked], np.int64)
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        places = [np.arange(one.start, one.end) for one in self.asked]
        place = np.concatenate([*places, np.zeros(0, np.int64)]).astype(np.int64)
        all_ = self.interactions
        histories = Histories(
            starts, all_.cols[place], all_.times[place], all_.weights[place],
            np.array([one.now for one in self.asked]), width,
        )  # fmt: skip
        return Asked(
            histories, _flags([self.known(n) for n in range(len(self))], width),
            _flags([one.right for one in self.asked], width),
        )  # fmt: skip


def _flags(rows: Sequence[npt.NDArray[np.int32]], width: int) -> csr_matrix:
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)])
    columns = np.concatenate([*rows, np.zeros(0, np.int32)])
    return csr_matrix((np.ones(len(columns), np.float32), columns, starts), shape=(len(rows), width))


def requests_between(
    shopping: Shopping,
    start: float,
    end: float,
) -> Requests:
    """Those of ``start`` to ``end`` (Unix seconds), with what was turned to before ``end``."""
    all_ = shopping.interactions
    bounds = np.searchsorted(all_.rows, np.arange(len(all_.users) + 1))
    found = [
        request
        for user, name in enumerate(all_.users)
        for request in _of_shopper(
            all_, int(bounds[user]), int(bounds[user + 1]), shopping.searches.get(name, ()), (start, end)
        )
    ]
    return Requests(all_, found)


def _of_shopper(
    all_: Interactions, first: int, last: int, searches: Sequence[tuple[float, str]],
    between: tuple[float, float],
) -> Iterator[Request]:  # fmt: skip
    times = all_.times[first:last]
    begin, end = between
    visit = np.concatenate([[True], np.diff(times) > PAUSE]) if len(times) else np.zeros(0, np.bool_)
    moments = [(float(times[place]), first + place + 1) for place in np.flatnonzero(visit).tolist()]
    moments += [(time, first + bisect_right(times.tolist(), time)) for time, _ in searches]
    for now, upto in sorted(moments):
        if not begin <= now < end:
            continue
        until = first + bisect_left(times.tolist(), min(now + AHEAD * DAY, end))
        right = np.setdiff1d(all_.cols[upto:until], all_.cols[first:upto])
        if len(right):
            yield Request(first, upto, now, _last_query(searches, now), right.astype(np.int32))


def _last_query(searches: Sequence[tuple[float, str]], now: float) -> str:
    place = bisect_right(searches, now, key=lambda one: one[0]) - 1
    return searches[place][1] if place >= 0 and now - searches[place][0] <= PAUSE else ""
