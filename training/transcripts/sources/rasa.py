"""Rasa: trackers (``GET /conversations/{id}/tracker``, dumps of a tracker store) or single events with their
``sender_id`` (what ``rasa export`` and event brokers write).

Each session is a dialogue; the sender is its shopper. Intents and entities are what the bot took a message
for, so they are not labelled. A pressed button says its title.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from training.transcripts.dialogue import Dialogue, LineError, Span, Turn, reason_of
from training.transcripts.sources.grouping import grouped
from training.transcripts.sources.json_records import Record, convert, converted, records
from training.transcripts.sources.opened import Opened

NAME = "rasa"
_SILENT = frozenset({"action_listen", "action_session_start"})


class _Intent(msgspec.Struct, frozen=True):
    name: str | None = None


class _Entity(msgspec.Struct, frozen=True):
    entity: str
    start: int | None = None
    end: int | None = None
    value: Any = None


class _Parsed(msgspec.Struct, frozen=True):
    intent: _Intent | None = None
    entities: tuple[_Entity, ...] = ()


class _Button(msgspec.Struct, frozen=True):
    title: str | None = None
    payload: str | None = None


class _Data(msgspec.Struct, frozen=True):
    buttons: tuple[_Button, ...] | None = None


class _Event(msgspec.Struct, frozen=True):
    """Of any kind: the fields that are read."""

    event: str
    sender_id: str = ""
    timestamp: float | None = None
    text: str | None = None
    name: str | None = None
    parse_data: _Parsed | None = None
    data: _Data | None = None
    metadata: dict[str, Any] | None = None


class _Tracker(msgspec.Struct, frozen=True):
    sender_id: str
    events: tuple[_Event, ...]


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is a tracker, or an event with its sender."""
    return "sender_id" in record and (isinstance(record.get("events"), list) or "event" in record)


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """The sessions in it."""
    first = next((one for one in records(file) if isinstance(one, Record)), None)
    if first is None or "events" in first.value:
        yield from converted(file, _Tracker, lambda tracker, _: _sessions(tracker.sender_id, tracker.events))
        return
    for group in grouped(lambda: _single(file)):
        if isinstance(group, LineError):
            yield group
        else:
            yield from _sessions(*group)


def _single(file: Opened) -> Iterator[tuple[str, _Event | LineError]]:
    for record in records(file):
        if isinstance(record, LineError):
            yield "", record
            continue
        sender = str(record.value.get("sender_id") or "")
        try:
            yield sender, convert(record, _Event)
        except (msgspec.ValidationError, ValueError) as error:
            yield sender, record.error(reason_of(error))


def _sessions(sender: str, events: Iterable[_Event]) -> Iterator[Dialogue]:
    """The dialogues of a sender, without those in which nothing was said."""
    session, number = _Session(), 0
    for event in (*events, _Event(event="session_started")):
        if event.event != "session_started":
            session.add(event)
        elif session.turns:
            number += 1
            yield Dialogue(id=f"{sender}#{number}", turns=tuple(session.turns), shopper=sender, source=NAME)
            session = _Session()


class _Session:
    """A session as it grows."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []
        self._action = ""
        self._titles: dict[str, str] = {}

    def add(self, event: _Event) -> None:
        """One more event; those that say nothing are passed over."""
        if event.event == "action" and event.name and event.name not in _SILENT:
            self._action = event.name
        elif event.event == "user" and event.text:
            self.turns.append(self._user(event, event.text))
        elif event.event == "bot" and event.text:
            named = str((event.metadata or {}).get("utter_action") or "")
            self.turns.append(
                Turn(role="bot", text=event.text, time=event.timestamp, action=named or self._action)
            )
            buttons = (event.data.buttons if event.data else None) or ()
            self._titles |= {
                button.payload: button.title for button in buttons if button.payload and button.title
            }

    def _user(self, event: _Event, text: str) -> Turn:
        title = self._titles.get(text)
        parsed = event.parse_data or _Parsed()
        return Turn(
            role="shopper",
            text=title or text,
            time=event.timestamp,
            intent=(parsed.intent.name if parsed.intent else "") or "",
            entities=() if title else tuple(_spans(parsed.entities, len(text))),
            labelled=False,
        )


def _spans(entities: Iterable[_Entity], length: int) -> Iterator[Span]:
    for one in entities:
        if one.start is not None and one.end is not None and 0 <= one.start < one.end <= length:
            value = one.value if isinstance(one.value, str) else ""
            yield Span(entity=one.entity, start=one.start, end=one.end, value=value)
