"""The statements behind ``behaviour.py``, each within one transaction.

Numbers (``seq``) are given in the order of committing: on PostgreSQL writers take a lock, for a reader that
goes on from the last number must not miss one that was given earlier and committed later.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, text, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.record.tables import audit, behaviour, visitors
from retrieval.recommend.behaviour import (
    NewBehaviour,
    Outcome,
    RecordedBehaviour,
    decode_behaviour,
    type_of,
)

_LOCK = 7_309_114
_AT_ONCE = 500
"""Numbers in one statement."""


class _Families:
    """Who is whom: a person, and the visitors who signed in as this person."""

    def __init__(self, connection: Connection, ids: Collection[str]) -> None:
        table = visitors.c
        named = select(table.person_id).where(table.visitor_id.in_(sorted(ids)))
        related = table.person_id.in_(sorted(ids)) | table.person_id.in_(named)
        pairs = connection.execute(select(table.visitor_id, table.person_id).where(related)).all()
        self._person = {row.visitor_id: row.person_id for row in pairs}
        self._members: dict[str, list[str]] = defaultdict(list)
        for row in pairs:
            self._members[row.person_id].append(row.visitor_id)

    def head(self, shopper_id: str) -> str:
        """The person, else the visitor or scope itself."""
        return str(self._person.get(shopper_id, shopper_id))

    def members(self, shopper_id: str) -> list[str]:
        """All ids that mean the same."""
        head = self.head(shopper_id)
        return [head, *self._members.get(head, ())]


def store(connection: Connection, events: Sequence[NewBehaviour], now: float) -> list[Outcome]:
    """Store what is new, each event once; returns what became of each."""
    _alone(connection)
    families = _Families(connection, {i for event in events for i in (event.scope, event.shopper_id)})
    known = _known_to_relatives(connection, events, families)
    erased = erased_at(connection, {families.head(event.shopper_id) for event in events})
    outcomes: list[Outcome] = []
    rows: dict[tuple[str, str], dict[str, object]] = {}
    places: dict[tuple[str, str], int] = {}
    for place, event in enumerate(events):
        key = (families.head(event.scope), event.event.event_id)
        shopper_id = families.head(event.shopper_id)
        if key in known or key in rows:
            outcomes.append("duplicate")
        elif event.time <= erased.get(shopper_id, float("-inf")):
            outcomes.append("erased")
        else:
            rows[key] = _row(event, shopper_id, now)
            places[event.scope, event.event.event_id] = place
            outcomes.append("stored")
    for key in places.keys() - _insert(connection, list(rows.values())):
        outcomes[places[key]] = "duplicate"
    return outcomes


def _insert(connection: Connection, rows: Sequence[dict[str, object]]) -> set[tuple[str, str]]:
    """Store those that are not there; returns scope and id of what was stored."""
    if not rows:
        return set()
    kind = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    table = behaviour.c
    statement = kind(behaviour).on_conflict_do_nothing(index_elements=[table.scope, table.event_id])
    stored = connection.execute(statement.returning(table.scope, table.event_id), rows)
    return {(row.scope, row.event_id) for row in stored}


def merge(connection: Connection, visitor_id: str, person_id: str, now: float) -> bool:
    """Make a visitor a person; False when they are somebody else already."""
    _alone(connection)
    query = select(visitors.c.person_id).where(visitors.c.visitor_id == visitor_id)
    already = connection.execute(query).scalar()
    if already is not None:
        return bool(already == person_id)
    new = {"visitor_id": visitor_id, "person_id": person_id, "time": now}
    connection.execute(insert(visitors), new)
    theirs = update(behaviour).where(behaviour.c.shopper_id == visitor_id)
    connection.execute(theirs.values(shopper_id=person_id))
    return True


def person_of(connection: Connection, shopper_id: str) -> str:
    """The person whom a visitor has become, else the id itself."""
    return _Families(connection, {shopper_id}).head(shopper_id)


def forget(connection: Connection, person: str, numbers: Collection[int] | None) -> int:
    """Delete those of a person's events, with None all; returns how many."""
    _alone(connection)
    own = delete(behaviour).where(behaviour.c.shopper_id == person)
    if numbers is None:
        return connection.execute(own).rowcount
    ordered = sorted(numbers)
    parts = (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
    return sum(connection.execute(own.where(behaviour.c.seq.in_(part))).rowcount for part in parts)


def recorded_of(row: Any) -> RecordedBehaviour:
    """The event of a row."""
    return RecordedBehaviour(
        seq=row.seq,
        shopper_id=row.shopper_id,
        time=row.time,
        received=row.received,
        event=decode_behaviour(row.body),
    )


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _known_to_relatives(
    connection: Connection, events: Iterable[NewBehaviour], families: _Families
) -> set[tuple[str, str]]:
    """Which of the events are stored under another id of the same person, by the person and their id."""
    keys = {
        (member, event.event.event_id)
        for event in events
        for member in families.members(event.scope)
        if member != event.scope
    }
    if not keys:
        return set()
    table = behaviour.c
    query = select(table.scope, table.event_id).where(tuple_(table.scope, table.event_id).in_(sorted(keys)))
    return {(families.head(row.scope), row.event_id) for row in connection.execute(query)}


def erased_at(connection: Connection, shopper_ids: Collection[str]) -> dict[str, float]:
    """When those of the shoppers who were erased were so last."""
    table = audit.c
    query = (
        select(table.target, func.max(table.time).label("time"))
        .where(table.action == "erased", table.target.in_(sorted(shopper_ids)))
        .group_by(table.target)
    )
    return {row.target: row.time for row in connection.execute(query)}


def _row(event: NewBehaviour, shopper_id: str, now: float) -> dict[str, object]:
    return {
        "scope": event.scope,
        "event_id": event.event.event_id,
        "shopper_id": shopper_id,
        "type": type_of(event.event),
        "time": event.time,
        "received": now,
        "body": msgspec.json.encode(event.event).decode(),
    }
