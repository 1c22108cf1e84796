"""Prices in a wish: "under 80", "between 50 and 100 euros", "around 200", "budget 600", "not over 120"."""

from __future__ import annotations

import re
from decimal import Decimal

from retrieval.products.quantities import UNITS
from retrieval.products.sentence import Sentence

Range = tuple[Decimal | None, Decimal | None]

_CURRENCY = r"(?:€|£|\$|eur\b|euros?\b|chf\b|francs?\b|gbp\b|pounds?\b|bucks\b|quid\b)"
_AMOUNT = r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{1,2})?"
_UNIT = rf"(?:{'|'.join(sorted(map(re.escape, set(UNITS) - {'in'}), key=len, reverse=True))})"
_NO_UNIT = (
    rf"(?![\d.,]*\d)(?!\s?-?{_UNIT}(?![\w]))(?!\s?(?:x|people|persons?|years?|seasons?|days?|nights?|weeks?|pieces"
    r"|pairs|men\b|man\b|kids|points|stars"
    r"|(?:wide|broad|high|tall|long|deep|thick|across|in (?:width|height|length|depth|diameter))\b))"
)
_MONEY = rf"(?:{_CURRENCY}\s?(?:{_AMOUNT})|(?:{_AMOUNT})\s?{_CURRENCY})"
_ANY = rf"(?:{_MONEY}|(?:{_AMOUNT}){_NO_UNIT})"

_PAY = (
    r"(?:(?:i|we)(?:'ll| will|'d| would| can| could| might)|(?:happy|willing|ready|able) to)"
    r"\s+(?:go (?:up )?to|go (?:as )?(?:far|high) as|pay|spend|stretch to|do|manage)(?:\s+(?:up to"
    r"|around|about|only))?"
)
_UP_TO = (
    rf"(?:{_PAY}|(?:not|never|no|\b[a-z]{{2,6}}n't)\s+(?:[a-z]{{1,20}}\s+){{0,3}}?(?:over|above"
    rf"|more than|beyond)|under"
    rf"|below|less than|lower than|cheaper than|up to|not (?:over|above|more than)"
    r"|no(?:t)? more than|at (?:the )?(?:very )?most"
    r"|max(?:imum)?(?: of)?|within|until|no(?:thing)? (?:over|above)|<=?|(?:my |the "
    r"|a )?(?:max(?:imum)? )?(?:budget|limit)"
    r"(?: is| of| would be|:| around| about)*|(?:can|could|want to) (?:only )?spend(?: about| around| up to)?"
    rf"|spend(?:ing)?(?: about| around| up to)?|i have(?: about| around| only)?(?=\s+{_MONEY}))"
)
_FROM = (
    r"(?:over|above|more than|at least|min(?:imum)?(?: of)?|from|starting (?:at|from)|>=?"
    r"|not (?:under|below|less than))"
)
_LIMIT = r"(?:limit|max(?:imum)?|budget|top|ceiling)\b"
_EACH = r"(?:each|apiece|a head|per (?:person|head|piece))\b"
_ABOUT = r"(?:around|about|roughly|approx(?:imately|\.)?|circa|ca\.?|~)"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("between", rf"\b(?:between|from)\s+(?P<low>{_ANY})\s*(?:and|to|-|–)\s*(?P<high>{_ANY})"),
        ("between", rf"(?P<low>{_MONEY}|{_AMOUNT})\s*(?:-|–|to)\s*(?P<high>{_MONEY})"),
        ("at most", rf"(?:\b|(?<=\s)|^){_UP_TO}\s+(?P<high>{_ANY})"),
        (
            "at most",
            rf"\b(?:i|we)(?:'ve got| have(?: got)?| got)\s+(?P<high>{_ANY})"
            r"(?=\s*(?:$|[,.;!?]|together|in total|to spend|for\b|max\b|at most"
            r"|between us))",
        ),
        ("at most", rf"(?P<high>{_ANY})\s+(?:is|would be|was|'s)\s+(?:my|our|the)\s+(?:very )?{_LIMIT}"),
        (
            "at most",
            rf"(?P<high>{_MONEY})\s*(?:or (?:less|under|below|cheaper)|budget)"
            rf"|(?P<bare>{_ANY})\s*(?:{_EACH}\s*)?(?:at (?:the )?(?:very )?most|max(?:imum)?\b|tops\b)"
            rf"|(?P<apiece>{_ANY})\s*{_EACH}",
        ),
        ("at least", rf"(?:\b|(?<=\s)|^){_FROM}\s+(?P<low>{_ANY})"),
        (
            "at least",
            rf"(?P<low>{_MONEY})\s*(?:or (?:more|over|above)|and (?:up|more)|upwards|min(?:imum)?\b|\+)",
        ),
        ("about", rf"(?:\b|(?<=\s)|^){_ABOUT}\s+(?P<near>{_MONEY})"),
        ("about", rf"(?<=[a-z?] ){_ABOUT}\s+(?P<near>(?=\d{{3}}){_ANY})(?=\s*(?:$|[.!?]))"),
        ("about", rf"\bfor {_ABOUT}\s+(?P<near>(?=\d\d){_ANY})(?=\s*(?:$|[.!?]))"),
        ("for", rf"(?:\bfor\s+)?(?P<high>{_MONEY})(?!\s*(?:cheaper|less|off|dearer|more expensive)\b)"),
    )
)
ABOUT = (Decimal("0.8"), Decimal("1.15"))
"""How far "around 100" reaches."""
REACH = 4
"""A new budget is at most so many times the one before, or that part of it."""


def meant_price(low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """The price that a range lies around as far as "around 100" reaches; None for any other range."""
    if low is None or high is None or low / ABOUT[0] != high / ABOUT[1]:
        return None
    return low / ABOUT[0]


_IN_TOTAL = re.compile(
    r"\b(?:in total|total(?:ly)?|altogether|(?:both|all|everything) together"
    r"|for (?:both|everything|the (?:lot|set)))\b"
)


def read_in_total(sentence: Sentence) -> bool:
    """Whether a price is meant for all that is sought in total, taken out of the sentence."""
    return sentence.search(_IN_TOTAL) is not None


def read_price(sentence: Sentence) -> Range:
    """The price range in a sentence, taken out of it; (None, None) where none is named."""
    low: Decimal | None = None
    high: Decimal | None = None
    for name, pattern in _PATTERNS:
        match = sentence.search(pattern)
        if match is None:
            continue
        if name == "about":
            near = _amount(match["near"])
            return near * ABOUT[0], near * ABOUT[1]
        found = match.groupdict()
        found["high"] = found.get("high") or found.get("bare") or found.get("apiece")
        low = low if low is not None else (_amount(found["low"]) if found.get("low") else None)
        high = high if high is not None else (_amount(found["high"]) if found.get("high") else None)
        if name in ("between", "for"):
            break
    if low is not None and high is not None and low > high:
        low, high = high, low
    return low, high


def price_spans(text: str) -> list[tuple[int, int]]:
    """Where a text says what something may cost: "max 150 euros"."""
    return [match.span() for _, pattern in _PATTERNS for match in pattern.finditer(text.lower())]


_AGAIN = re.compile(
    rf"(?<![\w.,-])(?P<high>{_AMOUNT}){_NO_UNIT}"
    r"(?=\s*(?:$|[.,;!?](?!\d)|then\b|is (?:fine|ok|okay|alright|good|possible)|would|will|as well|too\b"
    r"|also\b|now\b"
    r"|max\b|instead|please|maybe|and\b|but\b|or so|works?\b|it is\b|at (?:a )?push))"
)
_NO_BUDGET = re.compile(
    r"\b(?:(?:it|that|this|one|they|which|he|she)(?:'s|\s+(?:is|was|are|costs?|weighs?))(?:\s+(?:at|only))?|sizes?(?:\s+(?:is|are|of))?|eu"
    r"|uk|number|no|page|in|minus|the|version|model|order|than)\s+$"
)


def read_price_again(sentence: Sentence, before: Decimal) -> Decimal | None:
    """A bare number after a budget was named: "300 then", "ok let's say 125", "130 is ok as well". Numbers
    far from the budget before say something else."""
    for match in _AGAIN.finditer(sentence.rest):
        found = _amount(match["high"])
        near = before / REACH <= found <= before * REACH
        if near and not _NO_BUDGET.search(sentence.rest[: match.start()]):
            sentence.take(match.start(), match.end())
            return found
    return None


def _amount(text: str) -> Decimal:
    """``1.299,00 €``, ``€ 1,299`` and ``80`` as a decimal."""
    match = re.search(_AMOUNT, text)
    assert match is not None
    raw = match[0]
    cents = re.search(r"[.,](\d{1,2})$", raw)
    whole = raw[: cents.start()] if cents else raw
    return Decimal(re.sub(r"[., ]", "", whole) + (f".{cents[1]}" if cents else ""))
