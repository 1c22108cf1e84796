"""Measures in a wish: "under 2 kg", "at least 40 litres", "for 3 persons", "for minus 10 degrees"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import NUMBER, TOLERANCE, UNITS, base_unit, number
from retrieval.products.sentence import Sentence
from retrieval.products.terms import find_phrases, stems
from retrieval.products.things import Things
from retrieval.products.vocabulary import Vocabulary

_NO_MEASURES = {"c", "in", *(unit for unit, (base, _) in UNITS.items() if base == "year")}
_UNIT = "|".join(sorted((re.escape(u) for u in UNITS if u not in _NO_MEASURES), key=len, reverse=True))
_UP_TO = (
    r"(?:not|no|never|\b[a-z]{2,6}n't)\s+(?:[a-z]{1,20}\s+){0,3}?(?:over|above|more than|heavier than"
    r"|(?!small|light|short|thin|low|narrow|slow|cool|cold|weak|few)[a-z]{3,}er than)"
    r"|under|below|less than|lighter than|smaller than|shorter than|lower than|thinner than|warmer than"
    r"|at (?:the )?(?:very )?most|max(?:imum)?|up to|within"
)
_FROM = (
    r"not (?:under|below|less than|smaller than)|over|above|more than|at least|min(?:imum)?|from|bigger than"
    r"|larger than|longer than|brighter than|higher than|taller than|thicker than|stronger than|heavier than"
    r"|deeper than|wider than|louder than"
)
_BEYOND = re.compile(r"^\s*[a-z]+er than\b")
"""The bound itself is left out: "brighter than 300 lumen"."""
_DOWN_TO = r"for|down to|to|until|till|at|in"

_AT_MOST = (
    r"at (?:the )?(?:very )?most|tops|(?:(?:and|or) )?(?:no|not) more"
    r"|(?:is|as) (?:my|our|the) (?:limit|max(?:imum)?)"
)
"""A bound behind the number: "2.5 kg at the very most", "30 litres tops"."""
_TAIL = (
    r"or (?:more|less|above|over|under|below|bigger|smaller|larger|lighter)|max(?:imum)?|min(?:imum)?"
    rf"|at least|{_AT_MOST}"
)

_MEASURE = re.compile(
    rf"(?:\b(?P<sign>{_UP_TO}|{_FROM}|{_DOWN_TO}|around|about|with)\s+)?(?P<minus>(?:minus|-|−)\s?)?"
    rf"(?P<low>{NUMBER})(?:\s?(?:{_UNIT})?\s*(?:to|-|–|and)\s*(?P<high>{NUMBER}))?[\s-]?(?P<unit>{_UNIT})(?![\w])"
    rf"(?:,?\s+(?P<tail>{_TAIL})\b)?"
    r"(?:\s+(?P<name>[a-z-]+(?: [a-z-]+)?))?"
)
_NO_MONEY = r"(?!\s?(?:€|£|(?:eur|euros?|quid|bucks)\b))"
_AFTER_NAME = re.compile(
    rf"\s*(?:value\s+)?(?:of|is|should be|must be|:|=)?\s*(?P<sign>{_UP_TO}|{_FROM}|around"
    rf"|about)?\s*(?:of\s+)?"
    rf"(?P<low>{NUMBER})(?P<plus>\s?\+|\s+or (?:more|higher"
    rf"|above))?(?![\d.,]*\d){_NO_MONEY}(?:\s?(?P<unit>{_UNIT})(?!\w))?"
)
_MEASURED = re.compile(rf"\d\s?-?(?:{_UNIT})(?: of)?\s+$")
"""Before a name it is that one's measure, and no number behind it: "16 gb ram up to 600"."""
_BARE_COLD = re.compile(
    r"(?:\b(?:for|down to|at|in)\s+(?:minus\s?|-|−)|(?<!\d )(?<!\d)(?:\bminus\s|(?:(?<=\s)|^)[-−]))"
    rf"(?P<low>\d+)(?!\s?(?:{_UNIT}|\d|eur|€|%))"
)
_COUNT = re.compile(
    r"(?:\b(?P<sign>at least|more than|up to|for|with|sleeps|max"
    r"|at most)\s+)?(?<![\d.,])(?P<low>\d{1,4})(?:\s?(?:to|-|–)\s?(?P<high>\d{1,4}))?"
    r"[\s-]+(?P<what>[a-z]+(?: [a-z]+(?: [a-z]+)?)?)"
)
_GOES_ON = r"(?:with|and|under|below|up to|that|which|but|in|max|please|who|without|plus)"
_SLEEPS = re.compile(
    r"\b(?:sleeps|we are|we're|family of|party of|group of"
    r"|for)\s+(?:the\s+)?(?P<low>\d{1,2})(?:\s+(?:of us|lads|guys|mates|blokes))?\b"
    rf"(?!\s?(?!{_GOES_ON}\b)[\w€%])"
    r"|\b(?P<us>\d{1,2})\s+of us\b"
)
_EVERYDAY = frozenset(
    unit for unit, (base, factor) in UNITS.items() if base == "h" or (base, factor) == ("cm", 100.0)
)
"""Units in which people tell of their ways and days as well ..."""
_USUAL = 1 / 3
"""... so that they speak of things only where so many of these are measured in them."""
_SOME = 1 / 3
"""Share of the things named that must be measured in a unit, for a bare quantity in it to speak of them."""
_BEARS = re.compile(r"\b(?:load|carries|carrying|bears|holds)\b", re.IGNORECASE)
"""In an attribute of which more is as good: a shelf for 100 kg may bear 175."""
_DIMENSIONS = {
    "high": "height", "tall": "height", "long": "length", "wide": "width", "broad": "width", "deep": "depth",
    "thick": "thickness", "across": "diameter", "wid": "width", "in height": "height", "in length": "length",
    "in width": "width", "in depth": "depth", "in diameter": "diameter",
}  # fmt: skip
_SIDES = "|".join(sorted(_DIMENSIONS, key=len, reverse=True))
_SIDE = re.compile(
    rf"(?:\b(?P<sign>{_UP_TO}|{_FROM}|around|about|only)\s+)?(?<![\d.,x])(?P<low>{NUMBER})"
    rf"(?:\s?(?P<unit>{_UNIT}))?\s+(?:(?P<between>{_TAIL})\s+)?(?P<side>{_SIDES})\b"
    rf"(?:,?\s+(?P<tail>{_TAIL})\b)?"
)
"""A measure of a side, in centimetres where no unit is said: "max 130 wide", "170 cm wide max"."""
_COMPARED = re.compile(r"\b(?:no |not )?(long|wid|high|tall|deep|thick)er than$")
""" "Longer than 220 cm" is said of the length."""
_BY_SIDES = re.compile(r"\d\s?[x×]\s?\d")
_OF_ANOTHER = re.compile(
    r"\b(?!(?:it|that|this|which|they|one|ones|these|those|what|there|height|width|length|depth)\b)[a-z]{3,}"
    r"(?:'s| is| are| was)(?:\s+(?:only|just|about|around))?\s+$"
)
"""Before what a thing measures that is there: "the table is 180 long" asks for nothing so long."""
_ANY_SIDE = frozenset(stems("size dimension measurement length width height depth thickness diameter"))
_FOR_SOME = re.compile(r"\bfor (?:an?|my|our|the|his|her)\s+$")
_PEOPLE = (stems("persons"), stems("players"), stems("seats"))


def read_measures(
    sentence: Sentence, vocabulary: Vocabulary, things: Things, *, named: bool = False
) -> dict[str, str]:
    """Conditions by attribute, their words taken out. ``things`` are those that the wish may mean, all of
    them where it has ``named`` none."""
    found = dict(_sides(sentence, vocabulary, things))
    for match in list(_MEASURE.finditer(sentence.rest)):
        condition = _measure(match, sentence, vocabulary, things, named=named)
        if condition is not None:
            found.setdefault(*condition)
    cold = sentence.search(_BARE_COLD)
    said = [
        degrees
        for degrees, words in lexicon().temperatures.items()
        if any(word in sentence.rest for word in words)
    ]
    attribute = vocabulary.attribute_for("°C", things) if cold or said else None
    if cold and attribute:
        found.setdefault(attribute, f"<= -{cold['low']} °C")
    if attribute and things.stated[attribute]:
        for degrees in said:
            found.setdefault(attribute, f"<= {degrees} °C")
    for name, condition_text in (*_enough(sentence, things), *_counts(sentence, vocabulary, things)):
        found.setdefault(name, condition_text)
    return found


def _sides(sentence: Sentence, vocabulary: Vocabulary, things: Things) -> Iterator[tuple[str, str]]:
    """What sides are to measure, by the attributes of the things; what others measure is taken out."""
    for match in list(_SIDE.finditer(sentence.rest)):
        if _OF_ANOTHER.search(sentence.text, 0, match.start()):
            sentence.take(match.start(), match.end())
            continue
        unit, factor = base_unit(match["unit"] or "cm")
        attribute = _dimension(match["side"], things)
        if attribute is None or unit not in vocabulary.units or attribute not in vocabulary.units[unit]:
            continue
        sentence.take(match.start(), match.end())
        sign = " ".join(match[part] or "" for part in ("sign", "between", "tail"))
        yield attribute, _condition(number(match["low"]) * factor, None, unit, sign)


def _measure(
    match: re.Match[str], sentence: Sentence, vocabulary: Vocabulary, things: Things, *, named: bool
) -> tuple[str, str] | None:
    unit, factor = base_unit(match["unit"])
    if _is_a_word(sentence.rest[match.start("low") : match.end("unit")], vocabulary):
        return None
    by_name = vocabulary.attributes.get(stems(match["name"] or "")) or vocabulary.attributes.get(
        stems((match["name"] or "").split(" ")[0])
    )
    by_name = by_name or _dimension(match["name"] or "", things)
    side = _COMPARED.search(match["sign"] or "")
    compared = _dimension(side[1].lower(), things) if side and not by_name and unit == "cm" else None
    if side and unit == "cm" and not (by_name or compared):
        return None
    end = match.end() if by_name or not match["name"] else match.start("name")
    sign = f"{match['sign'] or ''} {match['tail'] or ''}"
    attribute = by_name or compared or _attribute_for(match["unit"], sign, vocabulary, things, named=named)
    if attribute is None:
        return None
    sentence.take(match.start(), end)
    if not (by_name or compared) and _is_of_what_it_is_for(sentence, match, attribute):
        return None
    if not by_name and _is_of_another_side(match["name"] or "", attribute):
        return None
    low = number(match["low"]) * factor * (-1 if match["minus"] else 1)
    high = number(match["high"]) * factor if match["high"] else None
    bears = high is None and sign.strip() in ("", "for") and _BEARS.search(attribute) is not None
    return attribute, _condition(low, high, unit, "at least" if bears else sign)


def _is_a_word(written: str, vocabulary: Vocabulary) -> bool:
    """Whether what looks like a measure is a word of the catalogue: "5g" where it tells of things with 5G."""
    phrase = stems(written)
    return len(phrase) == 1 and (phrase in vocabulary.attributes or phrase in vocabulary.terms)


def _dimension(words: str, things: Things) -> str | None:
    """The attribute of the things that "190 cm high" means: "Inner height"."""
    noun = _DIMENSIONS.get(words) or _DIMENSIONS.get(words.split(" ")[0])
    names = [name for name in things.stated if stems(name)[-1:] == stems(noun)] if noun else []
    return max(names, key=things.stated.__getitem__, default=None)


def _is_of_what_it_is_for(sentence: Sentence, match: re.Match[str], attribute: str) -> bool:
    """Whether a length is of the thing for which one is sought, and no side of its own: a lamp "for a 2 m
    table"."""
    own = len(stems(attribute)) == 1 and stems(attribute)[0] in _ANY_SIDE
    before = _FOR_SOME.search(sentence.text, 0, match.start()) is not None
    return own and before and sentence.rest[match.end() :].lstrip(" -").startswith("\0")


def _is_of_another_side(words: str, attribute: str) -> bool:
    """Whether "25 cm wide" is said of what an attribute measures elsewhere: the portafilter of a machine."""
    return words.split(" ")[0] in _DIMENSIONS and stems(attribute)[-1] not in _ANY_SIDE


def _attribute_for(
    written: str, sign: str, vocabulary: Vocabulary, things: Things, *, named: bool
) -> str | None:
    """The attribute that a quantity without a name means. "I stand there for 6 hours" means none of things
    that have nothing of the kind, but "under 2 kg" asks for it all the same."""
    unit, _ = base_unit(written)
    sized = sum(_BY_SIDES.search(size) is not None for size in things.sizes)
    if unit == "cm" and sized * 2 > len(things.sizes):
        return None  # "a table of 240 cm" is no table so high where tables are "220 x 90 cm"
    attribute = vocabulary.attribute_for(unit, things)
    having = things.stated[attribute] if attribute else 0
    share = _USUAL if written in _EVERYDAY else _SOME if named else 0
    needed = max(1, len(things) * share)
    return attribute if having >= needed or re.search(rf"\b(?:{_UP_TO}|{_FROM}|{_TAIL})", sign) else None


def named_measures(sentence: Sentence, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """ "R value above 5", "a water column of at least 10000 mm": a number after the attribute's name; to be
    read before prices, which bare numbers are otherwise."""
    for found, name in find_phrases(sentence.words(), vocabulary.measured):
        match = _AFTER_NAME.match(sentence.rest, found.end)
        if match is None or (not match["unit"] and _MEASURED.search(sentence.rest, 0, found.start)):
            continue
        unit, factor = base_unit(match["unit"] or "")
        sentence.take(found.start, match.end())
        sign = "at least" if match["plus"] else match["sign"] or ""
        yield name, _condition(number(match["low"]) * factor, None, unit, sign)


def _condition(low: float, high: float | None, unit: str, sign: str) -> str:
    if high is not None:
        return f"{min(low, high):g} {unit} .. {max(low, high):g} {unit}"
    if unit == "°C" and not re.search(_FROM, sign):
        return f"<= {low:g} {unit}"  # what is good for -10 is good to -10 or lower
    equal = "" if _BEYOND.match(sign) else "="
    if re.search(rf"\b(?:{_UP_TO}|{_AT_MOST}|less|under|below|smaller|lighter|max)\b", sign):
        return f"<{equal} {low:g} {unit}".strip()
    if re.search(rf"\b(?:{_FROM}|more|over|above|bigger|larger|min)\b", sign):
        return f">{equal} {low:g} {unit}".strip()
    if not unit:
        return f"= {low:g}"
    return f"{_rounded(low * (1 - TOLERANCE))} {unit} .. {_rounded(low * (1 + TOLERANCE))} {unit}"


def _rounded(measure: float) -> str:
    """Four digits that count, the rest zeros: "17600", never "1.76e+04", which no condition reads."""
    return f"{float(f'{measure:.4g}'):.12g}"


def _enough(sentence: Sentence, things: Things) -> Iterator[tuple[str, str]]:
    """ "A tent that we can stand up in": what the lexicon says that such words mean of the things named."""
    for name in things.stated:
        for condition, words in lexicon().enough.get(stems(name), {}).items():
            pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
            if sentence.search(pattern):
                yield name, condition


def _counts(sentence: Sentence, vocabulary: Vocabulary, things: Things) -> Iterator[tuple[str, str]]:
    """ "3 persons", "two doors"; and "for 2" where the products at hand are for persons."""
    for match in list(_COUNT.finditer(sentence.rest)):
        attribute, end = _counted(match, vocabulary)
        if attribute is None or (attribute in counting_people(vocabulary) and not things.stated[attribute]):
            continue
        sentence.take(match.start(), end)
        yield attribute, _count(match["low"], match["high"], match["sign"] or "")
    usual = _for_people(vocabulary, things)
    alone = sentence.search(_SLEEPS) if usual and _SLEEPS.search(sentence.rest) else None
    if alone:
        yield usual, f"= {alone['low'] or alone['us']}"


def _for_people(vocabulary: Vocabulary, things: Things) -> str:
    """The attribute that says for how many people the things usually are; "" where none does."""
    usual = (one for one in counting_people(vocabulary) if things.stated[one] * 3 > len(things))
    return next(usual, "")


def for_party(size: int | None, vocabulary: Vocabulary, things: Things) -> dict[str, str]:
    """What so many people want of the things that they speak of, or of any, where they speak of none."""
    counting = counting_people(vocabulary)
    if size is None or not counting:
        return {}
    usual = _for_people(vocabulary, things) if things else counting[0]
    return {usual: f"= {size}"} if usual else {}


def counting_people(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The attributes that say for how many people things are."""
    known = (vocabulary.counts.get(name) for name in _PEOPLE)
    return tuple(dict.fromkeys(name for name in known if name))


def _counted(match: re.Match[str], vocabulary: Vocabulary) -> tuple[str | None, int]:
    """The attribute that counts what follows the number, and where that ends: "4 persons", "4 sleeping
    places"."""
    words = match["what"].split(" ")
    for size in range(len(words), 0, -1):
        what = " ".join(words[:size])
        attribute = vocabulary.counts.get(stems(what))
        if attribute is not None:
            return attribute, match.start("what") + len(what)
    return None, match.end()


def _count(low: str, high: str | None, sign: str) -> str:
    if high:
        return f"{low} .. {high}"
    if sign in ("at least", "more than"):
        return f">= {int(low) + (sign == 'more than')}"
    return f"<= {low}" if sign in ("up to", "max", "at most") else f"= {low}"
