"""The sentences of a message, as shoppers write them, and the two things that they are torn between."""

from __future__ import annotations

import re

MOST = 4
"""Of a message of more, the last ones count."""
SHORT = 4
"""Words of which at most a clause before a comma stands by itself: "never mind, show me tents"."""
_ENDS = re.compile(
    r"(?<=[.!?…])\s+|\n+|(?<=,)\s+|(?<=[:;][()])\s+|(?<=[:;]-[()])\s+|(?<=[\U0001F600-\U0001F64F])\s+"
)
_EITHER = re.compile(r"\b(?:whether|if|between|should I)\s+(?P<one>.+?)\s+or\s+(?P<other>[^.?!]+)", re.I)
_WHILE = r"(?:moment|mo|sec(?:ond)?|minute)"
_PAUSE = re.compile(
    rf"\W*(?:oh |ok(?:ay)? |no |just )*(?:wait|hold on|hang on|(?:one|a|half a) {_WHILE})"
    rf"(?: (?:a|one) {_WHILE}| please)?\W*",
    re.I,
)
"""Asks to wait, and ends nothing: "hold on, what does a return cost?"."""
_LEAVES = re.compile(
    r"^(\W*(?:(?:ok(?:ay)?|oh|ah|no|well|hm+|actually|please)\W+)*"
    r"(?:never ?mind|(?:forget|leave|stop) (?:it|that)|stop))\s+"
    r"(?=(?:(?:and|but|just|so|then) )*(?:what|which|how|when|where|who|why|can|could|do|does|is|are|will"
    r"|would|tell|show|i)s?\b)",
    re.I,
)
"""Ends something, and goes on without a comma: "never mind how do I cancel"."""
_DETAIL = re.compile(r"\W*(?:\S+@\S+|\S*\d\S*)")
"""By itself behind a comma, what is given with a wish: "I'd like to return something, nora@example.com"."""
_LETTER = re.compile(r"[^\W\d_]")


def sentences(text: str) -> list[str]:
    """In order, those with a letter in them that say more than to wait; one of less than two is none."""
    found: list[str] = []
    open_clause = ""
    for piece in _ENDS.split(_LEAVES.sub(r"\1, ", text)):
        if open_clause and _DETAIL.fullmatch(piece):
            found.append(open_clause)
            open_clause = ""
        whole = f"{open_clause} {piece}".strip()
        open_clause = whole if piece.endswith(",") and len(whole.split()) > SHORT else ""
        if not open_clause:
            found.append(whole)
    said = [one for one in [*found, open_clause] if _LETTER.search(one) and not _PAUSE.fullmatch(one)]
    found = said[-MOST:]
    return found if len(found) > 1 else []


def alternatives(text: str) -> list[str]:
    """Both sides of "whether ... or ...", [] where there is none."""
    found = _EITHER.search(text)
    return [found["one"], found["other"].strip()] if found else []
