"""Tables with a message a row: which conversation, who, what, when. Columns are told by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple, cast, get_args

from training.transcripts.dialogue import Dialogue, LineError, Mood, Role, Turn
from training.transcripts.sources.grouping import grouped
from training.transcripts.sources.html_text import said
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.table import columns, rows
from training.transcripts.sources.times import moment

NAME = "csv"
COLUMNS: Mapping[str, str] = {
    "conversation": "conversation_id conversation conv_id dialogue_id dialog_id chat_id ticket_id ticket"
    " session_id thread_id case_id call_id",
    "role": "role sender speaker sender_type author_type author from direction side participant",
    "text": "text message body content utterance message_text msg comment",
    "time": "time timestamp created_at sent_at created date datetime sent",
    "name": "agent_name name sender_name author_name agent",
    "shopper": "shopper shopper_id customer_id user_id contact_id visitor_id requester_id customer_email"
    " email",
    "intent": "intent",
    "mood": "mood",
    "locale": "locale language lang",
    "topic": "topic category",
    "outcome": "outcome",
    "rating": "rating csat",
}
"""What a column may be called, the first that is there counts."""
NEEDED = ("conversation", "role", "text")
_ROLES: Mapping[Role, str] = {
    "shopper": "shopper customer user client visitor contact consumer buyer end_user end-user enduser guest"
    " lead incoming inbound in kunde kundin",
    "bot": "bot assistant chatbot virtual_assistant virtual-assistant machine",
    "agent": "agent operator support staff admin rep representative employee advisor outgoing outbound out"
    " mitarbeiter human_agent",
}
_SIDES: dict[str, Role] = {word: role for role, words in _ROLES.items() for word in words.split()}
_NOBODY = frozenset({"system", "note", "internal", "activity", "event"})
"""Those who say nothing to the shopper."""


class _Message(NamedTuple):
    turn: Turn
    about: Mapping[str, str]
    """What the row says of the whole conversation."""


def recognises(header: Collection[str]) -> bool:
    """Whether these columns are enough."""
    return not missing(header)


def missing(header: Collection[str]) -> list[str]:
    """What no column of these holds."""
    return [what for what in NEEDED if what not in _places(header)]


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its conversations.

    Raises: TranscriptError, naming the columns that are missing.
    """
    header = columns(file)
    if lacking := missing(header):
        names = "; ".join(f"{what}: {COLUMNS[what].replace(' ', ', ')}" for what in lacking)
        raise file.error(f"Its first row names no column for {names}.")
    for group in grouped(lambda: _messages(file, _places(header))):
        yield group if isinstance(group, LineError) else _dialogue(*group)


def _places(header: Collection[str]) -> dict[str, str]:
    """The column for each thing that there is one for."""
    found = {
        what: next((name for name in names.split() if name in header), "") for what, names in COLUMNS.items()
    }
    return {what: name for what, name in found.items() if name}


def _messages(file: Opened, places: Mapping[str, str]) -> Iterator[tuple[str, _Message | LineError]]:
    for row in rows(file):
        if isinstance(row, LineError):
            yield "", row
            continue
        cells = {what: row.cells[name].strip() for what, name in places.items()}
        role = cells["role"].casefold().replace(" ", "_")
        text = said(cells["text"])
        if cells["conversation"] and (role in _NOBODY or not text):
            continue
        try:
            yield cells["conversation"], _message(role, text, cells)
        except ValueError as error:
            yield cells["conversation"], row.error(str(error))


def _message(role: str, text: str, cells: Mapping[str, str]) -> _Message:
    if not cells["conversation"]:
        raise ValueError("Expected the id of a conversation")
    if role not in _SIDES:
        raise ValueError(
            "Expected who says it: shopper, customer, user ..., bot, assistant ..., agent, support ..."
        )
    side = _SIDES[role]
    mood = cells.get("mood", "").lower()
    if mood not in get_args(Mood):
        raise ValueError(f"Expected a mood of {', '.join(filter(None, get_args(Mood)))}")
    shopper = side == "shopper"
    turn = Turn(
        role=side,
        text=text,
        time=moment(cells.get("time")),
        name="" if side != "agent" else cells.get("name", ""),
        intent=cells.get("intent", "") if shopper else "",
        mood=cast(Mood, mood) if shopper else "",
    )
    # A column of people names the agent in an agent's row.
    about = {what: cells.get(what, "") for what in ("locale", "topic", "outcome", "rating")}
    return _Message(turn, {**about, "shopper": cells.get("shopper", "") if shopper else ""})


def _dialogue(key: str, messages: list[_Message]) -> Dialogue:
    if all(message.turn.time is not None for message in messages):
        messages = sorted(messages, key=lambda message: message.turn.time or 0.0)
    about = {
        what: next((message.about[what] for message in messages if message.about[what]), "")
        for what in messages[0].about
    }
    rating = about["rating"]
    return Dialogue(
        id=key,
        turns=tuple(message.turn for message in messages),
        locale=about["locale"].lower()[:2] or "en",
        topic=about["topic"],
        outcome=about["outcome"],
        shopper=about["shopper"],
        source=NAME,
        rating=int(rating) if rating in ("1", "2", "3", "4", "5") else None,
    )
