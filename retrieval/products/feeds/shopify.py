"""Shopify's products: the JSON of its Admin API (``/admin/api/.../products.json``) and of its pages.

Ids are Shopify's own, which its pages and orders name too. Prices carry no currency: they are the shop's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from retrieval.products.feeds.item import (
    OTHER,
    PLENTY,
    Item,
    address,
    line_of,
    row_of,
    variant_only,
)
from retrieval.products.feeds.json_stream import read_objects, shaped
from retrieval.products.feeds.stated import described, joined, measured, tells_weight
from retrieval.products.row_check import known_day

_COLOUR = re.compile(r"colou?r|farbe|couleur|color|kleur", re.IGNORECASE)
_NO_OPTION = "Default Title"
GRAMS = 1000
"""Of a kilogram."""


def read_shopify(path: Path) -> Iterator[Item]:
    """See ``Feed``."""
    for found in read_objects(path, "products"):
        if isinstance(found, Item):
            yield found
        else:
            yield from shaped(_items, *found)


def _items(line: int, end: int, product: Mapping[str, Any]) -> Iterator[Item]:
    variants = product.get("variants")
    if not isinstance(variants, list) or not all(isinstance(variant, dict) for variant in variants):
        yield Item(line=line, code="bad_row", reason="variants is no list of objects.", end=end)
        return
    if not variants:
        reason = f"Product {product.get('id')} has no variants."
        yield Item(line=line, code="no_variants", reason=reason, end=end)
    for number, variant in enumerate(variants):
        row = shopify_row(product, variant)
        yield Item(line=line, row=row if number == 0 else variant_only(row), end=end)


def shopify_row(product: Mapping[str, Any], variant: Mapping[str, Any]) -> dict[str, str]:
    """The row of a variant, of both as the API writes them."""
    tags, own = product.get("tags") or (), product.get("stated") or ()
    colour, size = _options(product, variant)
    description, stated = described(str(product.get("body_html") or ""))
    weighed = () if tells_weight(description) else (("Weight", _weight(variant)),)
    return row_of(
        product_id=product.get("id"),
        variant_id=variant.get("id"),
        title=product.get("title"),
        category=line_of(str(product.get("product_type") or "")) or OTHER,
        brand=product.get("vendor"),
        description=description,
        image=address(_image(product)),
        url=address(f"/products/{product['handle']}") if product.get("handle") else "",
        size=size,
        colour=colour,
        price=variant.get("price"),
        compare_at_price=_before(variant),
        stock=_stock(variant),
        attributes=joined(own, stated, measured(description), weighed),
        tags=tags.split(",") if isinstance(tags, str) else map(str, tags),
        published=product.get("status", "active") == "active" and product.get("published_at", "") is not None,
        since=_day(product),
    )


def _day(product: Mapping[str, Any]) -> str:
    """Since when it is shown, else since when it is known."""
    return known_day(str(product.get("published_at") or product.get("created_at") or ""))


def _options(product: Mapping[str, Any], variant: Mapping[str, Any]) -> tuple[str, str]:
    """Colour, and everything else that is chosen as a size."""
    colour, sizes = "", []
    for place, option in enumerate(product.get("options") or (), 1):
        name = str(option.get("name", "")) if isinstance(option, dict) else str(option)
        value = line_of(str(variant.get(f"option{place}") or ""))
        if _COLOUR.search(name):
            colour = value
        elif value and value != _NO_OPTION:
            sizes.append(value)
    return colour, " / ".join(sizes)


def _stock(variant: Mapping[str, Any]) -> object:
    """Pieces; plenty where Shopify does not count, or goes on selling what is sold out."""
    quantity = variant.get("inventory_quantity")
    if quantity is None:
        return PLENTY if variant.get("available", True) else 0
    sells_on = variant.get("inventory_policy") == "continue"
    uncounted = "inventory_management" in variant and variant["inventory_management"] is None
    if uncounted or (sells_on and _is_none_left(quantity)):
        return PLENTY
    return 0 if _is_none_left(quantity) else quantity


def _is_none_left(quantity: object) -> bool:
    return isinstance(quantity, int) and quantity <= 0  # below 0: sold before it came


def _before(variant: Mapping[str, Any]) -> object:
    before = variant.get("compare_at_price")
    return "" if before in (None, "", variant.get("price")) else before


def _weight(variant: Mapping[str, Any]) -> str:
    weight, unit = variant.get("weight"), variant.get("weight_unit") or "kg"
    if weight and unit == "g" and weight >= GRAMS:
        weight, unit = weight / GRAMS, "kg"
    return f"{weight:g} {unit}" if weight else ""


def _image(product: Mapping[str, Any]) -> str:
    images = [product.get("image"), *(product.get("images") or ())]
    return next((str(image["src"]) for image in images if isinstance(image, dict) and image.get("src")), "")
