"""What products cost by a unit of what their sizes state: "which is cheapest per kilo"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from retrieval.products.quantities import NUMBER, base_unit, number, read_quantity
from retrieval.types import Product, Variant

_PER = re.compile(
    r"\b(?:per|by the|a|for a|for each|for every) (?P<n>\d{1,4} ?)?(?P<unit>[a-z]{1,10})\b(?! of\b)",
    re.IGNORECASE,
)
_COSTS = re.compile(
    r"\b(?:cheap\w*|price[sd]?|costs?|much|dear\w*|expensive|value|works? out)\b", re.IGNORECASE
)
_TIMES = re.compile(rf"(?P<n>\d+)\s*[x×]\s*(?P<each>{NUMBER}\s*[a-z]+)\b", re.IGNORECASE)
_CENT = Decimal("0.01")


class Per(NamedTuple):
    """An amount that prices are told by: 1 kg of "per kilo", as it is said, in its base unit."""

    said: str
    amount: float
    unit: str


def asked_per(text: str) -> Per | None:
    """The amount by which a text asks for prices; None where it asks for none so."""
    if not _COSTS.search(text):
        return None
    for match in _PER.finditer(text):
        unit, factor = base_unit(match["unit"])
        said = match[0][match[0].lower().index((match["n"] or match["unit"]).lower()) :].strip()
        if unit:
            return Per(said, (number(match["n"].strip()) if match["n"] else 1) * factor, unit)
    return None


def prices_per(product: Product, per: Per) -> list[tuple[Variant, Decimal]]:
    """The variants in stock whose sizes state an amount in that unit, with their prices by it, the cheapest
    first."""
    found = []
    for variant in product.variants:
        held = _held(variant.size, per.unit) if variant.stock > 0 else 0
        if held:
            found.append((variant, (variant.price * Decimal(per.amount / held)).quantize(_CENT)))
    return sorted(found, key=lambda pair: pair[1])


def _held(size: str, unit: str) -> float:
    """How much of a unit a size holds: 1.02 kg of "12 x 85 g"; 0 where it is of another."""
    times = _TIMES.search(size)
    quantity = read_quantity(times["each"] if times else size)
    if quantity is None or quantity.unit != unit or quantity.low != quantity.high:
        return 0
    return quantity.low * (int(times["n"]) if times else 1)
