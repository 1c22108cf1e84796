"""The sentences of a message, as shoppers write them, and the two things that they are torn between."""

from __future__ import annotations

import re

MOST = 4
"""Of a message of more, the last ones count."""
SHORT = 4
"""Words of which at most a clause before a comma stands by itself: "never mind, show me tents"."""
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+|(?<=,)\s+")
_EITHER = re.compile(r"\b(?:whether|if|between|should I)\s+(?P<one>.+?)\s+or\s+(?P<other>[^.?!]+)", re.I)
_LETTER = re.compile(r"[^\W\d_]")


def sentences(text: str) -> list[str]:
    """In order, those with a letter in them; one of less than two is none."""
    found: list[str] = []
    open_clause = ""
    for piece in _ENDS.split(text):
        whole = f"{open_clause} {piece}".strip()
        open_clause = whole if piece.endswith(",") and len(whole.split()) > SHORT else ""
        if not open_clause:
            found.append(whole)
    found = [one for one in [*found, open_clause] if _LETTER.search(one)][-MOST:]
    return found if len(found) > 1 else []


def alternatives(text: str) -> list[str]:
    """Both sides of "whether ... or ...", [] where there is none."""
    found = _EITHER.search(text)
    return [found["one"], found["other"].strip()] if found else []
