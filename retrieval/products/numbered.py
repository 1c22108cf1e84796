"""A product that is called by the number in its name: "the 20000 one"."""

from __future__ import annotations

import re

_NUMBERED = re.compile(
    r"\bthe (?P<number>(?=[a-z]*\d)[a-z]?\d+(?:[.,]\d+)?[a-z]{0,3}) (?:ones?|version|model)\b"
    r"|^\W*(?:(?:and|what about|how about|ok|so)\W+)+the (?P<alone>(?=[a-z]*\d)[a-z]?\d+[a-z]{0,3})\W*$"
    r"|\bthe (?P<other>\d{2,5})(?=\W*$| (?:for|then|is|has|have|does|do|and|or|too|instead|please|cost)\b)",
    re.IGNORECASE,
)


def told_number(text: str) -> str:
    """The number in lower case, "" where a text calls nothing by one."""
    match = _NUMBERED.search(text)
    return next(filter(None, match.groups())).lower() if match else ""


def without_number(text: str) -> str:
    """A text without that number: "how heavy is it" for "how heavy is the 20000 one"."""
    return _NUMBERED.sub("it", text)
