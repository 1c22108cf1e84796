"""Tables of questions and answers as rows of cells: CSV in any common delimiter and encoding, and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from zipfile import BadZipFile, ZipFile

import msgspec
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from retrieval.documents.sources.archive import check_sizes
from retrieval.documents.sources.columns import Columns, find_columns
from retrieval.documents.text import decoded
from retrieval.errors import UnreadableDocument

DELIMITERS = ",;\t|"
HEADER_WITHIN = 10
"""Rows among which the one with the column names is looked for; titles may stand above it."""
MAX_CELL = 1_000_000
"""Characters."""


class Row(msgspec.Struct, frozen=True):
    """A row with its place: "line 3", or "Sheet1 row 3"."""

    where: str
    cells: list[str]


class Table(msgspec.Struct, frozen=True):
    """Rows below a header that names questions and answers."""

    columns: Columns
    rows: list[Row]


def read_tables(name: str, data: bytes) -> list[Table]:
    """The tables of questions and answers in a file; none where no row names both columns.

    Raises: UnreadableDocument.
    """
    if name.lower().endswith(".xlsx"):
        return [table for rows in _sheets(data) if (table := _table(rows))]
    text = decoded(data)
    tables = (_table(_lines(text, delimiter)) for delimiter in DELIMITERS)
    return [table for table in tables if table][:1]


def nothing_but_questions(name: str, data: bytes) -> list[Table]:
    """The same of a file of which every sheet is such a table; else none.

    Raises: UnreadableDocument.
    """
    if not name.lower().endswith(".xlsx"):
        return read_tables(name, data)
    filled = (rows for rows in _sheets(data) if any(any(row.cells) for row in rows))
    tables = [_table(rows) for rows in filled]
    return [table for table in tables if table] if all(tables) else []


def _table(rows: list[Row]) -> Table | None:
    for place, row in enumerate(rows[:HEADER_WITHIN]):
        if columns := find_columns(row.cells):
            return Table(columns, rows[place + 1 :])
    return None


def _lines(text: str, delimiter: str) -> list[Row]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, before = [], 0
    try:
        for cells in reader:
            rows.append(Row(f"line {before + 1}", cells))
            before = reader.line_num
    except csv.Error as error:
        raise UnreadableDocument(f"Line {reader.line_num} cannot be read as CSV ({error}).") from error
    return rows


def _sheets(data: bytes) -> Iterator[list[Row]]:
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            check_sizes(archive)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise UnreadableDocument("This XLSX file is damaged or not what its name says.") from error
    try:
        for sheet in book.worksheets:
            yield [
                Row(f"{sheet.title} row {number}", [_cell(value) for value in values])
                for number, values in enumerate(sheet.iter_rows(values_only=True), 1)
            ]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
