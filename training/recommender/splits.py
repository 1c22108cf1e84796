"""Divisions of interactions into what is learned from, what is chosen by, and what is tested on.

leave-last-out  each shopper's last item is for the test, the one before it for validation
ratio           each shopper's interactions in random order, a tenth for the test, a tenth for validation;
                row for row that of RecBole 1.2 (``RS: [0.8, 0.1, 0.1]``, ``RO``, grouped by user)
time            the last tenth of all interactions is for the test, the tenth before it for validation
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import Flags, Histories, Interactions, Ints

Protocol = Literal["leave-last-out", "ratio", "time"]
SHARE = 0.1
"""Of the interactions, for the test and again for validation, in divisions by ratio and time."""


@dataclass(frozen=True, eq=False)
class Asked:
    """Shoppers for whom items are ranked: what they did until then (b), what is left out of their ranking and
    what was right, both (b, items) with an entry where that is so."""

    histories: Histories
    known: csr_matrix
    right: csr_matrix

    def __len__(self) -> int:
        return len(self.histories)

    def some(self, most: int) -> Asked:
        """At most so many of them, drawn with one seed."""
        if len(self) <= most:
            return self
        rows = np.sort(np.random.default_rng(0).choice(len(self), most, replace=False))
        return Asked(self.histories.chosen(rows), self.known[rows], self.right[rows])


@dataclass(frozen=True, eq=False)
class Split:
    """``train`` is what is fitted on to choose by ``valid``; ``final`` what is fitted on for ``test``."""

    train: Interactions
    valid: Asked
    final: Interactions
    test: Asked


def split(interactions: Interactions, protocol: Protocol, *, seed: int, keep_known: bool = False) -> Split:
    """Divide by a protocol. ``keep_known``: items that the shopper had before stay in the ranking, and may be
    right once more; else they are left out, and only what is new to the shopper is right.

    Raises: ValueError where a part would be empty.
    """
    made = {"leave-last-out": _leave_last_out, "ratio": _by_ratio, "time": _by_time}[protocol](
        interactions, seed, keep_known
    )
    for name, asked in (("validation", made.valid), ("test", made.test)):
        if not len(asked):
            raise ValueError(
                f"Nobody is left for the {name} by {protocol}: there is too little of each shopper."
            )
    return made


def _leave_last_out(interactions: Interactions, seed: int, keep_known: bool) -> Split:
    """With known items left out, the last one is the last that was new; what came after it is not used."""
    del seed
    counts = np.ones(len(interactions), np.bool_) if keep_known else interactions.first_touch()
    from_end = _targets_after(interactions, counts)
    test, valid = counts & (from_end == 0), counts & (from_end == 1)
    before_test, before_valid = from_end >= 1, from_end >= 2
    return Split(
        train=interactions.part(before_valid),
        valid=_asked(interactions, before_valid, valid, keep_known),
        final=interactions.part(before_test),
        test=_asked(interactions, before_test, test, keep_known),
    )


def _targets_after(interactions: Interactions, counts: Flags) -> npt.NDArray[np.int64]:
    """How many of its shopper's interactions that ``counts`` come after each, (n,)."""
    upto = np.cumsum(counts)  # (n,) within all; its value at a shopper's end minus itself counts what follows
    ends = np.searchsorted(interactions.rows, interactions.rows, side="right") - 1
    found: npt.NDArray[np.int64] = upto[ends] - upto
    return found


def _by_ratio(interactions: Interactions, seed: int, keep_known: bool) -> Split:
    """The history of the test is that of training, without the validation part, which is left out of the
    ranking as well: as RecBole does it."""
    part = np.zeros(len(interactions), np.int8)
    order = shuffled(interactions, seed)
    rows = interactions.rows[order]
    own = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[own], np.arange(len(interactions.users) + 1))
    for start, end in pairwise(starts):
        train, valid, _ = parts_of(int(end - start))
        part[order[own[start + train : start + train + valid]]] = 1
        part[order[own[start + train + valid : end]]] = 2
    train_part = interactions.part(part == 0)
    return Split(
        train=train_part,
        valid=_asked(interactions, part == 0, part == 1, keep_known),
        final=train_part,
        test=_asked(interactions, part == 0, part == 2, keep_known, seen=part < 2),
    )


def shuffled(interactions: Interactions, seed: int) -> npt.NDArray[np.int64]:
    """Places of all interactions in the order to which RecBole shuffles their file with this seed."""
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randperm(len(interactions), generator=generator).numpy()
    place = np.empty(len(interactions), np.int64)
    place[interactions.order] = np.arange(len(interactions))
    found: npt.NDArray[np.int64] = place[drawn]
    return found


def parts_of(count: int, shares: Sequence[float] = (1 - 2 * SHARE, SHARE, SHARE)) -> list[int]:
    """How many of a shopper's interactions go into each part: rounded down but for the first, and one at
    least where the first has more than one (RecBole's ``_calcu_split_ids``)."""
    parts = [int(share * count) for share in shares]
    parts[0] = count - sum(parts[1:])
    for place in range(1, len(shares)):
        if parts[0] <= 1:
            break
        if 0 < shares[-place] * count < 1:
            parts[-place] += 1
            parts[0] -= 1
    return parts


def _by_time(interactions: Interactions, seed: int, keep_known: bool) -> Split:
    """A shopper's history ends with the part before; who has none by then is not asked for."""
    del seed
    first, second = np.quantile(interactions.times, [1 - 2 * SHARE, 1 - SHARE])
    before_valid, before_test = interactions.times < first, interactions.times < second
    return Split(
        train=interactions.part(before_valid),
        valid=_asked(interactions, before_valid, before_test & ~before_valid, keep_known, now=first),
        final=interactions.part(before_test),
        test=_asked(interactions, before_test, ~before_test, keep_known, now=second),
    )


def _asked(
    interactions: Interactions,
    history: Flags,
    right: Flags,
    keep_known: bool,
    *,
    seen: Flags | None = None,
    now: float | None = None,
) -> Asked:
    """Who has both a history and something right. ``seen`` is left out of the ranking, the history unless
    given. ``now`` is the moment of asking, that of the first right thing unless given."""
    before, after = interactions.part(history), interactions.part(right)
    known = interactions.part(history if seen is None else seen).matrix().sign()
    wanted = after.matrix().sign()
    if keep_known:
        known = csr_matrix(known.shape, dtype=known.dtype)
    else:
        wanted = (wanted - wanted.multiply(known)).tocsr()
        wanted.eliminate_zeros()
    has_history = np.bincount(before.rows, minlength=len(interactions.users)) > 0
    users: Ints = np.flatnonzero(has_history & (np.diff(wanted.indptr) > 0)).astype(np.int32)
    moments = np.full(len(users), now) if now is not None else _first_times(after)[users]
    return Asked(before.histories(users, moments), known[users], wanted[users])


def _first_times(interactions: Interactions) -> npt.NDArray[np.float64]:
    """The time of each shopper's first interaction, (users,); 0 where there is none."""
    found = np.zeros(len(interactions.users))
    rows, first = np.unique(interactions.rows, return_index=True)
    found[rows] = interactions.times[first]
    return found
