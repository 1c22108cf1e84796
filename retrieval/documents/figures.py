"""The figures of a text: numbers with their unit, bound and kind, in one form, so that two wordings compare.

"sixty days", "60-day" and "60 days" are one figure, and so are "€ 4,95" and "4.95 EUR", "2 weeks" and "14
days", "1 p.m." and "13:00", "July 31" and "31 July".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from math import isclose

import msgspec

from retrieval.products.quantities import UNITS

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip

_WORDS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_TIMES: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("day", "days"), ("day", 1.0)),
    **dict.fromkeys(("week", "weeks"), ("day", 7.0)),
    **dict.fromkeys(("month", "months"), ("month", 1.0)),
    **dict.fromkeys(("year", "years"), ("month", 12.0)),
    **dict.fromkeys(("night", "nights"), ("night", 1.0)),
    **dict.fromkeys(("second", "seconds"), ("h", 1 / 3600)),
    **dict.fromkeys(("time", "times"), ("times", 1.0)),
    **dict.fromkeys(("working day", "working days", "business day", "business days"), ("working day", 1.0)),
}
_MONEY = {
    **dict.fromkeys(("€", "eur", "euro", "euros"), ("EUR", 1.0)),
    **dict.fromkeys(("£", "gbp", "pound", "pounds", "quid"), ("GBP", 1.0)),
    **dict.fromkeys(("$", "usd", "dollar", "dollars"), ("USD", 1.0)),
    **dict.fromkeys(("chf", "franc", "francs"), ("CHF", 1.0)),
}
CURRENCIES = frozenset(base for base, _ in _MONEY.values())
_WORDS_OF_MONEY = "|".join(word for word in sorted(_MONEY, key=len, reverse=True) if word.isalpha())
MONEY = rf"(?:[€£$]|\b(?:{_WORDS_OF_MONEY})\b)"
"""A sign, code or name of money, of any currency."""
PERIODS = frozenset({"h", "day", "working day", "month"})
"""Base units of money, and of how long something takes."""
_ALL_UNITS = {**{u: b for u, b in UNITS.items() if u not in ("c", "in", '"')}, **_TIMES, **_MONEY}
_UNIT = "|".join(re.escape(unit) for unit in sorted(_ALL_UNITS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)*"
_SIGN = r"[€£$]|\b(?:eur|gbp|usd|chf)\b"
_FIGURE = re.compile(
    rf"(?P<before>{_SIGN})?\s?(?<![\w.,])(?<!\w[-−])(?P<minus>minus\s|[-−](?=\d))?(?P<low>{_NUMBER})"
    rf"(?:\s?(?P<own>{_UNIT})?\s?(?:-|–|to|and|or)\s?(?P<high>{_NUMBER}))?"
    rf"(?:[\s-]?(?:(?:calendar|full|whole|consecutive)\s)?(?P<unit>{_UNIT})(?![\w]))?"
)
_LABELLED = re.compile(
    rf"\((?P<unit>{_UNIT})\)\s*:\s*(?P<value>{_NUMBER}(?:\s?(?:-|–|to)\s?{_NUMBER})?)(?!\s?\d)"
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?::(?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?m\b\.?|(?<=:\d\d)(?!\d))"
)
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_DOTTED = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b")
_MONTH = "|".join(MONTHS)
_DAY_MONTH = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<name>{_MONTH})\b")
_MONTH_DAY = re.compile(rf"\b(?P<name>{_MONTH})\s(?:the\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])\b")
_DIGITS = re.compile(r"(?<![\w.,-])\+?\d(?:[\s/()-]{0,2}\d){8,}(?!\w)")
_SPELLED = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})(?:[\s-](?P<ones>{'|'.join(list(_WORDS)[1:10])}))?"
    rf"|(?P<small>{'|'.join(_WORDS)}))\b"
    r"(?P<hundred>\shundred\b)?"
)
_NOTHING = re.compile(rf"(?<![\d.,])0(?:[.,]0+)?\s?{MONEY}|{MONEY}\s?0(?:[.,]0+)?(?![\d.,])")
_A_UNIT = re.compile(
    r"\b(?P<lead>within|in|after|for|up to)\san?\s(?=(?:day|week|month|year|minute|second|hour)\b)"
)

_BOUNDS = {
    "weak": r"within|in|by|until|till|before|no later than|for",
    "most": r"up to|at most|(?:no|not) more than|max(?:imum)?(?: of)?\.?|under|below|less than|not over",
    "least": r"at least|from|over|above|more than|min(?:imum)?(?: of)?\.?|(?:no|not) less than|starting at"
    r"|as of|after|since",
    "about": r"about|approx(?:imately)?\.?|around|roughly|ca\.?|circa|nearly|almost",
}
_BEFORE = {kind: re.compile(rf"\b(?:{words})\s(?:the\s)?$") for kind, words in _BOUNDS.items()}
_BEHIND = {
    "least": re.compile(r"^\s?(?:or|and) (?:more|above|over|longer|later|up)\b|^\s?\+"),
    "most": re.compile(
        r"^\s?(?:or|and) (?:less|under|below|fewer|earlier)\b|^\s?(?:at most|max(?:imum)?|at the latest)\b"
    ),
}  # fmt: skip
_AGREE = {("", "weak"), ("weak", ""), ("most", "weak"), ("weak", "most")}


class Figure(msgspec.Struct, frozen=True):
    """A number of a text. ``value`` in the base unit; ``unit`` "" for a bare count, "clock" (minutes since
    midnight), "date" (month * 100 + day) or "digits" (a long number without its separators). ``bound``:
    most, least, about, weak ("within", which may as well be left out) or ""."""

    value: float
    unit: str = ""
    bound: str = ""

    def same(self, other: Figure) -> bool:
        """Whether number and unit are the same."""
        return self.unit == other.unit and isclose(self.value, other.value, rel_tol=1e-15, abs_tol=1e-12)

    def agrees(self, other: Figure) -> bool:
        """Whether the bounds, too, say the same."""
        return self.same(other) and (self.bound == other.bound or (self.bound, other.bound) in _AGREE)


class Read(msgspec.Struct, frozen=True):
    """The figures of a text, those of one kind in order, and the text in lower case without them and their
    bounds."""

    figures: tuple[Figure, ...]
    rest: str


@lru_cache(maxsize=20_000)
def read_figures(text: str) -> Read:
    """Take the figures out of a text."""
    text = digits_for_words(text)
    text = _LABELLED.sub(lambda m: f": {m['value']} {m['unit']}", text)
    found: list[Figure] = []
    for pattern, read in _READERS:
        at = 0
        while match := pattern.search(text, at):
            at = match.end()
            bound, start, end = _bound(text, match)
            if figures := read(match, bound):
                found += figures
                text = text[:start] + " " * (end - start) + text[end:]
    return Read(tuple(found), text)


def digits_for_words(text: str) -> str:
    """Lower case, one blank between words, and numbers in digits: "Sixty  days" as "60 days". A "one" stays
    unless a unit follows; 0 EUR is free."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())
    text = _NOTHING.sub("free", text)
    text = _A_UNIT.sub(lambda m: f"{m['lead']} 1 ", text)
    text = re.sub(r"\bhalf an hour\b", "30 minutes", text)
    text = re.sub(r"\btwice\b", "2 times", text)
    text = re.sub(r"\ba hundred\b", "100", text)
    return _SPELLED.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    word = match["small"]
    rest = match.string[match.end() :]
    if word == "one" and not match["hundred"] and not re.match(rf"[\s-](?:{_UNIT})\b", rest):
        return match[0]
    value = _WORDS[word] if word else _TENS[match["tens"]] + _WORDS.get(match["ones"] or "zero", 0)
    return str(value * 100 if match["hundred"] else value)


def _clock(match: re.Match[str], bound: str) -> list[Figure]:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if hour > 24 or not (match["half"] or match["minute"]):
        return []
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    return [Figure(hour * 60 + minute, "clock", bound)]


def _date(match: re.Match[str], bound: str) -> list[Figure]:
    named = match.groupdict()
    month = MONTHS.index(named["name"]) + 1 if named.get("name") else int(named["month"])
    if not (1 <= month <= 12 and 1 <= int(named["day"]) <= 31):
        return []
    year = [Figure(float(named["year"]))] if named.get("year") else []
    return [Figure(month * 100 + int(named["day"]), "date", bound), *year]


def _digits(match: re.Match[str], _bound: str) -> list[Figure]:
    return [Figure(float(re.sub(r"\D", "", match[0])), "digits")]


def _numbers(match: re.Match[str], bound: str) -> list[Figure]:
    """The one or two figures of "60 EUR" and "2-3 days"."""
    last = match["unit"] or match["before"] or match["own"] or ""
    ends = [(match["low"], match["own"] or last), (match["high"], last)]
    return [_number(end, unit, match, "" if match["high"] else bound) for end, unit in ends if end]


def _number(text: str, unit: str, match: re.Match[str], bound: str) -> Figure:
    base, factor = _ALL_UNITS.get(unit, ("", 1.0))
    sign = -1.0 if match["minus"] and base == "°C" else 1.0
    return Figure(_value(text, base in CURRENCIES) * factor * sign, base, bound)


def _value(text: str, money: bool) -> float:
    """``1,000.50``, ``1.000,50``, ``4,95`` and ``1,500`` as floats; ``1.000`` is a thousand of money only."""
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return float(text)
    whole, fraction = re.sub(r"[.,]", "", text[:last]), text[last + 1 :]
    thousands = len(fraction) == 3 and (text[last] == "," or money) and text[:last].lstrip("0") != ""
    same = text.count(text[last]) > 1
    return float(whole + fraction) if thousands or same else float(f"{whole}.{fraction}")


def _bound(text: str, match: re.Match[str]) -> tuple[str, int, int]:
    """What the words right before and behind a figure make of it, and where figure and words begin and end;
    the ``from`` of "from 10 to 20" does nothing."""
    start, end = match.span()
    for kind, pattern in _BEHIND.items():
        if behind := pattern.search(text[end:]):
            return kind, start, end + behind.end()
    before = text[:start].rstrip() + " "
    for kind in ("most", "least", "about", "weak"):
        if word := _BEFORE[kind].search(before):
            span = re.match(r"\s?(?:to|until|till|-|–)\s?\d", text[end:]) and before.endswith("from ")
            return ("" if span else kind), word.start(), end
    return "", start, end


_READERS = (
    (_DIGITS, _digits), (_ISO, _date), (_DOTTED, _date), (_DAY_MONTH, _date), (_MONTH_DAY, _date),
    (_CLOCK, _clock), (_FIGURE, _numbers),
)  # fmt: skip
