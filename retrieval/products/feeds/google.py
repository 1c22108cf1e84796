"""Google Merchant's product data in XML: RSS 2.0 and Atom, attributes in the namespace ``g:`` or without.

The parser is fed line by line, so that an item is told by the line on which it begins, and memory holds one.
Entities are not expanded and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from retrieval.errors import RetrievalError
from retrieval.products.feeds.item import (
    OTHER,
    PLENTY,
    Item,
    address,
    line_of,
    plain_text,
    plain_title,
    row_of,
    variant_only,
)

ITEMS = ("item", "{http://www.w3.org/2005/Atom}entry", "entry")
CHUNK = 1 << 16
NAMED = {
    "material": "Material", "pattern": "Pattern", "gender": "Gender", "age_group": "Age group",
    "product_weight": "Weight", "shipping_weight": "Shipping weight", "product_length": "Length",
    "product_width": "Width", "product_height": "Height", "energy_efficiency_class": "Energy class",
    "condition": "Condition", "gtin": "GTIN", "mpn": "Part number",
}  # fmt: skip
"""Attributes of Google's specification, and how a shopper calls them."""
_PRICE = re.compile(r"^\s*(?:([A-Za-z]{3})\s*)?(-?[\d.,]+)\s*([A-Za-z]{3})?\s*$")


def read_google(path: Path) -> Iterator[Item]:
    """See ``Feed``."""
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=ITEMS, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    reader = _Reader()
    line, begun = 1, 0
    try:
        with path.open("rb") as file:
            while raw := file.readline(CHUNK):
                parser.feed(raw)
                for event, element in parser.read_events():
                    if event == "start":
                        begun = line
                    else:
                        yield reader.item(begun, element, file.tell())
                line += raw.endswith(b"\n")
            parser.close()
    except OSError as error:
        raise RetrievalError(f"It cannot be read: {error.strerror}.", file=path) from error
    except etree.XMLSyntaxError as error:
        yield Item(
            line=error.lineno or line, code="broken_file", reason=f"The XML breaks off: {error.msg}.",
            hint="What stands before is in; write & as &amp; and close every element.",
        )  # fmt: skip


class _Reader:
    """Makes items of elements; a product's own fields come with its first variant only."""

    def __init__(self) -> None:
        self._begun: set[str] = set()
        self._now = datetime.now(UTC)

    def item(self, line: int, element: etree._Element, end: int) -> Item:
        fields, details = _fields(element)
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
        row = _row(fields, details, self._now)
        if row["product_id"] in self._begun:
            row = variant_only(row)
        elif row["product_id"] and row["title"]:
            self._begun.add(row["product_id"])
        return Item(line=line, row=row, end=end)


def _fields(element: etree._Element) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The first value of each attribute, and the details of the product."""
    fields: dict[str, str] = {}
    details: list[tuple[str, str]] = []
    for child in element.iterchildren(tag=etree.Element):
        name = etree.QName(child).localname
        if name == "product_detail":
            parts = {
                etree.QName(part).localname: part.text or "" for part in child.iterchildren(etree.Element)
            }
            details.append((parts.get("attribute_name", ""), parts.get("attribute_value", "")))
        else:
            value = child.text or child.get("href") or ""
            if name not in fields or etree.QName(child).namespace:
                fields[name] = value.strip()
    return fields, details


def _row(fields: Mapping[str, str], details: list[tuple[str, str]], now: datetime) -> dict[str, str]:
    colour, size = fields.get("color", ""), fields.get("size", "")
    price, before, currency = _prices(fields, now)
    category = fields.get("product_type") or fields.get("google_product_category") or OTHER
    described = fields.get("description") or fields.get("summary") or fields.get("content") or ""
    tags = [value for name, value in fields.items() if name.startswith("custom_label_")]
    return row_of(
        product_id=fields.get("item_group_id") or fields.get("id", ""),
        variant_id=fields.get("id", ""),
        title=plain_title(fields.get("title", ""), colour, size),
        category=category.rpartition(">")[2],
        brand=fields.get("brand", ""),
        description=plain_text(described),
        image=address(fields.get("image_link")),
        url=address(fields.get("link")),
        size=size,
        colour=colour.replace("/", " / "),
        price=price,
        compare_at_price=before,
        currency=currency,
        stock=_stock(fields),
        attributes=[*details, *((NAMED[n], v) for n, v in fields.items() if n in NAMED)],
        tags=tags,
        published=not _is_past(fields.get("expiration_date", ""), now),
    )


def _prices(fields: Mapping[str, str], now: datetime) -> tuple[str, str, str]:
    """What is asked now, what was asked before a sale, and the currency."""
    price, currency = _price(fields.get("price", ""))
    sale, sale_currency = _price(fields.get("sale_price", ""))
    if not sale or sale == price or not _is_on(fields.get("sale_price_effective_date", ""), now):
        return price, "", currency
    return sale, price, sale_currency or currency


def _price(text: str) -> tuple[str, str]:
    """``129.95 EUR``, ``EUR 129.95``, ``1.299,00 EUR``: number and currency; what is none, or may be two
    things (``1.299 EUR``), as it is."""
    match = _PRICE.match(text)
    if match is None:
        return line_of(text), ""
    number = match[2]
    cents = re.search(r"[.,](\d{1,2})$", number)
    whole = number[: cents.start()] if cents else number
    if "." in whole and not cents:
        return line_of(text), ""
    plain = whole.replace(",", "").replace(".", "")
    return plain + (f".{cents[1]}" if cents else ""), (match[1] or match[3] or "").upper()


def _stock(fields: Mapping[str, str]) -> str:
    available = fields.get("availability", "").lower().replace(" ", "_")
    if available in ("out_of_stock", "preorder", "backorder"):
        return "0"
    if quantity := fields.get("quantity") or fields.get("sell_on_google_quantity"):
        return quantity
    return str(PLENTY) if available == "in_stock" else available


def _is_on(dates: str, now: datetime) -> bool:
    """Whether now lies within ``START/END``; no dates mean always."""
    start, _, end = dates.partition("/")
    return not _is_past(end, now) and (not start or _is_past(start, now)) if dates else True


def _is_past(moment: str, now: datetime) -> bool:
    """Whether an ISO time is over; what is none never is."""
    try:
        then = datetime.fromisoformat(moment.strip())
    except ValueError:
        return False
    return (then if then.tzinfo else then.replace(tzinfo=UTC)) < now
