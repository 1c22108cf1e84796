"""Read states: from the snapshot, or by folding the events anew where its layout is no longer known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import msgspec
import structlog
from sqlalchemy import Connection, select

from bot.conversation.state import State, fold
from bot.record.snapshot import decode_state, stored_of
from bot.record.tables import conversations, events

log = structlog.get_logger()


def load_states(connection: Connection, conversation_ids: Collection[str]) -> dict[str, State]:
    """The states of those conversations that exist, by id."""
    if not conversation_ids:
        return {}
    table = conversations.c
    query = select(table.id, table.shopper_id, table.channel, table.identity, table.created, table.state)
    ids = sorted(conversation_ids)
    meant = table.id == ids[0] if len(ids) == 1 else table.id.in_(ids)  # an "in" is compiled anew each time
    rows = connection.execute(query.where(meant)).all()
    return {row.id: state_of(connection, row) for row in rows}


def state_of(connection: Connection, row: Any) -> State:
    """The state of a row with ``state``, or, after a change of its layout, of the events."""
    try:
        return decode_state(row.state)
    except msgspec.ValidationError as error:
        log.warning("snapshot of another layout, folding the events", conversation=row.id, reason=str(error))
        return fold(_beginning(row), _all_events(connection, row.id))


def _beginning(row: Any) -> State:
    return State(
        conversation_id=row.id,
        shopper_id=row.shopper_id,
        channel=row.channel,
        identity=msgspec.json.decode(row.identity, type=dict[str, Any]),
        created=row.created,
        updated=row.created,
    )


def _all_events(connection: Connection, conversation_id: str) -> Iterable[Any]:
    query = select(events).where(events.c.conversation_id == conversation_id).order_by(events.c.seq)
    return map(stored_of, (connection.execute(query)).all())
