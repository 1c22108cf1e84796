"""Numbers with units: "1.25 kg", "-4 °C", "65 to 135 cm", "3 seasons"; compared in one base unit."""

from __future__ import annotations

import re
from functools import lru_cache
from math import inf

import msgspec

NUMBER = r"[-−–]?\d{1,3}(?:[ ,]\d{3})+(?![\d.,])|[-−–]?\d+(?:[.,]\d+)?"
"""With thousands parted by a comma or blank, or with a decimal point or comma."""

UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms"), ("kg", 1.0)),
    **dict.fromkeys(("g", "gr", "gram", "grams", "gramme", "grammes"), ("kg", 0.001)),
    **dict.fromkeys(("l", "ltr", "litre", "litres", "liter", "liters"), ("l", 1.0)),
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliters"), ("l", 0.001)),
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeters"), ("cm", 0.1)),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeters"), ("cm", 1.0)),
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), ("cm", 100.0)),
    **dict.fromkeys(("°c", "°", "c", "degree", "degrees", "celsius"), ("°C", 1.0)),
    **dict.fromkeys(("lm", "lumen", "lumens"), ("lm", 1.0)),
    **dict.fromkeys(("h", "hour", "hours", "hrs"), ("h", 1.0)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), ("h", 1 / 60)),
    **dict.fromkeys(("w", "watt", "watts"), ("W", 1.0)),
    **dict.fromkeys(("kw", "kilowatt", "kilowatts"), ("W", 1000.0)),
    **dict.fromkeys(("wh",), ("Wh", 1.0)),
    **dict.fromkeys(("v", "volt", "volts"), ("V", 1.0)),
    **dict.fromkeys(("ah",), ("mAh", 1000.0)),
    **dict.fromkeys(("j", "joule", "joules"), ("J", 1.0)),
    **dict.fromkeys(("nm", "newton metres", "newton meters"), ("Nm", 1.0)),
    **dict.fromkeys(("db", "decibel", "decibels"), ("dB", 1.0)),
    **dict.fromkeys(("rpm",), ("rpm", 1.0)),
    **dict.fromkeys(("hz", "hertz"), ("Hz", 1.0)),
    **dict.fromkeys(("mb", "megabyte", "megabytes"), ("GB", 0.001)),
    **dict.fromkeys(("gb", "gigabyte", "gigabytes"), ("GB", 1.0)),
    **dict.fromkeys(("tb", "terabyte", "terabytes"), ("GB", 1000.0)),
    **dict.fromkeys(("mah",), ("mAh", 1.0)),
    **dict.fromkeys(("inch", "inches", "in", '"'), ("inch", 1.0)),
    **dict.fromkeys(("%", "percent"), ("%", 1.0)),
    **dict.fromkeys(("month", "months"), ("year", 1 / 12)),
    **dict.fromkeys(("year", "years", "yr", "yrs"), ("year", 1.0)),
}
"""Unit as written to base unit and factor. Any other word counts things of its own: "3 seasons"."""

TOLERANCE = 0.12
"""A bare "40 litres" means about that."""
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))

_VALUE = re.compile(
    rf"(?:up to |about |ca\.? |(?P<open>from ))?(?P<low>{NUMBER})(?:\s*(?:to|-|–)\s*(?P<high>{NUMBER}))?"
    r"(?P<cross>\s*[x×]\s*\d)?\s*(?P<more>\+)?\s*(?P<unit>[^\s\d,;+]*)"
    r"(?P<above>\s*\+|\s+(?:and|or) (?:up|over|older|above|more)\b)?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r", (?=\d)")
_TWO_UNITS = re.compile(
    rf"(?P<low>{NUMBER})\s*(?P<unit>[a-z]+) to (?P<high>{NUMBER})\s*(?P<other>[a-z]+)", re.I
)
"""``6 months to 6 years``"""


class Quantity(msgspec.Struct, frozen=True):
    """A number or range in a base unit; ``unit`` is "" for a bare count."""

    low: float
    high: float
    unit: str = ""


@lru_cache(maxsize=20_000)
def read_quantity(value: str) -> Quantity | None:
    """The quantity at the beginning of an attribute's value; None for words and for "46 x 14 cm". "From 4
    years", "4+" and "4 years and up" have no upper end."""
    if (span := _TWO_UNITS.match(value.strip())) is not None:
        (base, factor), (other, times) = base_unit(span["unit"]), base_unit(span["other"])
        if base == other:
            return Quantity(number(span["low"]) * factor, number(span["high"]) * times, base)
    match = _VALUE.match(value.strip())
    if match is None or match["cross"]:
        return None
    base, factor = base_unit(match["unit"])
    low = number(match["low"]) * factor
    endless = match["open"] or match["more"] or match["above"]
    high = number(match["high"]) * factor if match["high"] else inf if endless else low
    return Quantity(min(low, high), max(low, high), base)


@lru_cache(maxsize=20_000)
def measures_of(value: str) -> tuple[str, ...]:
    """The measures that a value names, "250 ml, 500 ml, 5 l tin", where it is nothing else; else ()."""
    each = tuple(_SEVERAL.split(value))
    units = {quantity.unit if (quantity := read_quantity(one)) else "" for one in each}
    return each if len(each) > 1 and len(units) == 1 and "" not in units else ()


def base_unit(unit: str) -> tuple[str, float]:
    """The base unit and the factor to it; unknown units are their own base, a plural "s" aside."""
    unit = unit.strip().rstrip(".").lower()
    return UNITS.get(unit) or (unit[:-1] if len(unit) > 3 and unit.endswith("s") else unit, 1.0)


def number(text: str) -> float:
    """``1,500``, ``2.5``, ``2,5`` and ``−4`` as floats."""
    text = re.sub(r"[−–]", "-", text)
    if re.fullmatch(r"-?\d{1,3}(?:[ ,]\d{3})+", text):
        return float(re.sub(r"[ ,]", "", text))
    return float(text.replace(",", "."))


_FACTORS = re.compile(rf"({NUMBER})(?:\s*[x×]\s*({NUMBER}))(?:\s*[x×]\s*({NUMBER}))?")


def magnitude(value: str) -> float | None:
    """A number to order by: the quantity's lower end, or the product of "46 x 14 cm"; None for words."""
    quantity = read_quantity(value)
    if quantity is not None:
        return quantity.low
    sides = _FACTORS.search(value)
    if sides is None:
        return None
    product = 1.0
    for side in sides.groups():
        product *= number(side) if side else 1.0
    return product
