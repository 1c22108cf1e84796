"""The formats of transcripts, and which one a file is in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from itertools import islice
from typing import Any, NamedTuple

from bot.errors import TranscriptError
from training.transcripts.dialogue import Dialogue, LineError
from training.transcripts.sources import (
    bitext,
    chatwoot,
    intercom,
    messages_csv,
    multiwoz,
    own,
    rasa,
    table,
    zendesk,
    zendesk_chat,
)
from training.transcripts.sources.json_records import Record, is_json, records
from training.transcripts.sources.opened import Opened

LOOKED_AT = 50
"""Records that a format is told by: the first that is of any."""

Read = Callable[[Opened], Iterator[Dialogue | LineError]]


class Source(NamedTuple):
    """A format: ``help`` says what it is, ``read`` reads it, raw, record by record."""

    name: str
    help: str
    read: Read


class _Json(NamedTuple):
    source: Source
    recognises: Callable[[dict[str, Any]], bool]


class _Table(NamedTuple):
    source: Source
    recognises: Callable[[Collection[str]], bool]


_JSON: tuple[_Json, ...] = tuple(
    _Json(Source(one.NAME, told, one.read), one.recognises)
    for one, told in (
        (own, "dialogues of Shopclerk, one a line"),
        (rasa, "Rasa trackers, or events with their sender_id"),
        (chatwoot, "Chatwoot conversations or messages"),
        (intercom, "Intercom conversations with conversation_parts"),
        (zendesk_chat, "Zendesk chats with their history"),
        (zendesk, "Zendesk tickets with their comments"),
        (multiwoz, "MultiWOZ 2.x, Schema-Guided Dialogue"),
    )
)
_TABLES: tuple[_Table, ...] = (
    _Table(Source(bitext.NAME, "CSV of Bitext: utterance, intent, response", bitext.read), bitext.recognises),
    _Table(
        Source(messages_csv.NAME, "CSV with a message a row: conversation, role, text", messages_csv.read),
        messages_csv.recognises,
    ),
)
SOURCES = {
    source.name: source for source in (*(one.source for one in _JSON), *(one.source for one in _TABLES))
}


def recognised(file: Opened) -> Source:
    """The format that the file is in, by its content.

    Raises: TranscriptError, saying what was looked for.
    """
    source = _by_records(file) if is_json(file) else _by_columns(file)
    if source is None:
        raise file.error(_unknown(file))
    return source


def named(name: str) -> Source:
    """The format of this name.

    Raises: TranscriptError, naming all.
    """
    if name not in SOURCES:
        raise TranscriptError(f"There is no format {name!r}. These are read: {', '.join(SOURCES)}.")
    return SOURCES[name]


def _by_records(file: Opened) -> Source | None:
    objects = (one for one in islice(records(file), LOOKED_AT) if isinstance(one, Record))
    return next((one.source for record in objects for one in _JSON if one.recognises(record.value)), None)


def _by_columns(file: Opened) -> Source | None:
    header = table.columns(file)
    return next((one.source for one in _TABLES if one.recognises(header)), None)


def _unknown(file: Opened) -> str:
    if is_json(file):
        first = next(islice(records(file), 1), None)
        if isinstance(first, LineError):
            return f"Its first {first.unit} is no JSON object. {first.reason}"
        return f"No record has what a format is told by. These are read: {', '.join(SOURCES)}."
    lacking = messages_csv.missing(table.columns(file))
    if len(lacking) == len(messages_csv.NEEDED):
        return f"It is neither JSON nor a table of messages. These are read: {', '.join(SOURCES)}."
    names = "; ".join(f"{what}: {messages_csv.COLUMNS[what].replace(' ', ', ')}" for what in lacking)
    return f"Its first row names no column for {names}."
