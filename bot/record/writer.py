"""Group commit: writes that wait while one transaction runs go into the next one together.

A commit costs the same for one conversation as for fifty, so under load the cost of a write falls instead of
queueing. The batch is planned in memory first (bot.record.plan), then stored with one statement a table. When
the database refuses the batch, because another process was faster or a remembered state was out of date, each
write is tried again alone, on what is stored now. Every caller waits for the commit of its own write.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from bot.conversation.state import State
from bot.errors import Conflict, ShopclerkError, StorageError
from bot.record.database import Database
from bot.record.impressions import store_chat
from bot.record.load import load_states
from bot.record.plan import Append, Batch, Outcome, Request
from bot.record.recent import RecentStates
from bot.record.snapshot import event_row, row_of
from bot.record.tables import client_messages, conversations, events

LARGEST = 200
"""Writes of one transaction."""
RETRIES = 10
"""Times that a write is tried alone while other processes are faster."""

_MUTABLE = [
    column.name
    for column in conversations.c
    if column.name not in ("id", "shopper_id", "channel", "identity", "name", "email", "created")
]
_UPDATE = (
    update(conversations)
    .where(conversations.c.id == bindparam("key"))
    .values({name: bindparam(name) for name in _MUTABLE})
)


@dataclass(frozen=True)
class _Job:
    request: Request
    done: asyncio.Future[Outcome]

    def settle(self, outcome: Outcome | Exception) -> None:
        if self.done.done():  # the caller was cancelled; what was committed stays
            return
        if isinstance(outcome, Exception):
            self.done.set_exception(outcome)
        else:
            self.done.set_result(outcome)


class Writer:
    """The one writer of this process. A task runs only while something waits to be written."""

    def __init__(
        self, database: Database, recent: RecentStates, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._recent = recent
        self._now = now
        self._waiting: deque[_Job] = deque()
        self._task: asyncio.Task[None] | None = None

    async def write(self, request: Request) -> Outcome:
        """Returns once the request is committed. A cancelled caller's request may be committed still.

        Raises: UnknownConversation, Conflict, StorageError, DiskFull; nothing of it is stored then.
        """
        job = _Job(request, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._drain(), name="event log writer")
        return await job.done

    async def close(self) -> None:
        """Wait until everything that was asked for is written."""
        if self._task:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST))]
            jobs = [job for job in taken if not job.done.cancelled()]
            if jobs:
                await self._together(jobs)

    async def _together(self, jobs: Sequence[_Job]) -> None:
        try:
            outcomes = await self._commit([job.request for job in jobs])
        except StorageError as error:
            for job in jobs:
                job.settle(error)
        except Exception:  # noqa: BLE001 - one bad write must fail alone, and no caller may wait forever
            for job in jobs:
                job.settle(await self._alone(job.request))
        else:
            for job, outcome in zip(jobs, outcomes, strict=True):
                job.settle(outcome)

    async def _alone(self, request: Request) -> Outcome | Exception:
        """One write on what is stored now, again while others are faster."""
        for _ in range(RETRIES):
            self._recent.forget([request.conversation_id])
            try:
                return (await self._commit([request]))[0]
            except IntegrityError:
                continue
            except Exception as error:  # noqa: BLE001 - handed to the caller of this write
                return error
        return Conflict(detail=f"others were faster {RETRIES} times")

    async def _commit(self, requests: Sequence[Request]) -> list[Outcome | ShopclerkError]:
        """All requests in one transaction.

        Raises: IntegrityError when a remembered state is out of date; StorageError.
        """
        known = self._remembered(requests)
        now = self._now()
        batch, outcomes = await self._database.write(
            lambda connection: _write(connection, requests, known, now)
        )
        for conversation_id in batch.created | batch.changed:
            self._recent.put(batch.states[conversation_id])
        return outcomes

    def _remembered(self, requests: Sequence[Request]) -> dict[str, State]:
        """What is known without asking, unless a caller has seen more (another process went on)."""
        found = {request.conversation_id: self._recent.get(request.conversation_id) for request in requests}
        ahead = {
            request.conversation_id
            for request in requests
            if isinstance(request, Append)
            and (state := found[request.conversation_id])
            and (request.after or 0) > state.last_seq
        }
        return {key: state for key, state in found.items() if state and key not in ahead}


def _write(
    connection: Connection, requests: Sequence[Request], known: dict[str, State], now: float
) -> tuple[Batch, list[Outcome | ShopclerkError]]:
    """Load what is missing, plan, store."""
    missing = {request.conversation_id for request in requests} - known.keys()
    batch = Batch(
        now=now,
        states=known | load_states(connection, missing),
        clients=_load_clients(connection, requests),
    )
    outcomes = [_take(batch, request) for request in requests]
    _store(connection, batch)
    return batch, outcomes


def _take(batch: Batch, request: Request) -> Outcome | ShopclerkError:
    try:
        return batch.take(request)
    except ShopclerkError as error:
        return error


def _load_clients(connection: Connection, requests: Sequence[Request]) -> dict[tuple[str, str], int]:
    """Which of the client ids are stored already, and where."""
    keys = {
        (request.conversation_id, key)
        for request in requests
        if isinstance(request, Append)
        for key in request.client_keys
    }
    if not keys:
        return {}
    table = client_messages.c
    query = select(table.conversation_id, table.client_id, table.seq)
    if len(keys) == 1:  # an "in" is compiled anew each time
        ((conversation_id, key),) = keys
        query = query.where(table.conversation_id == conversation_id, table.client_id == key)
    else:
        query = query.where(tuple_(table.conversation_id, table.client_id).in_(sorted(keys)))
    return {(row.conversation_id, row.client_id): row.seq for row in connection.execute(query)}


def _store(connection: Connection, batch: Batch) -> None:
    """Write in one order everywhere, so that two processes wait for each other instead of locking up."""
    created = [row_of(batch.states[key]) for key in sorted(batch.created)]
    if created:
        connection.execute(insert(conversations), created)
    if batch.events:
        rows = [event_row(item) for item in batch.events]
        rows.sort(key=lambda row: (row["conversation_id"], row["seq"]))
        connection.execute(insert(events), rows)
        store_chat(connection, batch.events, batch.states)
    changed = [_update_row(batch.states[key]) for key in sorted(batch.changed - batch.created)]
    if changed:
        connection.execute(_UPDATE, changed)
    if batch.new_clients:
        clients = [
            {"conversation_id": conversation_id, "client_id": key, "seq": seq}
            for (conversation_id, key), seq in sorted(batch.new_clients.items())
        ]
        connection.execute(insert(client_messages), clients)


def _update_row(state: State) -> dict[str, object]:
    row = row_of(state)
    return {"key": state.conversation_id, **{name: row[name] for name in _MUTABLE}}
