"""The records of a JSON file, however they lie in it, read one after the other.

A record is one object a line, an item of an array, a value of an object, or the whole file. Exports wrap
arrays into objects of their own (``{"tickets": [...]}``); ``_WRAPPED`` names where.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Any, BinaryIO, Literal, NamedTuple, TypeVar

import ijson
import msgspec

from training.transcripts.dialogue import Dialogue, LineError, checked, reason_of
from training.transcripts.sources.opened import Opened

LONGEST = 32_000_000
"""Bytes of a line, beyond which it is no record."""
DEEPEST = 200
"""Brackets that may be open at once at the beginning of a file."""
_FIRST = 20
"""Lines among which one that is an object by itself makes the file one of JSON lines."""
_WRAPPED = (
    "payload", "data.payload", "tickets", "conversations", "chats", "trackers", "dialogues", "data",
    "results",
)  # fmt: skip
_WITHIN = frozenset({"log", "turns", "events", "messages"})
"""Keys of an object in an object of dialogues by their ids."""

Kind = TypeVar("Kind")


class Record(NamedTuple):
    """An object of a file. ``number`` counts from 1 in ``unit``; ``key`` is what it lies under, or ""."""

    file: str
    number: int
    unit: Literal["line", "record"]
    key: str
    value: dict[str, Any]

    def error(self, reason: str) -> LineError:
        """An error that names its place."""
        return LineError(self.file, self.number, reason, self.unit)


def is_json(file: Opened) -> bool:
    """Whether this is JSON and no table: it begins so, or one of its first lines is an object."""
    return file.head.lstrip()[:1] in ("{", "[") or any(map(is_object, _first_lines(file)))


def _first_lines(file: Opened) -> list[str]:
    """The last one may be cut off, where the file's beginning ends."""
    return file.head.split("\n", _FIRST)[:_FIRST]


def is_object(line: str) -> bool:
    """Whether a line is a JSON object by itself, and not one within another."""
    try:
        return line.startswith("{") and isinstance(msgspec.json.decode(line), dict)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return False


class _Layout(NamedTuple):
    kind: Literal["lines", "items", "keyed"]
    prefix: str = ""


def records(file: Opened) -> Iterator[Record | LineError]:
    """All records; what is none is told. Behind broken JSON in an array nothing more can be read.

    Raises: TranscriptError for JSON that is nested too deeply.
    """
    layout = _layout(file)
    return _lines(file) if layout.kind == "lines" else _values(file, layout)


def converted(
    file: Opened, kind: type[Kind], dialogues: Callable[[Kind, Record], Iterable[Dialogue]]
) -> Iterator[Dialogue | LineError]:
    """What ``dialogues`` makes of each record as a ``kind``; of a record that is none, its error."""
    for record in records(file):
        if isinstance(record, LineError):
            yield record
            continue
        try:
            found = [checked(one) for one in dialogues(convert(record, kind), record)]
        except (msgspec.ValidationError, ValueError) as error:
            yield record.error(reason_of(error))
            continue
        yield from found


def convert(record: Record, kind: type[Kind]) -> Kind:
    """The record as a ``kind``; further keys are passed over.

    Raises: msgspec.ValidationError.
    """
    return msgspec.convert(record.value, kind, strict=False)


def _layout(file: Opened) -> _Layout:
    lines = _first_lines(file)
    if sum(bool(line.strip()) for line in lines) > 1 and any(map(is_object, lines)):
        return _Layout("lines")
    if _depth(file.head) > DEEPEST:
        raise file.error("Its JSON is nested too deeply.")  # reading it would take time without end
    return _Layout("items", "item") if file.head.lstrip().startswith("[") else _object_layout(file)


def _depth(head: str) -> int:
    """How many brackets are open at once."""
    brackets = re.sub(r'"(?:[^"\\]|\\.)*"|[^\[\]{}]', "", head)
    return max(accumulate(1 if bracket in "[{" else -1 for bracket in brackets), default=0)


def _object_layout(file: Opened) -> _Layout:
    """Of a file that begins with an object which is longer than its line, or alone."""
    first = None
    with file.binary() as stream:
        try:
            for prefix, event, value in ijson.parse(stream, multiple_values=True):
                if event == "start_array" and prefix in _WRAPPED:
                    return _Layout("items", f"{prefix}.item")
                if event == "map_key" and first is None:
                    first = value
                elif event == "map_key" and prefix == first and value in _WITHIN:
                    return _Layout("keyed")
                elif event == "end_map" and not prefix:
                    break
        except ijson.JSONError:
            pass  # what is broken is told where it is read
    return _Layout("items", "")


def _lines(file: Opened) -> Iterator[Record | LineError]:
    with file.binary() as stream:
        for number, line in enumerate(_bounded(stream), start=1):
            if line is None:
                yield LineError(str(file.path), number, f"This line is longer than {LONGEST:,} bytes.")
            elif line.strip():
                yield _line(str(file.path), number, line)


def _line(file: str, number: int, line: bytes) -> Record | LineError:
    try:
        value = msgspec.json.decode(line)
    except (msgspec.MsgspecError, ValueError) as error:
        return LineError(file, number, reason_of(error))
    except RecursionError:
        return LineError(file, number, "This JSON is nested too deeply.")
    if not isinstance(value, dict):
        return LineError(file, number, "Expected a JSON object.")
    return Record(file, number, "line", "", value)


def _bounded(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines; None for one that is too long."""
    while line := stream.readline(LONGEST):
        if len(line) < LONGEST:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield None


def _values(file: Opened, layout: _Layout) -> Iterator[Record | LineError]:
    name, number = str(file.path), 0
    with file.binary() as stream:
        if layout.kind == "keyed":
            values = ijson.kvitems(stream, "", use_float=True, multiple_values=True)
        else:
            items = ijson.items(stream, layout.prefix, use_float=True, multiple_values=True)
            values = (("", item) for item in items)
        try:
            for number, (key, value) in enumerate(values, start=1):
                if isinstance(value, dict):
                    yield Record(name, number, "record", key, value)
                else:
                    yield LineError(name, number, "Expected a JSON object.", "record")
        except ijson.JSONError as error:
            yield LineError(name, number + 1, _broken(error), "record")


def _broken(error: ijson.JSONError) -> str:
    """Without the library's words, which quote the file."""
    if "premature" in str(error) or "ncomplete" in str(error):
        return "The JSON is cut off within this record. Export it again."
    return "The JSON is broken within this record; nothing behind it can be read."
