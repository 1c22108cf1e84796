"""The rows that a measure falls into: "my foot is 245 mm, which size is that?" has one row in a table.

A re-ranker reads that a row tells sizes by the length of a foot, and cannot reckon which one. So where a row
is chosen and the question has a length, the rows of that table are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.table_rows import Columns, columns_of

MOST = 2
"""Rows that are shown for a measure: where it lies between two, both."""
BESIDE = 25
"""Characters between a number without a unit and the name of its column: "waist 92"."""
_CENTIMETRES = {"mm": 0.1, "cm": 1.0, "m": 100.0, "in": 2.54}
_UNIT = r'(?P<unit>mm|cm|m|in|millimet(?:re|er)s?|centimet(?:re|er)s?|met(?:re|er)s?|inch(?:es)?|")'
_MEASURE = re.compile(
    rf"(?<![\w.,])(?:(?P<metres>[12])\s?m\s?(?P<rest>\d\d)\b|(?P<number>\d+(?:[.,]\d+)?)(?:\s?{_UNIT})?(?!\w))",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\((?P<unit>mm|cm|in)\)")
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(
    r"[12]\s?m\s?\d\d\b|\b(?:i'?m|i am|s?he(?:'s| is| measures))(?=\s+(?:\w+\s+)?\d)|[^\W\d_]+", re.IGNORECASE
)
_SAME = {"tall": "height", "feet": "foot", "chest": "chest bust", "bust": "bust chest"}
"""Words of shoppers, and those of columns; "1m72" and "I'm 172 cm" are heights."""


class Measure(NamedTuple):
    """A length in ``unit`` centimetres, None where the unit is that of the column, and from where to where in
    the question it stands."""

    number: float
    unit: float | None
    at: tuple[int, int]

    def length(self, column: float) -> float:
        """In centimetres, for a column in units of so many."""
        return self.number * (self.unit or column)


class _Span(NamedTuple):
    """From what to what length, in centimetres, a cell holds."""

    low: float
    high: float

    def holds(self, length: float) -> bool:
        return self.low - 0.01 <= length <= self.high + 0.01


def measures_in(question: str) -> list[Measure]:
    """What may be a length in a question: "245 mm", "1m65", "34 inches", "waist 92"."""
    found = []
    for match in _MEASURE.finditer(question):
        if match["metres"]:
            found.append(Measure(float(f"{match['metres']}{match['rest']}"), 1.0, match.span()))
        else:
            unit = _centimetres(match["unit"].casefold()) if match["unit"] else None
            found.append(Measure(_number(match["number"]), unit, match.span()))
    return found


def _centimetres(unit: str) -> float:
    short = {"mi": "mm", "ce": "cm", "me": "m", '"': "in"}.get(unit[:2], unit[:2])
    return _CENTIMETRES[short]


def _number(said: str) -> float:
    return float(said.replace(",", "."))


def measured(snapshot: Snapshot, question: str, chosen: Sequence[Ranked]) -> list[Ranked]:
    """``chosen`` with the rows that the measures of the question fall into in place of other rows of the same
    table."""
    measures = measures_in(question)
    if not measures:
        return list(chosen)
    result: list[Ranked] = []
    done: set[tuple[str, tuple[str, ...]]] = set()
    for one in chosen:
        names = _names(columns_of(one.unit.text, one.unit.quote))
        table = (snapshot.content.passages[one.place].document_id, names)
        fitting = _fitting(snapshot, one, names, question, measures) if names else []
        if table not in done:
            result += fitting or [one]
        if fitting:
            done.add(table)
    return result


def _names(columns: Columns) -> tuple[str, ...]:
    return tuple(name for name, _ in columns)


def _fitting(
    snapshot: Snapshot, one: Ranked, names: tuple[str, ...], question: str, measures: Sequence[Measure]
) -> list[Ranked]:
    """The rows of the table of ``one`` that the first measure falls into that has a column there."""
    table = list(_table(snapshot, one, names))
    for measure in measures:
        for column, named in _columns_for(question, measure, names):
            length = measure.length(_unit(names[column]))
            rows = [(span, row) for row, cells in table if (span := _span(*cells[column])) is not None]
            fitting = [row for span, row in rows if span.holds(length)]
            if not fitting and named and measure.unit:
                fitting = _between(rows, length, up_to="up to" in names[column].casefold())
            if fitting:
                return fitting[:MOST]
    return []


def _table(snapshot: Snapshot, one: Ranked, names: tuple[str, ...]) -> Iterator[tuple[Ranked, Columns]]:
    """The rows of the document that have these columns."""
    for place in snapshot.document_range(one.place):
        for number in snapshot.unit_range(place):
            unit = snapshot.content.units[number]
            columns = columns_of(unit.text, unit.quote)
            if _names(columns) == names:
                yield msgspec.structs.replace(one, unit=unit, number=number, place=place), columns


def _columns_for(question: str, measure: Measure, names: Sequence[str]) -> list[tuple[int, bool]]:
    """The columns of lengths that the question names, the one named nearest to the measure first, and beside
    it where the measure has no unit; else the only one that there is. With whether it is named."""
    near = {}
    for column, name in enumerate(names):
        if _COLUMN.search(name):
            own = text_words(_COLUMN.sub("", name))
            naming = (m for m in _WORD.finditer(question) if _meant(m[0].casefold()) & own)
            near[column] = min((_distance(question, m.span(), measure.at) for m in naming), default=-1)
    named = sorted((distance, column) for column, distance in near.items() if distance >= 0)
    if measure.unit is None:
        return [(column, True) for distance, column in named if distance <= BESIDE]
    only = [(column, False) for column in near] if len(near) == 1 else []
    return [(column, True) for _, column in named] or only


def _distance(text: str, one: tuple[int, int], other: tuple[int, int]) -> int:
    """Characters between two pieces of a text, and more where a part of the sentence ends there."""
    first, second = sorted((one, other))
    between = text[first[1] : second[0]]
    return len(between) + BESIDE * sum(map(between.count, ",;."))


def _meant(word: str) -> frozenset[str]:
    return text_words("height" if not word.isalpha() or word == "im" else _SAME.get(word, word))


def _unit(name: str) -> float:
    """That of a column of lengths, in centimetres; 0 of others."""
    column = _COLUMN.search(name)
    return _CENTIMETRES[column["unit"]] if column else 0.0


def _span(name: str, value: str) -> _Span | None:
    unit, numbers = _unit(name), [_number(number) for number in _NUMBERS.findall(value)]
    return _Span(numbers[0] * unit, numbers[-1] * unit) if unit and numbers else None


def _between(rows: Sequence[tuple[_Span, Ranked]], length: float, *, up_to: bool) -> list[Ranked]:
    """The rows next below and above a length; nothing beyond the table, and none below where a row reaches up
    to what it tells."""
    below = max((row for row in rows if row[0].high < length), key=lambda row: row[0].high, default=None)
    above = min((row for row in rows if row[0].low > length), key=lambda row: row[0].low, default=None)
    if above is None or (below is None and not up_to):
        return []
    return [row for _, row in ([above] if up_to or below is None else [below, above])]
