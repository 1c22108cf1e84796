"""The row of a table that an amount falls into: "12 recorders, is there a discount?" has one among "5 to 9",
"10 to 24" and "25 and more".

A re-ranker reads that such a table answers, and cannot reckon which row does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf
from typing import NamedTuple

from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.figures import CURRENCIES, Figure, read_figures
from retrieval.documents.table_rows import Columns

_NO_AMOUNTS = frozenset({"clock", "date", "digits", "%"})
_UNIT_OF_COLUMN = re.compile(r"\([^()]*\)\s*$")
_FROM_TO = re.compile(r"\d\s?[^\W\d_]*[°€£$]?\s?(?:-|–|to|and|until)\s?[€£$]?\d")
_BEYOND = re.compile(r"\b(?:under|below|over|above|(?:less|more|fewer) than)\b", re.IGNORECASE)
"""Leaves the number itself out."""
_LEAST = re.compile(r"\b(?:from|over|above|min(?:imum)?|at least)\b", re.IGNORECASE)
_MOST = re.compile(r"\b(?:up to|under|below|max(?:imum)?|at most)\b", re.IGNORECASE)
_AGE = re.compile(r"\bage[sd]?\b", re.IGNORECASE)
_IS_OLD = re.compile(
    r"\b(?:is|are|'s|am|i'm|aged?|turn(?:s|ed)?)\s(?:only\s|just\s|nearly\s)?\d", re.IGNORECASE
)
_NUMBER = re.compile(r"\d")
_LITTLE = 1e-6
_MONTHS = 12.0


class _Span(NamedTuple):
    """From what to what amount, in the base unit, a row stands for."""

    low: float
    high: float
    unit: str

    def holds(self, amount: float) -> bool:
        return self.low <= amount <= self.high

    @property
    def narrow(self) -> tuple[float, float]:
        """Orders spans: of "up to 2 kg" and "up to 5 kg" the first one is meant for 1 kg."""
        return self.high, -self.low


class Row(NamedTuple):
    """A row of a table, and its columns."""

    one: Ranked
    columns: Columns


def row_of_amount(question: str, chosen: Row, table: Sequence[Row], lately: Sequence[str] = ()) -> Ranked:
    """The row of the ``table`` of a chosen row that the amount of a question falls into, where there is one,
    and where it has all that the question, and what was said ``lately``, name of the chosen row; else the
    chosen one."""
    asked = [figure for figure in read_figures(question).figures if figure.unit not in _NO_AMOUNTS]
    for column in range(len(chosen.columns)) if asked else ():
        spans = [(span, row) for row in table if (span := _span(*row.columns[column])) is not None]
        units = {span.unit for span, _ in spans}
        if len(units) != 1 or len(spans) < 2 or all(span.low == span.high for span, _ in spans):
            continue
        name, unit = chosen.columns[column][0], units.pop()
        amounts = {amount for figure in asked for amount in _amounts(figure, unit, name, question)}
        if len(amounts) != 1:
            continue
        amount = amounts.pop()
        holding = [(span.narrow, row) for span, row in spans if span.holds(amount)]
        if fitting := _like(chosen, column, holding, table):
            named = _named(" ".join([*lately, question]), chosen)
            return fitting.one if named <= text_words(fitting.one.unit.text) else chosen.one
    return chosen.one


def _span(name: str, value: str) -> _Span | None:
    """What a cell stands for: "10 to 24", "up to 2 kg", "from €1,000", "25 and more", "8"; None for all that
    is no amount."""
    unit = _UNIT_OF_COLUMN.search(name)
    figures = read_figures(f"{unit[0].strip()}: {value}" if unit else value).figures
    if len({figure.unit for figure in figures}) != 1 or figures[0].unit in _NO_AMOUNTS:
        return None
    low, high, of = figures[0].value, figures[-1].value, figures[0].unit
    if len(figures) > 1:
        low, high = sorted((low, high))
        return _Span(low, high, of) if len(figures) == 2 and low < high and _FROM_TO.search(value) else None
    beyond = _LITTLE if _BEYOND.search(value) else 0.0
    bound = figures[0].bound
    least = bound == "least" or (bound != "most" and _LEAST.search(name) is not None)
    most = bound == "most" or (not least and _MOST.search(name) is not None)
    return _Span(-inf if most else low + least * beyond, inf if least else high - most * beyond, of)


def _amounts(figure: Figure, unit: str, name: str, question: str) -> Iterator[float]:
    """A figure of a question in the unit of a column; a bare one is money where the question says what of,
    and an age in years."""
    of_money = unit in CURRENCIES and bool(text_words(question) & text_words(name))
    of_years = unit == "month" and bool(_AGE.search(name) and _IS_OLD.search(question))
    if figure.unit == unit or (not figure.unit and of_money):
        yield figure.value
    elif not figure.unit and of_years:
        yield figure.value * _MONTHS


def _like(
    chosen: Row, column: int, holding: Sequence[tuple[tuple[float, float], Row]], table: Sequence[Row]
) -> Row | None:
    """Of the rows that hold an amount the one that stands for what the chosen one stands for, by what several
    rows of the table have in the columns before that of the amount, and is the narrowest of those; None where
    several are."""
    often = Counter(cell for row in table for cell in row.columns[:column])
    groups = {cell for cell in chosen.columns[:column] if often[cell] > 1}

    def shared(row: Row) -> int:
        return len(groups & set(row.columns[:column]))

    most = max((shared(row) for _, row in holding), default=0)
    alike = sorted(((narrow, row) for narrow, row in holding if shared(row) == most), key=lambda own: own[0])
    several = len(alike) > 1 and alike[0][0] == alike[1][0]
    return alike[0][1] if alike and not several else None


def _named(said: str, chosen: Row) -> frozenset[str]:
    """The words of what was said that the chosen row has, numbers aside."""
    shared = text_words(said) & text_words(chosen.one.unit.text)
    return frozenset(word for word in shared if not _NUMBER.search(word))
