"""Sizes that hold several choices: "16 GB / 512 GB", "128 GB Grade B", "DE layout".

A part of one, as a shopper says it ("16gb", "grade B"), fits all sizes that have it, by whole words and
measures, whatever their unit: "1000 GB" is 1 TB.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import inf
from typing import NamedTuple

from retrieval.products.quantities import UNIT, base_unit, number
from retrieval.products.sentence import Sentence
from retrieval.products.terms import Phrase, Phrases, stem

_NUMBER = r"\d+(?:[.,]\d+)?"
_TOKEN = re.compile(
    rf"(?P<span>{_NUMBER}(?:\s?[x×–-]\s?{_NUMBER})+)(?:\s?(?:{UNIT})(?!\w))?"
    rf"|(?P<low>{_NUMBER})[\s-]?(?P<unit>{UNIT})(?!\w)"
    r"|[^\W_]+(?:[.,]\d+)?|(?P<apart>[/,;+|])",
    re.IGNORECASE,
)
JOIN = " + "
"""Between the parts of a size that a shopper named one by one: each must fit."""
_BEFORE = re.compile(
    r"\b(?:(?P<least>at least|min(?:imum)?(?: of)?|from|no less than)"
    r"|(?P<more>more than|over|above|bigger than)"
    r"|(?P<most>at most|max(?:imum)?(?: of)?|up to|no more than)|(?P<less>less than|under|below))\s+$"
)
_BEHIND = re.compile(r"\s*(?:\+|or more\b|and (?:up|more)\b|(?P<most>or less\b|at most\b|max\b))")
_MEMORY = re.compile(r"\s+(?:of )?(?:ram|memory|storage|space)\b")
"""Behind a measure it says what that is of, and nothing more."""
_OR = re.compile(rf"(?P<other>{_NUMBER})\s*(?:or|and|/|,)\s*$")
"""A number before another with its unit: "16 or 32 GB"."""
_LETTER = re.compile(r"(?:x{0,3}[sl]|m|[2-4]xl)")
_EDGES = frozenset(
    map(stem, ("with", "for", "up", "to", "from", "in", "only", "and", "or", "without", "no", "of"))
)
"""Words that no part of a size begins or ends with."""
_PACK = re.compile(r"\b(\d+)[ -]?packs?\b")
STORAGE = frozenset({"GB"})
"""Units that say by themselves that it is the size of something: how much is stored."""
LEAST_WORDS = 2
"""Of what is read as a part of a size wherever it stands; a single one ("long") may say anything."""


class Measure(NamedTuple):
    """A measure of a size in its base unit, and the how manieth of that unit it is there."""

    amount: float
    unit: str
    place: int


@lru_cache(maxsize=20_000)
def size_tokens(size: str) -> tuple[str, ...]:
    """Words and measures of a size, "" between its choices: "1000 GB" for "1 TB"."""
    return tuple(_token(match) for match in _TOKEN.finditer(size))


def _token(match: re.Match[str]) -> str:
    if match["apart"]:
        return ""
    if match["span"]:
        return re.sub(r"\s", "", match[0].lower())
    if match["unit"]:
        unit, factor = base_unit(match["unit"])
        return f"{number(match['low']) * factor:g} {unit}"
    return stem(match[0])


@lru_cache(maxsize=50_000)
def holds_parts(size: str, wanted: str) -> bool:
    """Whether a size has all parts that are wanted: measures and several words anywhere in it, a single word
    as a choice of its own. A bare number is no part."""
    own = size_tokens(size)
    parts = [size_tokens(part) for part in wanted.split(JOIN)]
    return bool(own) and all(_is_in(own, part) for part in parts)


def _is_in(own: tuple[str, ...], part: tuple[str, ...]) -> bool:
    if not part or "" in part or all(token.isdigit() for token in part):
        return False
    alone = len(part) < LEAST_WORDS and part[0].isalpha()
    if alone and own[:1] == part and _LETTER.fullmatch(part[0]) and own[1:] and own[1][:1].isdigit():
        return True  # "XL 107 cm"
    padded = ("", *own, "")
    look = ("", *part, "") if alone else part
    return any(padded[at : at + len(look)] == look for at in range(len(padded) - len(look) + 1))


def size_measures(size: str) -> Iterator[Measure]:
    """The measures that a size holds beside each other."""
    seen: dict[str, int] = {}
    for match in _TOKEN.finditer(size):
        if not match["unit"] or match["span"]:
            continue
        unit, factor = base_unit(match["unit"])
        place = seen[unit] = seen.get(unit, -1) + 1
        yield Measure(number(match["low"]) * factor, unit, place)


class SizeParts:
    """The parts of some sizes, counted once. Immutable."""

    def __init__(self, sizes: Iterable[str]) -> None:
        self._sizes = tuple(dict.fromkeys(filter(None, sizes)))
        self._measures = {measure for size in self._sizes for measure in size_measures(size)}
        self._spans = {_token(m): m[0] for size in self._sizes for m in _TOKEN.finditer(size) if m["span"]}
        self._phrases = Phrases({phrase: said for size in self._sizes for phrase, said in _word_runs(size)})

    def take(
        self, sentence: Sentence, *, units: frozenset[str] | None = None, spans: bool = True
    ) -> tuple[str, ...]:
        """What a sentence names of the sizes, taken out: measures (in ``units``, base units, where these are
        given), ``spans`` such as the "10-46" of strings, and parts in words. Several that stand together in
        one size are one wish for both; of such as only stand in different ones each may be ("16 or 32
        GB")."""
        found: tuple[str, ...] = ()
        spanned = self._spanned(sentence) if spans else ()
        for group in (*self._measured(sentence, units), *spanned, *self._worded(sentence)):
            both = (f"{one}{JOIN}{other}" for one in found for other in group)
            fitting = tuple(pair for pair in both if any(holds_parts(size, pair) for size in self._sizes))
            found = fitting or tuple(dict.fromkeys((*found, *group)))
        return tuple(self._whole(part) for part in found)

    def whole(self, part: str) -> str:
        """The only size that has a part; the part where several do."""
        having = [size for size in self._sizes if holds_parts(size, part)]
        return having[0] if len(having) == 1 else part

    def _whole(self, part: str) -> str:
        """The same of sizes that are one measure, "5 l tin": of more it would say what was not asked."""
        whole = self.whole(part)
        return whole if sum(1 for _ in size_measures(whole)) == 1 else part

    def _measured(self, sentence: Sentence, units: frozenset[str] | None) -> Iterator[tuple[str, ...]]:
        """For each measure that is said the parts that are meant: itself, or with "at least 16 GB" all that
        stand in that place of a size and are no less."""
        for match in list(_TOKEN.finditer(sentence.rest)) if self._measures else ():
            if not match["unit"] or match["span"]:
                continue
            unit, factor = base_unit(match["unit"])
            amount = number(match["low"]) * factor
            places = {m.place for m in self._measures if m.unit == unit and m.amount == amount}
            if not places or (units is not None and unit not in units):
                continue
            low, high, start, end = _bounds(sentence.rest, match, amount)
            alike = {m.amount for m in self._measures if m.unit == unit and m.place == min(places)}
            meant = {one for one in alike if low <= one <= high}
            if other := _OR.search(sentence.rest, 0, start):
                start, meant = other.start(), meant | ({number(other["other"]) * factor} & alike)
            told = _MEMORY.match(sentence.rest, end)
            sentence.take(start, told.end() if told else end)
            yield tuple(self._written(unit, one) for one in sorted(meant))

    def _spanned(self, sentence: Sentence) -> Iterator[tuple[str, ...]]:
        """The spans that are said as they stand in sizes."""
        for match in list(_TOKEN.finditer(sentence.rest)) if self._spans else ():
            if match["span"] and (written := self._spans.get(_token(match))):
                sentence.take(match.start(), match.end())
                yield (written,)

    def _written(self, unit: str, amount: float) -> str:
        """A measure as the catalogue writes it: as a size of its own, else as a part of one."""
        token = f"{amount:g} {unit}"
        whole = next((size for size in self._sizes if size_tokens(size) == (token,)), "")
        parts = (m[0] for size in self._sizes for m in _TOKEN.finditer(size) if _token(m) == token)
        return whole or next(parts, token)

    def _worded(self, sentence: Sentence) -> Iterator[tuple[str, ...]]:
        """The parts in words that are said."""
        pack = _PACK.search(sentence.rest)
        if pack and (said := self._phrases.get(("pack", "of", pack[1]))):
            sentence.take(pack.start(), pack.end())
            yield (said,)
        for _, said in sentence.phrases(self._phrases) if self._phrases else ():
            yield (said,)


def _bounds(text: str, match: re.Match[str], amount: float) -> tuple[float, float, int, int]:
    """The least and the most that is meant, and where that is said."""
    before, behind = _BEFORE.search(text, 0, match.start()), _BEHIND.match(text, match.end())
    start = before.start() if before else match.start()
    end = behind.end() if behind else match.end()
    if before and (before["most"] or before["less"]):
        return 0.0, amount if before["most"] else amount - 1e-6, start, end
    if before:
        return amount if before["least"] else amount + 1e-6, inf, start, end
    if behind:
        return (0.0, amount, start, end) if behind["most"] else (amount, inf, start, end)
    return amount, amount, start, end


def _word_runs(size: str) -> Iterator[tuple[Phrase, str]]:
    """Neighbouring words of a size, measures left out, with how they are written."""
    run: list[re.Match[str]] = []
    for match in [*_TOKEN.finditer(size), None]:
        if match is not None and not (match["apart"] or match["unit"] or match["span"]):
            run.append(match)
            continue
        while run and _token(run[0]) in _EDGES:
            run = run[1:]
        while run and _token(run[-1]) in _EDGES:
            run = run[:-1]
        if len(run) >= LEAST_WORDS and any(not one[0].isdigit() for one in run):
            yield tuple(_token(one) for one in run), size[run[0].start() : run[-1].end()]
        run = []
