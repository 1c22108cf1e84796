"""Which shop system wrote a CSV, by its headings."""

from __future__ import annotations

from collections.abc import Sequence

HEADINGS = {
    "shopify": frozenset({"handle", "title", "variant price"}),
    "woocommerce": frozenset({"type", "sku", "name", "regular price"}),
}
"""What the exports of a system have, in small letters, and catalogue.csv has not."""


def system_of(headings: Sequence[str]) -> str:
    """``shopify``, ``woocommerce`` or ""."""
    found = {heading.strip().lower() for heading in headings}
    return next((system for system, needed in HEADINGS.items() if needed <= found), "")
