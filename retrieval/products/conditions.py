"""Conditions on an attribute's value, as they stand in ``Constraints.wanted`` and ``unwanted``.

yes, no             the value affirms or denies ("yes, detachable"; "none"; "included"; a number above 0)
<= 2 kg, >= 40 l    at most, at least; also a range's near end
< 2 kg, > 40 l      the same, the bound itself left out
!= 5 year           a range that does not reach there ("6 to 9 years")
36 l .. 44 l        between, ends included
= 3                 exactly
= SPD               exactly these words, alone or one of several that are listed, and not "SPD-SL"
for a cat           the value lists whom or what it is for
only for cats       it lists nobody else
merino wool         the value holds these words, or such as imply them ("wireless": "Bluetooth 5.3")
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import Quantity, measures_of, read_quantity
from retrieval.products.terms import Phrase, holds_phrase, stems

_COMPARISON = re.compile(r"(?P<sign><=|>=|!=|=|<|>)\s*(?P<value>.+)")
LISTED = re.compile(r"[,;()/]| and | or ")
"""Between what a value lists."""
_FOR_WHOM = re.compile(r"(?P<only>only )?for (?:(?:an?|the) )?(?P<who>.+)")
_BETWEEN = re.compile(r"(?P<low>.+?)\s*\.\.\s*(?P<high>.+)")
FREE_OF = (
    r"(?:alcohol|caffeine|dairy|fragrance|gluten|lactose|nut|perfume|sugar)-free|decaffeinated|non-alcoholic"
)
"""Values that deny what their attribute is called by; "PVC-free tarpaulin" is a material all the same."""
_DENIED = re.compile(rf"(?:no|not|none|without)[\s,]|(?:{FREE_OF})\b", re.IGNORECASE)
_LESS = re.compile(
    r"(?:(?:water|rain|shower|wind)[ -]?(?:repellent|resistant)|part(?:ly|ially))\b",
    re.IGNORECASE,
)
"""Less than what its attribute is called by: "Waterproof: water-repellent"."""
SLACK = 1e-6


def holds(value: str | None, condition: str) -> bool:
    """Whether an attribute's value meets the condition; a missing value (None) meets none."""
    return value is not None and _holds(value, condition)


def affirms(value: str) -> bool:
    """Whether a value says that the thing is there."""
    quantity = read_quantity(value)
    if quantity is not None and quantity.unit in ("", "%"):
        return quantity.high > 0
    return not _DENIED.match(f"{value.strip()} ") and not _LESS.match(value.strip())


def says(words: Phrase, phrase: Phrase) -> bool:
    """Whether words hold a phrase, be it written as one word ("lefthanded"), or one that implies it."""
    return (
        holds_phrase(words, phrase)
        or any(holds_phrase(words, other) for other in lexicon().implied.get(phrase, ()))
        or (len(phrase) == 1 and any(one + other == phrase[0] for one, other in pairwise(words)))
    )


def says_it(value: str, condition: str) -> bool:
    """Whether a value meets a condition in words."""
    if whom := _FOR_WHOM.fullmatch(condition):
        said = stems(whom["who"])
        fits = [stems(part)[-len(said) :] == said for part in LISTED.split(value)]
        return all(fits) if whom["only"] else any(fits)
    match = _COMPARISON.fullmatch(condition)
    if match is None or match["sign"] != "=":
        return says(stems(value), stems(condition))
    return any(stems(part) == stems(match["value"]) for part in LISTED.split(value))


def for_whom(condition: str) -> str:
    """Whom or what a condition says that things are for: "for a cat", "for dogs" of "only for dogs"; "" of
    any other."""
    return condition.removeprefix("only ") if _FOR_WHOM.fullmatch(condition) else ""


def bounds(condition: str) -> tuple[Quantity | None, Quantity | None]:
    """The lower and the upper bound of a numeric condition; (None, None) for any other."""
    between = _BETWEEN.fullmatch(condition)
    if between:
        return read_quantity(between["low"]), read_quantity(between["high"])
    comparison = _COMPARISON.fullmatch(condition)
    if comparison is None:
        return None, None
    quantity = read_quantity(comparison["value"])
    low = quantity if comparison["sign"] in (">=", ">", "=", "!=") else None
    high = quantity if comparison["sign"] in ("<=", "<", "=", "!=") else None
    return low, high


@lru_cache(maxsize=100_000)
def _holds(value: str, condition: str) -> bool:
    if condition == "yes":
        return affirms(value)
    if condition == "no":
        return not affirms(value)
    low, high = bounds(condition)
    if low is None and high is None:
        return says_it(value, condition)
    if not condition.startswith("!=") and (each := measures_of(value)):
        return any(_holds(one, condition) for one in each)
    quantity = read_quantity(value)
    if quantity is None or not (_comparable(quantity, low) and _comparable(quantity, high)):
        return False
    if condition.startswith("!="):
        return not _within(quantity, low, high, SLACK)
    strict = condition.startswith(("<", ">")) and not condition.startswith(("<=", ">="))
    return _within(quantity, low, high, -SLACK if strict else SLACK)


def _comparable(quantity: Quantity, bound: Quantity | None) -> bool:
    """Units must agree; a bare count agrees with any word ("3" with "3 seasons")."""
    return bound is None or not bound.unit or not quantity.unit or bound.unit == quantity.unit


def _within(quantity: Quantity, low: Quantity | None, high: Quantity | None, slack: float) -> bool:
    above = low is None or quantity.high >= low.low - slack
    below = high is None or quantity.low <= high.high + slack
    return above and below
