"""Sentences that send the reader to another page: "Mattresses have a trial of their own, see 'Mattress
trial'" is what holds for a mattress, and not the rule above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot

_SEE = re.compile(
    r"[,;:(.–-]?\s*\b(?:see|look at|read)(?: also)?(?: the)?(?: (?:page|section|chapter)s?)?(?: on| about)?"
    r"\s*[\"“”„«'‘](?P<title>[^\"“”»]{3,60}?)[\"“”»'’]",
    re.IGNORECASE,
)
_OF_ANY = text_words("own other others special page section see for they their have has apply applies rules")
"""Words of such a sentence that say nothing of what it holds for."""


def referring(
    snapshot: Snapshot, chosen: Sequence[Ranked], said: Sequence[str]
) -> tuple[Ranked, str, list[int]] | None:
    """The sentence beside the best one of those ``chosen``, in its passage, that names what was ``said`` and
    sends the reader to another page, what it says of that, and the passages of that page or section; None
    where there is none, or the page is shown already."""
    if not chosen:
        return None
    spoken = text_words(" ".join(said))
    for number in snapshot.unit_range(chosen[0].place):
        unit = snapshot.content.units[number]
        match = _SEE.search(unit.text)
        told = _SEE.sub(" ", unit.text)
        if match is None or not (text_words(told) - _OF_ANY) & spoken:
            continue
        places = list(_called(snapshot, match["title"]))
        if places and chosen[0].place not in places:
            return Ranked(unit, number, chosen[0].place, chosen[0].probability, 1.0), told.strip(" ."), places
    return None


def _called(snapshot: Snapshot, title: str) -> Iterator[int]:
    """The passages of the page that is called so, else of the section."""
    wanted = title.strip().casefold()
    passages = snapshot.content.passages
    pages = [place for place, one in enumerate(passages) if one.title.strip().casefold() == wanted]
    sections = (
        place for place, one in enumerate(passages) if one.heading.split("›")[-1].strip().casefold() == wanted
    )
    yield from pages or sections
