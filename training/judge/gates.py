"""The gates that a release passes before it goes live ([release] gates; docs/decisions/0019)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from training.judge.compare import LATENCY, Comparison


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A gate and how a candidate fared. ``worse_by``: than live, below 0 where it is better; ``allowed``: so
    much at most, and never less than one item is; ``live`` and ``candidate`` None where there is nothing to
    measure on."""

    gate: str
    title: str
    allowed: float
    live: float | None = None
    candidate: float | None = None
    worse_by: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether it does not pass."""
        return self.worse_by > self.allowed + 1e-9


def at_gates(comparison: Comparison, gates: Mapping[str, float]) -> list[Passage]:
    """How a candidate fares at each gate, against the live release."""
    found = []
    for gate, allowed in gates.items():
        row = comparison.row(gate)
        if row is None:
            found.append(Passage(gate=gate, title=gate, allowed=allowed))
            continue
        worse = row.difference if row.lower else -row.difference
        found.append(
            Passage(
                gate=gate, title=row.title, allowed=_allowed(gate, allowed, row.items), live=row.base,
                candidate=row.candidate, worse_by=round(worse, 4),
            )
        )  # fmt: skip
    return found


def _allowed(gate: str, allowed: float, items: int) -> float:
    """No gate is finer than one item, or equal models would be refused where there are few: one of sixteen
    dialogues is six points. A gate of 0 is meant as it stands."""
    if gate == LATENCY or not allowed:
        return allowed
    return max(allowed, round(1 / items, 4))
