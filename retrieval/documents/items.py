"""A sentence that leads in a list says nothing without it: "You can pay by" is told with the items that the
question names, else with all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from retrieval.documents.evidence import Ranked
from retrieval.documents.snapshot import Snapshot
from retrieval.words import words

MOST = 12
"""Sentences of a list that is told."""
WORDS = 180
"""... and their words."""
_LIST = re.compile(r"\s*:?(?:\s*\n[ \t]*[-*•–][ \t]+[^\n]+)+")
"""Items behind a sentence that leads them in."""
_MARKS = frozenset("-*•–")


def with_items(snapshot: Snapshot, question: str, shown: Sequence[Ranked]) -> list[Ranked]:
    """What is ``shown`` with the items of the lists that it leads in, those that are shown already aside."""
    told = {(one.place, one.number) for one in shown}
    found = list[Ranked]()
    for one in shown:
        found.append(one)
        found += [item for item in _items(snapshot, question, one) if (item.place, item.number) not in told]
    return found


def _items(snapshot: Snapshot, question: str, lead: Ranked) -> list[Ranked]:
    """The sentences of the list that a unit leads in, of the items that a question names, if it names some;
    [] where it leads in none, or one that is too long."""
    lines = _lines(snapshot, lead)
    asked = set(words(question)) - set(words(lead.unit.text))
    named = [line for line in lines if any(asked & set(words(one.unit.text)) for one in line)]
    items = [one for line in named or lines for one in line]
    length = sum(len(one.unit.text.split()) for one in items)
    return items if len(items) <= MOST and length <= WORDS else []


def _lines(snapshot: Snapshot, lead: Ranked) -> list[list[Ranked]]:
    """The sentences of each item behind a unit that is no whole sentence."""
    text, quote = snapshot.content.passages[lead.place].text, lead.unit.quote
    at = text.find(quote) if quote and quote[-1] not in ".!?" else -1
    is_item = at >= 0 and text[text.rfind("\n", 0, at) + 1 : at].strip() in _MARKS
    behind = at + len(quote)
    match = _LIST.match(text, behind) if at >= 0 and not is_item else None
    lines = defaultdict[int, list[Ranked]](list)
    for n in range(lead.number + 1, snapshot.unit_range(lead.place).stop) if match else ():
        unit = snapshot.content.units[n]
        start = text.find(unit.quote, behind)
        if match is None or not behind <= start < match.end():
            break
        lines[text.count("\n", 0, start)].append(msgspec.structs.replace(lead, number=n, unit=unit))
        behind = start + len(unit.quote)
    return list(lines.values())
