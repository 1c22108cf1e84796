"""A row of a table as a line that is read: "Child carrier – 1 day: 8 EUR · 1 week: 40 EUR"."""

from __future__ import annotations

import re

from retrieval.documents.table_rows import columns_of

_NAME = re.compile(r"[^\W\d_]{3}")
"""Letters in a row: what a row is about stands by itself, a number needs the name of its column."""
_NOTHING = ("-", "–", "—")


def row_line(text: str, row: str) -> str:
    """``text`` ("Day: Sunday; Hours: 12:00-17:00.") with its ``row`` ("| Sunday | 12:00-17:00 |") as a line,
    without columns that hold a dash; a text that is none of a row as it is."""
    columns = [column for column in columns_of(text, row) if column[1] not in _NOTHING]
    if len(columns) < 2:
        return text
    (_, about), *rest = columns
    if _NAME.search(about):
        return f"{about} – {' · '.join(map(_told, rest))}"
    return " · ".join(map(_told, columns))


def _told(column: tuple[str, str]) -> str:
    name, value = column
    between = " " if name.endswith("?") else ": "
    return f"{name}{between}{value}" if name else value
