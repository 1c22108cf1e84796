"""Reads interactions from files, with a header that tells the format:

- CSV: ``user,item,timestamp[,rating]``, in any order, separated by comma, semicolon or tab;
- the events of a shop: ``shopper_id,time,event,product_id``, further columns passed over;
- RecBole's atomic files: ``user_id:token<tab>item_id:token[<tab>rating:float]<tab>timestamp:float``.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from retrieval.recommend.interactions import Interaction, Interactions, gathered

EVENTS = {"view": 1.0, "click": 1.0, "add_to_cart": 3.0, "purchase": 5.0}
"""How much each kind of event tells of liking. Others, such as a return, are no interaction."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "user": ("user", "user_id", "shopper", "shopper_id", "customer_id", "visitor_id"),
    "item": ("item", "item_id", "product", "product_id"),
    "time": ("timestamp", "time", "date"),
    "rating": ("rating",),
    "event": ("event", "event_type"),
}
"""Names of columns, case ignored; RecBole's come with the type behind a colon."""
LATEST = 1e11
"""Of a time in seconds, the year 5138: larger ones are milliseconds."""
TOLD = 20
"""Wrong lines that an error names."""


class InteractionsError(ValueError):
    """The file is not in a known format. ``problems`` name line and what was expected, ``TOLD`` at most."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def read_interactions(
    path: Path,
    *,
    items: Sequence[str] = (),
    events: Collection[str] = (),
    least_rating: float | None = None,
) -> Interactions:
    """The interactions of a file; a format's own columns decide (see the module).

    ``items``: those that there are; interactions with others are passed over. ``events``: kinds of events
    that count, all of ``EVENTS`` where none is given. ``least_rating``: lower ones are passed over; a rating
    is no weight.

    Raises: OSError, InteractionsError.
    """
    known, rows, problems = set(items), [], []
    for number, one in _rows(path, events or EVENTS, least_rating):
        if isinstance(one, str):
            problems.append(f"{path}:{number}: {one}")
            if len(problems) == TOLD:
                break
        elif not known or one.item in known:
            rows.append(one)
    if problems:
        raise InteractionsError(problems)
    if not rows:
        raise InteractionsError([f"{path}: there is no interaction in it that counts."])
    return gathered(rows, items)


def read_items(path: Path) -> tuple[str, ...]:
    """The ids of JSON lines with a key ``item`` (or ``item_id``, ``product_id``, ``id``), each once.

    Raises: OSError, InteractionsError.
    """
    found: dict[str, None] = {}
    problems = []
    for number, line in enumerate(_text(path).splitlines(), 1):
        if line.strip():
            item = _item_of(line)
            if item is None:
                problems.append(f'{path}:{number}: an object like {{"item": "P0001"}} is expected.')
            else:
                found[item] = None
    if problems or not found:
        raise InteractionsError(problems[:TOLD] or [f"{path}: there is no item in it."])
    return tuple(found)


def _item_of(line: str) -> str | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    if not isinstance(row, dict):
        return None
    ids = (row.get(key) for key in (*COLUMNS["item"], "id"))
    return next((str(value) for value in ids if isinstance(value, str | int) and str(value)), None)


def _rows(
    path: Path, events: Collection[str], least_rating: float | None
) -> Iterator[tuple[int, Interaction | str]]:
    """Lines that count with their numbers: what they say, or what was expected of them."""
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max("\t;,", key=first.count))
    try:
        header = next(reader, [])
        column = _columns(path, header)
        yield from _checked(reader, len(header), column, events, least_rating)
    except csv.Error as error:
        raise InteractionsError([f"{path}:{reader.line_num}: {error}."]) from error


def _checked(
    reader: Any, width: int, column: Mapping[str, int], events: Collection[str], least_rating: float | None
) -> Iterator[tuple[int, Interaction | str]]:
    for cells in reader:
        if not cells:
            continue
        if len(cells) != width:
            yield reader.line_num, f"{width} columns are expected, these are {len(cells)}."
            continue
        read = _read(cells, column, events, least_rating)
        if read is not None:
            yield reader.line_num, read


def _text(path: Path) -> str:
    """Raises: OSError, InteractionsError where it is no UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InteractionsError([f"{path}:{line}: text in UTF-8 is expected."]) from error


def _columns(path: Path, header: Sequence[str]) -> dict[str, int]:
    """Where each column of ``COLUMNS`` stands.

    Raises: InteractionsError.
    """
    names = [name.partition(":")[0].strip().casefold() for name in header]
    found = {
        column: names.index(name)
        for column, spellings in COLUMNS.items()
        for name in reversed(spellings)
        if name in names
    }
    missing = [column for column in ("user", "item", "time") if column not in found]
    if missing:
        raise InteractionsError(
            [
                f"{path}:1: a header with the columns user, item and timestamp is expected;"
                f" {' and '.join(missing)} cannot be found in: {', '.join(header) or 'an empty line'}"
            ]
        )
    return found


def _read(
    cells: Sequence[str], column: Mapping[str, int], events: Collection[str], least_rating: float | None
) -> Interaction | str | None:
    """What a line says, None where it does not count, or what was expected of it."""
    weight = 1.0
    if "event" in column:
        event = cells[column["event"]].strip()
        if event not in events:
            return None
        weight = EVENTS.get(event, 1.0)
    user, item = cells[column["user"]].strip(), cells[column["item"]].strip()
    if not user or not item:
        return f"the {'item' if user else 'user'} is missing."
    time = moment_in(cells[column["time"]].strip())
    if isinstance(time, str):
        return time
    if "rating" in column and least_rating is not None:
        rating = _number(cells[column["rating"]])
        if rating is None:
            return f"a number is expected as rating, not {cells[column['rating']]!r}."
        if rating < least_rating:
            return None
    return Interaction(user, item, time, weight)


def moment_in(text: str) -> float | str:
    """Unix seconds of a time as a file writes it, or what was expected."""
    seconds = _number(text)
    if seconds is None:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return f"a time in Unix seconds or as 2026-12-31T18:30:00+01:00 is expected, not {text!r}."
        if moment.tzinfo is None:
            return f"a time with its offset is expected, such as {text}+01:00."
        return moment.timestamp()
    if not 0 <= seconds < LATEST:
        return f"a time in Unix seconds is expected, not {text} (milliseconds?)."
    return seconds


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
