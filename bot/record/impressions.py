"""Lists of products that were shown, in SQL. Those of conversations are written with their events.

An impression keeps the id that its shopper had when it was shown; who a visitor is by now is looked up when
it is read, so that a sign-in in the same moment loses none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from bot.conversation.events import Recommended, Stored
from bot.conversation.state import State
from bot.record.behaviour_rows import erased_at
from bot.record.database import Database
from bot.record.tables import conversations, impressions, visitors
from retrieval.recommend.impressions import CHAT, Impression, Item, ShownTo, items_of

PAGE = 1_000
"""Rows that are read at one time: some milliseconds, where the loop does it."""

_ITEMS = msgspec.json.Decoder(tuple[Item, ...])


class SqlImpressions:
    """Implements ``ImpressionLog``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, shown: Sequence[Impression]) -> int:
        """See ``ImpressionLog.record``."""
        return await self._database.write(lambda connection: store(connection, shown)) if shown else 0

    async def between(self, since: float, until: float) -> AsyncIterator[ShownTo]:
        """Those that were shown at ``since`` or later and before ``until`` (Unix seconds), in the order of
        time. Raises: StorageError."""
        table, last = impressions.c, (since, "")
        query = (
            select(impressions, func.coalesce(visitors.c.person_id, table.shopper_id).label("person"))
            .join_from(impressions, visitors, visitors.c.visitor_id == table.shopper_id, isouter=True)
            .where(table.time < until)
            .order_by(table.time, table.id)
            .limit(PAGE)
        )
        while True:
            page = query.where(table.time >= last[0], tuple_(table.time, table.id) > last)
            found = await self._database.read(partial(_shown_to, page))
            for one in found:
                yield one
            if len(found) < PAGE:
                return
            last = (found[-1].impression.time, found[-1].impression.impression_id)

    async def erase_before(self, moment: float) -> int:
        """Delete what was shown before then (Unix seconds); returns how many. Raises: StorageError."""
        old = delete(impressions).where(impressions.c.time < moment)
        return await self._database.write(lambda connection: connection.execute(old).rowcount)


def _shown_to(query: Any, connection: Connection) -> list[ShownTo]:
    """Of rows with ``person``; a conversation of nobody in particular is a shopper of its own."""
    return [
        ShownTo(person=row.person or row.conversation_id, impression=impression_of(row))
        for row in connection.execute(query)
    ]


def store(connection: Connection, shown: Iterable[Impression]) -> int:
    """Store those that are not there, within a transaction; returns how many are new."""
    by_id = {one.impression_id: one for one in shown if one.shopper_id}
    erased = erased_at(connection, {one.shopper_id for one in by_id.values()})
    rows = [_row(one) for one in by_id.values() if one.time > erased.get(one.shopper_id, float("-inf"))]
    if not rows:
        return 0
    kind = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = kind(impressions).on_conflict_do_nothing(index_elements=[impressions.c.id])
    return len(connection.execute(statement.returning(impressions.c.id), rows).all())


def store_chat(connection: Connection, events: Iterable[Stored], states: Mapping[str, State]) -> None:
    """The impressions among the events of a transaction, stored with them: as an event has its number once,
    there is one impression for each list, however often the message came."""
    rows = [
        _row(_in_chat(item, item.event, states[item.conversation_id]))
        for item in events
        if isinstance(item.event, Recommended)
    ]
    if rows:
        connection.execute(insert(impressions), rows)


def erase(connection: Connection, shopper_id: str) -> int:
    """Delete those of a shopper and of the visitors who signed in as them, within a transaction and before
    ``visitors`` is cleared; returns how many."""
    return connection.execute(delete(impressions).where(_of(shopper_id))).rowcount


def erase_of_conversations(connection: Connection, which: Any) -> int:
    """Delete those of the conversations for which ``which`` holds; returns how many."""
    ids = select(conversations.c.id).where(which)
    return connection.execute(delete(impressions).where(impressions.c.conversation_id.in_(ids))).rowcount


def export(connection: Connection, shopper_id: str) -> list[dict[str, Any]]:
    """Those of a shopper as JSON values, in the order of time."""
    query = select(impressions).where(_of(shopper_id)).order_by(impressions.c.time, impressions.c.id)
    return [_exported(impression_of(row)) for row in connection.execute(query)]


def impression_of(row: Any) -> Impression:
    """The impression of a row."""
    return Impression(
        impression_id=row.id,
        shopper_id=row.shopper_id,
        conversation_id=row.conversation_id,
        time=row.time,
        place=row.place,
        source=row.source,
        model=row.model,
        experiment=row.experiment,
        arm=row.arm,
        items=_ITEMS.decode(row.items),
    )


def _of(shopper_id: str) -> Any:
    theirs = select(visitors.c.visitor_id).where(visitors.c.person_id == shopper_id)
    return or_(impressions.c.shopper_id == shopper_id, impressions.c.shopper_id.in_(theirs))


def _in_chat(item: Stored, event: Recommended, state: State) -> Impression:
    return Impression(
        impression_id=f"{item.conversation_id}:{item.seq}",
        shopper_id=state.shopper_id,
        conversation_id=item.conversation_id,
        time=item.time,
        place=CHAT,
        source=event.source,
        model=event.model,
        experiment=event.experiment,
        arm=event.arm,
        items=items_of([card.product_id for card in event.products], event.propensities),
    )


def _row(one: Impression) -> dict[str, object]:
    row = msgspec.structs.asdict(one)
    return {**row, "id": row.pop("impression_id"), "items": msgspec.json.encode(one.items).decode()}


def _exported(one: Impression) -> dict[str, Any]:
    shown = [
        {"position": place, "product_id": item.product_id, "propensity": item.propensity}
        for place, item in enumerate(one.items, start=1)
    ]
    return {**msgspec.to_builtins(one), "items": shown}
