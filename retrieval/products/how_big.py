"""Whether it is asked how big a thing is, and what the catalogue tells of that."""

from __future__ import annotations

import re

from retrieval.products.facts import say
from retrieval.types import Product

_ASKS = re.compile(
    r"\b(?:how (?:big|large|small)\s+(?:is|are|was)"
    r"|what(?:['’]?s| is| are) the (?:size|dimensions?|measurements?)"
    r"|what size (?:is|are))\b",
    re.IGNORECASE,
)
_TOLD = ("dimensions", "size", "capacity", "volume", "width", "height", "depth", "length", "diameter")
"""Attributes that tell it, the most telling first."""
MOST = 3


def asks_how_big(text: str) -> bool:
    """Whether a text asks how big something is."""
    return _ASKS.search(text) is not None


def how_big(product: Product, name: str) -> str:
    """What the attributes of a product tell of how big it is, "" where they tell nothing. ``name`` is how it
    is called."""
    known = {attribute.lower(): attribute for attribute in product.attributes}
    told = [known[one] for one in _TOLD if one in known][:MOST]
    return " ".join(say(name, attribute, product.attributes[attribute]) for attribute in told)
