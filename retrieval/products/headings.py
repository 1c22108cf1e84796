"""The first line of a catalogue: are the needed columns there, and under which other names do they stand?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import RetrievalError

REQUIRED = ("product_id", "title", "category", "variant_id", "price", "stock")
PAGES = "The columns stand in docs/first-shop.md, the other kinds of files in docs/data-in.md."
SHOWN = 30
"""Headings that are named."""
OTHER_NAMES = {
    "product_id": ("id", "product", "sku", "item_id", "article_number", "item_group_id", "handle"),
    "title": ("name", "product_name", "product_title", "item_name", "product"),
    "category": ("categories", "product_category", "product_type", "type", "department", "collection"),
    "variant_id": ("sku", "variant_sku", "variation_id", "item_number", "id"),
    "price": ("regular_price", "unit_price", "variant_price", "retail_price", "price_gross", "amount"),
    "stock": ("quantity", "qty", "stock_quantity", "inventory", "in_stock", "variant_inventory_qty"),
}  # fmt: skip
"""What other systems call a needed column, the likeliest first; by ``_plain``."""


def check_headings(path: Path, found: Sequence[str], advice: str = "") -> None:
    """Whether the needed columns are among those ``found``; ``advice`` says what else the file may be.

    Raises: RetrievalError that names what is there, what is needed, and what may be meant.
    """
    missing = [name for name in REQUIRED if name not in found]
    if not missing:
        return
    names = [name for name in found if name]
    many = (
        f"The columns {', '.join(map(repr, missing))} are" if missing[1:] else f"The column {missing[0]!r} is"
    )
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    said = [
        f"{many} missing in the first line.",
        _meant(missing, names),
        f"Found: {', '.join(names[:SHOWN]) or 'nothing'}{more}.",
        f"Needed: {', '.join(REQUIRED)}.",
        advice or PAGES,
    ]
    raise RetrievalError(" ".join(filter(None, said)), file=path)


def _meant(missing: Sequence[str], found: Sequence[str]) -> str:
    """Which of the headings are likely to be missing ones."""
    pairs = [(near, name) for name in missing if (near := _other_name(name, found))]
    renamed = ", ".join(f"{near!r} to {name!r}" for near, name in pairs)
    return f"Rename {renamed}, if that is what it holds." if renamed else ""


def _other_name(name: str, found: Sequence[str]) -> str:
    plain = {_plain(heading): heading for heading in reversed(found)}
    for other in (name, *OTHER_NAMES[name]):
        if other in plain:
            return plain[other]
    near = difflib.get_close_matches(name, [one for one in found if one not in REQUIRED], n=1)
    return near[0] if near else ""


def _plain(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", heading.casefold()).strip("_")
