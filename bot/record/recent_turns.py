"""What shoppers asked last, as it was understood: what a release in the shadow is tried on."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from bot.conversation.events import Searched, Understood
from bot.record.database import Database
from bot.record.snapshot import stored_of
from bot.record.tables import conversations, events

_TYPES = (Understood.__name__, Searched.__name__)


class RecentTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A message, or a burst that was read as one. ``before``: what the shopper had said until then, oldest
    first; ``searched``: the documents were asked."""

    conversation_id: str
    seq: int
    time: float
    text: str
    before: tuple[str, ...]
    searched: bool


async def recent_turns(database: Database, count: int) -> list[RecentTurn]:
    """The newest turns of the ``count`` conversations in which something happened last, newest first.

    Pressed buttons are left out. Raises: StorageError.
    """
    found = await database.read(lambda connection: _turns(connection, count))
    return sorted(found, key=lambda turn: -turn.time)[:count]


def _turns(connection: Connection, count: int) -> list[RecentTurn]:
    newest = select(conversations.c.id).order_by(conversations.c.updated.desc()).limit(count).subquery()
    query = (
        select(events)
        .join(newest, newest.c.id == events.c.conversation_id)
        .where(events.c.type.in_(_TYPES))
        .order_by(events.c.conversation_id, events.c.seq)
    )
    turns: list[RecentTurn] = []
    for row in connection.execute(query):
        stored = stored_of(row)
        last = turns[-1] if turns and turns[-1].conversation_id == stored.conversation_id else None
        if isinstance(stored.event, Searched) and last is not None:
            turns[-1] = msgspec.structs.replace(last, searched=True)
        elif isinstance(stored.event, Understood):
            turns.append(
                RecentTurn(
                    conversation_id=stored.conversation_id,
                    seq=stored.seq,
                    time=stored.time,
                    text=stored.event.understanding.text,
                    before=(*last.before, last.text) if last else (),
                    searched=False,
                )
            )
    return [turn for turn in turns if turn.text and not turn.text.startswith("/")]
