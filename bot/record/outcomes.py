"""What the report on recommendations is made from: impressions, and what shoppers did then and afterwards."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, String, cast, exists, func, literal, select, tuple_

from bot.conversation.events import AddedToCart, ProductClicked, decode_event
from bot.errors import BadRequest
from bot.record.behaviour_rows import recorded_of
from bot.record.database import Database
from bot.record.impressions import PAGE, SqlImpressions
from bot.record.tables import behaviour, conversations, events, visitors
from retrieval.recommend.attribution import Windows
from retrieval.recommend.behaviour import AddToCart, Behaviour, Click, RecordedBehaviour
from retrieval.recommend.experiment import Experiment
from retrieval.recommend.report import Report, make_report

DAY = 86_400.0
USUAL_DAYS = 28
"""Days of a report where none are named."""

ProductOf = Callable[[str], str]
"""The product of a variant, by their ids; "" where there is none."""


def span(since: str, until: str, now: float) -> tuple[float, float]:
    """The range in Unix seconds that two days (2026-11-01, UTC) name, the second included; by default the
    last ``USUAL_DAYS`` before ``now``. Raises: BadRequest."""
    last = _day(until) + DAY if until else now
    first = _day(since) if since else last - USUAL_DAYS * DAY
    if first >= last:
        raise BadRequest("The first day lies after the last.")
    return first, last


def _day(text: str) -> float:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError as error:
        raise BadRequest(f"{text!r} is no day. Write it as 2026-11-01.") from error


class RecommendationReports:
    """Makes the reports of one installation, one at a time, as they take seconds where much was shown.
    ``windows`` and ``experiment`` are those of the settings."""

    def __init__(
        self,
        database: Database,
        windows: Windows,
        experiment: Experiment | None,
        product_of: ProductOf,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._database, self._windows, self._experiment = database, windows, experiment
        self._product_of, self._now = product_of, now
        self._one = asyncio.Lock()

    async def report(
        self, since: float, until: float, *, only: str = "", testers: frozenset[str] = frozenset()
    ) -> Report:
        """On what was shown from ``since`` until ``until`` (Unix seconds). ``only``: the experiment of this
        name; ``testers``: ids of shoppers of whom nothing counts. Raises: StorageError."""
        async with self._one:
            return await self._report(since, until, only, testers)

    async def _report(self, since: float, until: float, only: str, testers: frozenset[str]) -> Report:
        shown = [one async for one in SqlImpressions(self._database).between(since, until)]
        last = until + self._windows.longest
        done = await behaviour_between(self._database, since, last) if shown else []
        chat = await chat_between(self._database, since, last, self._product_of) if shown else []
        return await asyncio.to_thread(
            make_report,
            shown,
            [*done, *chat],
            since=since,
            until=until,
            now=self._now(),
            windows=self._windows,
            experiments=[self._experiment] if self._experiment else [],
            only=only,
            testers=testers,
        )


async def behaviour_between(database: Database, since: float, until: float) -> list[RecordedBehaviour]:
    """What shoppers did at ``since`` or later and before ``until``, in the order of time. Raises:
    StorageError."""
    table, found = behaviour.c, list[RecordedBehaviour]()
    last = (since, -1)
    while True:
        query = (
            select(behaviour)
            .where(table.time >= last[0], table.time < until, tuple_(table.time, table.seq) > last)
            .order_by(table.time, table.seq)
            .limit(PAGE)
        )
        page = await database.read(partial(_recorded, query))
        found.extend(page)
        if len(page) < PAGE:
            return found
        last = (found[-1].time, found[-1].seq)


def _recorded(query: Any, connection: Connection) -> list[RecordedBehaviour]:
    return [recorded_of(row) for row in connection.execute(query)]


async def chat_between(
    database: Database, since: float, until: float, product_of: ProductOf
) -> list[RecordedBehaviour]:
    """What shoppers did with products in conversations and is not told among their behaviour: a click goes
    there too, under the number of its event, unless the process ended in between. Raises: StorageError."""
    table = events.c
    told = exists().where(
        behaviour.c.scope == conversations.c.shopper_id,
        behaviour.c.event_id == table.conversation_id + literal(":") + cast(table.seq, String),
    )
    person = func.coalesce(visitors.c.person_id, conversations.c.shopper_id)
    query = (
        select(table.time, table.body, person, table.conversation_id)
        .join_from(events, conversations)
        .join(visitors, visitors.c.visitor_id == conversations.c.shopper_id, isouter=True)
        .where(
            conversations.c.updated >= since,
            table.type.in_([ProductClicked.__name__, AddedToCart.__name__]),
            table.time >= since,
            table.time < until,
            ~told,
        )
    )
    found = []
    for moment, body, who, conversation_id in await _rows(database, query):
        if (done := _done(decode_event(body), product_of)) is not None:
            of = who or conversation_id
            found.append(RecordedBehaviour(seq=0, shopper_id=of, time=moment, received=moment, event=done))
    return found


def _done(event: object, product_of: ProductOf) -> Behaviour | None:
    """What an event of a conversation is as behaviour."""
    match event:
        case ProductClicked(product_id=product_id, position=position):
            return Click(event_id="chat", product_id=product_id, position=position)
        case AddedToCart(variant_id=variant, quantity=quantity) if product_id := product_of(variant):
            return AddToCart(event_id="chat", product_id=product_id, variant_id=variant, quantity=quantity)
    return None


async def _rows(database: Database, query: Any) -> Sequence[Any]:
    return await database.read(lambda connection: connection.execute(query).all())
