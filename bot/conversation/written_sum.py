"""A sum that a shopper writes out: "so 59+25+45?", "2 x 64 + 54 EUR"."""

from __future__ import annotations

import re
from decimal import Decimal

_MONEY = r"(?:€|\$|£|eur(?:os?)?\b|usd\b|gbp\b|dollars?\b|pounds?\b)"
_TERM = rf"(?:{_MONEY}\s*)?(?:(?P<times>\d{{1,2}})\s*[x×*]\s*)?(?P<amount>\d+(?:[.,]\d{{1,2}})?)\s*{_MONEY}?"
_ONE = re.compile(_TERM, re.IGNORECASE)
_NEXT = _TERM.replace("?P<times>", "").replace("?P<amount>", "")
_SUM = re.compile(
    r"^\W*(?:(?:so|ok(?:ay)?|and|then|that(?:['’]?s| is)|is (?:it|that)|it(?:['’]?s| is)"
    r"|what(?:['’]?s| is)|how much is"
    r"|in total|together|right|yes|hm+|well|i mean|total)\b[\s,:]*)*"
    rf"(?P<sum>{_NEXT}(?:\s*(?:\+|\bplus\b|&)\s*{_NEXT})+)"
    r"(?:\s*(?:=|\?|right|correct|in total|altogether|together|then|is what|is that right))*\W*$",
    re.IGNORECASE,
)


def written_sum(text: str) -> str:
    """The sum of a text that is no more than one, as it stands and worked out: "59 + 25 + 45 = 129"; "" where
    it is none."""
    match = _SUM.match(text)
    if match is None:
        return ""
    terms = [(int(one["times"] or 1), Decimal(one["amount"].replace(",", "."))) for one in _terms(match)]
    shown = " + ".join(f"{times} x {plain(each)}" if times > 1 else plain(each) for times, each in terms)
    return f"{shown} = {plain(sum((times * each for times, each in terms), Decimal(0)))}"


def plain(number: Decimal) -> str:
    """A number without zeros behind the point, or with two digits: "129", "17.40"."""
    return f"{number:.0f}" if number == number.to_integral_value() else f"{number:.2f}"


def _terms(match: re.Match[str]) -> list[re.Match[str]]:
    return list(_ONE.finditer(match["sum"]))
