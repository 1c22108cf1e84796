"""What shoppers do, in SQL: events stored once, visitors who become persons, and reading for recommenders.

The statements of one transaction stand in ``behaviour_rows.py``.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from bot.record import impressions
from bot.record.behaviour_rows import forget, merge, person_of, recorded_of, store
from bot.record.database import Database
from bot.record.tables import behaviour, visitors
from retrieval.recommend.behaviour import Merged, NewBehaviour, Outcome, RecordedBehaviour

LARGEST = 1_000
"""Events of one transaction. More wait for the next, so that chats are never held up for long."""

Job = tuple[Sequence[NewBehaviour], "asyncio.Future[list[Outcome]]"]


class SqlBehaviour:
    """Implements ``BehaviourReader``. What arrives while a transaction runs goes into the next one together:
    many browsers with an event each cost no more than a server with a batch."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now
        self._waiting: deque[Job] = deque()
        self._task: asyncio.Task[None] | None = None

    async def add(self, events: Sequence[NewBehaviour]) -> list[Outcome]:
        """Store events; returns after the commit what became of each. A cancelled caller's events may be
        stored still: sent again, they are duplicates. Raises: StorageError, DiskFull; nothing is stored then.
        """
        if not events:
            return []
        done: asyncio.Future[list[Outcome]] = asyncio.get_running_loop().create_future()
        self._waiting.append((events, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="behaviour writer")
        return await done

    async def merge(self, visitor_id: str, person_id: str) -> bool:
        """What a visitor did, and still sends, is the person's. The first sign-in counts: False when the
        visitor is somebody else already. Raises: StorageError."""
        now = self._now()
        return await self._database.write(lambda connection: merge(connection, visitor_id, person_id, now))

    async def forget(self, shopper_id: str, numbers: Collection[int] | None) -> int:
        """Delete events of a shopper by their ``seq``, of a visitor who has signed in those of the person;
        with None all of them, and which products were shown to them. Returns how many events.
        Raises: StorageError."""

        def work(connection: Connection) -> int:
            person = person_of(connection, shopper_id)
            if numbers is None:
                impressions.erase(connection, person)
            return forget(connection, person, numbers)

        return await self._database.write(work)

    async def of_shopper(
        self, shopper_id: str, *, since: float = 0.0, limit: int = 500, types: Collection[str] = ()
    ) -> list[RecordedBehaviour]:
        """See ``BehaviourReader.of_shopper``; of a visitor who has signed in, all of the person's."""
        person = select(visitors.c.person_id).where(visitors.c.visitor_id == shopper_id).scalar_subquery()
        table = behaviour.c
        query = (
            select(behaviour)
            .where(table.shopper_id.in_([shopper_id, person]), table.time > since)
            .order_by(table.time.desc(), table.seq.desc())
            .limit(limit)
        )
        if types:
            query = query.where(table.type.in_(sorted(types)))
        return [recorded_of(row) for row in reversed(await self._rows(query))]

    async def since(self, seq: int = 0, *, limit: int = 1000) -> list[RecordedBehaviour]:
        """See ``BehaviourReader.since``."""
        query = select(behaviour).where(behaviour.c.seq > seq).order_by(behaviour.c.seq).limit(limit)
        return [recorded_of(row) for row in await self._rows(query)]

    async def merged_since(self, seq: int = 0, *, limit: int = 1000) -> list[Merged]:
        """See ``BehaviourReader.merged_since``."""
        query = select(visitors).where(visitors.c.seq > seq).order_by(visitors.c.seq).limit(limit)
        return [Merged(**row._asdict()) for row in await self._rows(query)]

    async def erase_before(self, moment: float) -> int:
        """Delete what happened before then (Unix seconds); returns how many events. Raises: StorageError."""
        old = delete(behaviour).where(behaviour.c.time < moment)
        return await self._database.write(lambda connection: connection.execute(old).rowcount)

    async def close(self) -> None:
        """Wait until everything that was asked for is stored. The database is its owner's to close."""
        if self._task:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        while self._waiting:
            jobs = [self._waiting.popleft()]
            size = len(jobs[0][0])
            while self._waiting and size + len(self._waiting[0][0]) <= LARGEST:
                jobs.append(self._waiting.popleft())
                size += len(jobs[-1][0])
            await self._commit(jobs)

    async def _commit(self, jobs: Sequence[Job]) -> None:
        events = [event for batch, _ in jobs for event in batch]
        now = self._now()
        try:
            outcomes = await self._database.write(lambda connection: store(connection, events, now))
        except Exception as error:  # noqa: BLE001 - handed to the callers, of whom none may wait forever
            for _, done in jobs:
                if not done.done():
                    done.set_exception(error)
            return
        start = 0
        for batch, done in jobs:
            if not done.done():  # else its caller was cancelled
                done.set_result(outcomes[start : start + len(batch)])
            start += len(batch)

    async def _rows(self, query: Any) -> Sequence[Any]:
        return await self._database.read(lambda connection: connection.execute(query).all())
