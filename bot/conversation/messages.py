"""What is said: the parts of a reply, as shopper, agent and log see them."""

from __future__ import annotations

from typing import Any

import msgspec

DECLINE = "utter_no_relevant_answer_found"
"""The response to a question that the documents do not cover."""
HANDOFF_PAYLOAD = "/handoff"
"""What the button for a person sends, which is always there."""
GO_ON_PAYLOAD = "/go_on"
"""What the button sends that is there while a person is waited for: the shopper would rather go on with the
bot."""


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """A quick reply. ``payload`` is what pressing it sends: ``/intent``, ``/SetSlots(a=b)`` or plain text."""

    title: str
    payload: str


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A source that supports ``reply.text[start:end]``.

    ``number`` counts from 1 within the reply; ``quote`` is the supporting sentence as it stands in the
    passage; ``page`` counts from 1 and is None where the format has none.
    """

    number: int
    start: int
    end: int
    passage_id: str
    document_id: str
    title: str
    quote: str
    heading: str = ""
    url: str = ""
    page: int | None = None
    updated: str = ""


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Rows of a document's table, side by side; ``reply.text[start:end]`` says the same in lines. A column
    may have no name; cells are "" where a row has none."""

    start: int
    end: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ProductCard(msgspec.Struct, frozen=True, kw_only=True):
    """A product as shown to a shopper. Prices are decimal strings in ``currency``, e.g. ``"129.00"``."""

    product_id: str
    title: str
    price: str
    currency: str
    url: str
    image: str = ""
    variant_id: str = ""
    brand: str = ""
    category: str = ""
    compare_at_price: str = ""
    stock: str = ""
    in_stock: bool = True
    reason: str = ""
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


class ComparisonRow(msgspec.Struct, frozen=True, kw_only=True):
    """One attribute over the compared products; ``values`` follows their order, "" where unknown."""

    attribute: str
    values: tuple[str, ...]


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Two to four products side by side; only attributes that differ, then those that agree."""

    products: tuple[ProductCard, ...]
    rows: tuple[ComparisonRow, ...]


class OrderCard(msgspec.Struct, frozen=True, kw_only=True):
    """The state of an order. ``steps`` are (label, ISO date or "") in order; ``step`` is the one reached."""

    order_number: str
    status: str
    steps: tuple[tuple[str, str], ...]
    step: int
    lines: tuple[str, ...] = ()
    carrier: str = ""
    tracking_number: str = ""
    tracking_url: str = ""
    eta: str = ""
    total: str = ""


FROM_DOCUMENTS = frozenset({"answer", "curated"})
"""Kinds of replies in the words of documents, or of an approved answer."""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """One message of the bot. ``kind`` is ``answer`` (cited), ``curated``, ``decline``, ``products``,
    ``order``, ``text`` or ``error``; ``answer`` has at least one citation, ``decline`` none, but perhaps the
    ``closest`` page to look at, which supports nothing (its ``start`` and ``end`` are 0). ``tables`` stand
    in the text in the order of their places."""

    text: str
    kind: str = "text"
    citations: tuple[Citation, ...] = ()
    tables: tuple[Table, ...] = ()
    closest: Citation | None = None
    buttons: tuple[Button, ...] = ()
    cards: tuple[ProductCard, ...] = ()
    comparison: Comparison | None = None
    order: OrderCard | None = None
    image: str = ""
    response: str = ""
    custom: dict[str, Any] | None = None
