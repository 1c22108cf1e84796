"""Which dialogues are for training, for development, and for the test.

All dialogues of a shopper are on one side, and a side is for ever: what a model was trained on never tests a
later one, and what tests is never trained on. What is new fills test and dev up to their shares: the newest
dialogues to test, the next ones to dev, so that a model is judged on what came after what it has learned.
Where no time is known, the seed draws.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

Side = Literal["train", "dev", "test"]
SIDES: tuple[Side, ...] = get_args(Side)


class Shares(NamedTuple):
    """Of all dialogues, in [0, 1]; training gets the others."""

    dev: float = 0.1
    test: float = 0.1


SHARES = Shares()
"""A tenth each."""


class Item(NamedTuple):
    """What is known of a dialogue: ``shopper`` "" and ``time`` None where they are not."""

    id: str
    shopper: str
    time: float | None


class _Group(NamedTuple):
    """Dialogues that stay together."""

    key: str
    items: Sequence[Item]

    @property
    def time(self) -> float | None:
        """Of its newest dialogue."""
        return max((item.time for item in self.items if item.time is not None), default=None)


def sides_of(
    items: Iterable[Item], before: Mapping[str, Side], *, seed: int, shares: Shares
) -> dict[str, Side]:
    """The side of each dialogue, by its id. ``before`` holds the sides of dialogues and shoppers in earlier
    versions (``remembered``)."""
    groups = _groups(items)
    sides = {group.key: side for group in groups if (side := _former(group, before))}
    timed = [group for group in groups if group.time is not None]
    for group in groups:
        if group.key not in sides and group.time is None:
            sides[group.key] = _drawn(group.key, seed, shares)
    sides |= _by_time(timed, sides, seed, shares)
    return {item.id: sides[group.key] for group in groups for item in group.items}


def remembered(items: Iterable[Item], sides: Mapping[str, Side]) -> dict[str, Side]:
    """What later versions must know of these sides: by dialogue, and by shopper."""
    known: dict[str, Side] = {}
    for item in items:
        known[item.id] = sides[item.id]
        if item.shopper:
            known[item.shopper] = sides[item.id]
    return known


def _groups(items: Iterable[Item]) -> list[_Group]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[f"shopper {item.shopper}" if item.shopper else f"dialogue {item.id}"].append(item)
    return [_Group(key, sorted(found[key])) for key in sorted(found)]


def _former(group: _Group, before: Mapping[str, Side]) -> Side | None:
    """The side that it was on. If its dialogues were apart, when their shopper was not known, test wins:
    nothing leaves it."""
    known = {before[name] for item in group.items for name in (item.id, item.shopper) if name in before}
    return max(known, key=SIDES.index, default=None)


def _by_time(
    groups: Sequence[_Group], sides: Mapping[str, Side], seed: int, shares: Shares
) -> dict[str, Side]:
    """The sides of groups that are new, newest first to where something is missing."""
    total = sum(len(group.items) for group in groups)
    held = {side: sum(len(g.items) for g in groups if sides.get(g.key) == side) for side in SIDES}
    missing = {"test": shares.test * total - held["test"], "dev": shares.dev * total - held["dev"]}
    found: dict[str, Side] = {}
    new = (group for group in groups if group.key not in sides)
    for group in sorted(new, key=lambda group: (-(group.time or 0.0), _chance(group.key, seed))):
        side: Side = next((side for side in ("test", "dev") if missing[side] >= 1), "train")
        found[group.key] = side
        if side != "train":
            missing[side] -= len(group.items)
    return found


def _drawn(key: str, seed: int, shares: Shares) -> Side:
    chance = _chance(key, seed)
    if chance < shares.test:
        return "test"
    return "dev" if chance < shares.test + shares.dev else "train"


def _chance(key: str, seed: int) -> float:
    """A number in [0, 1) that is always the same for a key."""
    return int.from_bytes(hashlib.sha256(f"{seed} {key}".encode()).digest()[:8]) / 2**64
