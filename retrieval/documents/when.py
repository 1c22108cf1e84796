"""Times of day and days of the week: what holds by 13:00 does not hold at two, nor Sunday's hours on
Saturday."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOCK = (
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minutes>\d{2}))?\s?(?P<half>[ap]\.?m\b)"
    r"|(?P<hours>\d{1,2}):(?P<past>\d{2})\b|(?P<noon>noon|midday)\b)"
)
_AT = re.compile(rf"(?<![\d:.]){_CLOCK}", re.IGNORECASE)
_DEADLINE = re.compile(rf"\b(?:by|before|until|till|up to)\s+{_CLOCK}", re.IGNORECASE)
_FROM_THEN = re.compile(rf"\bafter\s+{_CLOCK}", re.IGNORECASE)
_LATER = re.compile(r"\b(?:later|otherwise|else|missed)\b", re.IGNORECASE)
"""Says what holds behind the deadline, too."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = "|".join(_DAYS)
_SEVERAL_DAYS = {"weekend": {5, 6}, "weekends": {5, 6}, "weekdays": {0, 1, 2, 3, 4}}
_NAMED = re.compile(
    rf"\b(?P<first>{_DAY})s?(?:\s?(?:to|till|until|through|-|–)\s?(?P<last>{_DAY})s?)?\b"
    rf"|\b(?P<several>{'|'.join(_SEVERAL_DAYS)})\b",
    re.IGNORECASE,
)
_CELL = re.compile(r"^[^:;]+: (?P<key>[^;]+); [^:;]+: ")
"""The first cell of a row."""
_HALF_DAY = 12
_MINUTES = 60


def holds_at_another_time(question: str, text: str) -> bool:
    """Whether a question asks of a time of day at which a text does not hold: "if I order at 2 pm on Friday"
    not what is said of "Friday by 13:00", and at 11 not what is said of "Friday after 13:00"; or of a day of
    the week for which a row of a table does not stand. A text that says what holds before and later is for
    both."""
    row = _CELL.match(text)
    days, told = _days(question), _days(row["key"]) if row else set[int]()
    if days and told and not days & told:
        return True
    asked = [*_minutes(_AT, question)]
    by, then = [*_minutes(_DEADLINE, text)], [*_minutes(_FROM_THEN, text)]
    if not asked or (by and then) or _LATER.search(text) is not None:
        return False
    return (bool(by) and min(asked) > max(by)) or (bool(then) and max(asked) < min(then))


def _minutes(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """The times that a text names so, in minutes after midnight."""
    for match in pattern.finditer(text):
        if match["noon"]:
            yield _HALF_DAY * _MINUTES
        elif match["hours"]:
            yield int(match["hours"]) * _MINUTES + int(match["past"])
        else:
            afternoon = match["half"].lower().startswith("p")
            hour = int(match["hour"]) % _HALF_DAY + _HALF_DAY * afternoon
            yield hour * _MINUTES + int(match["minutes"] or 0)


def _days(text: str) -> set[int]:
    """The days of the week that a text names, from 0, spans with all between."""
    found = set[int]()
    for match in _NAMED.finditer(text):
        if match["several"]:
            found |= _SEVERAL_DAYS[match["several"].lower()]
            continue
        first = _DAYS.index(match["first"].lower())
        last = _DAYS.index((match["last"] or match["first"]).lower())
        found |= {(first + n) % len(_DAYS) for n in range((last - first) % len(_DAYS) + 1)}
    return found
