"""How much memory or storage products come with, where sizes tell it and no attribute does: "16 GB / 512
GB"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.products.size_parts import STORAGE, size_measures
from retrieval.types import Product

_MEMORY = re.compile(r"\b(?:ram|memory)\b", re.IGNORECASE)
_STORAGE = re.compile(r"\b(?:storage|ssd|hard (?:disk|drive)|disk space)\b", re.IGNORECASE)
_NAMES = ("memory", "ram", "storage", "hard disk", "ssd")
TWO = 2
"""Measures of a size that tells both."""


def told_by_sizes(products: Sequence[Product], names: Sequence[str], text: str) -> str:
    """ "RAM: 16 or 32 GB (Air 13), 16 GB (Paw 15)." where a text asks for it, with the most of it first; ""
    for any other text, and where an attribute of the products tells it."""
    memory = _MEMORY.search(text)
    asked = memory or _STORAGE.search(text)
    if asked is None or any(name.lower() in _NAMES for product in products for name in product.attributes):
        return ""
    found = [
        (_amounts(product, memory is not None), name) for product, name in zip(products, names, strict=True)
    ]
    if not all(amounts for amounts, _ in found):
        return ""
    found.sort(key=lambda one: (-max(one[0]), -min(one[0])))
    what = "RAM" if asked[0].lower() == "ram" else asked[0].capitalize()
    return f"{what}: {', '.join(f'{_written(amounts)} ({name})' for amounts, name in found)}."


def _amounts(product: Product, memory: bool) -> list[float]:
    """The different amounts in GB, the least first."""
    found = set[float]()
    for variant in product.variants:
        amounts = [one.amount for one in size_measures(variant.size) if one.unit in STORAGE]
        if len(amounts) == TWO:
            found.add(amounts[0] if memory else amounts[1])
        elif len(amounts) == 1 and not memory:
            found.add(amounts[0])
    return sorted(found)


def _written(amounts: Sequence[float]) -> str:
    tera = all(amount >= 1000 for amount in amounts)
    told = [f"{amount / 1000:g}" if tera else f"{amount:g}" for amount in amounts]
    return f"{' or '.join(told)} {'TB' if tera else 'GB'}"
