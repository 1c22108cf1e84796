"""Whether a message asks for others of the kind of a product: "any other 8 speed chain?"."""

from __future__ import annotations

import re

from retrieval.products.products import Products
from retrieval.types import Constraints, Product

_OTHER = re.compile(
    r"\b(?:other|another|else)\b(?! (?:one|two|colou?rs?|sizes?|day|time|side|way|hand|order|parcel"
    r"|questions?|things?)\b)",
    re.IGNORECASE,
)


def asks_for_others_of(products: Products, product: Product | None, text: str) -> bool:
    """Whether a text asks for others of the kind of a product, which it says."""
    if product is None or _OTHER.search(text) is None:
        return False
    things = things_in(products, text)
    return things != Constraints() and products.is_of(product, things)


def things_in(products: Products, text: str) -> Constraints:
    """The shelves and kinds that a text names, and nothing else of what it says."""
    wish = products.wish(text)
    return Constraints(kinds=wish.kinds, categories=wish.categories)
