"""The inbox: a projection of the conversations for the people who answer them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from typing import Any, Literal, get_args

import msgspec
from sqlalchemy import (
    JSON,
    ColumnElement,
    RowMapping,
    Select,
    Text,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)

from bot.conversation.state import Owner, State
from bot.errors import BadRequest
from bot.record.database import Database
from bot.record.snapshot import row_of
from bot.record.tables import conversations, events

Filter = Literal["waiting", "agent", "mine", "bot", "closed", "all"]
Sort = Literal["waiting", "newest"]
FILTERS: tuple[Filter, ...] = get_args(Filter)
SORTS: tuple[Sort, ...] = get_args(Sort)

_COLUMNS = [column for column in conversations.c if column.name not in ("state", "identity", "pending")]
_BEGUN = conversations.c.last_seq > literal_column("0")
"""As the index has it, which is not used for a parameter."""
COUNTS = (
    select(conversations.c.owner, conversations.c.agent_id, func.count().label("number"))
    .where(conversations.c.owner.in_(("bot", "waiting", "agent")), _BEGUN)
    .group_by(conversations.c.owner, conversations.c.agent_id)
)
"""Open conversations by who has them, told from an index alone: it is asked after every change."""
SEARCHED = 5_000
"""Conversations, the newest, of which a search looks at everything that people wrote; of others at what the
inbox shows. A hundred thousand messages take less than half a second."""
_WRITTEN = ("MessageReceived", "AgentSaid", "NoteAdded")
_TEXT = case(
    (events.c.body.contains("\\u0000", autoescape=True), ""),  # which PostgreSQL refuses to read
    else_=cast(events.c.body, JSON().with_variant(Text(), "sqlite"))["text"].as_string(),
)
"""What was written in an event. SQLite reads JSON from text, and has no type of it."""


class Shopper(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks. ``identified`` when the shop vouches for name and e-mail."""

    id: str
    name: str
    email: str
    identified: bool


class AgentRef(msgspec.Struct, frozen=True, kw_only=True):
    """The agent who owns a conversation."""

    id: str
    name: str


class LastWord(msgspec.Struct, frozen=True, kw_only=True):
    """What was said last, shortened. ``role``: shopper, bot or agent."""

    role: str
    text: str
    time: float


class InboxItem(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in the list. Times in Unix seconds; ``messages`` counts the shopper's; ``note_only``: it
    waits with no more than something that was left for the team."""

    id: str
    shopper: Shopper
    channel: str
    owner: Owner
    agent: AgentRef | None
    topic: str
    mood: str
    waiting_since: float | None
    note_only: bool
    last: LastWord | None
    last_seq: int
    messages: int
    created: float
    updated: float


class InboxPage(msgspec.Struct, frozen=True, kw_only=True):
    """Part of the list; ``next`` is the cursor of the part behind it, or None."""

    items: list[InboxItem]
    next: str | None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Open conversations by owner; ``by_agent`` says how many each agent owns."""

    waiting: int
    bot: int
    by_agent: dict[str, int]

    def for_agent(self, agent_id: str) -> dict[str, int]:
        """As one agent sees it."""
        return {
            "waiting": self.waiting,
            "agent": sum(self.by_agent.values()),
            "mine": self.by_agent.get(agent_id, 0),
            "bot": self.bot,
        }


class Inbox:
    """Reads only. A conversation in which nothing has happened yet is not in the inbox."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        which: Filter,
        *,
        agent_id: str = "",
        sort: Sort | None = None,
        words: str = "",
        cursor: str = "",
        limit: int = 50,
    ) -> InboxPage:
        """Part of the list; by default those that wait come longest first, and what was left for the team
        behind who waits in the chat; all others newest first.

        Raises: BadRequest for a wrong cursor, or ``sort`` waiting where nobody waits.
        """
        order = _order(which, sort)
        query = select(*_COLUMNS).where(conversations.c.last_seq > 0, *_filters(which, agent_id, words))
        rows = await self._rows(order.apply(query, cursor).limit(limit + 1))
        following = order.cursor(rows[limit - 1]) if len(rows) > limit else None
        return InboxPage(items=[_item(row) for row in rows[:limit]], next=following)

    async def unanswered(self) -> list[tuple[str, str]]:
        """Conversations that an agent has and in which the shopper wrote last, with the agent's id."""
        table = conversations.c
        query = select(table.id, table.agent_id).where(table.owner == "agent", table.last_role == "shopper")
        return [(row["id"], row["agent_id"]) for row in await self._rows(query)]

    async def items(self, conversation_ids: Collection[str]) -> list[InboxItem]:
        """Those conversations, in no particular order."""
        query = select(*_COLUMNS).where(
            conversations.c.id.in_(conversation_ids), conversations.c.last_seq > 0
        )
        return [_item(row) for row in await self._rows(query)]

    async def counts(self) -> Counts:
        """How many conversations are open."""
        rows = await self._rows(COUNTS)
        by_owner = {row["owner"]: row["number"] for row in rows}
        return Counts(
            waiting=by_owner.get("waiting", 0),
            bot=by_owner.get("bot", 0),
            by_agent={row["agent_id"]: row["number"] for row in rows if row["owner"] == "agent"},
        )

    async def _rows(self, query: Select[Any]) -> list[RowMapping]:
        return await self._database.read(lambda connection: [*connection.execute(query).mappings()])


def item_of(state: State) -> InboxItem:
    """The item of a state that is at hand."""
    return _item(row_of(state))


class _Order:
    """A sort order, with cursors that stay right while conversations come and go."""

    def __init__(self, *columns: ColumnElement[Any], descending: bool) -> None:
        self._columns = (*columns, conversations.c.id)
        self._descending = descending

    def apply(self, query: Select[Any], cursor: str) -> Select[Any]:
        """Sort, and begin behind the cursor."""
        if cursor:
            here, there = tuple_(*self._columns), tuple_(*self._decode(cursor))
            query = query.where(here < there if self._descending else here > there)
        return query.order_by(*(column.desc() if self._descending else column for column in self._columns))

    def cursor(self, row: RowMapping | Mapping[str, Any]) -> str:
        """The place of a row."""
        place = msgspec.json.encode([row[str(column.key)] for column in self._columns])
        return base64.urlsafe_b64encode(place).decode().rstrip("=")

    def _decode(self, cursor: str) -> tuple[Any, ...]:
        types = tuple(column.type.python_type for column in self._columns)
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            place = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=list[Any])
            return tuple(msgspec.convert(one, kind) for one, kind in zip(place, types, strict=True))
        except (ValueError, binascii.Error, msgspec.DecodeError) as error:
            raise BadRequest("The cursor is not one of ours.") from error


def _order(which: Filter, sort: Sort | None) -> _Order:
    if sort == "waiting" and which != "waiting":
        raise BadRequest("Only conversations that wait can be sorted by waiting time.")
    if which == "waiting" and sort != "newest":
        return _Order(conversations.c.note_only, conversations.c.waiting_since, descending=False)
    return _Order(conversations.c.updated, descending=True)


def _filters(which: Filter, agent_id: str, words: str) -> list[ColumnElement[bool]]:
    table = conversations.c
    filters: list[ColumnElement[bool]] = []
    if which == "mine":
        filters += [table.owner == "agent", table.agent_id == agent_id]
    elif which != "all":
        filters.append(table.owner == which)
    for word in words.replace("\0", " ").split()[:8]:
        columns = (table.name, table.email, table.id, table.shopper_id, table.topic, table.last_text)
        shown = (column.icontains(word, autoescape=True) for column in columns)
        filters.append(or_(*shown, _was_written(word)))
    return filters


def _was_written(word: str) -> ColumnElement[bool]:
    """Whether the shopper or an agent wrote it, notes included."""
    newest = select(conversations.c.id).order_by(conversations.c.updated.desc()).limit(SEARCHED)
    written = exists().where(
        events.c.conversation_id == conversations.c.id,
        events.c.type.in_(_WRITTEN),
        _TEXT.icontains(word, autoescape=True),
    )
    return conversations.c.id.in_(newest.correlate(None)) & written


def _item(row: RowMapping | Mapping[str, Any]) -> InboxItem:
    agent = AgentRef(id=row["agent_id"], name=row["agent_name"]) if row["agent_id"] else None
    last = LastWord(role=row["last_role"], text=row["last_text"], time=row["last_time"])
    return InboxItem(
        id=row["id"],
        shopper=Shopper(
            id=row["shopper_id"],
            name=row["name"],
            email=row["email"],
            identified=bool(row["email"] or row["name"]),
        ),
        channel=row["channel"],
        owner=row["owner"],
        agent=agent,
        topic=row["topic"],
        mood=row["mood"],
        waiting_since=row["waiting_since"] or None,
        note_only=row["note_only"],
        last=last if row["last_role"] else None,
        last_seq=row["last_seq"],
        messages=row["messages"],
        created=row["created"],
        updated=row["updated"],
    )
