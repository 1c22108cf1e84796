"""What "the second one", "both", "the cheapest", "the Halde" and "it" point at, among the products shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.types import Product

ORDINALS = {
    "first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\b({'|'.join(ORDINALS)})\b(?!\s+(?:time|trip|tour|tent for|week|year|order|name))", re.IGNORECASE
)
_NUMBER = re.compile(r"\b(?:number|no\.?|#)\s*([1-5])\b", re.IGNORECASE)
_TWO = re.compile(r"\b(?:both|(?:these|those|the|first) (?:two|2)|of the two|each other)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all(?: (?:three|four|of (?:them|these)))?|these|those|them)\b", re.IGNORECASE)
_CHEAPEST = re.compile(r"\bcheapest|cheaper one|least expensive\b", re.IGNORECASE)
_DEAREST = re.compile(
    r"\b(?:most expensive|dearest|priciest|expensive one|more expensive one)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\bother (?:one|two)\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(\d+(?:[.,]\d{2})?)\s*(?:€|eur|euros?)", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its|this|that|this one|that one|the one|one)\b", re.IGNORECASE)


def pointed_at(text: str, shown: Sequence[Product], current: Product | None = None) -> list[Product]:
    """The products meant, in the order in which they are named; none when nothing points."""
    if not shown:
        return [current] if current is not None and _IT.search(text) else []
    found = _by_place(text, shown)
    if len(found) < 2 and _TWO.search(text):
        return list(shown[:2])
    if found:
        return found
    if _CHEAPEST.search(text):
        return [min(shown, key=lambda product: product.price)]
    if _DEAREST.search(text):
        return [max(shown, key=lambda product: product.price)]
    if _OTHER.search(text):
        return [product for product in shown if product != current][:1]
    if found := _by_look(text, shown):
        return found
    if _ALL.search(text):
        return list(shown)
    return [current or shown[0]] if _IT.search(text) else []


def _by_place(text: str, shown: Sequence[Product]) -> list[Product]:
    places = [(m.start(), ORDINALS[m[1].lower()]) for m in _ORDINAL.finditer(text)]
    places += [(m.start(), int(m[1]) - 1) for m in _NUMBER.finditer(text)]
    numbers = [place if place >= 0 else len(shown) - 1 for _, place in sorted(places)]
    return list({n: shown[n] for n in numbers if n < len(shown)}.values())


def _by_look(text: str, shown: Sequence[Product]) -> list[Product]:
    """By brand, price or colour, where that tells one from the others."""
    low = text.lower()
    prices = [Decimal(match[1].replace(",", ".")) for match in _PRICE.finditer(text)]
    found = [
        product
        for product in shown
        if (product.brand and product.brand.lower() in low)
        or any(round(product.price) == round(price) for price in prices)
        or any(v.colour and re.search(rf"\b{re.escape(v.colour)} one\b", low) for v in product.variants)
    ]
    return found if 0 < len(found) < len(shown) or len(found) == 2 else []
