"""Several sources of one sentence: those that say the same, and one that says otherwise.

What contradicts is told apart from what speaks of something else by form alone: two sentences of almost the
same words, below headings of the same words, with other numbers. That finds few contradictions and hardly
ever a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.documents.choose import NUMBER, holds
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot
from retrieval.words import words

LIKELY = 0.3
"""Probability of answering from which a unit counts as a further source."""
SUPPORTING = 1
"""Further sources that are named with a sentence."""
ALIKE = 0.6
"""Share of all their words that two sentences have in common that speak of the same."""
FEWEST = 3
"""Words that they must have in common."""

_NAME = re.compile(r"(?<=[a-z,;:] )[A-Z][\w-]+")
_GENERIC = frozenset(
    words(
        "policy policies page pages faq questions answers overview information old new archive general terms"
    )
    + words("conditions guide service customer")
)


def supporting(snapshot: Snapshot, one: Ranked, ranked: Iterable[Ranked]) -> list[Ranked]:
    """Units of other documents that say what one says, with the same numbers."""
    numbers = _numbers(one)
    return [
        other for other in ranked
        if _elsewhere(snapshot, one, other) and holds(one, other) and _numbers(other) == numbers
    ][:SUPPORTING]  # fmt: skip


def contradicting(snapshot: Snapshot, one: Ranked, ranked: Sequence[Ranked]) -> Ranked | None:
    """The likeliest unit of another document that says otherwise."""
    return next((o for o in ranked if _elsewhere(snapshot, one, o) and contradict(snapshot, one, o)), None)


def contradict(snapshot: Snapshot, one: Ranked, other: Ranked) -> bool:
    """Whether two units say the same of the same, but for their numbers."""
    mine, theirs = _numbers(one), _numbers(other)
    if not (mine - theirs and theirs - mine):
        return False
    a, b = _content(one), _content(other)
    if len(a & b) < max(FEWEST, ALIKE * len(a | b)) or _names(one) != _names(other):
        return False
    return _context(snapshot, one) ^ _context(snapshot, other) <= _GENERIC


def newer(snapshot: Snapshot, one: Ranked, other: Ranked) -> bool:
    """Whether one's document is of a later date than the other's; one without a date is not."""
    passages = snapshot.content.passages
    return passages[one.place].updated > passages[other.place].updated


def _elsewhere(snapshot: Snapshot, one: Ranked, other: Ranked) -> bool:
    passages = snapshot.content.passages
    apart = passages[one.place].document_id != passages[other.place].document_id
    return apart and other.probability >= LIKELY


def _numbers(ranked: Ranked) -> set[str]:
    return {number.replace(",", ".") for number in NUMBER.findall(ranked.unit.text)}


def _content(ranked: Ranked) -> frozenset[str]:
    return frozenset(word for word in text_words(ranked.unit.text) if not word[0].isdigit())


def _names(ranked: Ranked) -> frozenset[str]:
    return frozenset(_NAME.findall(ranked.unit.text))


def _context(snapshot: Snapshot, ranked: Ranked) -> frozenset[str]:
    passage = snapshot.content.passages[ranked.place]
    return frozenset(w for w in text_words(f"{passage.title} {passage.heading}") if not w[0].isdigit())
