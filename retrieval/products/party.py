"""How many people something is for: "2 adults and 2 kids", "two adults with kids of 4 and 7", "my wife and
me", "me and my two kids", "a couple with a baby"."""

from __future__ import annotations

import re

from retrieval.products.sentence import Sentence

_CHILDREN = (
    r"(?:(?:little|small|young|big|older|teenage) )?"
    r"(?:kids?|children|child|toddlers?|babies|baby|teenagers?|daughters?|sons?|girls?|boys?)"
)
_AGES = r"\d{1,2}(?:(?:, and |, | and | & )\d{1,2})*"
_AND = r"\s*(?:,|and|with|\+|&|plus)\s*"
_WHOSE = r"(?:our|my|the|their)"
_PARTNER = r"my (?:wife|husband|girlfriend|boyfriend|partner)"
_RELATIVE = (
    rf"(?:{_PARTNER}|my (?:friend|mate|sister|brother|mother|father|mum|mom|dad|daughter|son|other half))"
)
_ME = r"(?:me|i|myself)"
_TWO = (
    rf"(?:{_RELATIVE}(?:,| and| &) {_ME}|{_ME}(?:,| and| &) {_RELATIVE}|(?:a|one) couple|both of us|us 2"
    r"|(?:the|my|our|both) parents)"
)
_PARTY = re.compile(
    rf"\b(?:(?P<adults>\d{{1,2}}) (?:adults?|grown[- ]ups?|parents)|(?P<two>{_TWO}|us|we)|(?P<one>{_ME}))"
    rf"{_AND}(?:{_WHOSE} )?"
    rf"(?:(?P<young>\d|an?|one) {_CHILDREN}|{_CHILDREN},? (?:of|aged) (?P<ages>{_AGES})"
    rf"|(?P<several>\d) (?:friends|mates|others|other people|more))(?: each)?"
    rf"(?:,? (?:of|aged) {_AGES})?"
)
_TWO_OF_US = re.compile(rf"\b{_TWO}\b")


def read_party(sentence: Sentence) -> int | None:
    """All of them together, taken out of the sentence; None where no such party is told."""
    match = sentence.search(_PARTY)
    if match is None:
        return 2 if sentence.search(_TWO_OF_US) else None
    grown = int(match["adults"] or (2 if match["two"] else 1))
    if match["ages"]:
        return grown + len(re.findall(r"\d+", match["ages"]))
    young = match["young"] or match["several"]
    return grown + (int(young) if young.isdigit() else 1)
