"""The rows of a CSV file one after the other; a quotation mark that is not closed spoils one row only."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

import msgspec

SEPARATORS = ",;\t"
OPEN_QUOTE = "A quotation mark opens here and is not closed."
OPEN_QUOTE_HINT = 'Close it behind the text; one within a text is written twice: "15"" screen".'


class CsvRow(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a row, or why there are none. ``line`` is the one on which it ends, or on which the
    mistake is, from 1."""

    line: int
    fields: list[str] = []
    reason: str = ""
    hint: str = ""


def separator_of(first: str) -> str:
    """What separates most of a file's ``first`` line: comma, semicolon (Excel, where prices have a comma) or
    tab."""
    return max(SEPARATORS, key=first.count)


def read_rows(file: Iterable[str], separator: str, columns: int) -> Iterator[CsvRow]:
    """The rows behind the first line, which has so many ``columns`` and is read already; blank ones are left
    out. What stands below a quotation mark that is not closed is read anew, row by row."""
    lines = _Lines(file)
    while True:
        row = _next_row(lines, separator, columns)
        if row is None:
            return
        if row.fields or row.reason:
            yield row


def _next_row(lines: _Lines, separator: str, columns: int) -> CsvRow | None:
    lines.begin()
    try:
        fields = next(csv.reader(lines, delimiter=separator), None)
    except csv.Error as error:
        if len(lines.taken) == 1:
            return CsvRow(line=lines.number, reason=f"It is not CSV: {error}.")
        return _open(lines)
    if fields is None:
        return None
    if _is_open(lines.taken, fields, separator, columns):
        return _open(lines)
    return CsvRow(line=lines.number, fields=fields if any(fields) else [])


def _open(lines: _Lines) -> CsvRow:
    return CsvRow(line=lines.back_to_first(), reason=OPEN_QUOTE, hint=OPEN_QUOTE_HINT)


class _Lines(Iterator[str]):
    """The lines of a file; those of the row that is being read can be given back."""

    def __init__(self, file: Iterable[str]) -> None:
        self._file = iter(file)
        self._back: deque[str] = deque()
        self.number = 1
        self.taken: list[str] = []

    def begin(self) -> None:
        """A row begins."""
        self.taken = []

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._file)
        self.number += 1
        self.taken.append(line)
        return line

    def back_to_first(self) -> int:
        """Give back all lines of the row but its first; returns the number of that."""
        given = self.taken[1:]
        self._back.extendleft(reversed(given))
        self.number -= len(given)
        return self.number


def _is_open(lines: list[str], fields: list[str], separator: str, columns: int) -> bool:
    """Whether a row of several lines swallowed others: it is not of CSV's strict form, or is not whole and
    has a cell with line breaks and the separators of a whole row."""
    if len(lines) == 1:
        return False
    try:
        next(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        return True
    swallowed = (field.count(separator) for field in fields if "\n" in field)
    return len(fields) != columns and max(swallowed, default=0) >= columns - 1
