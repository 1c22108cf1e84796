"""How long shoppers wait for a person: what is told to those who wait now."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from math import ceil

from sqlalchemy import false, func, literal, select

from bot.conversation.events import AgentJoined, decode_event
from bot.conversation.opening import is_open
from bot.conversation.ports import Wait
from bot.conversation.state import State
from bot.record.database import Database
from bot.record.tables import conversations, events

LATEST = 100
"""Times that a person took over, the newest, that are looked at for waits."""
LEAST = 5
"""Below so many nothing is told: one slow lunch break is no rule."""
DAYS = 30
"""The oldest wait that counts."""
SHARE = 0.8
"""The share of waits that were no longer than what is told."""
KEPT = 60.0
"""Seconds for which what was found is told."""


class SqlWaits:
    """Implements ``Waits``; reads only. Waits that began outside the hours tell nothing of those within."""

    def __init__(
        self,
        database: Database,
        hours: Sequence[str],
        timezone: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database, self._hours, self._timezone, self._clock = database, hours, timezone, clock
        self._usual: float | None = None
        self._read_at = float("-inf")

    async def of(self, state: State) -> Wait:
        """See ``Waits.of``. Raises: StorageError."""
        table = conversations.c
        expecting = (table.owner == "waiting", table.note_only == false())
        before = (*expecting, table.waiting_since < state.waiting_since)
        query = select(func.count()).where(*before)
        ahead = await self._database.read(lambda connection: connection.execute(query).scalar_one())
        waited = max(self._clock() - state.waiting_since, 0.0)
        return Wait(ahead=ahead, waited_s=round(waited, 1), usual_s=await self._usual_s())

    async def _usual_s(self) -> float | None:
        now = self._clock()
        if now - self._read_at >= KEPT:
            self._usual = usual(await self._latest(now), self._attended)
            self._read_at = now
        return self._usual

    async def _latest(self, now: float) -> list[tuple[float, float]]:
        """When each of the newest waits ended, and how many seconds it was."""
        joined = events.c.type == literal(AgentJoined.__name__, literal_execute=True)  # as in the index
        query = (
            select(events.c.time, events.c.body)
            .where(joined, events.c.time >= now - DAYS * 86_400)
            .order_by(events.c.time.desc())
            .limit(LATEST)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        found = ((row.time, decode_event(row.body)) for row in rows)
        return [
            (ended, event.waited) for ended, event in found if isinstance(event, AgentJoined) and event.waited
        ]

    def _attended(self, moment: float) -> bool:
        return is_open(self._hours, self._timezone, datetime.fromtimestamp(moment, UTC))


def usual(waits: Sequence[tuple[float, float]], attended: Callable[[float], bool]) -> float | None:
    """The seconds that ``SHARE`` of the waits, (end, seconds), took at most, of those that began while people
    were there."""
    taken = sorted(waited for ended, waited in waits if attended(ended - waited))
    return taken[ceil(SHARE * len(taken)) - 1] if len(taken) >= LEAST else None
