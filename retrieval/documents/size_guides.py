"""What size guides say of the measures of somebody's body: the row that holds them, in the guide for the
person and the thing that are spoken of.

Which of the tables for women, men and children is meant, and that for suits or that for shirts, is said in an
earlier message as often as in this one, or by the product at hand; a re-ranker sees none of this.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from retrieval.documents.amounts import Row
from retrieval.documents.body_measures import HEIGHT, body_measures, parts_named
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.for_whom import (
    CHILDREN,
    NOTHING,
    About,
    only_for_whom,
    person_in,
    person_words,
    persons_meant,
)
from retrieval.documents.measures import Lengths, Measure, lengths, measures_in, tables_of
from retrieval.documents.snapshot import Snapshot
from retrieval.words import words

NEAR = 5
"""Messages back in which somebody's measures, and for whom it is, may have been said."""
GROWN_UP = 150.0
"""Centimetres from which somebody is no child where nobody says so."""
MAKER = 3
"""Messages back, this one counted, in which a maker may have been named."""
MOST, BESIDE = 3, 1
"""Rows and sentences of one guide that are shown, and sentences beside them."""
_ASKS_SIZE = re.compile(
    r"\b(?:what|which)\b[^.?!]{0,40}?\bsizes?\b|\bsize (?:guide|chart)\b"
    r"|\bsize (?:do|should|would|will|am|is|for|with|then)\b"
    r"|\bsizes? \S+ or \S+|\b(?:my|his|her|right|correct) size\b",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\bcomes? in\b|\bavailable\b|\bin stock\b|\b(?:have|got|do) you\b|\bis there\b", re.IGNORECASE
)
"""Asks which sizes there are, and not which is somebody's."""
_RANGE = re.compile(
    r"\b(?P<size>[A-Z]{0,3}\d{1,3}[A-Z]?|X{0,3}[SL]|M)\b[^.;,\d]{1,40}?"
    r"(?P<low>\d+(?:[.,]\d+)?)\s?(?:-|–|to)\s?(?P<high>\d+(?:[.,]\d+)?)\s?(?P<unit>mm|cm|inch(?:es)?)\b"
)
""" "W34 of 86-89 cm"."""
_ALL_IN = re.compile(
    r"\b(?:all|measures?|measurements?|sizes|lengths|values|figures)\b[^.|]{0,30}\bin (?P<unit>cm|centimet\w+"
    r"|mm|millimet\w+|inches)\b",
    re.IGNORECASE,
)
""" "All measures in cm", where no column has a unit."""
_ADD = re.compile(r"\badd (?P<more>\d+(?:[.,]\d+)?\s?(?:mm|cm|inch(?:es)?))\b", re.IGNORECASE)
""" "Add 1.2 cm to the length of the foot: that is the inside length you need"."""
_IS_GUIDE = re.compile(r"\b(?:siz(?:e|es|ing)|measure\w*|fits?)\b", re.IGNORECASE)
_OF_GUIDE = text_words(
    "size sizes sizing guide chart table overview measure measures measurement measurements body find how to"
    " your our the right fit fitting for of and in by cm inch length height clothing clothes own brand"
)
"""Words of a title or heading that say nothing of what a guide is for."""
_WHOLE = (
    ("foot", frozenset(words("shoe boot footwear trainer sandal"))),
    ("hand", frozenset(words("glove mitten"))),
    ("head", frozenset(words("helmet hat cap"))),
)
"""What a part of the body is measured for."""
_WORD = re.compile(r"[^\W\d_]+")
_RUNS = re.compile(
    r"\b(?:runs?|comes? (?:out|up)|falls?|fits?|turns? out)\b[^.]{0,20}\b(?:small|large|big|tight|narrow|wide"
    r"|true)"
    r"|\btrue to size\b|\bone size (?:smaller|larger|bigger|up|down)\b",
    re.IGNORECASE,
)
"""Tells how the things of a maker come out."""


_TALL = re.compile(r"\b(?:up to|from|over|under|taller than) 1\d\d\s?cm\b", re.IGNORECASE)
_SIZE = r"(?:\d{1,3}(?:[.,]5)?|x{0,3}[sl]|m)"
_COMES_OUT = re.compile(
    r"\btrue to size\b"
    r"|\b(?:runs?|running|comes? (?:out|up)|turns? out|falls?)\b.{0,15}"
    r"\b(?:small|large|big|tight|narrow|wide)\b"
    rf"|\b(?:normally|usually|always|otherwise|typically)\b.{{0,20}}?\b{_SIZE}\b"
    rf"|\b(?:i['’]?m|i am|i wear|i take) (?:an? |size )?{_SIZE} (?:normally|usually|otherwise|everywhere)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\bbetween (?:two )?sizes\b|\bbetween (?:an? |size )?{_SIZE} (?:and|or|&) (?:an? )?{_SIZE}\b"
    r"|^\W*(?:(?:so|ok|im|i['’]m|i am)\W+)*(?:in[ -]?between)\b",
    re.IGNORECASE,
)
_TWO = text_words("between two take larger smaller one if you")
_TWO_SIZES = re.compile(r"\b(?:between|in between) (?:two|2|the)? ?sizes\b", re.IGNORECASE)


class _Found(NamedTuple):
    """A unit that holds some of the measures: of which page, for whom that is or its section, the words for
    what it is for, and the sentence around it that says what to add."""

    one: Ranked
    held: frozenset[str]
    page: str
    person: str
    things: frozenset[str]
    added: tuple[Ranked, ...] = ()


def asks_size(text: str) -> bool:
    """Whether a text asks which size is somebody's."""
    return _ASKS_SIZE.search(text) is not None and _OFFERED.search(text) is None


def measures_said(question: str, said: Sequence[str]) -> Mapping[str, Measure]:
    """The measures that a question for a size is asked of: its own, and those of the last messages; none
    where it asks for no size."""
    asks = asks_size(question)
    own = body_measures(question, of_size=asks)
    lately = said[-NEAR:]
    whom = only_for_whom(question) and any(map(asks_size, lately))
    if not (own or asks or whom):
        return {}
    found = dict(own)
    for earlier in reversed(lately):
        if asks or whom or not own:
            for name, one in body_measures(earlier, of_size=True).items():
                found.setdefault(name, one)
    return found


def query_of_sizes(lately: Sequence[str], measures: Mapping[str, Measure], about: About = NOTHING) -> str:
    """What the size guides are searched by: for whom, and what is measured; ``lately``: the newest first."""
    whom = sorted(persons_meant(lately[:NEAR], about) or person_words())
    return f"size guide {' '.join(whom)} {' '.join(measures)} {about.text}".strip()


def rows_of_measures(
    snapshot: Snapshot, places: Iterable[int], question: str, said: Sequence[str], about: About = NOTHING
) -> list[Ranked]:
    """The rows and sentences of the size guides among the pages at these ``places`` that hold the measures of
    a question, or of what was ``said`` before it; [] where there are none for whom and for what they are
    meant."""
    measures = measures_said(question, said)
    if not measures:
        return []
    lately = [question, *reversed(said[-NEAR:])]
    pages = dict.fromkeys(snapshot.document_range(place) for place in places)
    found = [one for page in pages for one in _held(snapshot, page, measures)]
    whom = persons_meant(lately, about)
    found = [one for one in found if not whom or not one.person or one.person in whom]
    found = _for_what(found, lately, about, measures)
    height = measures.get(HEIGHT)
    if not whom and (height is None or height.length(1.0) > GROWN_UP):
        found = [one for one in found if one.person != CHILDREN]
    shown = [one for page in dict.fromkeys(one.page for one in found) for one in _of_page(found, page)]
    rows = [row for one in shown for row in (*one.added, one.one)]
    pages = dict.fromkeys(snapshot.document_range(one.one.place) for one in shown[:1])
    tall = [one for own in shown if HEIGHT in measures for one in _by_height(snapshot, own.one)]
    there = {snapshot.content.passages[one.one.place].heading for one in shown}
    beside = [note for page in pages for note in _beside(snapshot, page, lately, about, there)]
    return list({row.number: row for row in [*rows, *tall[:BESIDE], *beside[:BESIDE]]}.values())


def _by_height(snapshot: Snapshot, one: Ranked) -> Iterator[Ranked]:
    """The sentences of the section of a sentence that tell lengths by how tall somebody is."""
    heading = snapshot.content.passages[one.place].heading
    if not one.unit.quote.startswith("|"):
        below = _sentences_below(snapshot, snapshot.document_range(one.place), heading)
        yield from (own for own in below if _TALL.search(own.unit.text) and not parts_named(own.unit.text))


def _beside(
    snapshot: Snapshot, page: range, lately: Sequence[str], about: About, there: Container[str]
) -> Iterator[Ranked]:
    """What stands below another heading than those of the rows ``there`` that a question names ("room to
    grow"), and how the things of a maker come out; ``lately``: the newest first."""
    said = text_words(lately[0])
    for place in page:
        heading = snapshot.content.passages[place].heading
        named = text_words(heading)
        if heading not in there and len(named) > 1 and named <= said:
            yield from _sentences(snapshot, place)
    yield from _how_it_comes_out(snapshot, page, text_words(" ".join([*lately[:MAKER], about.brand])))


def advice_on_sizes(
    snapshot: Snapshot, places: Iterable[int], question: str, said: Sequence[str], about: About = NOTHING
) -> list[Ranked]:
    """What the size guides among the pages at these ``places`` say to who tells or asks of sizes and of no
    measures: how the things of a maker come out, and what to take between two sizes; else []."""
    lately = [question, *reversed(said[-NEAR:])]
    pages = list(dict.fromkeys(snapshot.document_range(place) for place in places))
    whom = persons_meant(lately, about)
    spoken = text_words(f"{question} {about.text}")
    own = [page for page in pages if _fits_page(snapshot, page, whom, spoken)]
    special = [page for page in own if _of_page_itself(snapshot, page)[1] & spoken]
    found: list[Ranked] = []
    if _COMES_OUT.search(question):
        makers = text_words(f"{question} {about.brand}")
        found += [one for page in special or own for one in _how_it_comes_out(snapshot, page, makers)][
            :BESIDE
        ]
    if _BETWEEN.search(question):
        between = [one for page in special or own for one in _between(snapshot, page)]
        naming = [one for one in between if text_words(one.unit.text) & (spoken - _OF_GUIDE - _TWO)]
        found += (naming or between)[:MOST]
    return list({one.number: one for one in found}.values())


def tells_how_it_comes_out(text: str) -> bool:
    """Whether a text tells how the things of a maker come out: "Vela pumps run small"."""
    return _RUNS.search(text) is not None


def asks_advice(text: str) -> bool:
    """Whether a text tells of sizes ("normally a 38", "between 42 and 43"), or asks how things come out."""
    return bool(_COMES_OUT.search(text) or _BETWEEN.search(text))


def _of_page_itself(snapshot: Snapshot, page: range) -> tuple[str, frozenset[str]]:
    return _of_section(snapshot.content.passages[page[0]].title, "")


def _fits_page(snapshot: Snapshot, page: range, whom: frozenset[str], spoken: frozenset[str]) -> bool:
    """Whether a page is a size guide, for whom and for what is spoken of."""
    person, things = _of_page_itself(snapshot, page)
    is_guide = _IS_GUIDE.search(snapshot.content.passages[page[0]].title) is not None
    return is_guide and (not things or bool(things & spoken)) and (not whom or not person or person in whom)


def _between(snapshot: Snapshot, page: range) -> Iterator[Ranked]:
    for place in page:
        below = _TWO_SIZES.search(snapshot.content.passages[place].heading)
        yield from (one for one in _sentences(snapshot, place) if below or _TWO_SIZES.search(one.unit.text))


def _of_page(found: Sequence[_Found], page: str) -> list[_Found]:
    own = sorted((one for one in found if one.page == page), key=lambda one: one.one.number)
    all_held = [one for one in own if len(one.held) == len(frozenset().union(*(other.held for other in own)))]
    return (all_held or own)[:MOST]


def _held(snapshot: Snapshot, page: range, measures: Mapping[str, Measure]) -> Iterator[_Found]:
    """The rows and sentences of a page that hold one of the measures."""
    passages = [snapshot.content.passages[place] for place in page]
    title = passages[0].title
    told = " ".join((title, *(f"{one.heading} {one.text}" for one in passages)))
    if not _IS_GUIDE.search(told):
        return
    first = Ranked(snapshot.content.units[0], 0, page[0], 1.0, 1.0)
    for table, rows in tables_of(snapshot, first).items():
        person, things = _of_section(title, table.heading)
        around = _sentences_below(snapshot, page, table.heading)
        for row, held, added in _held_rows(rows, measures, told, around):
            yield _Found(row, held, table.document, person, things, added)
    for place in page:
        passage = snapshot.content.passages[place]
        person, things = _of_section(title, passage.heading)
        for one in _sentences(snapshot, place):
            held = frozenset(name for name, own in measures.items() if _ranges_hold(one.unit.text, name, own))
            if held:
                yield _Found(one, held, passage.document_id, person, things)


def _of_section(title: str, heading: str) -> tuple[str, frozenset[str]]:
    """For whom a section is, and the words for what it is for: those of its page where it has no heading."""
    return person_in(heading) or person_in(title), _things(heading) or _things(title)


def _things(heading: str) -> frozenset[str]:
    """The words for the things that a heading is about."""
    parts = text_words(" ".join(word for word in _WORD.findall(heading) if parts_named(word)))
    return text_words(heading) - _OF_GUIDE - parts - frozenset().union(*person_words().values())


def _sentences(snapshot: Snapshot, place: int) -> Iterator[Ranked]:
    for number in snapshot.unit_range(place):
        unit = snapshot.content.units[number]
        if not unit.quote.startswith("|"):
            yield Ranked(unit, number, place, 1.0, 1.0)


def _sentences_below(snapshot: Snapshot, page: range, heading: str) -> list[Ranked]:
    places = (place for place in page if snapshot.content.passages[place].heading == heading)
    return [one for place in places for one in _sentences(snapshot, place)]


def _held_rows(
    table: Sequence[Row], measures: Mapping[str, Measure], told: str, around: Sequence[Ranked]
) -> Iterator[tuple[Ranked, frozenset[str], tuple[Ranked, ...]]]:
    """The rows of a table that hold some of the measures, or that these lie between, with which ones, and the
    sentence that says what to add to one."""
    rows: dict[int, Ranked] = {}
    held: dict[int, set[str]] = {}
    adding: dict[int, tuple[Ranked, ...]] = {}
    for name, measure in measures.items():
        for column, moved, added in _columns_for(name, measure, table, told, around):
            own = column.holding(moved) or column.between(moved)
            for row in own[-1:] if added else own[:2]:  # what is to be had within must be no shorter
                rows[row.number], adding[row.number] = row, added
                held.setdefault(row.number, set()).add(name)
    for number, row in rows.items():
        yield row, frozenset(held[number]), adding[number]


def _columns_for(
    name: str, measure: Measure, table: Sequence[Row], told: str, around: Sequence[Ranked]
) -> Iterator[tuple[Lengths, Measure, tuple[Ranked, ...]]]:
    """The columns of a table for a part of the body, with the measure as it is looked up there; one to which
    the text ``around`` says to add something, too."""
    all_in = _ALL_IN.search(told)
    for column in lengths(table, _unit_said(all_in["unit"]) if all_in else 0.0):
        if name in parts_named(column.name):
            yield column, measure, ()
            continue
        for one in around:
            adds = _ADD.search(one.unit.text)
            if adds and name in parts_named(one.unit.text) and _shares(column.name, one.unit.text):
                more = measures_in(adds["more"])[0].length(column.unit)
                yield column, Measure(measure.length(column.unit) + more, 1.0, measure.at), (one,)


def _unit_said(unit: str) -> float:
    return {"c": 1.0, "m": 0.1, "i": 2.54}[unit[0].casefold()]


def _shares(column: str, sentence: str) -> bool:
    said = {word for word in text_words(column) if word.isalpha() and len(word) > 2}
    return len(said & text_words(sentence)) >= min(2, len(said))


def _ranges_hold(text: str, name: str, measure: Measure) -> bool:
    """Whether the ranges that a sentence lists for a part of the body hold a measure."""
    ranges = list(_RANGE.finditer(text))
    if len(ranges) < 2 or name not in parts_named(text):
        return False
    unit = _unit_said(ranges[0]["unit"])
    low, high = (_number(ranges[at][end]) * unit for at, end in ((0, "low"), (-1, "high")))
    return low <= measure.length(unit) <= high


def _number(said: str) -> float:
    return float(said.replace(",", "."))


def _for_what(
    found: Sequence[_Found], lately: Sequence[str], about: About, measures: Mapping[str, Measure]
) -> list[_Found]:
    """Of each page what stands below a heading for the thing that is spoken of, else what is for no thing in
    particular: suits have a table of their own."""
    whole = frozenset().union(*(own for part, own in _WHOLE if part in measures))
    told = [about.text] if about.text else lately[1:]
    texts = (text_words(text) for text in (lately[0], *told))
    meant = whole | next(
        (said for said in texts if any(said & one.things for one in found)), frozenset[str]()
    )
    special = [one for one in found if one.things & meant]
    pages = {one.page for one in special}
    return [*special, *(one for one in found if not one.things and one.page not in pages)]


def _how_it_comes_out(snapshot: Snapshot, page: range, makers: frozenset[str]) -> Iterator[Ranked]:
    """The sentence that says how the things of a maker come out who is named."""
    for place in page:
        for one in _sentences(snapshot, place):
            if _RUNS.search(one.unit.text) and _names_in(one.unit.text) & makers:
                yield one


def _names_in(sentence: str) -> frozenset[str]:
    """The first words of a sentence, by which it may name a maker."""
    return text_words(" ".join(_WORD.findall(sentence)[:2])) - _OF_GUIDE
