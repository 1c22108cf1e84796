"""Tables of text: delimiter and columns told by the first row."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from training.transcripts.dialogue import LineError
from training.transcripts.sources.opened import Opened

DELIMITERS = ",;\t|"
MAX_CELL = 1_000_000
"""Characters; a quotation mark that is never closed ends there."""


class Row(NamedTuple):
    """A row by the plain names of its columns. ``line`` is where it begins, from 1."""

    file: str
    line: int
    cells: Mapping[str, str]

    def error(self, reason: str) -> LineError:
        """An error that names its place."""
        return LineError(self.file, self.line, reason)


def columns(file: Opened) -> tuple[str, ...]:
    """The plain names of the columns: small letters, digits and "_"."""
    return tuple(map(_plain, _header(file)[1]))


def rows(file: Opened) -> Iterator[Row | LineError]:
    """The rows below the first one. A row with another number of cells is told.

    Raises: TranscriptError when it is not in its encoding.
    """
    file.check_encoding()
    delimiter, names = _header(file)[0], columns(file)
    with file.text() as text:
        reader = csv.reader(text, delimiter=delimiter)
        yield from _below(str(file.path), reader, names)


def _below(name: str, reader: Iterator[list[str]], names: Sequence[str]) -> Iterator[Row | LineError]:
    csv.field_size_limit(MAX_CELL)
    before = 0
    try:
        for place, cells in enumerate(reader):
            line, before = before + 1, reader.line_num  # type: ignore[attr-defined]
            if place == 0 or not any(cells):
                continue
            if len(cells) != len(names):
                yield LineError(name, line, f"Expected {len(names)} cells, as in the first row.")
            else:
                yield Row(name, line, dict(zip(names, cells, strict=True)))
    except csv.Error:
        reason = f'From here on this is no CSV: a cell has more than {MAX_CELL:,} characters. Is a " missing?'
        yield LineError(name, before + 1, reason)


def _header(file: Opened) -> tuple[str, list[str]]:
    """The delimiter that makes the most of the first row, and its cells."""
    with file.text() as text:
        try:
            first = text.readline(MAX_CELL)
        except UnicodeDecodeError:
            file.check_encoding()
            raise
    found = ((delimiter, next(csv.reader([first], delimiter=delimiter), [])) for delimiter in DELIMITERS)
    return max(found, key=lambda one: len(one[1]))


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.strip().casefold())
    return re.sub(r"[^a-z0-9]+", "_", decomposed.encode("ascii", "ignore").decode()).strip("_")
