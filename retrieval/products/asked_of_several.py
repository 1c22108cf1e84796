"""Which attribute a question asks for of several products, and how they stand by it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.products.quantities import read_quantity
from retrieval.products.questions import ENOUGH, best_facts
from retrieval.remembering import RememberingEncoder
from retrieval.types import Product

_MOST = re.compile(
    r"\b(?:most|highest|longest|biggest|largest|loudest|heaviest|widest|tallest|deepest|thickest|strongest"
    r"|hottest|brightest|oldest|more|higher|longer|bigger|larger|louder|heavier|wider|taller)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:least|lowest|shortest|smallest|fewest|quietest|lightest|narrowest|thinnest|coolest|fewer|less|lower"
    r"|shorter|smaller|quieter|lighter|narrower|thinner)\b",
    re.IGNORECASE,
)
_SUPERLATIVE = re.compile(r"\b(\w{3,}?)(i)?est\b", re.IGNORECASE)
""" "Loudest", "heaviest"; among words that end like "louder" are too many others ("water")."""


def asked_attribute(products: Sequence[Product], text: str, encoder: RememberingEncoder) -> str:
    """The attribute that a text asks for, which two of the products state at least; "" where there is
    none."""
    stated = [name for product in products for name in product.attributes]
    facts = {
        name: value
        for product in products
        for name, value in product.attributes.items()
        if stated.count(name) > 1
    }
    asked = _SUPERLATIVE.sub(lambda match: match[1] + "y" * bool(match[2]), text).strip(" ?!.,;")
    if not facts or not asked:
        return ""
    best = best_facts(asked, list(facts.items()), encoder.encode([asked])[0], encoder, "")
    return best[0][0] if best[0][1] >= ENOUGH else ""


def ranked_by(products: Sequence[Product], attribute: str, text: str) -> list[Product]:
    """Those that state an attribute: where the text asks for the most or the least of it and all are in one
    unit, in that order, else as they come."""
    stating = [product for product in products if attribute in product.attributes]
    read = {p.product_id: read_quantity(p.attributes[attribute]) for p in stating}
    units = {quantity.unit for quantity in read.values() if quantity is not None}
    if not asks_extreme(text) or len(units) != 1 or None in read.values():
        return stating
    lows = {i: quantity.low for i, quantity in read.items() if quantity is not None}
    return sorted(
        stating, key=lambda product: lows[product.product_id], reverse=_MOST.search(text) is not None
    )


def asks_extreme(text: str) -> bool:
    """Whether a text asks for the most of something, or for the least: "which is the loudest"."""
    return (_MOST.search(text) is None) != (_LEAST.search(text) is None)
