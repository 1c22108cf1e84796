"""WooCommerce's products: the JSON of its REST API (``/wc/v3/products``) and of its store API.

Variations come within their product (``variations`` as objects) or after it as items of their own with
``parent_id``: fetch ``/products/ID/variations`` and write them behind the product.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from retrieval.products.feeds.item import (
    OTHER,
    PLENTY,
    Item,
    address,
    line_of,
    plain_text,
    row_of,
    variant_only,
)
from retrieval.products.feeds.json_stream import read_objects, shaped
from retrieval.products.feeds.stated import described, joined, measured, tells_weight
from retrieval.products.row_check import known_day

_COLOUR = re.compile(r"colou?r|farbe|couleur|kleur", re.IGNORECASE)
_SIZE = re.compile(r"size|größe|groesse|taille|maat", re.IGNORECASE)


def read_woocommerce(path: Path) -> Iterator[Item]:
    """See ``Feed``."""
    reader = WooReader()
    for found in read_objects(path, "products"):
        if isinstance(found, Item):
            yield found
        else:
            yield from shaped(reader.items, *found)
    yield from reader.left()


def _fetch(product_id: str) -> str:
    return f"Fetch /products/{product_id}/variations and write them behind it."


class WooReader:
    """Keeps the products whose variations are still to come; ``mend`` says what to do for one of which they
    never come."""

    def __init__(self, mend: Callable[[str], str] = _fetch) -> None:
        self._mend = mend
        self._parents: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._begun: set[str] = set()

    def items(self, line: int, end: int, product: Mapping[str, Any]) -> Iterator[Item]:
        """The rows of one element of the file."""
        product_id, parent_id = str(product.get("id", "")), str(product.get("parent_id") or "")
        within = [v for v in product.get("variations") or () if isinstance(v, dict)]
        if product.get("type") == "variation" or (parent_id and parent_id in self._parents):
            yield self._variation(line, end, parent_id, product)
        elif within:
            for number, variation in enumerate(within):
                row = _row(product, variation)
                yield Item(line=line, row=row if number == 0 else variant_only(row), end=end)
        elif product.get("type") == "variable":
            self._parents[product_id] = (line, product)
        else:
            yield Item(line=line, row=_row(product, product), end=end)

    def left(self) -> Iterator[Item]:
        """Products whose variations never came."""
        for product_id, (line, _) in self._parents.items():
            if product_id not in self._begun:
                yield Item(
                    line=line, code="no_variants",
                    reason=f"The variations of product {product_id} are missing.",
                    hint=self._mend(product_id),
                )  # fmt: skip

    def _variation(self, line: int, end: int, parent_id: str, variation: Mapping[str, Any]) -> Item:
        if parent_id not in self._parents:
            reason = (
                f"Variation {variation.get('id')} belongs to product {parent_id}, which is not before it."
            )
            return Item(line=line, code="missing_parent", reason=reason, hint="Write it first.", end=end)
        row = _row(self._parents[parent_id][1], variation)
        if parent_id in self._begun:
            row = variant_only(row)
        self._begun.add(parent_id)
        return Item(line=line, row=row, end=end)


def _row(product: Mapping[str, Any], sold: Mapping[str, Any]) -> dict[str, str]:
    """``sold`` is the variation, or the product itself where it has none."""
    price, before, currency = _prices(sold)
    colour, size = _options(sold)
    texts, stated = _described(product)
    hidden = product.get("catalog_visibility", "visible") == "hidden"
    return row_of(
        product_id=product.get("id"),
        variant_id=sold.get("id"),
        title=plain_text(str(product.get("name") or "")),
        category=_category(product),
        brand=_brand(product),
        description=" ".join(texts),
        image=address(_image(sold) or _image(product)),
        url=address(product.get("permalink")),
        size=size,
        colour=colour,
        price=price,
        compare_at_price=before,
        currency=currency,
        stock=_stock(sold),
        attributes=joined(
            _attributes(product), stated, measured(" ".join(texts)), _measured(product, " ".join(texts))
        ),
        tags=(plain_text(str(tag.get("name", ""))) for tag in product.get("tags") or ()),
        published=product.get("status", "publish") == "publish" and not hidden,
        since=known_day(str(product.get("date_created") or "")),
    )


def _described(product: Mapping[str, Any]) -> tuple[list[str], list[tuple[str, str]]]:
    """The short description and the long one, which may begin with it; and the properties that they state."""
    read = [described(str(product.get(name) or "")) for name in ("short_description", "description")]
    short, long = (text for text, _ in read)
    texts = [long] if short in long else [short, long] if long else [short]
    return texts, joined(*(stated for _, stated in read))


def _prices(sold: Mapping[str, Any]) -> tuple[str, str, str]:
    """What is asked now, what was asked before a sale, and the currency where the store API says it."""
    prices = sold.get("prices")
    if isinstance(prices, dict):
        unit = prices.get("currency_minor_unit")
        price, regular = (_major(prices.get(name), unit) for name in ("price", "regular_price"))
        return price, "" if regular == price else regular, str(prices.get("currency_code") or "")
    price, regular = (str(sold.get(name) or "") for name in ("price", "regular_price"))
    price = price or regular
    return price, "" if regular in ("", price) else regular, ""


def _major(amount: object, unit: object) -> str:
    """``1999`` in cents is 19.99; what is no number as it is."""
    try:
        return str(Decimal(str(amount)).scaleb(-int(str(unit or 0))))
    except (InvalidOperation, ValueError):
        return str(amount or "")


def _stock(sold: Mapping[str, Any]) -> object:
    status = sold.get("stock_status") or ("instock" if sold.get("is_in_stock", True) else "outofstock")
    quantity = sold.get("stock_quantity")
    if status != "instock":
        return 0
    return PLENTY if quantity is None else quantity


def _options(sold: Mapping[str, Any]) -> tuple[str, str]:
    colour, sizes = "", []
    for attribute in sold.get("attributes") or ():
        value = line_of(str(attribute.get("option") or ""))
        if value and _COLOUR.search(str(attribute.get("name", ""))):
            colour = value
        elif value:
            sizes.append(value)
    return colour, " / ".join(sizes)


def _attributes(product: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is true of all variations; colours and sizes to choose from are not."""
    for attribute in product.get("attributes") or ():
        name = str(attribute.get("name", ""))
        terms = attribute.get("options") or [t.get("name") for t in attribute.get("terms") or ()]
        if not attribute.get("variation") and not _COLOUR.search(name) and not _SIZE.search(name):
            yield name, ", ".join(map(str, terms))


def _measured(product: Mapping[str, Any], description: str) -> Iterator[tuple[str, str]]:
    weight = product.get("weight")
    if weight and not tells_weight(description):
        yield "Weight", f"{weight} {product.get('weight_unit') or 'kg'}"
    if dimensions := _dimensions(product.get("dimensions") or {}):
        yield "Dimensions", f"{dimensions} {product.get('dimension_unit') or 'cm'}"


def _dimensions(given: Mapping[str, Any]) -> str:
    sides = [str(given.get(side) or "") for side in ("length", "width", "height")]
    return " x ".join(sides) if all(sides) else ""


def _category(product: Mapping[str, Any]) -> str:
    names = [plain_text(str(one.get("name", ""))) for one in product.get("categories") or ()]
    return names[-1] if names and names[-1] else OTHER


def _brand(product: Mapping[str, Any]) -> str:
    brands = product.get("brands") or ()
    return str(brands[0].get("name", "")) if brands and isinstance(brands[0], dict) else ""


def _image(one: Mapping[str, Any]) -> str:
    images = [one.get("image"), *(one.get("images") or ())]
    return next((str(image["src"]) for image in images if isinstance(image, dict) and image.get("src")), "")
