"""Rows of tables that stand for what was spoken of: behind "do you ship to Switzerland?" the row of
Switzerland answers "how much?", and "is it free if I order for 120?" is not answered by the row of Ireland,
which has 120 in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.figures import CURRENCIES, PERIODS, read_figures
from retrieval.documents.follow_up import ASKING
from retrieval.documents.query import whole_question
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.table_rows import Columns, columns_of
from retrieval.places import asked_country
from retrieval.words import words

NEAR = 3
"""Messages back in which what is still asked of may have been named."""
MOST, BESIDE = 8, 1
"""Rows of a table that is shown whole, and what else is shown then."""
_COST = re.compile(
    r"\bhow much(?! (?:longer|time|later))\b|\bcosts?\b|\bprices?\b|\bexpensive\b|\bfees?\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\bhow (?:long|soon|fast|quick|many (?:\w+ )?(?:days|weeks|hours))\b|\bwhen\b", re.IGNORECASE
)
_FREE = re.compile(r"\bfree\b|\bincluded\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\b(?:all|each|every|which|everywhere|countries|list)\b", re.IGNORECASE)
"""Asks of more than one row."""
_ORDER_OF = re.compile(
    r"\b(?:for|with|of|on|at|over|under|if i (?:order|buy|spend)(?: for)?) (?:an? )?"
    r"(?:(?:order|parcel|basket)s? (?:of|for|over) )?"
    r"(?:[€£$]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€£$]|eur(?:os?)?\b|pounds?\b|quid\b))"
    r"(?: (?:order|parcel|basket)s?\b)?",
    re.IGNORECASE,
)
""" "For a 140 euro order"."""
_SAID = ASKING | frozenset(words("much many fast quick fee longer"))
_AT_TABLE = re.compile(r"\b(?:the|this) table\b", re.IGNORECASE)
_OF_A_KEY = re.compile(r"\s*(?:[,/&|]|\b(?:and|or)\b)\s*")
_NAME = re.compile(r"[^\W\d_]{2,}")


_WHAT_DAY = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|but|great|thanks)\W+)*(?:when|(?:on )?(?:what|which) (?:day|date|month|days)"
    r"|(?:at )?what time)(?: exactly)?(?:['’]?s| is| are| will| do(?:es)?)?"
    r"(?: (?:it|that|this|they|those|the next one|the next))?(?: (?:be|happen|start|begin|take place|on"
    r"|exactly|next|again|then|now))*\W*$",
    re.IGNORECASE,
)
"""Asks no more than when that is which was told: "and when is that"."""
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|august|september"
    r"|october|november|december|christmas|easter|weekends?|\d{1,2}:\d{2})\b",
    re.IGNORECASE,
)
"""A point in time."""
_THING = re.compile(
    r"\b(?:(?:what|how) about|and(?: for| with)?|for|of)\s+(?:an?|the|my|some|your)\s+"
    r"(?P<thing>(?:[a-z-]{3,} ){0,2}?[a-z-]{3,})(?= (?:then|to|in|from|please|instead|what|how|is|costs?)\b"
    r"|\W*$|[,.?!])",
    re.IGNORECASE,
)
"""The thing that a question puts in the place of another one: "what about a floor lamp then"."""
_LISTED = re.compile(r"\((?P<items>[a-z -]+(?:, [a-z -]+)+[^)]*)\)", re.IGNORECASE)
"""The kinds of things that a row is for: "Large piece (sofas, beds, tables)"."""


class Before(NamedTuple):
    """What the shopper said before, oldest first, the ids of the passages that were cited last, and words for
    the product at hand."""

    said: Sequence[str] = ()
    cited: Sequence[str] = ()
    about: str = ""

    def places(self, snapshot: Snapshot) -> list[int]:
        """Where the passages that were cited stand."""
        return [snapshot.places[one] for one in self.cited if one in snapshot.places]


class _Row(NamedTuple):
    one: Ranked
    columns: Columns

    def is_named(self, said: str) -> bool:
        """Whether a text names what the row stands for, or one of several."""
        there = text_words(said)
        parts = (part for part in _OF_A_KEY.split(self.columns[0][1]) if _NAME.search(part))
        return any(own and own <= there for own in map(text_words, parts))

    def tells(self, question: str) -> bool:
        """Whether the row has what is asked for: a price, or how long something takes."""
        values = " ".join(value for _, value in self.columns[1:])
        units = {figure.unit for figure in read_figures(values).figures}
        costs, takes = _COST.search(question) is not None, _TIME.search(question) is not None
        told = (bool(units & CURRENCIES) or _FREE.search(values) is not None) if costs else True
        return told and (bool(units & PERIODS) if takes else True)


def asks_of_row(question: str) -> bool:
    """Whether a message asks what something costs or how long it takes, and does not say what, or only for an
    order of how much money."""
    asks = _COST.search(question) or _TIME.search(question)
    said = words(_ORDER_OF.sub(" ", question))
    return asks is not None and all(word in _SAID for word in said)


def day_of_shown(snapshot: Snapshot, question: str, before: Before) -> list[Ranked]:
    """The sentence with a day, of those passages that were cited, which has most of the question before,
    where no more is asked than when that is; else []."""
    if not (_WHAT_DAY.match(question) and before.said):
        return []
    asked = text_words(before.said[-1])
    units = [
        Ranked(snapshot.content.units[number], number, place, 1.0, 1.0)
        for place in before.places(snapshot)
        for number in snapshot.unit_range(place)
        if _DAY.search(snapshot.content.units[number].text)
    ]
    best = max(units, key=lambda one: len(asked & text_words(one.unit.text)), default=None)
    return [best] if best is not None and asked & text_words(best.unit.text) else []


def row_spoken_of(snapshot: Snapshot, question: str, before: Before, found: Iterable[int]) -> list[Ranked]:
    """The row that answers a question which ``asks_of_row``, behind an answer: of what was named last, in the
    document that was cited, or the first one with such a row of the places that were ``found``; else []."""
    cited = before.places(snapshot)
    seen: set[range] = set()
    for place in (*cited, *found) if cited and asks_of_row(question) else ():
        document = snapshot.document_range(place)
        if document in seen:
            continue
        seen.add(document)
        rows = [row for own in document for row in _rows(snapshot, own)]
        lately = ([row for row in rows if row.is_named(one)] for one in lately_said(snapshot, before.said))
        if telling := [row.one for row in next(filter(None, lately), []) if row.tells(question)]:
            return telling[:1]
    return []


def rows_meant(
    snapshot: Snapshot, question: str, asked: str, before: Before, chosen: Sequence[Ranked]
) -> list[Ranked]:
    """``chosen`` with the rows of tables that a question means: those that it names, as it was ``asked``
    (together with the one before it, where it follows one), the one of what was spoken of, or all."""
    chosen = _with_row_of(snapshot, asked, chosen)
    chosen = _of_no_other_goods(snapshot, question, chosen)
    spoken = _of_spoken(snapshot, question, before.said, chosen)
    return _whole_table(snapshot, question, before, spoken) if spoken == chosen else spoken


def _with_row_of(snapshot: Snapshot, asked: str, chosen: Sequence[Ranked]) -> list[Ranked]:
    """``chosen`` with the row that a question names, where a sentence points at its table: "we deliver to the
    eight countries in the table"."""
    found: list[Ranked] = []
    for one in chosen:
        if _AT_TABLE.search(one.unit.text) and not one.unit.quote.startswith("|"):
            rows = [row for place in snapshot.document_range(one.place) for row in _rows(snapshot, place)]
            named = [row.one for row in rows if row.is_named(asked)]
            found += named if len(named) == 1 else []
        found.append(one)
    return list({one.number: one for one in found}.values())


def _of_no_other_goods(snapshot: Snapshot, question: str, chosen: Sequence[Ranked]) -> list[Ranked]:
    """``chosen`` with the rows of a table that are for no kind of goods, in place of the one that lists other
    kinds than the thing which a question puts in the place of another."""
    thing = next((match["thing"] for match in _THING.finditer(question)), "")
    found: list[Ranked] = []
    for one in chosen:
        columns = columns_of(one.unit.text, one.unit.quote)
        listed = _LISTED.search(columns[0][1]) if columns else None
        rows = [row for row in _rows(snapshot, one.place) if listed and row.columns[0][0] == columns[0][0]]
        named = [row for row in rows if text_words(thing) & text_words(row.columns[0][1])]
        others = [row.one for row in rows if not _LISTED.search(row.columns[0][1])]
        other = listed is not None and bool(thing) and not named and bool(others)
        found += others if other else [one]
    return list({one.number: one for one in found}.values())


def _of_spoken(
    snapshot: Snapshot, question: str, said: Sequence[str], chosen: Sequence[Ranked]
) -> list[Ranked]:
    """``chosen`` with the row of what was spoken of, first, in place of another row of the same table, where
    the question names none and asks of one."""
    if not said or _SEVERAL.search(question) or asked_country(question) or _THING.search(question):
        return list(chosen)
    rows = [_spoken(snapshot, question, said, one) for one in chosen]
    kept = [one for one, row in zip(chosen, rows, strict=True) if row is None]
    spoken = {row.number: row for row in rows if row is not None}
    return [*spoken.values(), *(one for one in kept if one.number not in spoken)]


def _whole_table(snapshot: Snapshot, question: str, before: Before, chosen: Sequence[Ranked]) -> list[Ranked]:
    """``chosen`` with all rows of a table, first, in place of some, where it is asked what all that costs or
    how long it takes: a question that names no row, as those before it, and says nothing but what the table
    is called, or nothing at all where a passage of its document was cited."""
    asks = _COST.search(question) or _TIME.search(question)
    asked = text_words(question)
    of_what, lately = asked - _SAID, list(lately_said(snapshot, before.said))
    for one in chosen if asks else ():
        columns, passage = columns_of(one.unit.text, one.unit.quote), snapshot.content.passages[one.place]
        rows = [row for row in _rows(snapshot, one.place) if columns and row.columns[0][0] == columns[0][0]]
        called = text_words(" ".join([passage.title, passage.heading, *(name for name, _ in columns)]))
        page = snapshot.document_range(one.place)
        meant = of_what <= called if of_what else any(place in page for place in before.places(snapshot))
        named = any(asked & text_words(row.columns[0][1]) or any(map(row.is_named, lately)) for row in rows)
        telling = sum(row.tells(question) for row in rows)
        if meant and not named and 1 < len(rows) <= MOST and 2 * telling >= len(rows):
            there = {row.one.number for row in rows}
            others = [other for other in chosen if other.number not in there]
            return [*(row.one for row in rows), *others[:BESIDE]]
    return list(chosen)


def _spoken(snapshot: Snapshot, question: str, said: Sequence[str], one: Ranked) -> Ranked | None:
    columns = columns_of(one.unit.text, one.unit.quote)
    names = [name for name, _ in columns]
    table = [
        row
        for place in (snapshot.document_range(one.place) if columns else ())
        for row in _rows(snapshot, place)
        if row.columns[0][0] == names[0]
    ]
    if any(text_words(question) & text_words(row.columns[0][1]) for row in table):
        return None
    for earlier in lately_said(snapshot, said):
        named = [row for row in table if row.is_named(earlier)]
        alike = [row for row in named if [name for name, _ in row.columns] == names] or named
        if alike:
            return alike[0].one if len(alike) == 1 else None
    return None


def lately_said(snapshot: Snapshot, said: Sequence[str]) -> Iterator[str]:
    """The last messages, the newest first, each with the country of its town."""
    for one in reversed(said[-NEAR:]):
        yield f"{whole_question(snapshot, one, ())} {asked_country(one)}"


def _rows(snapshot: Snapshot, place: int) -> Iterator[_Row]:
    for number in snapshot.unit_range(place):
        unit = snapshot.content.units[number]
        columns = columns_of(unit.text, unit.quote)
        if len(columns) > 1 and columns[0][0]:  # without a name, rows are what is told, and not of what
            yield _Row(Ranked(unit, number, place, 1.0, 1.0), columns)
