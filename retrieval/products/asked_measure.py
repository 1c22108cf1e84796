"""The sentence of a description that has the measure a question asks for: "1.65 kg with the holder" where it
is asked how heavy a thing is, "two keys" where it is asked how many of them it has."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from retrieval.products.quantities import NUMBER, base_unit
from retrieval.products.terms import read_words, stem, stems
from retrieval.words import STOP_WORDS

_IT = r"(?:it|they|this|that|these|those|one|the (?:[\w-]+ ){0,2}[\w-]+)"
_DOES = r"(?:does|do|did|will|would|can|could|is|are)"
_FIGURE = re.compile(
    rf"(?<![\w.,])(?P<number>{NUMBER})[\s-]?(?P<unit>°c|°|\"|%|[a-z]{{1,12}})(?![\w²])", re.IGNORECASE
)
_COUNT = re.compile(r"\bhow many (?P<what>[a-z]{3,})\b", re.IGNORECASE)
_COUNTED = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|single|both)"
BEHIND = 2
"""Words between a number and what it counts: "two bright keys"."""
_BEARS = re.compile(
    r"\b(?:max\w*|up to|loads?|loaded|carr(?:y|ies|ying)|riders?|holds?|bears?|limit\w*|capacity|total"
    r"|together|takes|for (?:people|persons|users|dogs|cats|children))\b",
    re.IGNORECASE,
)
_MEASURED = frozenset(
    stem(word)
    for words in (
        "heavy light weigh weight max maximum load limit long last battery life range far wide tall",
        "high deep thick big large size dimension measurement width height depth length litre liter",
        "ml capacity volume hold powerful strong watt wattage power hot warm cold temperature loud",
        "noisy bright lumen lux age old run go hour day take carry bear support full charge exactly",
        "actually roughly about cm mm inch kg gram kilo really altogether total water",
    )
    for word in words.split()
)
"""Words with which a measure is asked for, which name no part."""
_SAY_NOTHING = frozenset(map(stem, STOP_WORDS)) | _MEASURED


class _Measure(NamedTuple):
    """How a measure is asked for, in which base units it is told, and what must and must not stand beside."""

    asks: re.Pattern[str]
    units: frozenset[str]
    beside: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None


def _asked(pattern: str, units: str, **beside: re.Pattern[str]) -> _Measure:
    return _Measure(re.compile(pattern, re.IGNORECASE), frozenset(units.split()), **beside)


_MEASURES = (
    _asked(
        r"\bmax(?:imum|\.)? (?:\w+ )?(?:weight|load)\b|\b(?:weight|load) limit\b"
        rf"|\bhow (?:much|many) (?:weight|kg|kilos?) {_DOES} {_IT} (?:take|carry|hold|bear|support)\b",
        "kg",
        beside=_BEARS,
    ),
    _asked(
        rf"\bhow (?:heavy|light)\b|\b(?:how much|what) {_DOES} {_IT} weigh\b|\bweighs? (?:how much|what)\b"
        r"|\bwhat(?:['’]?s| is) (?:the|its) weight\b|^\W*(?:and )?(?:the |its )?weight\W*$",
        "kg",
        never=_BEARS,
    ),
    _asked(
        rf"\bhow (?:long|many hours|many days) {_DOES} {_IT} (?:\w+ )?(?:last|run|burn|play)\b"
        r"|\b(?:battery life|running time|burn(?:ing)? time)\b",
        "h day week year month",
    ),
    _asked(rf"\bhow far {_DOES} {_IT}\b|\bwhat(?:['’]?s| is) (?:the|its) range\b", "km"),
    _asked(
        rf"\bhow (?:wide|tall|high|deep|thick|big|large|long (?:is|are)) (?:is|are)? ?{_IT}"
        r"|\bwhat(?:['’]?s| is| are) (?:the|its) (?:dimensions?|measurements?|width|height|depth|length)\b"
        r"|^\W*(?:and )?(?:the |its )?(?:dimensions|measurements)\W*$",
        "cm inch",
    ),
    _asked(
        rf"\bhow (?:many (?:litres?|liters?|ml)|much (?:[a-z]+ )?{_DOES} {_IT} (?:hold|fit|take))\b"
        r"|\bwhat(?:['’]?s| is) (?:the|its) (?:capacity|volume)\b",
        "l",
    ),
    _asked(r"\bhow many watts?\b|\bwhat wattage\b|\bhow (?:powerful|strong) is\b", "W"),
    _asked(rf"\bhow (?:hot|warm|cold) {_DOES} {_IT}\b|\bwhat temp(?:erature)?s?\b", "°C"),
    _asked(r"\bhow (?:loud|noisy|quiet)\b", "dB"),
    _asked(r"\bhow bright\b|\bhow many (?:lumens?|lux)\b", "lm lux"),
)


def measuring(sentences: Sequence[str], question: str, called: Collection[str]) -> list[str]:
    """The sentences that tell the measure a question asks for; [] where it asks for none, or they tell none.
    ``called``: stems of what the thing is called, beside which a question names no part of it."""
    if (counts := _COUNT.search(question)) is not None and base_unit(counts["what"])[0] not in _UNITS:
        what = stem(counts["what"])
        return [one for one in sentences if _counts(one, what)]
    measure = next((one for one in _MEASURES if one.asks.search(question)), None)
    if measure is None:
        return []
    parts = {word for word in stems(question) if len(word) > 2} - _SAY_NOTHING - set(called)
    told = [one for one in sentences if _tells(one, measure)]
    return [one for one in told if parts & set(stems(one))] if parts else told


_UNITS = frozenset(unit for measure in _MEASURES for unit in measure.units)


def _tells(sentence: str, measure: _Measure) -> bool:
    units = {base_unit(match["unit"])[0] for match in _FIGURE.finditer(sentence)}
    if units.isdisjoint(measure.units) or (measure.never and measure.never.search(sentence)):
        return False
    return measure.beside is None or measure.beside.search(sentence) is not None


def _counts(sentence: str, what: str) -> bool:
    """Whether a sentence says how many of something there are."""
    words = read_words(sentence)
    for n, word in enumerate(words):
        if word.stem == what:
            before = sentence[words[max(0, n - BEHIND - 1)].start : word.start]
            if re.search(rf"\b{_COUNTED}\b", before, re.IGNORECASE):
                return True
    return False
