"""Measures of a body in a message: "waist 79 hips 105", "my foot is 24.8 cm", "she is 103 cm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from retrieval.documents.measures import BESIDE, Measure, distance, measures_in

HEIGHT = "height"
SHORTEST, TALLEST = 45.0, 220.0
"""Centimetres that somebody may be tall ..."""
BARE = 100.0
"""... and from how many on where no unit is said: "I'm 178"."""
_PARTS = re.compile(
    r"\b(?:(?P<height>tall|heights?)|(?P<chest>chest|bust)|(?P<waist>waist)(?:line)?|(?P<hip>hips?)"
    r"|(?P<foot>foot|feet)|(?P<leg>inseam|(?:inside|inner) leg)|(?P<neck>neck|collar)|(?P<head>head)"
    r"|(?P<hand>hand)s?)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:i['’]?m|i am|(?:s?he|it|kid|son|daughter|boy|girl|child|baby|husband|wife)(?:['’]?s| is))"
    r"\s+(?:(?:about|around|only|now|like|roughly)\s+)*$",
    re.IGNORECASE,
)
_JOINS = re.compile(
    r"\W*(?:(?:is|are|of|about|around|maybe|approx\w*|ca|roughly|measures?|with|at|like)\b\W*)*",
    re.IGNORECASE,
)
"""What may stand between a part of the body and a number without a unit."""
_ALONE_BEFORE = re.compile(r"(?:^|[,.;&+]|\b(?:for|at|is|and|with|an?))\s*$", re.IGNORECASE)
_ALONE_BEHIND = re.compile(
    r"\W*(?:$|[,.;?!]|(?:then|please|and|kid|child|boy|girl|toddler|son|daughter|he|she|i|what|which)\b)",
    re.IGNORECASE,
)
"""Around a length that is said of nothing: "which size for 103 cm then"."""
_SIZE_BEFORE = re.compile(r"\b(?:sizes?|eu|uk|us)\s*$", re.IGNORECASE)
_OTHER_UNIT = re.compile(
    r"\s?(?:[%€£$]|(?:eur\w*|gbp|pounds?|usd|k?g|kilos?|m?l|lit\w+|years?|yrs?|days?|weeks?|months?|pairs?)\b)",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """A part of the body that is named, and where."""

    name: str
    at: tuple[int, int]


def parts_named(text: str) -> frozenset[str]:
    """The parts of the body that a text names, by one word each ("chest" for the bust, too)."""
    return frozenset(part.name for part in _parts(text))


def body_measures(text: str, *, of_size: bool = False) -> Mapping[str, Measure]:
    """Measures by the part of the body. A length of nothing that is named is somebody's height where it is
    said of somebody, or where it is asked for a size (``of_size``)."""
    numbers = [one for one in measures_in(text) if not _is_other(text, one)]
    found: dict[str, Measure] = {}
    free = dict(enumerate(numbers))
    parts = list(_parts(text))
    number_first = bool(parts and numbers) and numbers[0].at < parts[0].at  # "87cm waist", not "waist 87"
    pairs = sorted(
        (distance(text, part.at, one.at), (one.at < part.at) != number_first, number, part)
        for part in parts
        for number, one in free.items()
        if _belongs(text, part, one)
    )
    for _, _, number, part in pairs:
        if part.name not in found and number in free:
            found[part.name] = free.pop(number)
    heights = [one for one in free.values() if _is_height(text, one, of_size=of_size or bool(found))]
    if HEIGHT not in found and len(heights) == 1:
        found[HEIGHT] = heights[0]
    return found


def _parts(text: str) -> Iterator[_Part]:
    for match in _PARTS.finditer(text):
        yield _Part(str(match.lastgroup), match.span())


def _belongs(text: str, part: _Part, one: Measure) -> bool:
    """Whether a number may measure a part that is named near it; without a unit it stands beside it."""
    first, second = sorted((part.at, one.at))
    near = distance(text, part.at, one.at) <= BESIDE
    return near and (one.unit is not None or _JOINS.fullmatch(text[first[1] : second[0]]) is not None)


def _is_other(text: str, one: Measure) -> bool:
    """Whether a number is a size, or counts something else."""
    before, behind = text[: one.at[0]], text[one.at[1] :]
    bare = one.unit is None
    return _SIZE_BEFORE.search(before) is not None or (bare and _OTHER_UNIT.match(behind) is not None)


def _is_height(text: str, one: Measure, *, of_size: bool) -> bool:
    before, behind = text[: one.at[0]], text[one.at[1] :]
    said_of = _IS.search(before) is not None
    of_size = of_size and _ALONE_BEFORE.search(before) is not None and _ALONE_BEHIND.match(behind) is not None
    tall = (SHORTEST if one.unit is not None else BARE) <= one.length(1.0) <= TALLEST
    return tall and (said_of or (of_size and one.unit is not None))
