"""Sentences that begin with yes or no: they answer the question that is their heading, and stand beside
another question without that word.

"Do I need an account? No, you can order as a guest." is no "No" to whether a guest can pre-order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from retrieval.documents.evidence import Ranked
from retrieval.documents.snapshot import Snapshot
from retrieval.words import words

LIKE = 0.5
"""Share of the words of a question that its heading must have to ask the same."""
_OPENS = re.compile(r"^(?:yes|no)\b\s*(?:[,.;:!–—-]+\s*|$)", re.IGNORECASE)
_CONDITION = re.compile(r"(?:unless|but|if|only|except|provided|as long)\b", re.IGNORECASE)
"""Goes on with the yes or no, and says nothing without it."""
_ASKS = re.compile(
    r"\?\W*$|^(?:do|does|did|is|are|was|can|could|will|would|may|must|should|has|have)\b", re.IGNORECASE
)
_DENIES = re.compile(r"\b(?:no|not|without|never)\b|n['’]t\b", re.IGNORECASE)


def as_asked(snapshot: Snapshot, question: str, chosen: Sequence[Ranked]) -> list[Ranked]:
    """``chosen`` without a yes or no to something else than is asked, and without what says no more."""
    found = []
    for one in chosen:
        match = _OPENS.match(one.unit.text)
        if match is None or _is_answered(_heading(snapshot, one), question):
            found.append(one)
            continue
        rest = one.unit.text[match.end() :]
        if _CONDITION.match(rest):
            found.append(one)
        elif rest:
            unit = msgspec.structs.replace(one.unit, text=rest[0].upper() + rest[1:])
            found.append(msgspec.structs.replace(one, unit=unit))
    return found


def _heading(snapshot: Snapshot, one: Ranked) -> str:
    passage = snapshot.content.passages[one.place]
    return passage.heading.rpartition("›")[2].strip() or passage.title


def _is_answered(heading: str, question: str) -> bool:
    """Whether the yes or no below a heading is one to a question, too; below what asks nothing it is taken
    for one."""
    if not _ASKS.search(heading):
        return True
    asked, said = set(words(question)), set(words(heading))
    return len(asked & said) >= LIKE * len(asked) and bool(_DENIES.search(heading)) == bool(
        _DENIES.search(question)
    )
