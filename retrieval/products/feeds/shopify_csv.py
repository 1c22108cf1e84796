"""Shopify's export of products as CSV, read like its JSON (``shopify``).

It has no ids: a product's is its handle, a variant's its SKU, else the handle with what is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from retrieval.products.feeds.item import Item, variant_only
from retrieval.products.feeds.shopify import shopify_row
from retrieval.products.feeds.table_rows import TableRow, read_table

OPTIONS = (1, 2, 3)
OWN_FIELD = re.compile(r"(?P<name>.+) \(product\.metafields\.(?!shopify--discovery)[\w-]+\.[\w-]+\)")
"""A field that says something of a product, and not beside or before which others it is shown."""
NO_TEXT = re.compile(r"gid://|^(?:true|false)$|[{}]", re.IGNORECASE)
"""A reference, a mark or an object."""
FOR_GOOGLE = {"google shopping / gender": "Gender", "google shopping / age group": "Age group"}


class _Group(msgspec.Struct):
    """The product whose rows are being read."""

    product: dict[str, Any]
    begun: bool = False


def read_shopify_csv(path: Path) -> Iterator[Item]:
    """See ``Feed``. The rows of a product stand together; the first has its own fields, and those with
    nothing but a picture are passed over."""
    group = _Group(product={})
    for row in read_table(path):
        if isinstance(row, Item):
            yield row
            continue
        values = {name.lower(): value for name, value in row.values.items()}
        if not values.get("handle"):
            yield Item(line=row.line, code="missing_id", reason="The Handle is missing.", end=row.end)
            continue
        if group.product.get("id") != values["handle"]:
            group = _Group(product=_product(values))
        if _is_variant(values):
            yield _item(group, values, row)


def _is_variant(values: Mapping[str, str]) -> bool:
    return any(values.get(name) for name in ("variant price", "variant sku", "option1 value", "title"))


def _item(group: _Group, values: Mapping[str, str], row: TableRow) -> Item:
    made = shopify_row(group.product, _variant(group.product, values))
    made = variant_only(made) if group.begun else made
    group.begun = True
    return Item(line=row.line, row=made, end=row.end)


def _product(values: Mapping[str, str]) -> dict[str, Any]:
    hidden = values.get("published", "").lower() == "false"
    return {
        "id": values["handle"],
        "handle": values["handle"],
        "title": values.get("title"),
        "body_html": values.get("body (html)"),
        "vendor": values.get("vendor"),
        "product_type": values.get("type") or values.get("product category"),
        "tags": values.get("tags", ""),
        "status": values.get("status", "").lower() or "active",
        "images": [{"src": values.get("image src")}],
        "options": [{"name": values.get(f"option{place} name", "")} for place in OPTIONS],
        "stated": list(_own_fields(values)),
    } | ({"published_at": None} if hidden else {})


def _own_fields(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The shop's own fields ("Skill level (product.metafields.custom.skill_level)"), as they are called; and
    for whom Google is told that the product is."""
    for heading, value in values.items():
        own = OWN_FIELD.fullmatch(heading)
        if own and value and not NO_TEXT.search(value) and "google" not in heading:
            yield own["name"].capitalize(), value.replace("; ", ", ").strip('[]"').replace('","', ", ")
    for heading, name in FOR_GOOGLE.items():
        if stated := values.get(heading):
            yield name, stated


def _variant(product: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    chosen = {f"option{place}": values.get(f"option{place} value", "") for place in OPTIONS}
    sku = values.get("variant sku", "").removeprefix("'")  # keeps zeros in front
    counted = values.get("variant inventory qty", "")
    variant: dict[str, Any] = {
        **chosen,
        "id": sku or "-".join(filter(None, (product["id"], *chosen.values()))),
        "price": values.get("variant price"),
        "compare_at_price": values.get("variant compare at price"),
        "inventory_quantity": int(counted) if counted.removeprefix("-").isdecimal() else counted or None,
        "inventory_policy": values.get("variant inventory policy"),
        "weight": _grams(values.get("variant grams", "")),
        "weight_unit": "g",
    }
    if "variant inventory tracker" in values:
        variant["inventory_management"] = values["variant inventory tracker"] or None
    return variant


def _grams(text: str) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0
