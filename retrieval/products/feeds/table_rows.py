"""CSV and its kin as a stream of rows by their headings, whatever the headings are."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from retrieval.errors import RetrievalError
from retrieval.products.csv_rows import CsvRow, read_rows, separator_of
from retrieval.products.feeds.item import Item


class TableRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row by its headings, no value with blanks around it. ``line`` and ``end`` as of an ``Item``."""

    line: int
    end: int
    values: dict[str, str]


def headings(path: Path) -> list[str]:
    """What stands in the first line, separated by what separates most of it.

    Raises: RetrievalError when it cannot be opened.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return _split(file.readline())[0]
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error


def read_table(path: Path, check: Callable[[list[str]], None] = lambda _: None) -> Iterator[TableRow | Item]:
    """The rows, and a report on each that is none; ``check`` sees the headings first.

    Raises: RetrievalError when it cannot be opened, and what ``check`` raises.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            first = file.readline()
            names, separator = _split(first)
            check(names)
            end = len(first)
            for row in read_rows(file, separator, len(names)):
                end += sum(map(len, row.fields)) + len(row.fields)
                yield _judged(names, row, end)
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error


def _split(first: str) -> tuple[list[str], str]:
    separator = separator_of(first)
    return [name.strip() for name in next(csv.reader([first], delimiter=separator), [])], separator


def _judged(names: list[str], row: CsvRow, end: int) -> TableRow | Item:
    if row.reason:
        return Item(line=row.line, code="bad_row", reason=row.reason, hint=row.hint, end=end)
    if len(row.fields) > len(names):
        reason = f"It has {len(row.fields)} fields, the first line {len(names)}."
        return Item(line=row.line, code="bad_row", reason=reason, hint="Put texts in quotes.", end=end)
    values = {n: f.strip() for n, f in zip(names, row.fields, strict=False) if n}
    if any(_is_damaged(value) for value in values.values()):
        return Item(
            line=row.line, code="bad_row", reason="It is not UTF-8.", hint="Save it as UTF-8.", end=end
        )
    return TableRow(line=row.line, end=end, values=values)


def _is_damaged(text: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in text) or "\0" in text
