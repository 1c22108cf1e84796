"""A unit that is a row of a table, by its columns."""

from __future__ import annotations

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
        name, parted, behind = _parted(rest, value)
        if not parted:
            return []
        found.append((name, value))
        rest = behind
    return [] if rest else found


def header_of(passage: str, row: str) -> list[str]:
    """The names of all columns of the table in a passage's text that a row stands in; none where it stands in
    no table."""
    lines = passage.splitlines()
    at = first = lines.index(row) if row in lines else 0
    while first > 0 and lines[first - 1].startswith("|"):
        first -= 1
    return cells(lines[first]) if first < at else []


def _parted(text: str, value: str) -> tuple[str, bool, str]:
    """The name before the first column of that value, whether there is one, and what stands behind it."""
    column = f": {value}"
    at = text.find(column)
    while at >= 0:
        behind = text[at + len(column) :]
        if not behind or behind.startswith("; "):
            return text[:at], True, behind.removeprefix("; ")
        at = text.find(column, at + 1)
    behind = text.removeprefix(value)
    alone = text.startswith(value) and (not behind or behind.startswith("; "))
    return "", alone, behind.removeprefix("; ")
