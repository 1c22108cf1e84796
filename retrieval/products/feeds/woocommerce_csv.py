"""WooCommerce's export of products as CSV, read like its JSON (``woocommerce``); variations name their parent
by SKU or as ``id:20``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from retrieval.products.feeds.item import Item
from retrieval.products.feeds.json_stream import shaped
from retrieval.products.feeds.table_rows import read_table
from retrieval.products.feeds.woocommerce import WooReader

ATTRIBUTE = re.compile(r"attribute (\d+) name")
_COMMA = re.compile(r"(?<!\\),")
STOCKED = {"0": "outofstock", "no": "outofstock", "backorder": "onbackorder"}
MISSING = "Export it again with its variations, in the same file."


def read_woocommerce_csv(path: Path, today: str = "") -> Iterator[Item]:
    """See ``Feed``. ``today`` (ISO) tells which sales are on."""
    day = today or datetime.now().astimezone().date().isoformat()
    reader, parents = WooReader(lambda _: MISSING), _Parents()
    for row in read_table(path):
        if isinstance(row, Item):
            yield row
        else:
            values = {name.lower(): value for name, value in row.values.items()}
            yield from shaped(reader.items, row.line, row.end, parents.joined(_product(values, day), values))
    yield from reader.left()


class _Parents:
    """The products that were read, by SKU and id: their variations name them so."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Any]] = {}

    def joined(self, product: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
        """A variation with its parent's id; what it chooses is no attribute of all of them."""
        if product["type"] == "variable":
            self._known |= {f"id:{product['id']}": product, values.get("sku") or product["id"]: product}
        if product["type"] != "variation":
            return product
        named = values.get("parent", "")
        parent = self._known.get(named, {})
        chosen = {attribute["name"] for attribute in product["attributes"] if attribute["option"]}
        for attribute in parent.get("attributes", ()):
            attribute["variation"] = attribute.get("variation") or attribute["name"] in chosen
        return product | {"parent_id": parent.get("id") or named.removeprefix("id:")}


def _product(values: Mapping[str, str], day: str) -> dict[str, Any]:
    """The object that the REST API gives of it."""
    variation = "variation" in values.get("type", "").lower()
    sale = values.get("sale price", "") if _is_on(values, day) else ""
    brands = _parts(values.get("brands", ""))
    weight, weight_unit = _measured(values, "weight")
    return {
        "id": values.get("id") or values.get("sku", ""),
        "type": "variation" if variation else _kind(values),
        "name": values.get("name"),
        "description": values.get("description", "").replace("\\n", "\n"),
        "short_description": values.get("short description", "").replace("\\n", "\n"),
        "status": "publish" if values.get("published", "1").lower() in ("1", "yes", "true") else "draft",
        "catalog_visibility": values.get("visibility in catalog", "visible"),
        "price": sale or values.get("regular price"),
        "regular_price": values.get("regular price"),
        "stock_status": STOCKED.get(values.get("in stock?", "").lower(), "instock"),
        "stock_quantity": _counted(values.get("stock", "")),
        "categories": [{"name": name} for name in sorted(_parts(values.get("categories", "")), key=_depth)],
        "tags": [{"name": name} for name in _parts(values.get("tags", ""))],
        "brands": [{"name": name} for name in brands],
        "images": [{"src": source} for source in _parts(values.get("images", ""))],
        "weight": weight,
        "weight_unit": weight_unit,
        "dimensions": {side: _measured(values, side)[0] for side in ("length", "width", "height")},
        "dimension_unit": _measured(values, "length")[1],
        "attributes": list(_attributes(values, variation=variation)),
    }


def _measured(values: Mapping[str, str], what: str) -> tuple[str, str]:
    """The number in the column ``Weight (kg)``, whose heading names the unit, and that."""
    for heading, value in values.items():
        if value and heading.startswith(f"{what} (") and heading.endswith(")"):
            return value, heading[len(what) + 2 : -1]
    return "", ""


def _kind(values: Mapping[str, str]) -> str:
    """``simple, virtual`` is a simple one."""
    return values.get("type", "").partition(",")[0].strip().lower()


def _parts(text: str) -> list[str]:
    """The parts of a list; a comma within one is written ``\\,``."""
    return [part for raw in _COMMA.split(text) if (part := raw.replace("\\,", ",").strip())]


def _depth(category: str) -> int:
    return category.count(">")


def _counted(stock: str) -> str | None:
    """Pieces, None where they are not counted, or counted for all variations together."""
    return None if stock.lower() in ("", "parent") else stock


def _attributes(values: Mapping[str, str], *, variation: bool) -> Iterator[dict[str, Any]]:
    for heading, name in values.items():
        if (place := ATTRIBUTE.fullmatch(heading)) and name:
            terms = _parts(values.get(f"attribute {place[1]} value(s)", ""))
            yield {"name": name} | ({"option": ", ".join(terms)} if variation else {"options": terms})


def _is_on(values: Mapping[str, str], day: str) -> bool:
    starts, ends = (values.get(f"date sale price {which}", "")[:10] for which in ("starts", "ends"))
    return starts <= day <= (ends or day)
