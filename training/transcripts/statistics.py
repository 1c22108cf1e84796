"""What is in a set of dialogues, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from training.transcripts.dialogue import Dialogue, Turn

UNKNOWN = "unknown"


class Lengths(msgspec.Struct, frozen=True, kw_only=True):
    """How long things are."""

    least: int
    median: int
    mean: float
    p95: int
    most: int


class Statistics(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of dialogues by source, outcome, locale, topic and rating; of turns by role; of shoppers' turns
    by intent and mood. ``labelled`` counts shoppers' turns whose intent or mood a person gave; ``first`` and
    ``last`` are Unix seconds, None where no time is known."""

    dialogues: int
    turns: int
    shoppers: int
    by_source: dict[str, int]
    by_role: dict[str, int]
    by_intent: dict[str, int]
    by_mood: dict[str, int]
    by_outcome: dict[str, int]
    by_locale: dict[str, int]
    by_topic: dict[str, int]
    by_rating: dict[str, int]
    by_entity: dict[str, int]
    by_suggestion: dict[str, int]
    labelled: int
    with_documents: int
    turns_per_dialogue: Lengths
    words_per_turn: Lengths
    first: float | None
    last: float | None


def statistics_of(dialogues: Iterable[Dialogue]) -> Statistics:
    """Count."""
    tally = _Tally()
    for dialogue in dialogues:
        tally.add(dialogue)
    return tally.result()


class _Tally:
    """Counts as they grow."""

    def __init__(self) -> None:
        self._by: dict[str, Counter[str]] = {
            name: Counter() for name in Statistics.__struct_fields__ if name.startswith("by_")
        }
        self._shoppers: set[str] = set()
        self._turns, self._words = Counter[int](), Counter[int]()
        self._times: list[float] = []
        self._labelled = self._with_documents = 0

    def add(self, dialogue: Dialogue) -> None:
        """One more dialogue."""
        for name in ("source", "outcome", "locale", "topic"):
            self._by[f"by_{name}"][getattr(dialogue, name) or UNKNOWN] += 1
        self._by["by_rating"][str(dialogue.rating or UNKNOWN)] += 1
        self._shoppers.add(dialogue.shopper)
        self._turns[len(dialogue.turns)] += 1
        self._times += [turn.time for turn in dialogue.turns if turn.time is not None]
        for turn in dialogue.turns:
            self._add_turn(turn)

    def _add_turn(self, turn: Turn) -> None:
        self._by["by_role"][turn.role] += 1
        self._words[len(turn.text.split())] += 1
        self._with_documents += bool(turn.documents)
        if turn.suggestion:
            self._by["by_suggestion"][turn.suggestion.use] += 1
        if turn.role == "shopper":
            self._by["by_intent"][turn.intent or UNKNOWN] += 1
            self._by["by_mood"][turn.mood or UNKNOWN] += 1
            self._by["by_entity"].update(span.entity for span in turn.entities)
            self._labelled += turn.labelled and bool(turn.intent or turn.mood)

    def result(self) -> Statistics:
        """The counts, the most frequent first."""
        return Statistics(
            dialogues=self._turns.total(),
            turns=self._words.total(),
            shoppers=len(self._shoppers - {""}),
            labelled=self._labelled,
            with_documents=self._with_documents,
            turns_per_dialogue=_lengths(self._turns),
            words_per_turn=_lengths(self._words),
            first=min(self._times, default=None),
            last=max(self._times, default=None),
            **{name: _sorted(counts) for name, counts in self._by.items()},
        )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _lengths(counts: Counter[int]) -> Lengths:
    """Of sizes and how often each occurs; all 0 where there is none."""
    total = counts.total()
    if not total:
        return Lengths(least=0, median=0, mean=0.0, p95=0, most=0)
    mean = sum(size * count for size, count in counts.items()) / total
    return Lengths(
        least=min(counts),
        median=_quantile(counts, 0.5),
        mean=round(mean, 2),
        p95=_quantile(counts, 0.95),
        most=max(counts),
    )


def _quantile(counts: Counter[int], share: float) -> int:
    """The smallest size that so many reach."""
    left = share * counts.total()
    for size in sorted(counts):
        left -= counts[size]
        if left <= 0:
            return size
    return max(counts)
