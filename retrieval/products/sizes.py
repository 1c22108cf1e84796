"""Sizes in a wish: "size M", "UK 9", "EU 38", "in 43", "boots brown 45", "in 41 mm"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from retrieval.products.quantities import UNITS, Quantity, read_quantity
from retrieval.products.sentence import Sentence
from retrieval.products.size_parts import STORAGE
from retrieval.products.things import Things

LETTER_SIZES = {
    "extra small": "XS", "small": "S", "medium": "M", "large": "L", "extra large": "XL", "x-large": "XL",
    "xxl": "XXL", "2xl": "XXL", "xxxl": "XXXL", "3xl": "XXXL",
}  # fmt: skip
UK_SHOES = {
    "3": "36", "4": "37", "5": "38", "6": "39", "6.5": "40", "7": "41", "8": "42", "9": "43", "10": "44",
    "11": "45", "12": "47",
}  # fmt: skip
"""UK shoe sizes as EU sizes."""

LETTER = r"(?:xx?x?s|x{0,3}l|[2-4]xl|[sml])"
SIZE = re.compile(
    rf"\b(?:in |a )?(?:size|sz|eu|gr\.?|größe)\s+(?:is\s+|of\s+)?(?P<a>{LETTER}|extra small|extra large|small"
    rf"|medium|large|\d{{2,3}}(?:[.,/]\d{{1,3}})?)(?![\w€%])"
    r"|\buk\s?(?P<uk>\d{1,2}(?:\.5)?)\b"
    rf"|\bin\s+(?:an?\s+)?(?P<b>{LETTER}|extra small|extra large|medium|large|small)(?![\w'’/])"
    rf"|\bin\s+(?P<c>\d{{2}}(?:[.,]5)?)(?![\w.,€%]|\s?\w)"
    rf"|\bin\s+(?P<f>\d{{2,3}})(?=\s*(?:,|\.|$|(?:and|please|for|got|or|now|too|as well|also|then|still)\b))"
    r"|(?<![\w'’/-])(?<!\d )(?P<d>xx?s|x{1,3}l|[2-4]xl|[sml](?=\s*(?:$|[,.!?]|or\b|please"
    r"|then\b|and\b)))(?![\w'’/-])"
    rf"|\bhow many (?P<h>{LETTER})(?=\s+(?:have|do|are|is|left|still)\b)"
    r"|(?P<e>\b\d{2,3}/\d{2,3}\b)"
    rf"|(?<![\w/])(?P<g>{LETTER}/{LETTER})(?![\w/])"
)
_UNIT_SIZE = re.compile(r"(?<![\w.,-])(?P<low>\d+(?:[.,]\d+)?)\s?(?P<unit>[a-z]{1,7})\b")
_BY = re.compile(r"(?<![\w.,])(\d{2,4})\s?(x)\s?(\d{2,4})(?![\w.,]*\d)(?:\s?cm\b)?")
"""Width by length: "135 x 200"."""
_NAMED_SIZE = re.compile(r"(?P<name>[a-z]{4,}(?: [a-z]{4,})?) \d")
"""One with a name of its own: "King 150 x 200 cm"."""
_WIDTH = re.compile(r"\d+\s?x\s?(?P<n>\d+(?:\.\d+)?)(?P<mark>[a-z]?)")
_TAIL = re.compile(
    r"(?P<asked>\b(?:in|size|the) (?:an? )?)?(?<![\w.,x-])(?P<n>\d{1,3}(?:\.\d+)?)\s?(?P<mark>[a-z]?)"
    r"(?![\w.,€%-]|\s?\d)"
)
_BASES = frozenset(base for base, _ in UNITS.values())
_STORAGE = frozenset({"gb", "tb"})
_FIRST_SIDE = re.compile(r"(?P<low>\d{2,3})(?:\s?[-–]\s?(?P<high>\d{2,3}))?\s?[x×]\s?\d")
_OF_ANOTHER = re.compile(
    r"\b(?:under|underneath|beneath|over|above|beside|next to|behind|in front of)\s+"
    r"(?:an?|the|my|our|his|her)\s+[a-z]+(?: [a-z]+)?(?: (?:of|with))?\s+$"
)
_FROM_TO_BY = re.compile(r"(\d{2,3})\s?[-–]\s?(\d{2,3})\s?[x×]\s?(\d{2,4})(?!\d)")
_A_NUMBER = re.compile(r"(?<![\w.,%€x×-])(?P<n>\d{2,3})(?:\s?cm)?(?: wide)?(?![\w.,]*\d|[\w%€]|\s?[x×]\s?\d)")
_LAST_NUMBER = re.compile(r"(?:\bin\b|\bsize\b|\0)[\s\0]+(\d{1,3})(?=\W*$)")
_THE_NUMBER = re.compile(r"\b(?:the|a) (\d{2,4})(?=\s*(?:$|[.,!?;]|one\b|please\b|size\b))")
_WITH_UNIT = re.compile(r"\b(?:in|size|of|the)\s+(?P<size>\d+(?:[.,]\d+)?\s?[a-z]{1,3})\b")


_WORDED = re.compile(r"\d+ (?P<word>[a-z]{4,})")
"""A size of a number and a word: "12 petite"."""


def read_sizes(sentence: Sentence, known: Mapping[str, str]) -> tuple[str, ...]:
    """Sizes that the catalogue has, taken out of the sentence."""
    sizes: list[str] = []
    for match in list(_WITH_UNIT.finditer(sentence.rest)):
        written = re.sub(r"(?<=\d)(?=[a-z])", " ", match["size"].replace(",", "."))
        if written in known:
            sentence.take(match.start(), match.end())
            sizes.append(known[written])
    for match in list(_BY.finditer(sentence.rest)):
        if _OF_ANOTHER.search(sentence.rest, 0, match.start()):
            sentence.take(match.start(), match.end())
            continue  # a rug "under a table of 180x90"
        by = "".join(match.groups())
        written = next((size for size in known if size.replace(" ", "").startswith(by)), "")
        written = written or next((size for size in known if _reaches_over(size, match)), "")
        if written:
            sentence.take(match.start(), match.end())
            sizes.append(known[written])
    for match in list(SIZE.finditer(sentence.rest)):
        raw = next(group for group in match.groups() if group)
        size = UK_SHOES.get(raw, raw) if match["uk"] else raw
        if (found := known_size(size, known)) is not None:
            sentence.take(match.start(), match.end())
            sizes.append(found)
    return tuple(dict.fromkeys(sizes))


def _reaches_over(size: str, by: re.Match[str]) -> bool:
    """Whether a size of "160-180 x 200 cm" has a width by length in it."""
    sides = _FROM_TO_BY.match(size)
    return sides is not None and int(sides[1]) <= int(by[1]) <= int(sides[2]) and sides[3] == by[3]


def known_size(raw: str, known: Mapping[str, str]) -> str | None:
    """A size as the catalogue writes it, with its unit where it has one ("in 95" of what comes in 95 cm), or
    None for one that it does not have."""
    size = LETTER_SIZES.get(raw, raw.replace(",", ".")).lower()
    lettered = re.fullmatch(LETTER, size) is not None
    if size in known or any(
        size in re.split(r"[/-]", s) or (lettered and s.startswith(f"{size} ")) for s in known
    ):
        return known.get(size, size.upper())
    return next((known[s] for s in known if re.fullmatch(rf"{re.escape(size)} [a-z]{{1,2}}", s)), None)


def unit_sizes(
    sentence: Sentence, things: Things, *, storage: bool = False, known: bool = True
) -> tuple[str, ...]:
    """ "A single rope 70 m", "16gb", "grade B", "olive oil, 5 litres": sizes that things at hand come in, or
    parts of them, taken out. ``storage``: of measures only what tells how much is stored, where the things
    are not named ("and 512 GB?"). Spans ("10-46") only where it is ``known`` of which things."""
    if parts := things.size_parts.take(sentence, units=STORAGE if storage else None, spans=known):
        return parts
    matches = [m for m in _UNIT_SIZE.finditer(sentence.rest) if not storage or m["unit"] in _STORAGE]
    written = {key: size for size in things.sizes for key in _measured(size)}
    found = [(match, key) for match in matches for key in _measured(match[0]) if key in written][:1]
    for match, _ in found:
        sentence.take(match.start(), match.end())
    return tuple(written[key] for _, key in found) or by_width(sentence, things)


def by_width(sentence: Sentence, things: Things, *, bare: bool = False) -> tuple[str, ...]:
    """ "In 28c?" of things that come in "700x28C", ``bare`` also "the 28", "in 28": the sizes of that width,
    taken out."""
    ends = {size: tail for size in things.sizes if (tail := _WIDTH.fullmatch(size.lower()))}
    for match in _TAIL.finditer(sentence.rest) if ends else ():
        same = [
            s for s, tail in ends.items() if match["n"] == tail["n"] and match["mark"] in ("", tail["mark"])
        ]
        if same and (match["mark"] or (bare and match["asked"])):
            sentence.take(match.start(), match.end())
            return tuple(same)
    return ()


def _measured(size: str) -> Iterator[str | Quantity]:
    """A size by how it is written, and by what it measures: "5 l tin" is 5 litres."""
    yield re.sub(r"(?<=\d)(?=[a-z])", " ", size.lower())
    quantity = read_quantity(size)
    if quantity is not None and quantity.unit in _BASES and quantity.low == quantity.high:
        yield quantity


def named_sizes(sentence: Sentence, things: Things) -> tuple[str, ...]:
    """ "A king size mattress": the sizes of things at hand that begin with such a name, taken out."""
    found: dict[str, list[str]] = defaultdict(list)
    for size in things.sizes:
        if (match := _NAMED_SIZE.match(size.lower())) is not None:
            found[match["name"]].append(size)
    for name in sorted(found, key=len, reverse=True):
        if sentence.search(re.compile(rf"\b{re.escape(name)}(?: size)?\b")):
            return tuple(found[name])
    return ()


def worded_sizes(sentence: Sentence, things: Things, said: tuple[str, ...]) -> tuple[str, ...]:
    """ "Trousers petite size 10", "the jeans in tall": the sizes of things at hand that end with such a word,
    taken out, of the numbers that are ``said`` where any is; else what was ``said``."""
    ends = {size: match["word"] for size in things.sizes if (match := _WORDED.fullmatch(size.lower()))}
    for word in sorted(set(ends.values())):
        if sentence.search(re.compile(rf"\b{re.escape(word)}\b")) is None:
            continue
        found = tuple(size for size, end in ends.items() if end == word)
        exact = tuple(size for size in found if size.split()[0] in said)
        return exact or (said if said else found)
    return said


def bare_sizes(sentence: Sentence, things: Things) -> tuple[str, ...]:
    """ "boots brown 45", "jacket for kids 116": a number that is a size of the things at hand and nothing
    else."""
    numbers = re.findall(r"(?<![\w.,-])\d{2,3}(?:\.5)?(?![\w.,%€-])", sentence.rest)
    bare = tuple(number for number in numbers if number in things.sizes)[:1]
    return bare or _with_its_unit(sentence, things)


def sizes_by_side(sentence: Sentence, things: Things) -> tuple[str, ...]:
    """ "Only the 180", "a sheet for a 160 bed": the sizes of things at hand whose first side is, or reaches
    over, a number, taken out."""
    sides = {size: side for size in things.sizes if (side := _FIRST_SIDE.match(size))}
    for match in _A_NUMBER.finditer(sentence.rest) if sides else ():
        number = int(match["n"])
        found = tuple(s for s, n in sides.items() if int(n["low"]) <= number <= int(n["high"] or n["low"]))
        if found:
            sentence.take(match.start(), match.end())
            return found
    return ()


def sizes_in_unit(sentence: Sentence, things: Things) -> tuple[str, ...]:
    """ "In red 55" of things at hand that come in "55 cm": the one size with a number at the end."""
    number = _LAST_NUMBER.search(sentence.rest)
    found = [s for s in things.sizes if number and re.fullmatch(rf"{number[1]} [a-z]{{1,2}}", s)]
    return tuple(found) if len(found) == 1 else ()


def _with_its_unit(sentence: Sentence, things: Things) -> tuple[str, ...]:
    """ "The 230" of cartridges that come in 230 g."""
    number = _THE_NUMBER.search(sentence.rest)
    known = things.sizes if number else {}
    return tuple(size for size in known if number and re.fullmatch(rf"{number[1]} [a-z]{{1,2}}", size))[:1]
