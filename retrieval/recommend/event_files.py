"""Files of events, read line by line: CSV as shops and the demo's simulator write it, and JSON Lines.

A line becomes the JSON that ``POST /v1/events`` takes, to be judged by ``Admission``. One without an id gets
one from its content: the same line, in this file or another, is the same event.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.csv_rows import separator_of
from retrieval.products.row_check import with_dot

COLUMNS = {
    "shopper_id": "shopper_id", "user": "shopper_id", "time": "time", "timestamp": "time",
    "event": "type", "type": "type", "event_id": "event_id", "product_id": "product_id", "item": "product_id",
    "variant_id": "variant_id", "quantity": "quantity", "query": "query", "session_id": "session",
    "session": "session", "price": "price", "currency": "currency", "order_id": "order_id",
    "rating": "rating", "position": "position", "test": "test",
}  # fmt: skip
"""Columns of a CSV file, and the fields of the event that they are."""
NEEDED = ("shopper_id", "time", "type")
LONGEST = 1 << 20
"""Bytes of a line from which on it is no event."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line with something on it, counted from 1: the event's JSON, or why it cannot be read. ``end`` is
    about how many bytes of the file are read."""

    number: int
    body: bytes = b""
    problem: str = ""
    end: int = 0


def read_events(path: Path) -> Iterator[Line]:
    """The lines of a file; ``.jsonl`` and ``.ndjson`` are JSON Lines, all else CSV.

    Raises: RetrievalError when it cannot be opened, or is a CSV file without the columns that are needed.
    """
    try:
        if path.suffix.lower() in (".jsonl", ".ndjson"):
            with path.open("rb") as file:
                yield from _json_lines(file)
            return
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            yield from _csv_lines(path, file)
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error


def _json_lines(file: BinaryIO) -> Iterator[Line]:
    number = 0
    while raw := file.readline(LONGEST):
        number += 1
        if not raw.endswith(b"\n") and len(raw) == LONGEST:
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield Line(number=number, problem=f"The line is longer than {LONGEST} bytes.", end=file.tell())
        elif text := raw.strip():
            yield _json_line(number, text, file.tell())


def _json_line(number: int, text: bytes, end: int) -> Line:
    try:
        fields = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Line(number=number, problem=f"It is not JSON: {error}.", end=end)
    if not isinstance(fields, dict):
        return Line(number=number, problem="It is not a JSON object.", end=end)
    return Line(number=number, body=_with_id(fields), end=end)


def _csv_lines(path: Path, file: TextIO) -> Iterator[Line]:
    first = file.readline()
    rows = csv.reader(chain([first], file), delimiter=separator_of(first))
    names = _header(path, next(rows, []))
    read = 0
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Line(number=rows.line_num, problem=f"It is not CSV: {error}.", end=read)
            continue
        if row is None:
            return
        read += sum(map(len, row)) + len(row)
        if any(row):
            yield _csv_line(rows.line_num, names, row, read)


def _header(path: Path, header: list[str]) -> list[str]:
    known = [name.strip().lower() for name in header]
    names = [COLUMNS.get(name, "") for name in known]
    for needed in NEEDED:
        if needed not in names:
            accepted = [column for column, field in COLUMNS.items() if field == needed]
            near = difflib.get_close_matches(accepted[0], known, n=1)
            hint = f" Is it the column {near[0]!r}?" if near else ""
            raise RetrievalError(
                f"The column {' or '.join(map(repr, accepted))} is missing in the first line.{hint}",
                file=path,
            )
    return names


def _csv_line(number: int, names: list[str], row: list[str], end: int) -> Line:
    if len(row) > len(names):
        return Line(number=number, problem=f"It has {len(row)} fields, the first line {len(names)}.", end=end)
    fields = {
        name: _value(name, text.strip())
        for name, text in zip(names, row, strict=False)
        if name and text.strip()
    }
    try:
        return Line(number=number, body=_with_id(fields), end=end)
    except UnicodeEncodeError:
        return Line(number=number, problem="It is not UTF-8.", end=end)


def _value(name: str, text: str) -> Any:
    """What stands in a CSV field, of the type that the event has; what is none stays text, and is refused."""
    try:
        match name:
            case "quantity" | "position":
                return int(text)
            case "price":
                return with_dot(text)
            case "rating" | "time":
                return float(text)
            case "test":
                return {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}[
                    text.lower()
                ]
    except (ValueError, KeyError):
        return text
    return text


def _with_id(fields: dict[str, Any]) -> bytes:
    body = msgspec.json.encode(fields)
    if fields.get("event_id"):
        return body
    ordered = msgspec.json.encode(fields, order="sorted")
    name = hashlib.blake2b(ordered, digest_size=16).hexdigest()
    return msgspec.json.encode({**fields, "event_id": name})
