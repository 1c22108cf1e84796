"""The sections of care pages on what is spoken of: "can I put it in the machine", of a jumper of merino wool,
is answered below "Wool and cashmere", which a question of the jumper's name never finds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot
from retrieval.types import Passage

_DONE = {
    "wash": re.compile(
        r"\bwash(?:ed|es|ing|able)?\b|\b(?:in|into) (?:the |a )?(?:washing )?machine\b|\blaunder\w*"
        r"|\b[3469]0 ?(?:degrees|°)",
        re.IGNORECASE,
    ),
    "dry": re.compile(r"\b(?:tumble\w*|dryer|drier|dry (?:it|them|flat)|dried|drying)\b", re.IGNORECASE),
    "iron": re.compile(r"\b(?:iron(?:ed|ing|s)?|steam(?:ed|ing)?)\b", re.IGNORECASE),
    "clean": re.compile(r"\b(?:(?:dry-?)?clean(?:ed|ing)?|wiped?|care for|look after)\b", re.IGNORECASE),
}
"""What is done to a thing, and how questions and pages call it."""
_ASKS = re.compile(
    r"\?|^\W*(?:(?:and|so|ok(?:ay)?|but|then|the|my|\w+,)\W+){0,4}?(?:how|can|could|may|do|does|is|are|what|should)\b"
    r"|\bor not\b|,? (?:does|do|can|is) (?:it|they)\b",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_OTHER = re.compile(
    r"\b(?:return\w*|refund\w*|exchang\w*|swap\w*|send|money|cover(?:ed|s)|warrant\w*|guarantee\w*|fault\w*"
    r"|broke\w*|repair\w*|buy|sell|costs?|price|how much|washing line|washbag|wash bag)\b",
    re.IGNORECASE,
)
"""Asks of what comes after it, or of things to buy."""
_PAGE = re.compile(
    r"\b(?:car(?:e|ing)|wash\w*|clean\w*|laundry|laundering|look(?:ing)? after|maintenance|maintain\w*)\b",
    re.IGNORECASE,
)
_OF_CARE = text_words(
    "care caring wash washing clean cleaning laundry laundering look looking after maintenance maintaining"
    " dry drying tumble dryer iron ironing steam steaming rinse rinsing store storing storage"
    " guide how to your our of for the instructions"
)
_PARTS = re.compile(r"\s*(?:[,/&:]|\b(?:and|or)\b)\s*")
PAGES = 20
"""Best passages whose pages may be on care."""


class Section(NamedTuple):
    """Where a section on what is spoken of stands, the parts of its heading, and those that are meant."""

    place: int
    parts: tuple[frozenset[str], ...]
    meant: tuple[frozenset[str], ...]


def asked_care(text: str) -> frozenset[str]:
    """What a question asks to be done to a thing: "wash", "iron"; nothing where it asks of no care."""
    asking = [sentence for sentence in _SENTENCES.split(text) if _ASKS.search(sentence)]
    if not asking or _OTHER.search(text):
        return frozenset()
    return frozenset(name for name, done in _DONE.items() if any(map(done.search, asking)))


def sections_on(snapshot: Snapshot, places: Iterable[int], said: frozenset[str]) -> list[Section]:
    """The sections of care pages among the pages at these ``places`` with a heading that is all ``said``, and
    all those of pages with such a title."""
    found: list[Section] = []
    for page in dict.fromkeys(snapshot.document_range(place) for place in places):
        passages = [snapshot.content.passages[place] for place in page]
        of_page = _parts(passages[0].title)
        whole = any(part <= said for part in of_page)
        own = _told_apart([part for one in passages for part in _parts(one.heading)])
        for place in page:
            passage = snapshot.content.passages[place]
            if not _PAGE.search(f"{passage.title} {passage.heading}"):
                continue
            parts = of_page if whole else _parts(passage.heading)
            meant = tuple(part for part in parts if part <= said or own.get(part, part) <= said)
            found += [Section(place, parts, meant)] if meant else []
    return found


def _told_apart(parts: Sequence[frozenset[str]]) -> dict[frozenset[str], frozenset[str]]:
    """The words by which a thing is told apart from all others of a page, where there are any: "oiled" of
    "oiled wood" beside "lacquered wood"."""
    own = {part: part - frozenset().union(*(other for other in parts if other != part)) for part in parts}
    return {part: words for part, words in own.items() if words}


def is_on_another(passage: Passage, said: frozenset[str]) -> bool:
    """Whether a passage stands below the heading of a care page on something that is not ``said``, or below
    none on a thing and on a page of which no word is."""
    if _PAGE.search(f"{passage.title} {passage.heading}") is None:
        return False
    if parts := _parts(passage.heading):
        return not any(part <= said for part in parts)
    parts = _parts(passage.title)
    return bool(parts) and not any(part & said for part in parts)


def tells_of(snapshot: Snapshot, sections: Sequence[Section], asked: frozenset[str]) -> bool:
    """Whether sections speak of one of the things that are asked to be done."""
    texts = [snapshot.content.passages[one.place].text for one in sections]
    return any(_DONE[name].search(text) for name in asked for text in texts)


def of_meant(sections: Sequence[Section], ranked: Sequence[Ranked], asked: frozenset[str]) -> list[Ranked]:
    """``ranked`` without what is said of another thing of the heading, where something is of the one that is
    meant: "cashmere only by hand" below "Wool and cashmere". What names that thing and what is ``asked``
    comes first."""
    by_place = {one.place: one for one in sections}

    def named(one: Ranked, parts: Sequence[frozenset[str]]) -> bool:
        return any(part <= text_words(one.unit.text) for part in parts)

    meant = [one for one in ranked if named(one, by_place[one.place].meant)]
    if not meant:
        return list(ranked)
    first = [one for one in meant if any(_DONE[name].search(one.unit.text) for name in asked)]
    others = [one for one in ranked if one not in meant and named(one, by_place[one.place].parts)]
    return [*first, *(one for one in ranked if one not in first and one not in others)]


def _parts(heading: str) -> tuple[frozenset[str], ...]:
    """What a heading is on: "Wool and cashmere" on two things."""
    parts = (text_words(part) - _OF_CARE for part in _PARTS.split(heading.rpartition(" › ")[2]))
    return tuple(part for part in parts if part)
