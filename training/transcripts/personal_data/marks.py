"""Masks in the place of what was found, and entities moved to where their characters are now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from msgspec.structs import replace

from training.transcripts.dialogue import Dialogue, Span
from training.transcripts.personal_data.found import Found

_NUMBERED = re.compile(r"\[([a-z_]+)_(\d+)\]")


class Marks:
    """Which mask stands for which value in one dialogue; numbers go on behind those that are there."""

    def __init__(self, dialogue: Dialogue) -> None:
        texts = chain.from_iterable(
            (turn.text, turn.name, turn.suggestion.text if turn.suggestion else "") for turn in dialogue.turns
        )
        self._last: dict[str, int] = {}
        for kind, number in _NUMBERED.findall(" ".join((dialogue.topic, *texts))):
            self._last[kind] = max(int(number), self._last.get(kind, 0))
        self._masks: dict[tuple[str, str], str] = {}

    def of(self, kind: str, value: str) -> str:
        """The mask of a value, the same each time."""
        if (kind, value) not in self._masks:
            self._last[kind] = self._last.get(kind, 0) + 1
            self._masks[kind, value] = f"[{kind}_{self._last[kind]}]"
        return self._masks[kind, value]


class Marked(NamedTuple):
    """A text with its masks: ``placed`` lists what was where, and the mask."""

    text: str
    placed: tuple[tuple[Found, str], ...]

    def moved(self, span: Span, values: Mapping[str, str]) -> Span:
        """The entity over the same words; one that touches a mask covers it whole, and has it as value.
        ``values``: masks by what they stand for, for values that are written otherwise than the text."""
        touched = [
            (found, mask) for found, mask in self.placed if found.start < span.end and span.start < found.end
        ]
        start, end = self._place(span.start, 0), self._place(span.end, 1)
        value = span.value
        if value:
            value = (
                " ".join(dict.fromkeys(mask for _, mask in touched)) if touched else _masked(value, values)
            )
        return replace(span, start=start, end=end, value=value)

    def _place(self, place: int, side: int) -> int:
        """Where a place between characters is now; within a mask its start (side 0) or its end (side 1)."""
        shift = 0
        for found, mask in self.placed:
            if found.end <= place and not (side == 0 and found.start < place < found.end):
                shift += len(mask) - (found.end - found.start)
            elif found.start < place:
                return found.start + shift + (len(mask) if side else 0)
        return place + shift


def marked(text: str, found: Sequence[Found], marks: Marks) -> Marked:
    """``found`` without overlaps, in the order of the text."""
    pieces, cursor, placed = [], 0, []
    for one in found:
        mask = marks.of(one.kind, one.value)
        pieces += [text[cursor : one.start], mask]
        placed.append((one, mask))
        cursor = one.end
    return Marked("".join((*pieces, text[cursor:])), tuple(placed))


def written(texts: Iterable[tuple[str, Marked]]) -> dict[str, str]:
    """The masks by what stood in their place, in small letters, longest first."""
    pairs = {
        text[one.start : one.end].casefold(): mask for text, result in texts for one, mask in result.placed
    }
    return dict(sorted(pairs.items(), key=lambda pair: -len(pair[0])))


def _masked(value: str, values: Mapping[str, str]) -> str:
    for personal, mask in values.items():
        value = re.sub(rf"(?<!\w){re.escape(personal)}(?!\w)", mask, value, flags=re.IGNORECASE)
    return value
