"""Who is spoken of in a dialogue: mentions of the same person brought together, and found again in every turn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.people import folded
from training.transcripts.personal_data.cues import TITLE, TOKEN
from training.transcripts.personal_data.found import MASK, Found, Passage
from training.transcripts.personal_data.names import Mention
from training.transcripts.personal_data.words import PARTICLES, Words

_TITLE_BEFORE = re.compile(rf"\b{TITLE}\s?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?\n:]\s*|[\"“„]\s*)$")
_NAMED_BEHIND = re.compile(
    r"\s*(?:$|[.,;:!?)\n\"']|['’]s\b|(?:here|from|and|is|has|speaking|can|could|will|would|wants?|needs?|said|says|was|had|did|does|should|got|gets)\b)"
)
_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[^\W\d_a-z]\.[ -]?){1,3}$")
_SPELLED = re.compile(r"[^\W\d_](?:-[^\W\d_]){2,}")
"""Letter by letter: "a-n-n-a"."""
_THE = re.compile(r"\b(?:the|a|an|this|that|der|die|das|le|la|el)\s$", re.IGNORECASE)


@dataclass
class Person:
    """``parts``: the folded words of the name, as far as they were said."""

    number: int
    kind: str
    parts: set[str] = field(default_factory=set)


class People:
    """The persons of one dialogue."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._persons: list[Person] = []

    def add(self, names: Iterable[tuple[str, str]]) -> None:
        """Names with their kind; whole names first, so that a first name alone finds its surname."""
        for name, kind in sorted(names, key=lambda one: _wholeness(parts_of(one[0]))):
            self._join(parts_of(name), kind)

    def _join(self, parts: list[str], kind: str) -> None:
        if not parts:
            return
        person = self._fitting(parts, kind) or self._fitting(parts, "")
        if person is None or (person.kind != kind and len(parts) > 1 and not person.parts >= set(parts)):
            person = Person(len(self._persons), kind)
            self._persons.append(person)
        person.parts.update(parts)

    def _fitting(self, parts: Sequence[str], kind: str) -> Person | None:
        """The person whose name these words are, or are a part of."""
        said = {part for part in parts if len(part) > 1}
        initials = {part for part in parts if len(part) == 1}
        for person in self._persons:
            same = said <= person.parts or (said >= person.parts and len(person.parts) > 0)
            fits = all(any(part.startswith(initial) for part in person.parts) for initial in initials)
            if said and same and fits and kind in ("", person.kind):
                return person
        return None

    def named(self, name: str, kind: str = "") -> Person | None:
        """The person that is called so."""
        return self._fitting(parts_of(name), kind) or self._fitting(parts_of(name), "")

    def found_in(self, said: Passage, mentions: Sequence[Mention]) -> Iterator[Found]:
        """Every place in a passage that names one of them."""
        spans = sorted({(m.start, m.end) for m in mentions} | set(self._known_in(said.text)))
        for start, end in _joined(said.text, spans):
            person = self.named(said.text[start:end]) or self._of_any_part(said.text[start:end])
            if person is not None:
                yield Found(start, end, person.kind, f"{person.number}")

    def _of_any_part(self, name: str) -> Person | None:
        parts = set(parts_of(name))
        return max(
            (p for p in self._persons if p.parts & parts), key=lambda p: len(p.parts & parts), default=None
        )

    def _known_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Words that are a part of somebody's name, where they are written as one."""
        known = {part for person in self._persons for part in person.parts if len(part) > 1} - PARTICLES
        masks = [match.span() for match in MASK.finditer(text)]
        last = -1
        for token in TOKEN.finditer(text):
            word = token[0][:-2] if token[0].casefold().endswith(("'s", "’s")) else token[0]
            if _read(word) not in known or any(
                start < token.end() and token.start() < end for start, end in masks
            ):
                continue
            behind_a_name = last >= 0 and text[last : token.start()] == " "
            if (
                behind_a_name
                or self._begins(text, token)
                or self._is_name(text, token.start(), token.start() + len(word))
            ):
                last = token.start() + len(word)
                yield token.start() - len(self._initials(text, token)), last

    def _initials(self, text: str, token: re.Match[str]) -> str:
        """The initials before the surname of somebody whose first names begin with them: "C. Abt"."""
        before = _INITIALS_BEFORE.search(text, max(0, token.start() - 12), token.start())
        letters = [folded(letter) for letter in re.findall(r"[^\W\d_]", before[0])] if before else []
        fits = any(
            folded(token[0]) in person.parts
            and all(any(part.startswith(letter) for part in person.parts) for letter in letters)
            for person in self._persons
        )
        return before[0] if before and fits else ""

    def _begins(self, text: str, token: re.Match[str]) -> bool:
        """Whether a word with a capital stands before another of the same name: "Park Seo-yeon"."""
        other = TOKEN.match(text, token.end() + 1) if text[token.end() : token.end() + 1] == " " else None
        if other is None or not token[0][0].isupper() or not other[0][0].isupper():
            return False
        return not self._words.is_ordinary(other[0]) and any(
            {folded(token[0]), folded(other[0])} <= person.parts for person in self._persons
        )

    def _is_name(self, text: str, start: int, end: int) -> bool:
        word, before = text[start:end], text[max(0, start - 20) : start]
        ordinary = self._words.is_ordinary(word)
        if _TITLE_BEFORE.search(before) or re.match(
            rf"[\s,]+{re.escape(word)}[._-]\w+@", text[end:], re.IGNORECASE
        ):
            return True
        if word[0].islower():
            return not ordinary and (len(word) > 3 or self._words.is_first(word))
        if not ordinary:
            return True
        if _THE.search(before) or re.match(r"\s[A-Z][a-z]+", text[end:]) or word.isupper():
            return False
        return not _SENTENCE_START.search(before) or bool(_NAMED_BEHIND.match(text, end))


def _wholeness(parts: Sequence[str]) -> tuple[int, int]:
    """By which whole names come first: "Anna Winter" before "A. Winter", which is the same then."""
    return -sum(len(part) > 1 for part in parts), -len(parts)


def _read(word: str) -> str:
    """Folded, and as one word where it is told letter by letter."""
    whole = folded(word)
    return whole.replace("-", "") if "-" in whole and _SPELLED.fullmatch(whole) else whole


def parts_of(name: str) -> list[str]:
    """The folded words of a name, those of a double name too, without particles."""
    parts = []
    for token in TOKEN.findall(name):
        whole = _read(token.removesuffix("'s").removesuffix("’s"))
        parts += [whole, *(part for part in re.split(r"[-'’]", whole) if len(part) > 2 and part != whole)]
    return [part for part in dict.fromkeys(parts) if part not in PARTICLES] or parts


def names_in_email(address: str, words: Words) -> str:
    """The name that a mailbox speaks of: "paul.winter@", "annak@" of nobody; empty where there is none."""
    parts = [
        part for part in re.split(r"[\W\d_]+", address.split("@")[0]) if len(part) > 2 or words.is_first(part)
    ]
    if any(map(words.is_first, parts)):
        return " ".join(part for part in parts if words.is_listed(part) or not words.is_ordinary(part))
    return " ".join(
        part for part in parts if words.is_last(part) and not words.is_ordinary(part) and len(part) > 4
    )


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Overlapping spans, and those with only a blank, an initial or a particle between, as one."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current and (
            start < current[1]
            or re.fullmatch(rf" (?:(?:{'|'.join(PARTICLES)}|[A-Z]\.?) )*", text[current[1] : start])
        ):
            current = (current[0], max(end, current[1]))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
