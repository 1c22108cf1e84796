"""The event log in a SQL database (port ``EventLog`` of bot/conversation/ports.py)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, case, null, select

from bot.conversation.events import AnyEvent, MessageReceived, Stored
from bot.conversation.state import State
from bot.errors import BadRequest, UnknownConversation
from bot.record.database import Database
from bot.record.load import state_of
from bot.record.plan import Append, Create, Outcome
from bot.record.recent import RecentStates
from bot.record.snapshot import stored_of
from bot.record.tables import conversations, events
from bot.record.writer import Writer

LONGEST_ID = 200


def is_id(text: str) -> bool:
    """Whether ``text`` can be an id of a conversation or shopper."""
    return 0 < len(text) <= LONGEST_ID and text.isprintable()


class SqlEventLog:
    """Events, and the state of each conversation as a snapshot written in the same transaction.

    On SQLite one process owns the file, so a remembered state is the state. On PostgreSQL others write too:
    reading checks ``last_seq`` (one small query); writing collides on the primary key and is planned anew.
    """

    def __init__(
        self, database: Database, *, remembered: int = 2000, now: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._recent = RecentStates(remembered)
        self._writer = Writer(database, self._recent, now)

    async def create(
        self,
        conversation_id: str,
        *,
        shopper_id: str,
        channel: str,
        identity: Mapping[str, Any] | None = None,
    ) -> State:
        """Begin a conversation; an existing one is returned as it is. Raises: BadRequest, StorageError."""
        if not (is_id(conversation_id) and is_id(shopper_id or "-")):
            raise BadRequest(f"An id is one line of at most {LONGEST_ID} printable characters.")
        request = Create(conversation_id, shopper_id, channel, identity or {})
        return (await self._writer.write(request)).state

    async def state(self, conversation_id: str) -> State:
        """The current state. Raises: UnknownConversation, StorageError."""
        if not is_id(conversation_id):
            raise UnknownConversation
        known = self._recent.get(conversation_id)
        if known and self._database.sole_writer:
            return known
        return await self._read_state(conversation_id, known)

    async def receive(self, conversation_id: str, message: MessageReceived) -> tuple[Stored, State, bool]:
        """Store a shopper's message once. Raises: UnknownConversation, StorageError."""
        outcome = await self._append(Append(conversation_id, [message]))
        stored = await self._stored(conversation_id, outcome)
        return stored[0], outcome.state, not outcome.repeats

    async def append(
        self, conversation_id: str, events: Sequence[AnyEvent], *, after: int | None = None
    ) -> tuple[list[Stored], State]:
        """Append in order. Raises: Conflict, UnknownConversation, StorageError."""
        outcome = await self._append(Append(conversation_id, events, after))
        return await self._stored(conversation_id, outcome), outcome.state

    async def read(self, conversation_id: str, *, since: int = 0, limit: int = 500) -> list[Stored]:
        """Events with ``seq > since``. Raises: UnknownConversation, StorageError."""
        if not is_id(conversation_id):
            raise UnknownConversation
        query = (
            select(events)
            .where(events.c.conversation_id == conversation_id, events.c.seq > since)
            .order_by(events.c.seq)
            .limit(limit)
        )
        rows = await self._query(query)
        if not rows:
            await self.state(conversation_id)
        return [stored_of(row) for row in rows]

    async def pending(self) -> list[str]:
        """Conversations that the bot still owes an answer, oldest first."""
        table = conversations.c
        rows = await self._query(select(table.id).where(table.pending).order_by(table.updated))
        return [row.id for row in rows]

    async def latest_of(self, shopper_id: str) -> State | None:
        """The newest conversation of a shopper, in any channel, or None."""
        table = conversations.c
        query = select(table.id).where(table.shopper_id == shopper_id).order_by(table.created.desc()).limit(1)
        rows = await self._query(query)
        return await self.state(rows[0].id) if rows else None

    def forget(self, conversation_ids: Iterable[str]) -> None:
        """Drop remembered states: these conversations were changed behind the log's back (erased)."""
        self._recent.forget(conversation_ids)

    async def close(self) -> None:
        """Write what waits. The database is its owner's to close."""
        await self._writer.close()

    async def _append(self, request: Append) -> Outcome:
        if not is_id(request.conversation_id):
            raise UnknownConversation
        return await self._writer.write(request)

    async def _stored(self, conversation_id: str, outcome: Outcome) -> list[Stored]:
        if outcome.repeats:
            return await self.read(conversation_id, since=outcome.repeats - 1, limit=1)
        return list(outcome.stored)

    async def _read_state(self, conversation_id: str, known: State | None) -> State:
        """Read the snapshot, unless it is the one that is known."""
        table = conversations.c
        last_seq = known.last_seq if known else -1
        snapshot = case((table.last_seq == last_seq, null()), else_=table.state).label("state")
        columns = (table.id, table.shopper_id, table.channel, table.identity, table.created, snapshot)
        query = select(*columns).where(table.id == conversation_id)

        def work(connection: Connection) -> State | None:
            row = connection.execute(query).first()
            if row is None:
                return None
            return known if known and row.state is None else state_of(connection, row)

        forgotten = self._recent.forgotten
        state = await self._database.read(work)
        if state is None:
            self._recent.forget([conversation_id])
            raise UnknownConversation
        if forgotten == self._recent.forgotten:  # else it may have been erased while it was read
            self._recent.put(state)
        return state

    async def _query(self, query: Any) -> Sequence[Any]:
        return await self._database.read(lambda connection: connection.execute(query).all())
