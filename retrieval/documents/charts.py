"""Questions for a chart: "do you have a size chart for gloves?" is answered by the tables of the page about
it, whole."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from retrieval.documents.candidates import Found
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.table_rows import columns_of
from retrieval.words import words

MOST_ROWS = 16
"""Rows that are shown of the tables of a page: a longer one is cut, one that has no room is left out."""
OFFERED = 6
"""Pages that are offered where it was not said of what a chart is to be."""
PAGES = 16
"""Best passages whose pages may have the chart."""
_CHART = re.compile(
    r"\b(?P<of>siz(?:e|es|ing)|measur(?:ement|ing)s?|fit(?:ting)?|prices?|costs?|rates?|fees?|shipping|delivery"
    r"|postage|temperature|conversion|weight)(?: conversion| comparison)?"
    r"[ -]?(?:charts?|tables?|guides?|lists?|overviews?)\b"
    r"|\b(?:charts?|tables?|lists?|overview) (?:of|with|for)(?: \w+){0,3}? (?P<behind>sizes|measurements"
    r"|prices|costs|rates|fees)\b",
    re.IGNORECASE,
)
_FORM = frozenset(
    words(
        "chart table guide list overview conversion comparison please show send see look find got have need"
    )
    + words("where you your any all there")
)
"""Words that say nothing of what the chart is for."""
_SAME = {
    "kid": "child", "children": "child", "man": "men", "woman": "women", "shoe": "footwear",
    "pant": "trouser",
    "deliveri": "ship", "postag": "ship",
}  # fmt: skip
"""Words for whom or what a chart is, by the one that they are taken for."""
_KINDS = (("siz", "measur", "fit"), ("pric", "cost", "rate", "fee"), ("ship", "deliver", "postag"))
"""Beginnings of words that call the same kind of chart."""


def query_of(question: str) -> str:
    """What is searched for where a chart is asked for, the other words for its things among it; "" where none
    is."""
    if _CHART.search(question) is None:
        return ""
    return " ".join([question, *(_SAME[word] for word in words(question) if word in _SAME)])


class Chart(NamedTuple):
    """What there is where a chart is asked for: the rows of the tables of the page that has it, in its order,
    or the titles of the ``pages`` that have one each, where it was not said of what it is to be."""

    rows: list[Ranked]
    pages: tuple[str, ...]


def chart_for(snapshot: Snapshot, found: Found, question: str) -> Chart:
    """The chart that is asked for; nothing where no page has one. ``found``: for what ``query_of`` says."""
    asked = _CHART.search(question)
    if asked is None:
        return Chart([], ())
    kind = _kind(asked["of"] or asked["behind"])
    said = (_SAME.get(word, word) for word in words(question) if not word.startswith(kind))
    things = frozenset(said) - _FORM
    pages: dict[str, tuple[int, list[_Table]]] = {}
    for place in map(int, found.places[:PAGES]):
        page = _Page(snapshot, place)
        if page.tables and things <= page.said and any(word.startswith(kind) for word in page.kinds):
            score = max(len(things & one.named) for one in page.tables)
            pages.setdefault(snapshot.content.passages[place].title, (score, page.tables))
    if not things and len(pages) > 1:
        return Chart([], tuple(pages)[:OFFERED])
    _, tables = max(pages.values(), key=lambda page: page[0], default=(0, []))
    return Chart(_shown(snapshot, found, _of(tables, things)), ())


class _Table(NamedTuple):
    """A table, or the part of it that a passage holds: its place, its rows' numbers, the names of its
    columns, the words of its heading, and these with those of columns and title."""

    place: int
    numbers: list[int]
    columns: frozenset[str]
    heading: frozenset[str]
    named: frozenset[str]


class _Page:
    """A page of the documents: its tables, the words of its title and headings, these and those of columns,
    and all its words."""

    def __init__(self, snapshot: Snapshot, place: int) -> None:
        places = list(snapshot.document_range(place))
        passages = [snapshot.content.passages[one] for one in places]
        self.named = _words(" ".join(f"{one.title} {one.heading}" for one in passages))
        self.said = self.named.union(*(_words(one.text) for one in passages))
        parts = (_part(snapshot, one) for one in places)
        self.tables = [part for part in parts if part.numbers]
        self.kinds = self.named.union(*(one.named for one in self.tables))


def _part(snapshot: Snapshot, place: int) -> _Table:
    units, passage = snapshot.content.units, snapshot.content.passages[place]
    numbers = [n for n in snapshot.unit_range(place) if units[n].quote.startswith("|")]
    columns = [name for n in numbers[:1] for name, _ in columns_of(units[n].text, units[n].quote) if name]
    named = _words(" ".join([passage.title, passage.heading, *columns]))
    return _Table(place, numbers, frozenset(columns), _words(passage.heading), named)


def _words(text: str) -> frozenset[str]:
    return frozenset(_SAME.get(word, word) for word in text_words(text))


def _of(tables: list[_Table], things: frozenset[str]) -> list[_Table]:
    """Of the tables of a page those whose headings name most of the things, and of these the first with those
    that share a column with it."""
    most = max((len(things & one.heading) for one in tables), default=0)
    named = [one for one in tables if len(things & one.heading) == most]
    return [one for one in named if one is named[0] or one.columns & named[0].columns]


def _kind(word: str) -> tuple[str, ...]:
    said = word.lower()
    return next((kind for kind in _KINDS if said.startswith(kind)), (said,))


def _shown(snapshot: Snapshot, found: Found, tables: list[_Table]) -> list[Ranked]:
    rows: list[tuple[int, int]] = []
    for table in tables:
        if not rows or len(rows) + len(table.numbers) <= MOST_ROWS:
            rows += [(table.place, number) for number in table.numbers[:MOST_ROWS]]
    vectors = np.asarray(snapshot.content.unit_vectors[[n for _, n in rows]], np.float32)
    cosines = vectors @ found.query.vector  # (n, d) @ (d,) -> (n,)
    units = snapshot.content.units
    return [Ranked(units[n], n, place, 1.0, float(c)) for (place, n), c in zip(rows, cosines, strict=True)]
