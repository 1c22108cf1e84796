"""Which of the units that may answer are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec
import numpy as np

from retrieval.documents.chunk import Unit
from retrieval.documents.evidence import Ranked, text_words
from retrieval.documents.snapshot import Snapshot

SHOWN = 3
HELD = 0.9
"""So many units are shown, up to ``SHOWN``, as hold this share of what speaks for any."""
ELSEWHERE, BESIDE = 0.3, 0.4
"""Probability, or share of the best one's, from which a unit of another document than the best one's is shown
beside it: what is less likely speaks of something else (docs/decisions/0054)."""
SAME = 0.75
"""Share of the words of the shorter sentence from which two say the same ..."""
SAME_NUMBERS = 0.6
"""... or this share, where it has numbers and the longer one has them all."""

LONGEST_BEFORE = 40
"""Words of a sentence that is shown for the one behind it, or between two."""
_LEANS = re.compile(
    r"(?:It|They|Its|Their|Both|(?:This|That|These|Those)(?= (?:is|are|does|do|can|cannot|costs?|holds?"
    r"|applies|apply|means?|takes?|includes?|also|only)\b)"
    r"|Then|Until then|After (?:that|this)|Otherwise|However|But|So|If (?:so|not)"
    r"|In (?:this|that|these|those) cases?|(?:[\w']+ ){1,3}then)\b"
)
"""Begins a sentence that speaks of what the one before it names or tells."""
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_CODE = re.compile(r"\b(?:(?P<letters>[A-Za-z]{1,3})-?(?P<number>\d{1,4})|(?P<year>(?:19|20)\d\d))\b")


def renewed(snapshot: Snapshot, chosen: list[Ranked], before: set[str], new: set[str]) -> list[Ranked]:
    """Without the units that speak of what a follow-up has put something else in the place of: "and to
    Austria?" is not answered by what holds for France. ``before``: words of the question before, ``new``:
    those that the follow-up adds."""
    said = [_words(snapshot, one) for one in chosen]
    naming = [own for own in said if own & new]
    if not naming:
        return chosen
    kept = frozenset[str]().union(*naming)
    return [one for one, own in zip(chosen, said, strict=True) if own & new or not (own & before) - kept]


def stands_for_another(question: str, unit: str) -> bool:
    """Whether a row of a table stands for another code or year than the one asked for: "E4" is not answered
    by the row of E3, 2021 not by one of 2022 to 2024."""
    cells = [cell.partition(": ") for cell in unit.rstrip(".").split("; ")]
    if not all(colon for _, colon, _ in cells):
        return False
    keys, told = _codes(" ".join([cells[0][2], *(label for label, _, _ in cells)])), _codes(unit)
    return any(kind in keys and not codes & told[kind] for kind, codes in _codes(question).items())


def _codes(text: str) -> dict[str, set[str]]:
    """Numbers behind letters ("E3") by their letters, and years."""
    found: dict[str, set[str]] = {}
    for match in _CODE.finditer(text):
        found.setdefault((match["letters"] or "").casefold(), set()).add(match["number"] or match["year"])
    return found


def _words(snapshot: Snapshot, one: Ranked) -> frozenset[str]:
    """The words of a unit and of the headings that it stands below."""
    passage = snapshot.content.passages[one.place]
    return text_words(f"{passage.title} {passage.heading} {one.unit.text}")


def choose(snapshot: Snapshot, ranked: Sequence[Ranked], most: int = SHOWN) -> list[Ranked]:
    """The best unit and those that could be meant as well; none that another one holds already."""
    chances = np.array([min(r.probability, 1 - 1e-9) for r in ranked])
    weights = chances / (1 - chances)  # odds
    before = (np.cumsum(weights) - weights) / weights.sum()  # share of those in front
    chosen: list[Ranked] = []
    for candidate, share in zip(ranked, before, strict=True):
        if len(chosen) == most or share >= HELD:
            break
        if chosen and _stands_apart(snapshot, chosen[0], candidate):
            continue
        said = _behind_question(snapshot, candidate)
        if not any(holds(other, said) for other in chosen):
            chosen.append(said)
    return chosen


def _stands_apart(snapshot: Snapshot, best: Ranked, other: Ranked) -> bool:
    """Whether a unit comes from another document than the best one, and is too unlikely for that."""
    passages = snapshot.content.passages
    apart = passages[best.place].document_id != passages[other.place].document_id
    return apart and other.probability < min(ELSEWHERE, BESIDE * best.probability)


def with_antecedents(snapshot: Snapshot, chosen: Sequence[Ranked]) -> list[Ranked]:
    """``chosen`` with the sentence before one that leans on it: "It cannot be sent to Northern Ireland." says
    nothing without what cannot."""
    there = {one.number for one in chosen}
    found: list[Ranked] = []
    for one in chosen:
        before = one.number - 1
        units = snapshot.content.units
        if _LEANS.match(one.unit.text) and before in snapshot.unit_range(one.place) and before not in there:
            said = units[before]
            if _is_short(said):
                found.append(msgspec.structs.replace(one, number=before, unit=said))
                there.add(before)
        found.append(one)
    return found


def without_gaps(snapshot: Snapshot, chosen: Sequence[Ranked], fits: Callable[[str], bool]) -> list[Ranked]:
    """``chosen`` with the one sentence between two of a passage, where it ``fits``: what goes on behind it
    mostly speaks of it."""
    found: list[Ranked] = []
    for one in chosen:
        between = one.number - 1
        if found and found[-1].place == one.place and found[-1].number == between - 1:
            said = snapshot.content.units[between]
            if _is_short(said) and fits(said.text):
                found.append(msgspec.structs.replace(one, number=between, unit=said))
        found.append(one)
    return found


def _is_short(said: Unit) -> bool:
    """Whether it is a sentence, and none too long to stand beside another."""
    return not said.quote.startswith("|") and len(said.text.split()) <= LONGEST_BEFORE


def _behind_question(snapshot: Snapshot, ranked: Ranked) -> Ranked:
    """A unit that only asks answers nothing: the one behind it in its passage does."""
    behind = ranked.number + 1
    if not ranked.unit.text.rstrip().endswith("?") or behind not in snapshot.unit_range(ranked.place):
        return ranked
    return msgspec.structs.replace(ranked, number=behind, unit=snapshot.content.units[behind])


def holds(one: Ranked, other: Ranked) -> bool:
    """Whether one says what the other says."""
    short, long = sorted((one.unit.text, other.unit.text), key=len)
    if short.rstrip(".") in long:
        return True
    mine, theirs = text_words(short), text_words(long)
    numbers = set(NUMBER.findall(short))
    share = SAME_NUMBERS if numbers and numbers <= set(NUMBER.findall(long)) else SAME
    return len(mine & theirs) >= share * max(1, min(len(mine), len(theirs)))


def ordered(snapshot: Snapshot, chosen: Iterable[Ranked]) -> list[Ranked]:
    """Units of one passage stand together and in its order, passages of one document beside each other; the
    passage of the best one comes first, and so does its document."""
    chosen = list(chosen)
    places = [r.place for r in chosen]
    documents = [snapshot.content.passages[place].document_id for place in places]

    def rank(one: Ranked) -> tuple[int, int, int]:
        document = snapshot.content.passages[one.place].document_id
        return documents.index(document), places.index(one.place), one.number

    return sorted(chosen, key=rank)
