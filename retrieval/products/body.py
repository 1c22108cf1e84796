"""How tall a person is ("she's 1.36 m", "a woman of 1m58", "I'm 6 ft 2") and how heavy: no measure of a
product."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.products.sentence import Sentence

CM_A_FOOT, CM_AN_INCH = 30.48, 2.54
CHILD_BELOW = 150
"""Centimetres below which a size that is a body height ("134/140") is meant."""

STEPS = frozenset(map(str, range(50, 170, 6)))
"""Sizes of children's clothes that are a body height in centimetres."""
STEPS_TOLD = 4
"""So many of them in a catalogue are such; fewer may be anything else."""

_TALL = (
    r"(?:(?P<metres>[12])(?:[.,]| ?m(?:et(?:re|er)s?)? ?)(?P<rest>\d{1,2})(?: ?m(?:et(?:re|er)s?)?)?"
    r"|(?P<cm>[4-9]\d|[12]\d\d) ?(?:cm|centimet(?:re|er)s?)"
    r"|(?P<feet>[4-7]) ?(?:'|ft|foot|feet)(?: ?(?P<inches>\d{1,2})(?: ?(?:''|\"|in|inch|inches))?)?)"
    r"(?![\w]|[.,]\d|\s+(?:from|away|long|wide|deep|of)\b)"
)
_PERSON = (
    r"(?:wom[ae]n|m[ae]n|guys?|girls?|boys?|lady|ladies|gentlem[ae]n|persons?|people|lad|kid|child|children"
    r"|son|daughter|toddler|teen(?:ager)?|bloke|husband|wife|girlfriend|boyfriend|partner|mother|father|mum|mom"
    r"|dad|brother|sister|grandson|granddaughter|nephew|niece|someone|somebody|anyone)"
)
_ABOUT = r"(?:\s+(?:about|around|only|just|roughly|exactly|now|already|nearly|almost|up to|over|under))*"
_AGED = r"\d{1,2}[ -]?(?:months?|years?|yrs?)(?:[ -]old)?(?:,| and| &)?"
_BODY_HEIGHT = re.compile(
    rf"\b(?P<who>(?:i|he|she|{_PERSON})(?:'m|'s|\s+(?:is|am|are|measures?|stands?))"
    rf"|{_PERSON}(?:\s+(?:of|with|at|who is))?|(?:body|my|his|her) height(?:\s+(?:is|of))?)"
    rf"(?:\s+{_AGED},?)?{_ABOUT},?\s+(?P<tall>{_TALL})"
    r"(?:\s+(?:tall|high|in height))?"
    r"|(?<![\d.,])(?P<bare>[7-9]\d|1\d\d|20\d) tall\b"
)
_WEIGHT = r"\d{1,3}(?:[.,]\d)?\s?(?:kg|kilos?|kilogram(?:me)?s?|lbs?|pounds?|stone)\b"
_BODY_WEIGHT = re.compile(
    rf"\b(?:i|we|he|she|they|{_PERSON}(?: who| that)?)\s+(?:(?:do|does|only|just|already|now)\s+)?"
    rf"weighs?{_ABOUT}\s+{_WEIGHT}"
    rf"|\b(?:i|he|she|(?:my|our|his|her|the) (?:[a-z]+ )?{_PERSON})(?:'m|'s|\s+(?:is|am)){_ABOUT}\s+"
    rf"(?P<told>(?:\d{{1,2}}[ -]?(?:months?|years?|yrs?)(?:[ -]old)?"
    rf"|(?:[12][.,]\d{{1,2}}(?: ?m)?|1\d\d|20\d)(?: ?cm)?(?: tall)?)(?:,| and| &)?\s+)?{_WEIGHT}"
    rf"|\bfor (?:an? )?{_WEIGHT}[\s-]+(?:(?:side|back|front|stomach|heavy|light) )*"
    rf"(?:sleepers?|{_PERSON})\b"
    rf"|\b(?:\d|two|three) (?:people|persons?|adults|of us),? (?:of |with |weighing )?{_WEIGHT}"
    rf"(?:\s*(?:,|and|&)\s*{_WEIGHT})*"
)


_BARE = re.compile(
    r"(?<![\d.,])(?:(?P<metres>1[.,][2-9]\d|2[.,][01]\d)(?: ?m\b)?|(?P<cm>1[2-9]\d|20\d) ?cm)"
    r"(?![\w]|[.,]\d)"
)


def take_body_weight(sentence: Sentence) -> None:
    """Take out what a person weighs: "I weigh 105 kilos" and "she is 11 months and 9 kilos" ask for nothing
    so heavy. An age or a height before it stays."""
    match = sentence.search(_BODY_WEIGHT)
    if match is not None:
        sentence.put_back(match.start(), match.end("told") if match["told"] else match.start())


def read_body_height(sentence: Sentence) -> float | None:
    """The height of a person in centimetres, taken out of the sentence; None where none is told."""
    match = _BODY_HEIGHT.search(sentence.rest)
    if match is None:
        return None
    sentence.take(match.start("bare" if match["bare"] else "tall"), match.end())
    if match["bare"]:
        return float(match["bare"])
    if match["cm"]:
        return float(match["cm"])
    if match["feet"]:
        return int(match["feet"]) * CM_A_FOOT + int(match["inches"] or 0) * CM_AN_INCH
    return float(f"{match['metres']}.{match['rest']}") * 100


def body_height(text: str, *, bare: bool = False) -> float | None:
    """The height of a person that a text tells, in centimetres; ``bare``: also as a number alone, "is 1.94
    not L"."""
    height = read_body_height(Sentence(text))
    alone = _BARE.search(text) if bare and height is None else None
    if alone is None:
        return height
    return float(alone["cm"] or alone["metres"].replace(",", ".")) * (1 if alone["cm"] else 100)


def sizes_for_height(height: float, known: Mapping[str, str]) -> tuple[str, ...]:
    """The size of a child's clothes that reaches to that height, of those that the catalogue has: "110/116",
    or "116" where others of the ``STEPS`` are there, too."""
    steps = sum(size in known for size in STEPS)
    form = r"\d{2,3}/(\d{2,3})|(\d{2,3})" if steps >= STEPS_TOLD else r"\d{2,3}/(\d{2,3})"
    reaching = [
        (int(span[span.lastindex or 0]), written)
        for size, written in known.items()
        if (span := re.fullmatch(form, size)) is not None
        and int(span[span.lastindex or 0]) >= height
        and ("/" in size or size in STEPS)
    ]
    return (min(reaching)[1],) if reaching and height < CHILD_BELOW else ()
