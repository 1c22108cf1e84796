"""How things stand in the shop: what is reduced, what is bought most, what is new."""

from __future__ import annotations

import re

from retrieval.products.plain_words import plain_words
from retrieval.products.sentence import Sentence

_REDUCED = re.compile(
    r"^\W*(?:the )?(?:deals|offers|sales?|promotions|bargains)\W*$"
    r"|^\W*(?:(?:is|are) there|(?:do|have) you(?: guys)?(?: have| got)?|are you having|any|got)"
    r"(?: (?:an?|any|some|now|currently))* sales?"
    r"(?: (?:going on|running|here|now|right now|today|at the moment))*\W*$"
    r"|\b(?:(?:(?:for|at) )?(?:a )?reduced prices?|reduced|discounted|marked down"
    r"|(?:on|in the|in|from the) (?:sale|clearance)|on (?:special )?offer|on (?:promotion|promo|discount)"
    r"|(?:^|(?:me|any|your|some|all) )sale(?= (?!start|end|begin|will|is|on|in|at|price)[a-z])"
    r"|with (?:an? )?(?:discount|reduction)|(?:any|an?|your|current|got) (?:\w+ )?sales? on"
    r"|(?:sale|clearance|outlet) (?:items?|prices?|offers?|products?|goods|things|stuff)"
    r"|(?:(?:any|some|your|current|latest|best|good|great|special|todays?|today's|weekly|new) )+"
    r"(?:deals?|offers?|bargains?|promotions?|promos?)(?: on| for)?"
    r"|(?:what|which) (?:deals|offers|bargains|promotions)(?= (?:do|have|are|can))"
    r"|special offers?|bargains?|deals? (?:on|in|for))\b(?! from\b)"
)
_POPULAR = re.compile(
    r"(?:\b(?:what|which)(?:'s| is| are)? |\b(?:is|are) |'s )?\b(?:(?:the|your|our) )?"
    r"(?:(?:(?:most|very|really) )?popular|(?:best|top)[ -]?sell(?:ers?|ing)"
    r"|most (?:sold|bought|ordered|wanted|loved)|trending|(?:customers?|shoppers?)'? favou?rites?"
    r"|(?:that )?sells? (?:the )?(?:best|most)"
    r"|(?:(?:do|does|are) )?(?:most|other) (?:people|customers|shoppers|buyers)(?: usually| mostly)? "
    r"(?:buy|buying|choose|go for|order|(?:get|take|like)(?=\W*(?:$|for\b|with\b))))\b"
)
_NEWEST = re.compile(
    r"\b(?:(?:what|which)(?:'s| is| are)? )?(?:(?:the|your) )?"
    r"(?:new arrivals?|novelties|newest|what(?:'s| is) new"
    r"|latest(?= (?!i\b|you|time|date|day|that|by|order)(?:[a-z]+s|gear|range|collection|stuff)\b)"
    r"|(?:has |is there )?(?:anything|something) new(?: (?:come in|arrived|in))?"
    r"|new (?:products|items|stuff|things|gear|models|in(?= the\b| your\b|\W*$))"
    r"|(?:any|some) new(?= [a-z]+s\b)"
    r"|(?:just|recently|newly) (?:in|arrived|added|come in|came in)"
    r"|(?:came|come) in (?:recently|lately|last))\b"
)
_NOW = re.compile(
    r"\b(?:right now|now(?=\W*$)|at the (?:moment|minute)|currently|these days|nowadays|today"
    r"|this (?:week|month|season|year)"
    r"|(?:(?:in|at|from) )?(?:your (?:web)?(?:shop|store|site)|(?:the|this) (?:web)?shop))\b"
)
"""When and where it is asked of: here, and as it stands, which is all that is known."""


_OF_ANY_KIND = re.compile(
    r"^\W*(?:(?:ok|okay|hi|so|what(?:'s| is| are)|show me|do you have|have you got|got|any|some|your|the) )*"
    r"(?:best[ -]?sellers|new arrivals|(?:anything |something )?new(?= (?:in|for|here)\b|\W*$))"
)
"""Asks for things of any kind, also behind others: "your bestsellers", "anything new for women?"."""


def begins_anew(text: str) -> bool:
    """Whether a text asks for what is bought most or new of any kind, and does not go on with a list: "what
    do most people buy?" does."""
    return _OF_ANY_KIND.match(plain_words(text)) is not None


def read_reduced(sentence: Sentence) -> bool:
    """Whether only what costs less than before is wanted: "which jackets are on sale"."""
    return _taken(sentence, _REDUCED)


def read_popular(sentence: Sentence) -> bool:
    """Whether what is bought most is wanted: "your best selling tents", "what is popular right now?"."""
    return _taken(sentence, _POPULAR)


def read_newest(sentence: Sentence) -> bool:
    """Whether what came into the shop last is wanted: "what's new?", "your newest tents"."""
    return _taken(sentence, _NEWEST)


def asks_popular(text: str) -> bool:
    """The same of a text."""
    return _POPULAR.search(plain_words(text)) is not None


def as_it_stands(text: str) -> str:
    """A text in plain words without when and where it asks of."""
    return _NOW.sub(" ", text)


def without_standing(text: str) -> str:
    """A text in plain words without what says how things are to stand."""
    for pattern in (_REDUCED, _POPULAR, _NEWEST):
        text = pattern.sub(" ", text)
    return as_it_stands(text)


def _taken(sentence: Sentence, pattern: re.Pattern[str]) -> bool:
    match = pattern.search(sentence.rest)
    if match is None:
        return False
    sentence.take(match.start(), match.end())
    for now in list(_NOW.finditer(sentence.rest)):
        sentence.take(now.start(), now.end())
    return True
