"""What shoppers do, as typed events, and the port of the log that keeps them.

An event is what a page or the shop's server tells of one shopper: the JSON of ``POST /v1/events`` and the
columns of an event file have these names. What is true of an event besides its types is in ``admission.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Protocol

import msgspec

Moment = float | Annotated[datetime, msgspec.Meta(tz=True)]
"""Unix seconds, or an ISO time with its offset."""


class _Event(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="type",
):
    """``event_id`` is the sender's: the same id again is the same event. ``time`` is when it happened, None
    for now; ``session`` the visit that it belongs to; ``shopper_id`` the shop's own id of the person (the
    ``sub`` of a signed identity), for the shop's server only: a visitor's token says who it is.
    """

    event_id: str
    time: Moment | None = None
    session: str = ""
    shopper_id: str = ""


class _OfProduct(_Event, frozen=True, kw_only=True):
    """A product, or a variant of one; one of the two is enough."""

    product_id: str = ""
    variant_id: str = ""


class View(_OfProduct, frozen=True, kw_only=True, tag="view"):
    """Was on the product's page."""


class Click(_OfProduct, frozen=True, kw_only=True, tag="click"):
    """Opened a product from a list; ``position`` counts from 1, 0 where unknown."""

    position: int = 0


class Search(_Event, frozen=True, kw_only=True, tag="search"):
    """Searched the shop for ``query``."""

    query: str


class AddToCart(_OfProduct, frozen=True, kw_only=True, tag="add_to_cart"):
    """Put so many pieces into the cart."""

    quantity: int = 1


class Remove(_OfProduct, frozen=True, kw_only=True, tag="remove"):
    """Took so many pieces out of the cart."""

    quantity: int = 1


class Purchase(_OfProduct, frozen=True, kw_only=True, tag="purchase"):
    """Bought so many pieces: one event a line of an order. ``price`` of one piece; ``currency`` "" is the
    shop's; ``test`` marks an order that nobody meant."""

    quantity: int = 1
    price: Decimal | None = None
    currency: str = ""
    order_id: str = ""
    test: bool = False


class Return(_OfProduct, frozen=True, kw_only=True, tag="return"):
    """Sent so many pieces back, of ``order_id`` where it is known."""

    quantity: int = 1
    order_id: str = ""


class Dismiss(_OfProduct, frozen=True, kw_only=True, tag="dismiss"):
    """Did not want to see this suggestion."""


class Rate(_OfProduct, frozen=True, kw_only=True, tag="rate"):
    """Gave a product 1 to 5 stars; halves count."""

    rating: float


OfProduct = View | Click | AddToCart | Remove | Purchase | Return | Dismiss | Rate
Behaviour = OfProduct | Search
Counted = AddToCart | Remove | Purchase | Return
"""Events with a quantity."""
TYPES = tuple(str(kind.__struct_config__.tag) for kind in (*OfProduct.__args__, Search))
"""The values of ``type``."""

_decoder = msgspec.json.Decoder(Behaviour)


def decode_behaviour(body: bytes | str | msgspec.Raw) -> Behaviour:
    """One event of its JSON. Raises: msgspec.ValidationError, which says what is wrong where."""
    event: Behaviour = _decoder.decode(body)
    return event


def type_of(event: Behaviour) -> str:
    """The value of its field ``type``."""
    return str(event.__struct_config__.tag)


def product_of(event: Behaviour) -> str:
    """The id of its product; "" for a search."""
    return "" if isinstance(event, Search) else event.product_id


SHOP = "shop"
"""Scope of the ids that the shop itself gives, over the API or in files."""

Outcome = Literal["stored", "duplicate", "erased"]
"""``erased``: it is of before its shopper was erased, and is not stored again."""


class NewBehaviour(msgspec.Struct, frozen=True, kw_only=True):
    """An event to be stored. Its id is unique within ``scope``, ``SHOP`` or a shopper's id; a person shares
    the ids of the visitors they were. ``time`` in Unix seconds."""

    scope: str
    shopper_id: str
    time: float
    event: Behaviour


class RecordedBehaviour(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it is kept. ``seq`` counts up over all shoppers in the order of storing, with gaps;
    ``shopper_id`` is ``p_...`` for a person whom the shop has signed and ``v_...`` for a visitor without a
    name; ``time`` when it happened, ``received`` when it was stored (Unix seconds). The event's product is
    filled in where only a variant was sent, and its own ``time`` and ``shopper_id`` are left out."""

    seq: int
    shopper_id: str
    time: float
    received: float
    event: Behaviour


class Merged(msgspec.Struct, frozen=True, kw_only=True):
    """A visitor has signed in: what they did counts as the person's from here on. ``seq`` counts up in the
    order of storing; ``time`` in Unix seconds."""

    seq: int
    visitor_id: str
    person_id: str
    time: float


class BehaviourReader(Protocol):
    """What recommenders and training read. All raise what the storage raises when it cannot be read."""

    async def of_shopper(
        self, shopper_id: str, *, since: float = 0.0, limit: int = 500, types: Collection[str] = ()
    ) -> Sequence[RecordedBehaviour]:
        """The newest ``limit`` events of a shopper that happened after ``since`` (Unix seconds), oldest
        first; only those of ``types``, where some are named."""

    async def since(self, seq: int = 0, *, limit: int = 1000) -> Sequence[RecordedBehaviour]:
        """Events stored after ``seq``, in the order of storing. What is stored later has a higher ``seq``, on
        every database: who goes on from the last one has missed none."""

    async def merged_since(self, seq: int = 0, *, limit: int = 1000) -> Sequence[Merged]:
        """Visitors who became persons after ``seq``; their events keep their own ``seq``."""
