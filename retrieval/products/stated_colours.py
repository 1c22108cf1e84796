"""The colour of products that state it as an attribute ("Shade colour: white"), not with their variants."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec.structs import replace

from retrieval.types import Product

_COLOUR = re.compile(r"(?!light|beam|led)(?:\w+ )?colou?r", re.IGNORECASE)
"""What has a colour of its own; a lamp is not white for its light."""
_ONE = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)?")
_SEVERAL = re.compile(r"\b(?:and|or|to)\b", re.IGNORECASE)


def with_stated_colours(products: Iterable[Product]) -> tuple[Product, ...]:
    """``products``; where no variant of one has a colour, and one attribute states one, all have that."""
    return tuple(map(_with_stated, products))


def _with_stated(product: Product) -> Product:
    stated = [value for name, value in product.attributes.items() if _COLOUR.fullmatch(name)]
    if len(stated) != 1 or any(variant.colour for variant in product.variants):
        return product
    colour = stated[0].strip().lower()
    if not _ONE.fullmatch(colour) or _SEVERAL.search(colour):
        return product
    return replace(product, variants=tuple(replace(one, colour=colour) for one in product.variants))
