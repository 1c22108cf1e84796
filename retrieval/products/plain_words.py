"""A message in plain words: lower case, short forms written out, numbers as digits, idioms blanked."""

from __future__ import annotations

import re
from functools import lru_cache

TEXTS = 2048
"""Texts that are remembered as they were read: a message is read in many ways."""
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_ONES = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_VALUES = {**_TENS, **_ONES, "a": 1, "one": 1}
_DIGIT = "one|two|three|four|five|six|seven|eight|nine"
_BELOW = rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{_DIGIT})\b(?!-))?|{'|'.join(_ONES)})"
_SPELLED = re.compile(
    rf"\b(?:(?P<number>(?:a|one|{'|'.join(_ONES)})\s+hundred(?:\s+(?:and\s+)?{_BELOW})?|{_BELOW})"
    r"|one(?=[\s-](?:man|person|people|woman)\b)"
    r"|(?P<half>half\s+)?(?:a|one)(?=\s+(?:kg|kilo(?:gram)?s?|lit(?:re|er)s?|met(?:re|er)s?)\b))\b",
)
_AND_A_HALF = re.compile(r"\b(\d+) (?:and|&|n) (?:an? )?half\b")
_ISH = re.compile(r"\b(?:(?:about|around|roughly|approx\.?)\s+)?(\d+)[\s-]?ish\b")
_SHORT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (r"\b(do|does|did|is|are|was|were|would|could|should|must|need|has|have)nt\b", r"\1n't"),
        (r"\bcannot\b", "can't"),
        (r"\b(wo|ca)nt\b", r"\1n't"),
        (r"\bim\b", "i'm"),
        (r"\b(i|we|they|you)ve\b", r"\1've"),
        (r"\bill\b(?=\s+(?:pay|take|go|spend|have|need|get)\b)", "i'll"),
        (r"\b(he|she|that|what|there|who|where)s\b", r"\1's"),
        (r"\blets\b", "let's"),
        (r"\btho\b", "though"),
        (r"\bpls\b|\bplz\b", "please"),
        (r"\b(do|have|are|can) you (?:not|no)\b(?=\s+\w)", r"\1 you"),
        (r"\b(do|have|are|ca)n't you\b(?=\s+(?:have|sell|stock|carry|offer|got|also|any|even)\b)", r"\1 you"),
        (
            r"\b(do you (?:have|sell|stock|carry)|have you(?: got)?|(?:is|are) there) no (?!longer|more|way)",
            r"\1 any ",
        ),
    )
)
"""Also negative questions, which deny nothing: "do you not sell goggles?"."""
_IDIOMS = re.compile(
    r"\b(?:on (?:second thoughts?|reflection)|(?<!\bis )no (?:problem|worries|rush|idea|thanks|thank you)"
    r"|why not|not sure(?: yet)?|of course not|not at all|if (?:at all )?possible|no doubt"
    r"|(?:leave|forget|drop|stop|cancel|skip) (?:the|my|that) (?:return|refund|complaint|order)(?: for now)?"
    r"|(?:the )?same (?:budget|price|size|colou?r|brand|rules?)"
    r"|(?:a|one|the|per|each|some) pairs?(?: of)?|pitch[ -](?:black|dark)|black (?:forest|ice)"
    r"|(?:just )?in case(?: of)?|in (?:any|that|this|either|such a|such|a) case(?: of)?"
    r"|out of the blue)\b"
)
"""Say nothing of the product, though their words may."""
_DECIDED = re.compile(
    r"(?:^|(?<=[.,;!]))\s*(?:(?!what|which|how|whether|where|who|because|if\b)[\w'-]+ ){1,3}it is"
    r"(?=\s*(?:[.,;!]|$))"
)
"""What was settled: "thick socks it is. And a headlamp"."""


@lru_cache(maxsize=TEXTS)
def plain_words(text: str) -> str:
    """The text as the readers of wishes see it."""
    plain = text.replace("’", "'").lower()
    for pattern, written in _SHORT:
        plain = pattern.sub(written, plain)
    plain = _AND_A_HALF.sub(r"\1.5", _SPELLED.sub(_digits, plain))
    plain = _ISH.sub(r"about \1", plain)
    for said in (_DECIDED, _IDIOMS):
        plain = said.sub(lambda match: "\0" * len(match[0]), plain)
    return plain


def _digits(match: re.Match[str]) -> str:
    """ "Under fifty euros", "a hundred and twenty", "two people", "half a kilo"."""
    if not match["number"]:
        return "0.5" if match["half"] else "1"
    total = 0
    for word in re.split(r"[\s-]+", match["number"]):
        total = total * 100 if word == "hundred" else total + _VALUES.get(word, 0)
    return str(total)
