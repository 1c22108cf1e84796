"""The rows that a measure falls into: "my foot is 245 mm, which size is that?" has one row in a table.

A re-ranker reads that a row tells sizes by the length of a foot, and cannot reckon which one. So where a row
is chosen and the question has a length, the rows of that table are looked up; those of the tables beside it
where it ends before that length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

import msgspec

from retrieval.documents.amounts import Row, row_of_amount
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.table_rows import columns_of

MOST = 2
"""Rows that are shown for a measure: where it lies between two, both."""
BESIDE = 25
"""Characters between a number without a unit and the name of its column: "waist 92"."""
_CENTIMETRES = {"mm": 0.1, "cm": 1.0, "m": 100.0, "in": 2.54}
_UNIT = r'(?P<unit>mm|cm|m|in|millimet(?:re|er)s?|centimet(?:re|er)s?|met(?:re|er)s?|inch(?:es)?|")'
_OTHER = r"(?:mm|cm|in|inch(?:es)?|millimet\w*|centimet\w*|k?g|m?l|euros?|gbp|pounds?|usd)\b"
"""Makes no metres of "1.94" or "1,94"."""
_MEASURE = re.compile(
    r"(?<![\w.,€£$])(?:(?P<metres>[12])(?:\s?m\s?|[.,])(?P<rest>\d\d)(?:\s?m)?"
    rf"(?![\w\"]|[.,]\d|\s?[%€£$]|\s?{_OTHER})|(?P<number>\d+(?:[.,]\d+)?)(?:\s?{_UNIT})?(?!\w))",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"\((?P<in>mm|cm|in)\)|,?\s(?:in\s)?(?P<unit>mm|cm|inch(?:es)?)\s*$", re.IGNORECASE)
""" "Chest (cm)", "foot length in cm"."""
_CELL = re.compile(
    r'\d+(?:[.,]\d+)?(?:\s?(?P<first>mm|cm|m|in(?:ch(?:es)?)?|"))?'
    r'(?:\s?(?:-|–|to)\s?\d+(?:[.,]\d+)?(?:\s?(?P<last>mm|cm|m|in(?:ch(?:es)?)?|"))?)?'
)
_OF_SOMEBODY = re.compile(
    r"\bsizes?\b|\b(?:i'?m|i am|he|she|(?:s?he)'?s|(?:for|fits?) (?:me|him|her)|son|daughter|child|kid|boy"
    r"|girl|someone|somebody|person|people|year old)\b",
    re.IGNORECASE,
)
"""Asks for the size of somebody, whose length then has a column though it is not named."""
_SIZE = re.compile(r"\bsizes?\b", re.IGNORECASE)
_OF_ANYTHING = text_words(
    "size fit take need want wear buy get tell know think recommend suit measure which tall high long wide"
    " big small right good best old year month age mother father mum dad wife husband son daughter child kid"
    " girl boy friend partner man woman someone somebody person people him her cm mm inch centimetre please"
)
"""Say nothing of what a length is measured for."""
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
_WORD = re.compile(
    r"[12](?:\s?m\s?|[.,])\d\d\b|\b(?:i'?m|i am|s?he(?:'s| is| measures))(?=\s+(?:\w+\s+)?\d)|[^\W\d_]+",
    re.IGNORECASE,
)
_SAME = {"tall": "height", "feet": "foot", "chest": "chest bust", "bust": "bust chest"}
"""Words of shoppers, and those of columns; "1m72", "1.72" and "I'm 172 cm" are heights."""


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


def measured(
    snapshot: Snapshot, question: str, chosen: Sequence[Ranked], lately: Sequence[str] = ()
) -> list[Ranked]:
    """``chosen`` with the rows that the lengths and other amounts of the question fall into in place of other
    rows of the same table; ``lately``: what was said before, which may name the row."""
    measures = measures_in(question)
    if not measures:
        return list(chosen)
    result: list[Ranked] = []
    done: set[Table] = set()
    for one in chosen:
        columns, table = columns_of(one.unit.text, one.unit.quote), table_of(snapshot, one)
        tables = tables_of(snapshot, one) if columns else {}
        fitting = _fitting(tables, table, question, measures) if table in tables else _NONE
        if table not in done:
            result += fitting.rows or [
                row_of_amount(question, Row(one, columns), tables.get(table, []), lately)
            ]
        if fitting.rows:
            done.add(table)
    return list({one.number: one for one in result}.values())


def row_named(snapshot: Snapshot, question: str, ranked: Sequence[Ranked]) -> list[Ranked]:
    """The rows that a length of a question falls into, where it names what is measured ("chest 98"), and the
    first of the ``ranked`` is a row of that table, in a document that has all its words of what is measured
    for; words that no document has name a product where a size is asked for. Else []."""
    measures = measures_in(question)
    if not measures or not ranked or not columns_of(ranked[0].unit.text, ranked[0].unit.quote):
        return []
    fitting = _fitting(tables_of(snapshot, ranked[0]), table_of(snapshot, ranked[0]), question, measures)
    if not fitting.named:
        return []
    passages = [snapshot.content.passages[place] for place in snapshot.document_range(ranked[0].place)]
    told = text_words(" ".join(f"{one.title} {one.heading} {one.text}" for one in passages))
    asked = {word for word in text_words(question) if word.isalpha()}
    strange = asked - told - _OF_ANYTHING
    named = _SIZE.search(question) and not any(map(snapshot.lexical.frequency, strange))
    return fitting.rows if named or not strange else []


class Table(NamedTuple):
    """What the rows of a table share: their document, the heading above, the names of the columns."""

    document: str
    heading: str
    names: tuple[str, ...]


class _Fitting(NamedTuple):
    """The rows that a length falls into, and whether the question names what is measured."""

    rows: list[Ranked]
    named: bool


_NONE = _Fitting([], named=False)


def table_of(snapshot: Snapshot, one: Ranked) -> Table:
    """The table that a row stands in."""
    passage = snapshot.content.passages[one.place]
    names = tuple(name for name, _ in columns_of(one.unit.text, one.unit.quote))
    return Table(passage.document_id, passage.heading, names)


def tables_of(snapshot: Snapshot, one: Ranked) -> dict[Table, list[Row]]:
    """The rows of the tables of the document."""
    tables: dict[Table, list[Row]] = {}
    for place in snapshot.document_range(one.place):
        for number in snapshot.unit_range(place):
            unit = snapshot.content.units[number]
            row = msgspec.structs.replace(one, unit=unit, number=number, place=place)
            if columns := columns_of(unit.text, unit.quote):
                tables.setdefault(table_of(snapshot, row), []).append(Row(row, columns))
    return tables


def _fitting(
    tables: Mapping[Table, Sequence[Row]], table: Table, question: str, measures: Sequence[Measure]
) -> _Fitting:
    """The rows of a table that the first measure falls into that has a column there, with those of a table
    beside it that is made alike, where the question names neither, or where it lies beyond the one."""
    columns = lengths(tables[table])
    others = [column for other, rows in tables.items() if other != table for column in lengths(rows)]
    alike = [column for other in _alike(tables, table, question) for column in lengths(tables[other])]
    for measure in measures:
        for column in _named(question, measure, columns):
            if own := column.holding(measure) or column.between(measure):
                return _Fitting(own[:MOST] + _beside(column, alike, measure), named=True)
            if column.ends_before(measure) and (own := _beside(column, others, measure)):
                return _Fitting(own[:MOST], named=True)
        if measure.unit is None:
            continue
        somebody = _OF_SOMEBODY.search(question) is not None
        meant = columns if len(columns) == 1 or somebody else []
        holding = [own[:MOST] + _beside(c, alike, measure) for c in meant if (own := c.holding(measure))]
        if not holding and somebody:
            beyond = (_beside(column, others, measure) for column in meant if column.ends_before(measure))
            holding = [own[:MOST] for own in beyond if own]
        if len(holding) == 1:
            return _Fitting(holding[0], named=False)
    return _NONE


def _alike(tables: Mapping[Table, Sequence[Row]], table: Table, question: str) -> list[Table]:
    """The other tables whose rows stand for the same (a "frame size" each) under another heading, where the
    question has no word of the heading of one alone."""
    others = [
        other for other in tables if other.heading != table.heading and other.names[0] == table.names[0] != ""
    ]
    headings = [text_words(one.heading) for one in (table, *others)]
    own = frozenset[str]().union(*headings) - frozenset.intersection(*headings)
    return [] if own & text_words(question) else others


class Lengths(NamedTuple):
    """A column of lengths: its name, its unit in centimetres, and what each row holds."""

    name: str
    unit: float
    rows: Sequence[tuple[_Span, Ranked]]

    def holding(self, measure: Measure) -> list[Ranked]:
        """The rows that hold a length."""
        length = measure.length(self.unit)
        return [row for span, row in self.rows if span.holds(length)]

    def ends_before(self, measure: Measure) -> bool:
        """Whether a length lies beyond all that the column holds."""
        length = measure.length(self.unit)
        return all(span.low > length for span, _ in self.rows) or all(
            span.high < length for span, _ in self.rows
        )

    def between(self, measure: Measure) -> list[Ranked]:
        """The rows next below and above a length with a unit; nothing beyond the table, and none below where
        a row reaches up to what it tells."""
        length, up_to = measure.length(self.unit), "up to" in self.name.casefold()
        below = max((row for row in self.rows if row[0].high < length), key=_high, default=None)
        above = min((row for row in self.rows if row[0].low > length), key=_low, default=None)
        if measure.unit is None or above is None or (below is None and not up_to):
            return []
        return [row for _, row in ([above] if up_to or below is None else [below, above])]


def _high(row: tuple[_Span, Ranked]) -> float:
    return row[0].high


def _low(row: tuple[_Span, Ranked]) -> float:
    return row[0].low


def lengths(table: Sequence[Row], otherwise: float = 0.0) -> list[Lengths]:
    """The columns of lengths of a table: "(cm)" stands in the name, or each cell has its unit; where neither
    does, those of numbers alone are in units of ``otherwise`` so many centimetres, if that is not 0."""
    found = []
    for number, (name, _) in enumerate(table[0].columns):
        cells = [row.columns[number][1] for row in table]
        numbers = bool(otherwise) and all(_CELL.fullmatch(cell) for cell in cells)
        if unit := _unit(name, cells) or (otherwise if numbers else 0.0):
            spans = ((_span(cell, unit), row.one) for cell, row in zip(cells, table, strict=True))
            rows = [(span, row) for span, row in spans if span is not None]
            found.append(Lengths(name, unit, rows))
    return found


def _unit(name: str, cells: Sequence[str]) -> float:
    """That of a column of lengths, in centimetres; 0 of others."""
    if column := _COLUMN.search(name):
        return _centimetres((column["in"] or column["unit"]).casefold())
    read = [_CELL.fullmatch(cell) for cell in cells]
    units = {(one["last"] or one["first"] or "").casefold() if one else "" for one in read}
    return _centimetres(units.pop()) if len(units) == 1 and "" not in units else 0.0


def _span(cell: str, unit: float) -> _Span | None:
    numbers = [_number(number) * unit for number in _NUMBERS.findall(cell)]
    return _Span(numbers[0], numbers[-1]) if numbers else None


def _beside(column: Lengths, others: Sequence[Lengths], measure: Measure) -> list[Ranked]:
    """The rows of the columns of the same name that hold a length, or that it lies between."""
    same = (other for other in others if other.name == column.name)
    return [row for other in same for row in (other.holding(measure)[:1] or other.between(measure))]


def _named(question: str, measure: Measure, columns: Sequence[Lengths]) -> list[Lengths]:
    """The columns that the question names, the one named nearest to the measure first, and beside it where
    the measure has no unit."""
    near = []
    for number, column in enumerate(columns):
        own = text_words(_COLUMN.sub("", column.name))
        naming = (m for m in _WORD.finditer(question) if _meant(m[0].casefold()) & own)
        distances = [distance(question, m.span(), measure.at) for m in naming]
        near += [(min(distances), number)] if distances else []
    most = BESIDE if measure.unit is None else inf
    return [columns[number] for distance, number in sorted(near) if distance <= most]


def distance(text: str, one: tuple[int, int], other: tuple[int, int]) -> int:
    """Characters between two pieces of a text, and more where a part of the sentence ends there."""
    first, second = sorted((one, other))
    between = text[first[1] : second[0]]
    return len(between) + BESIDE * sum(map(between.count, ",;."))


def _meant(word: str) -> frozenset[str]:
    return text_words("height" if not word.isalpha() or word == "im" else _SAME.get(word, word))
