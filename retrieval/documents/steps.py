"""How something is done is told by all steps of a list, and not by the two that come nearest.

That holds for questions that say little: "how do I return something?". One that says more asks of one step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from retrieval.documents.candidates import Found
from retrieval.documents.evidence import Ranked
from retrieval.documents.snapshot import Snapshot
from retrieval.types import Passage
from retrieval.words import words

MOST = 8
"""Steps of a list that is shown whole ..."""
WORDS = 180
"""... and their words."""
NEAR = 5
"""Of so many passages that come first one may have the steps of the page that answers."""
_HOW = re.compile(
    r"\bhow (?:(?:do|can|could|should|would|must|may) (?:i|we|you|one|people)\b|to\b|(?:does|do) \w+)"
    r"|\bwhat (?:do|should|must|can|would) (?:i|we) (?:(?:have|need) to )?do\b"
    r"|\b(?:which|what) steps\b",
    re.IGNORECASE,
)
TOLD = 2
"""Words with a meaning that such a question has at most."""
_STEP = re.compile(r"\s*(?P<number>\d{1,2})[.)]\s+")


def step_of(passage: Passage, quote: str) -> int:
    """Which step of a numbered list a quote of a passage is; 0 where it is none."""
    at = passage.text.find(quote) if quote else -1
    match = _STEP.fullmatch(passage.text, passage.text.rfind("\n", 0, at) + 1, at) if at >= 0 else None
    return int(match["number"]) if match else 0


def with_steps(snapshot: Snapshot, question: str, found: Found, shown: Sequence[Ranked]) -> list[Ranked]:
    """What is ``shown`` for a question how something is done, with the whole list of which something shown
    is a step, or that comes first of all that was ``found``, or among the first on the page of the best."""
    if not shown or not _HOW.search(question) or len(words(question)) > TOLD:
        return list(shown)
    best = shown[0]
    page = snapshot.document_range(best.place)
    first, *others = map(int, found.places[:NEAR])
    near = [first, *(place for place in others if place in page)]
    of_shown = (_list_of(snapshot, one) for one in shown)
    of_page = (_steps(snapshot, best, place) for place in near)
    steps = next(filter(None, (*of_shown, *of_page)), [])
    if not steps:
        return list(shown)
    before = [one for one in shown if one.place == best.place != steps[0].place]
    beside = [one for one in shown if one.place not in (best.place, steps[0].place)]
    return [*before, *steps, *beside]


def _list_of(snapshot: Snapshot, one: Ranked) -> list[Ranked]:
    """The list that a unit is a step of, if it is one."""
    steps = _steps(snapshot, one, one.place)
    return steps if any(step.number == one.number for step in steps) else []


def _steps(snapshot: Snapshot, best: Ranked, place: int) -> list[Ranked]:
    """The steps of a passage, where it has several that follow one another and can be shown."""
    passage, units = snapshot.content.passages[place], snapshot.content.units
    numbered = [(n, step_of(passage, units[n].quote)) for n in snapshot.unit_range(place)]
    steps = [(n, step) for n, step in numbered if step]
    length = sum(len(units[n].text.split()) for n, _ in steps)
    in_order = all(step == before + 1 for (_, before), (_, step) in pairwise(steps))
    if not 1 < len(steps) <= MOST or length > WORDS or not in_order:
        return []
    return [msgspec.structs.replace(best, unit=units[n], number=n, place=place) for n, _ in steps]
