"""A number that is told again with a slip of the hand: two digits in the wrong order, one digit wrong. It gets the
mask of the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from training.transcripts.personal_data.found import Found, Passage, digits_of, overlaps

_KINDS = frozenset(("phone", "customer_number", "national_id", "identity_document", "iban", "card"))
_FEWEST = 7
"""Digits by which a number is still known though one is wrong."""
_RUN = re.compile(r"(?<![\w€$£])(?<!\d[.,])\d(?:[ ./-]{0,3}\d){6,}(?![\w€$£%]|[.,]\d)")


def mistyped(
    said: Sequence[Passage], data: Sequence[Sequence[Found]]
) -> Iterator[tuple[re.Pattern[str], Found]]:
    """How they are written, and which number is meant; one that was found as the same kind is another."""
    known = {
        digits_of(passage.text[one.start : one.end]): one
        for passage, found in zip(said, data, strict=True)
        for one in found
        if one.kind in _KINDS
    }
    lengths = {len(digits) for digits in known if len(digits) >= _FEWEST}
    for passage, found in zip(said, data, strict=True) if lengths else ():
        for match in _RUN.finditer(passage.text):
            told = digits_of(match[0])
            meant = (
                next((known[d] for d in known if is_slip(told, d)), None) if len(told) in lengths else None
            )
            if meant and not overlaps(
                meant._replace(start=match.start(), end=match.end()), _of(meant, found)
            ):
                yield re.compile(rf"(?<!\w){re.escape(match[0])}(?!\w)"), meant


def _of(one: Found, found: Sequence[Found]) -> list[Found]:
    """Those of its kind."""
    return [other for other in found if other.kind == one.kind]


def is_slip(told: str, meant: str) -> bool:
    """Whether one digit differs, or two beside each other have changed places."""
    if len(told) != len(meant):
        return False
    wrong = [place for place in range(len(told)) if told[place] != meant[place]]
    if len(wrong) == 2:
        first, second = wrong
        return second == first + 1 and told[first] == meant[second] and told[second] == meant[first]
    return len(wrong) == 1
