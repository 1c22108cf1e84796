"""How many people are under way together: "2 adults and 2 kids", "two adults with kids of 4 and 7", "my wife
and me"."""

from __future__ import annotations

import re

from retrieval.products.sentence import Sentence

_CHILDREN = (
    r"(?:(?:little|small|young|big|older|teenage) )?"
    r"(?:kids?|children|child|toddlers?|babies|baby|teenagers?|daughters?|sons?|girls?|boys?)"
)
_AGES = r"\d{1,2}(?:(?:, and |, | and | & )\d{1,2})*"
_PARTY = re.compile(
    r"\b(?P<adults>\d{1,2}) (?:adults?|grown[- ]ups?|parents)\s*(?:,|and|with|\+|&|plus)\s*"
    r"(?:(?:our|my|the|their) )?"
    rf"(?:(?P<young>\d|an?|one) {_CHILDREN}|{_CHILDREN},? (?:of|aged) (?P<ages>{_AGES}))"
    rf"(?:,? (?:of|aged) {_AGES})?"
)
_RELATIVE = (
    r"my (?:wife|husband|girlfriend|boyfriend|partner|friend|mate|sister|brother|mother|father|mum|mom|dad"
    r"|daughter|son)"
)
_TWO_OF_US = re.compile(
    rf"\b{_RELATIVE}(?: and| &) (?:me|i|myself)\b|\b(?:me|i|myself)(?: and| &) {_RELATIVE}\b"
)


def read_party(sentence: Sentence) -> int | None:
    """All of them together, taken out of the sentence; None where no such party is told."""
    match = sentence.search(_PARTY)
    if match is None:
        return 2 if sentence.search(_TWO_OF_US) else None
    if match["ages"]:
        return int(match["adults"]) + len(re.findall(r"\d+", match["ages"]))
    return int(match["adults"]) + (int(match["young"]) if match["young"].isdigit() else 1)
