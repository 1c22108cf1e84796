"""Chatwoot: conversations with their messages, or messages with their ``conversation_id``, as its API gives
them. Private notes, activities and templates of its own (greetings, surveys) are no turns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from training.transcripts.dialogue import Dialogue, LineError, Role, Turn, reason_of
from training.transcripts.sources.grouping import grouped
from training.transcripts.sources.html_text import said
from training.transcripts.sources.json_records import Record, convert, converted, records
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.times import moment

NAME = "chatwoot"
_KINDS: dict[int | str, str] = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
_MACHINES = ("bot", "captain")
"""Senders that are no people: agent_bot, captain_assistant."""
_OUTCOMES = {"resolved": "resolved", "open": "", "pending": "", "snoozed": ""}


class _Person(msgspec.Struct, frozen=True):
    id: int | str | None = None
    name: str | None = None
    type: str | None = None


class _Survey(msgspec.Struct, frozen=True):
    rating: int | None = None


class _Submitted(msgspec.Struct, frozen=True):
    csat_survey_response: _Survey | None = None


class _Attributes(msgspec.Struct, frozen=True):
    submitted_values: Any = None


class _Message(msgspec.Struct, frozen=True):
    message_type: int | str
    content: str | None = None
    created_at: float | str | None = None
    private: bool | None = False
    conversation_id: int | str | None = None
    sender: _Person | None = None
    sender_type: str | None = None
    content_type: str | None = None
    content_attributes: _Attributes | None = None


class _Meta(msgspec.Struct, frozen=True):
    sender: _Person | None = None


class _Conversation(msgspec.Struct, frozen=True):
    id: int | str
    messages: tuple[_Message, ...]
    meta: _Meta | None = None
    status: str | None = None
    labels: tuple[str, ...] = ()


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is a message, or a conversation with messages."""
    messages = record.get("messages")
    if isinstance(messages, list) and messages:
        return isinstance(messages[0], dict) and "message_type" in messages[0]
    return {"message_type", "content"} <= set(record)


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its conversations."""
    first = next((one for one in records(file) if isinstance(one, Record)), None)
    if first is None or "messages" in first.value:
        yield from converted(file, _Conversation, lambda found, _: [_dialogue(found)])
        return
    for group in grouped(lambda: _single(file)):
        if isinstance(group, LineError):
            yield group
        else:
            yield _dialogue(_Conversation(id=group[0], messages=tuple(group[1])))


def _single(file: Opened) -> Iterator[tuple[str, _Message | LineError]]:
    for record in records(file):
        if isinstance(record, LineError):
            yield "", record
            continue
        key = record.value.get("conversation_id")
        try:
            message = convert(record, _Message)
        except (msgspec.ValidationError, ValueError) as error:
            yield str(key or ""), record.error(reason_of(error))
            continue
        if message.conversation_id is None:
            yield "", record.error("Expected `conversation_id`")
        else:
            yield str(key), message


def _dialogue(found: _Conversation) -> Dialogue:
    messages = sorted(found.messages, key=lambda message: moment(message.created_at) or 0.0)
    known = found.meta.sender if found.meta else None
    shoppers = [message.sender for message in messages if _kind(message) == "incoming"]
    person = known or next((one for one in shoppers if one), None)
    return Dialogue(
        id=str(found.id),
        turns=tuple(_turns(messages)),
        topic=" ".join(found.labels),
        outcome=_OUTCOMES.get(found.status or "", ""),
        shopper=str(person.id) if person and person.id is not None else "",
        source=NAME,
        rating=_rating(messages),
    )


def _turns(messages: Iterable[_Message]) -> Iterator[Turn]:
    for message in messages:
        text, kind = said(message.content), _kind(message)
        if message.private or not text or kind not in ("incoming", "outgoing"):
            continue
        role = _role(message)
        name = (message.sender.name if message.sender else "") or ""
        yield Turn(
            role=role, text=text, time=moment(message.created_at), name=name if role == "agent" else ""
        )


def _kind(message: _Message) -> str:
    kind = message.message_type
    return _KINDS.get(kind, str(kind))


def _role(message: _Message) -> Role:
    if _kind(message) == "incoming":
        return "shopper"
    kind = (message.sender.type if message.sender else None) or message.sender_type or ""
    return "bot" if any(word in kind.lower() for word in _MACHINES) else "agent"


def _rating(messages: Iterable[_Message]) -> int | None:
    """Of the satisfaction survey, 1 to 5."""
    for message in messages:
        submitted = message.content_attributes.submitted_values if message.content_attributes else None
        if isinstance(submitted, dict) and message.content_type == "input_csat":
            survey = msgspec.convert(submitted, _Submitted, strict=False).csat_survey_response
            if survey and survey.rating in range(1, 6):
                return survey.rating
    return None
