"""A unit that is a row of a table, by its columns."""

from __future__ import annotations

import re

from retrieval.documents.blocks import cells

Columns = list[tuple[str, str]]
"""Names and values, a name "" where there is none; empty cells are left out."""


def columns_of(text: str, row: str) -> Columns:
    """The columns of a unit's ``text`` ("Day: Sunday; Hours: 12:00-17:00.") by its ``row`` as it stands
    ("| Sunday | 12:00-17:00 |"); none where the text is none of that row."""
    if not row.startswith("|"):
        return []
    found: Columns = []
    rest = text.removesuffix(".")
    for value in filter(None, cells(row)):
        column = re.match(rf"(?:(?P<name>.*?): )?{re.escape(value)}(?:; |$)", rest)
        if column is None:
            return []
        found.append((column["name"] or "", value))
        rest = rest[column.end() :]
    return [] if rest else found
