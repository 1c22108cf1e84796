"""Names that the shop knows: categories, brands, colours, countries, products; the longest match wins. And
forms of its own, such as the number of a gift card."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.conversation.understanding import Entity
from bot.understand.parsers import overlaps

EXTRACTOR = "gazetteer"
PATTERN = "pattern"
NO_PATTERNS: Mapping[str, Sequence[str]] = MappingProxyType({})
_WORD = re.compile(r"[\w'’]+", re.UNICODE)


class Gazetteer:
    """Finds phrases of ``entries`` (entity -> surface form -> value) in a text, case aside.

    A plural "s" or "es" at the end of the last word is allowed where the phrase has four letters or more.
    """

    def __init__(
        self, entries: Mapping[str, Mapping[str, str]], patterns: Mapping[str, Sequence[str]] = NO_PATTERNS
    ) -> None:
        """``patterns``: regular expressions by entity; the value is the first group of one that has any."""
        self._patterns = [(name, re.compile(one)) for name, several in patterns.items() for one in several]
        self._phrases: dict[tuple[str, ...], tuple[str, str]] = {}
        for entity, forms in entries.items():
            for form, value in forms.items():
                words = _words(form)
                if words:
                    self._phrases.setdefault(words, (entity, value))
                    for plural in _plurals(words):
                        self._phrases.setdefault(plural, (entity, value))
        self._longest = max((len(words) for words in self._phrases), default=0)

    def forms(self, text: str) -> list[Entity]:
        """What of a text has a form of the shop's own, those of earlier patterns before the others."""
        found: list[Entity] = []
        for name, pattern in self._patterns:
            for match in pattern.finditer(text):
                start, end = match.span(1 if pattern.groups else 0)
                said = text[start:end]
                entity = Entity(entity=name, value=said, text=said, start=start, end=end, extractor=PATTERN)
                if said and not overlaps(entity, found):
                    found.append(entity)
        return found

    def find(self, text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
        """Phrases in ``text`` that do not overlap ``taken``, left to right."""
        spans = [(m.start(), m.end(), m[0].lower()) for m in _WORD.finditer(text)]
        found: list[Entity] = []
        position = 0
        while position < len(spans):
            length, entity = self._longest_at(text, spans, position)
            if entity and not overlaps(entity, taken):
                found.append(entity)
            position += max(length, 1)
        return found

    def _longest_at(
        self, text: str, spans: list[tuple[int, int, str]], position: int
    ) -> tuple[int, Entity | None]:
        for length in range(min(self._longest, len(spans) - position), 0, -1):
            words = tuple(word for _, _, word in spans[position : position + length])
            hit = self._phrases.get(words)
            if hit:
                start, end = spans[position][0], spans[position + length - 1][1]
                return length, Entity(
                    entity=hit[0], value=hit[1], text=text[start:end], start=start, end=end,
                    confidence=0.95, extractor=EXTRACTOR,
                )  # fmt: skip
        return 0, None


def _words(form: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(form))


def _plurals(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    last = words[-1]
    if sum(map(len, words)) < 4 or last.endswith("s"):
        return []
    return [(*words[:-1], last + ending) for ending in ("s", "es")]
