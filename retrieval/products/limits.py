"""Whether what a question says keeps to the most that a product takes, or to the range that it fits: a tyre
of 35 mm on a bicycle with "Max tyre width: 32 mm", a child of 11 kg on a seat with "Max load: 15 kg"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from retrieval.products.facts import say
from retrieval.products.quantities import NUMBER, UNIT, Quantity, base_unit, number, read_quantity
from retrieval.products.terms import stem, stems
from retrieval.types import Product

_MOST = re.compile(r"^(?:max(?:imum|\.)?\b|most\b|(?P<last>.* (?:limit|max(?:imum)?)$))", re.IGNORECASE)
_FITS = frozenset(map(stem, ("fits", "fit", "for", "suits", "range")))
_RANGE = re.compile(
    rf"(?P<low>{NUMBER})\s*(?:to|-|–)\s*(?P<high>{NUMBER})\s?(?P<unit>{UNIT})(?!\w)", re.IGNORECASE
)
_SAID = re.compile(
    rf"(?<![\w.,])(?P<by>\d+\s?[x×]\s?)?(?P<n>\d+(?:[.,]\d+)?)\s?(?P<unit>{UNIT})?(?:[a-z](?![\w]))?(?!\w)",
    re.IGNORECASE,
)
"""A number with its unit or without, also the width of a size, "35" of "700x35c"."""
_ASKS = re.compile(
    r"\b(?:too|fits?|fitting|ok(?:ay)?|fine|works?|enough|within|allowed|possible|carry|carries|take|takes|hold"
    r"|holds|exceed\w*|over|max(?:imum)?|(?:wid|bigg|larg|heavi|long|tall|thick)est"
    r"|go(?:es)? (?:on|in|with))\b",
    re.IGNORECASE,
)
_TOO = {
    "kg": re.compile(r"\btoo heavy\b|\bweigh", re.IGNORECASE),
    "cm": re.compile(r"\btoo (?:wide|big|large|broad|long|tall|high|thick|fat|deep)\b", re.IGNORECASE),
}
_BEST = re.compile(r"\b(?:wid|bigg|larg|heavi|long|tall|thick)est\b", re.IGNORECASE)
_AT_MOST = frozenset(map(stem, ("max", "maximum", "most", "limit")))
_MEASURING = _AT_MOST | set(map(stem, ("width", "weight", "load", "size", "height", "length")))


APART = 4.0
"""Times by which what is measured in the same unit differs at most."""


class Limit(NamedTuple):
    """What a product takes at most, or from where to where, and the attribute that says so."""

    attribute: str
    value: str
    quantity: Quantity
    factor: float


def limits_of(product: Product) -> Iterator[Limit]:
    """The limits that a product's attributes state."""
    for attribute, value in product.attributes.items():
        if _MOST.match(attribute) and (most := read_quantity(value)) is not None and most.unit:
            yield Limit(attribute, value, Quantity(0.0, most.high, most.unit), _factor(value))
        elif stems(attribute)[:1] and stems(attribute)[0] in _FITS and (span := _RANGE.search(value)):
            unit, factor = base_unit(span["unit"])
            low, high = number(span["low"]) * factor, number(span["high"]) * factor
            yield Limit(attribute, value, Quantity(low, high, unit), factor)


def keeps_to(product: Product, name: str, asked: str, before: str = "") -> str | None:
    """What a product's limit says to a question with a number ("is 35 too big?"), which may stand in what was
    said ``before``; None where it asks for none, or has several that could be meant."""
    if not _ASKS.search(asked):
        return None
    meant = [one for one in limits_of(product) if _is_meant(one, asked)]
    if len(meant) != 1:
        return None
    (limit,) = meant
    fact = say(name, limit.attribute, limit.value, lead=False).rstrip(".")
    said = list(_said(asked, limit)) or list(_said(before, limit, with_unit=True))
    told = [(text, amount) for text, amount in said if amount != limit.quantity.high]
    if not told:
        return f"{fact}." if any(asks.search(asked) for asks in (*_TOO.values(), _BEST)) else None
    text, amount = told[-1]
    if amount > limit.quantity.high:
        return f"{fact}; {text} is more than that."
    return f"{fact}; {text} is {'less than' if amount < limit.quantity.low else 'within'} that."


def asks_most(text: str) -> bool:
    """Whether a text asks for the widest, the heaviest and so on."""
    return _BEST.search(text) is not None


def fits_on(one: Product, other: Product, names: tuple[str, str], asked: str) -> str | None:
    """Whether a product keeps to a limit that another has for such things, with both figures; None where
    neither has one."""
    first, second = names
    for owner, thing, own, its in ((one, other, first, second), (other, one, second, first)):
        for limit in limits_of(owner):
            if not _is_for(limit, thing):
                continue
            if told := keeps_to(owner, own, f"{asked} fit {' '.join(stems(limit.attribute))}"):
                return told
            measured = _measure_of(thing, limit)
            fact = say(own, limit.attribute, limit.value, lead=False).rstrip(".")
            if measured is None:
                sizes = ", ".join(dict.fromkeys(v.size for v in thing.variants if v.size))
                return f"{fact}; the {its} comes in {sizes}." if sizes else None
            attribute, value, amount = measured
            over = amount > limit.quantity.high
            end = "which is more than that" if over else "which is within that"
            under = not over and amount < limit.quantity.low
            end = "which is less than that" if under else end
            return f"{fact}; the {attribute.lower()} of the {its} is {value}, {end}."
    return None


class Fit(NamedTuple):
    """What a limit says of things of a kind: the sentence of the limit, and the sizes of each thing that keep
    to it ((), where it has no sizes), by its id; a thing that is missing does not keep to it."""

    fact: str
    sizes: dict[str, tuple[str, ...]]


def keeping_to(owner: Product, name: str, things: Sequence[Product]) -> Fit | None:
    """Which things keep to a limit that a product has for them ("Max tyre width" of a bicycle, for tyres);
    None where it has none, or no thing states such a measure."""
    for limit in limits_of(owner):
        if not any(_is_for(limit, thing) for thing in things):
            continue
        kept = {thing.product_id: _keeping_sizes(thing, limit) for thing in things}
        if any(sizes is not None for sizes in kept.values()):
            fact = say(name, limit.attribute, limit.value, lead=False)
            return Fit(fact, {one: sizes for one, sizes in kept.items() if sizes})
    return None


def taking(
    things: Sequence[Product], names: Sequence[str], owner: Product, name: str, asked: str
) -> Fit | None:
    """Which things have a limit that a product keeps to by what is asked, else by what it states of itself
    (mudguards that fit "tyres of 28 to 37 mm", for a bicycle with "Tyre width: 40 mm"); None where none has
    one for it."""
    told, kept = list[str](), dict[str, tuple[str, ...]]()
    for thing, called in zip(things, names, strict=True):
        for limit in limits_of(thing):
            said = list(_said(asked, limit, with_unit=True))
            own = _stated_for(owner, limit)
            if own is None:
                continue
            text, amount = said[-1] if said else (own[1], own[2])
            source = f"{text} is" if said else f"the {own[0].lower()} of the {name} is {text}, which is"
            fits = limit.quantity.low <= amount <= limit.quantity.high
            over = "within" if fits else "more than" if amount > limit.quantity.high else "less than"
            fact = say(called, limit.attribute, limit.value, lead=False).rstrip(".")
            told.append(f"{fact}; {source} {over} that.")
            if fits:
                kept[thing.product_id] = ()
    return Fit(" ".join(told), kept) if told else None


def _stated_for(owner: Product, limit: Limit) -> tuple[str, str, float] | None:
    """The attribute of a product that another's limit speaks of, with its value: "Tyre width" of "tyres of 28
    to 37 mm"."""
    spoken = (set(stems(limit.attribute)) | set(stems(limit.value))) - _MEASURING - _FITS
    for name, value in owner.attributes.items():
        quantity = read_quantity(value)
        same = quantity is not None and quantity.unit == limit.quantity.unit and not _MOST.match(name)
        if quantity is not None and same and spoken & (set(stems(name)) - _MEASURING):
            return name, value, quantity.high
    return None


def _keeping_sizes(thing: Product, limit: Limit) -> tuple[str, ...] | None:
    """The sizes of a thing that keep to a limit, "" where it has none and its measure does; () where none
    does, None where it is not known."""
    stated = _measure_of(thing, limit)
    if stated is not None and _is_near(stated[2], limit):
        return ("",) if limit.quantity.low <= stated[2] <= limit.quantity.high else ()
    measured = {
        size: said[-1][1]
        for size in dict.fromkeys(variant.size for variant in thing.variants)
        if (said := list(_said(size, limit))) and _is_near(said[-1][1], limit)
    }
    if not measured:
        return None
    return tuple(s for s, n in measured.items() if limit.quantity.low <= n <= limit.quantity.high)


def _is_near(amount: float, limit: Limit) -> bool:
    """Whether a measure may be in the unit of a limit: the 2.25 of "29x2.25" are no millimetres of 32."""
    return limit.quantity.high / APART <= amount <= limit.quantity.high * APART


def _measure_of(thing: Product, limit: Limit) -> tuple[str, str, float] | None:
    """The attribute of a thing that is of the dimension that another limits: its "Width"."""
    stated = ((name, value, read_quantity(value)) for name, value in thing.attributes.items())
    same = [
        (name, value, quantity.high)
        for name, value, quantity in stated
        if quantity is not None and quantity.unit == limit.quantity.unit and not _MOST.match(name)
    ]
    dimension = set(stems(limit.attribute)) | set(stems(limit.value))
    named = [one for one in same if stems(one[0])[-1] in dimension]
    return next(iter(named or (same if len(same) == 1 else [])), None)


def _is_for(limit: Limit, thing: Product) -> bool:
    """Whether a limit speaks of such things: "Max tyre width" of a tyre."""
    spoken = (set(stems(limit.attribute)) | set(stems(limit.value))) - _MEASURING - _FITS
    return bool(spoken & set(stems(f"{thing.title} {thing.category}")))


def _is_meant(limit: Limit, asked: str) -> bool:
    """Whether a question is of a limit: it says a word of it, a number in its unit, or "too heavy"."""
    too = _TOO.get(limit.quantity.unit)
    spoken = set(stems(limit.attribute)) | {word for word in stems(limit.value) if word.isalpha()}
    shares = bool((spoken - _FITS - _AT_MOST) & set(stems(asked)))
    return (
        shares
        or (too is not None and too.search(asked) is not None)
        or bool(list(_said(asked, limit, with_unit=True)))
    )


def _said(text: str, limit: Limit, *, with_unit: bool = False) -> Iterator[tuple[str, float]]:
    """The numbers of a text in the unit of a limit, as they are said and in the base unit."""
    for match in _SAID.finditer(text):
        if match["unit"] and not match["by"]:
            unit, factor = base_unit(match["unit"])
            if unit == limit.quantity.unit:
                yield f"{match['n']} {match['unit']}", number(match["n"]) * factor
        elif not with_unit:
            yield match[0].strip() if match["by"] else match["n"], number(match["n"]) * limit.factor


def _factor(value: str) -> float:
    """Of the unit that a value is written in, to its base unit."""
    match = re.match(rf"\s*{NUMBER}\s?(?P<unit>{UNIT})(?!\w)", value, re.IGNORECASE)
    return base_unit(match["unit"])[1] if match else 1.0
