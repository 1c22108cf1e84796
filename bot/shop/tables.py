"""The tables of a shop folder, row by row: a row that cannot be used costs itself, not its file."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import ShopUnavailable
from retrieval.products.csv_rows import read_rows, separator_of
from retrieval.products.row_check import with_dot

Made = TypeVar("Made")
Row = dict[str, str]

A_TIME = "2026-11-25T10:00:00+01:00"


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """A row that cannot be used, ``line`` from 1. ``reason`` and ``row`` hold what customers wrote: they are
    for who mends the file, not for the log."""

    path: Path
    line: int
    reason: str
    row: Row

    @property
    def place(self) -> str:
        """File and line, for the log."""
        return f"{self.path.name}:{self.line}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class Tables:
    """Reads the tables of ``folder``; rows that cannot be used are collected in ``left_out``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.left_out: list[LeftOut] = []

    def read(self, name: str, make: Callable[[Row], Made]) -> Iterator[Made]:
        """What is made of each row that can be used; of a file that is not there nothing.

        Raises: ShopUnavailable for what spoils the whole file: a missing column, another encoding.
        """
        path = self._folder / name
        if not path.exists():
            return
        headings, rows = _split(path)
        for line, row, reason in rows:
            try:
                if reason:
                    raise ValueError(reason)
                yield make(row)
            except KeyError as error:
                raise ShopUnavailable(detail=f"{path}:{line}: there is no column {error}") from error
            except ValueError as error:
                known = {heading: row.get(heading, "") for heading in headings}
                self.left_out.append(LeftOut(path=path, line=line, reason=str(error), row=known))

    def column(self, name: str, heading: str) -> list[str]:
        """The cells of a column, also of rows that cannot be used; none where it or the file is missing.

        Raises: as ``read``.
        """
        path = self._folder / name
        return [row.get(heading, "") for _, row, _ in _split(path)[1]] if path.exists() else []


def _split(path: Path) -> tuple[list[str], Iterator[tuple[int, Row, str]]]:
    """The headings; and of each row its line, its cells by heading, and why these cannot be trusted."""
    lines = _lines(path)
    separator = separator_of(lines[0]) if lines else ","
    headings = next(csv.reader(lines[:1], delimiter=separator), [])

    def rows() -> Iterator[tuple[int, Row, str]]:
        for row in read_rows(lines[1:], separator, len(headings)):
            fields = row.fields or next(
                csv.reader([lines[row.line - 1].replace("\0", "")], delimiter=separator)
            )
            cells = dict(zip(headings, [*fields, *("" for _ in headings)], strict=False))
            yield row.line, cells, " ".join(filter(None, (row.reason, row.hint)))

    return headings, rows()


def _lines(path: Path) -> list[str]:
    lines: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines.extend(file)
    except UnicodeDecodeError as error:
        raise ShopUnavailable(
            detail=f"{path}: after line {len(lines)}: save it as UTF-8 ({error})"
        ) from error
    except OSError as error:
        raise ShopUnavailable(detail=f"{path}: {error}") from error
    return lines


def moment(row: Row, column: str) -> datetime | None:
    """The time in a column; None where it is empty.

    Raises: ValueError, as do all that follow.
    """
    text = row[column]
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{column} {text!r} is no time; write it like {A_TIME}") from error
    if found.tzinfo is None:
        raise ValueError(f"{column} {text!r} is a time without its offset; write it like {A_TIME}")
    return found


def day(row: Row, column: str) -> date:
    """The day in a column."""
    try:
        return date.fromisoformat(row[column])
    except ValueError as error:
        raise ValueError(f"{column} {row[column]!r} is no day; write it like {A_TIME[:10]}") from error


def amount(row: Row, column: str) -> Decimal:
    """The sum of money in a column."""
    text = row[column]
    try:
        found = Decimal(with_dot(text))
    except InvalidOperation as error:
        raise ValueError(f"{column} {text!r} is no amount") from error
    if not found.is_finite():
        raise ValueError(f"{column} {text!r} is no amount")
    return found


def whole(row: Row, column: str) -> int:
    """The whole number in a column."""
    return as_whole(row[column], column)


def as_whole(text: str, column: str) -> int:
    """The same of a part of a cell."""
    try:
        return int(text)
    except ValueError as error:
        raise ValueError(f"{column} {text!r} is no whole number") from error
