"""Questions for the colours or sizes that the things spoken of come in: "which colours?", "what sizes are
there"."""

from __future__ import annotations

import re
from typing import Literal

Option = Literal["colour", "size"]

_ASKED = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|hm+|then|nice|great|good|cool|fine"
    r"|perfect|lovely|thanks|alright|well)\W+)*(?:(?:in )?(?:which|what)(?: are the)?|what about"
    r"|any(?: other)?|other|more"
    r"|(?:are there|do you have)(?: any)?(?: other| more)?)?\s*(?P<what>colou?rs?|sizes?)"
    r"(?: (?:options|choices))?(?: than (?:that|this|these|those))?"
    r"(?: (?:are there|(?:do|does|can) (?:it|they|these|those|this|that|the first|you)(?: (?:come|be had))?"
    r"(?: in| have| offer)?|(?:is|are) (?:it|they|these|those|this|that) (?:available )?in"
    r"|(?:are )?available|(?:do|have) you (?:have|got)|in stock|there|else))*(?: please)?\W*$",
    re.IGNORECASE,
)


def asked_option(text: str) -> Option | None:
    """What a message asks of the things spoken of, if it asks for their colours or sizes and says no more."""
    match = _ASKED.match(text)
    if match is None or (match["what"].lower() in ("colour", "color", "size") and "?" not in text):
        return None
    return "size" if match["what"].lower().startswith("size") else "colour"
