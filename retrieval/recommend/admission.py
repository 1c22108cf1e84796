"""Which events are taken in: each is judged alone, so that a bad one never costs the good ones beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Protocol

import msgspec
from msgspec.structs import replace

from retrieval.recommend.behaviour import Behaviour, Counted, OfProduct, Purchase, Rate, Return, Search
from retrieval.recommend.behaviour import decode_behaviour as decode
from retrieval.types import Product, Variant

SKEW = 300.0
"""Seconds that a sender's clock may be ahead."""
DAY = 86_400.0
LONGEST_ID, LONGEST_QUERY = 100, 500
MOST, DEAREST = 1_000, Decimal(10_000_000)
"""Pieces of one event, and the price of one piece, from which on it is a mistake."""

CODES = {
    "invalid_event": "the event is not of its type's shape",
    "bad_id": "an id is empty, too long, or holds control characters",
    "not_yours": "a visitor may not tell of others, of purchases or of returns",
    "no_shopper": "the shop's server must say whose event it is",
    "no_product": "neither product_id nor variant_id is given",
    "unknown_product": "no product of the catalogue has this id",
    "unknown_variant": "no variant of the catalogue has this id, or it is of another product",
    "bad_quantity": "the quantity is not a whole number from 1 to 1000",
    "bad_rating": "the rating is not from 1 to 5",
    "bad_price": "the price is below 0, not a number, or over 10,000,000",
    "wrong_currency": "the price is in another currency than the shop's",
    "empty_query": "a search without words, or with more than 500 characters",
    "future_time": "it is said to happen later than now",
    "too_old": "it happened before the time that is kept",
    "erased": "it is of before the shopper asked to be erased",
}
"""Why an event is refused; ``erased`` comes from the log."""


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Why an event is not taken, by one of ``CODES``, and in words what to do."""

    code: str
    text: str


class Admitted(msgspec.Struct, frozen=True, kw_only=True):
    """An event that is taken. ``shopper_id`` is the sender's word, "" where a token says it; ``time`` in Unix
    seconds. ``event`` names its product, and neither shopper nor time."""

    shopper_id: str
    time: float
    event: Behaviour


class Assortment(Protocol):
    """What the shop sells or sold: unpublished products included."""

    def knows(self, product_id: str) -> bool:
        """Whether the catalogue has this product."""

    def variant(self, variant_id: str) -> tuple[Product, Variant] | None:
        """A variant with its product."""


class _Unfit(Exception):
    def __init__(self, code: str, text: str) -> None:
        self.refused = Refused(code=code, text=text)
        super().__init__(text)


class Admission:
    """Judges events of one shop. ``oldest_days``: how far back they may lie; ``clock`` gives Unix seconds."""

    def __init__(
        self,
        assortment: Assortment,
        *,
        currency: str,
        oldest_days: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._assortment = assortment
        self._currency = currency
        self._oldest = oldest_days * DAY
        self._clock = clock

    def judge(self, body: bytes | str | msgspec.Raw, *, trusted: bool) -> Admitted | Refused:
        """Judge the JSON of one event. ``trusted``: it is the shop that tells, not a visitor's browser."""
        try:
            event = decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            return Refused(code="invalid_event", text=f"{error}.")
        try:
            return self._admitted(event, trusted)
        except _Unfit as unfit:
            return unfit.refused

    def _admitted(self, event: Behaviour, trusted: bool) -> Admitted:
        _check_ids(event)
        _check_sender(event, trusted)
        moment = self._time(event)
        if isinstance(event, Search):
            query = event.query.strip()
            if not query or len(query) > LONGEST_QUERY or "\0" in query:
                raise _Unfit("empty_query", f"query must have 1 to {LONGEST_QUERY} characters.")
            event = replace(event, query=query)
        else:
            self._check_figures(event)
            event = replace(event, product_id=self._product(event))
        return Admitted(
            shopper_id=event.shopper_id, time=moment, event=replace(event, shopper_id="", time=None)
        )

    def _time(self, event: Behaviour) -> float:
        now = self._clock()
        if event.time is None:
            return now
        moment = event.time.timestamp() if isinstance(event.time, datetime) else float(event.time)
        if moment > now + SKEW:
            raise _Unfit("future_time", "time lies in the future. Send Unix seconds, UTC, or leave it out.")
        if moment < now - self._oldest:
            raise _Unfit("too_old", f"time is more than {self._oldest / DAY:g} days ago.")
        return moment

    def _product(self, event: OfProduct) -> str:
        product_id, variant_id = event.product_id, event.variant_id
        if not product_id and not variant_id:
            raise _Unfit("no_product", "Give product_id or variant_id.")
        if product_id and not self._assortment.knows(product_id):
            raise _Unfit("unknown_product", f"The catalogue has no product {product_id!r}.")
        if not variant_id:
            return product_id
        found = self._assortment.variant(variant_id)
        if found is None:
            raise _Unfit("unknown_variant", f"The catalogue has no variant {variant_id!r}.")
        if product_id and found[0].product_id != product_id:
            raise _Unfit("unknown_variant", f"{variant_id!r} is a variant of {found[0].product_id!r}.")
        return found[0].product_id

    def _check_figures(self, event: OfProduct) -> None:
        if isinstance(event, Counted) and not 1 <= event.quantity <= MOST:
            raise _Unfit("bad_quantity", f"quantity must be from 1 to {MOST}.")
        if isinstance(event, Rate) and not 1 <= event.rating <= 5:
            raise _Unfit("bad_rating", "rating must be from 1 to 5.")
        if not isinstance(event, Purchase):
            return
        if event.currency and event.currency.upper() != self._currency:
            raise _Unfit(
                "wrong_currency", f"The price is in {event.currency}, the shop sells in {self._currency}."
            )
        if event.price is not None and not (event.price.is_finite() and 0 <= event.price <= DEAREST):
            raise _Unfit("bad_price", f"{event.price} is no price. Write it with a dot, like 129.95.")


def _check_ids(event: Behaviour) -> None:
    if not event.event_id:
        raise _Unfit("bad_id", "event_id is empty. Give each event an id of its own, such as a UUID.")
    for name, value in _ids(event):
        if len(value) > LONGEST_ID or not value.isprintable():
            raise _Unfit("bad_id", f"{name} must be one line of at most {LONGEST_ID} characters.")


def _ids(event: Behaviour) -> Iterator[tuple[str, str]]:
    yield "event_id", event.event_id
    yield "session", event.session
    yield "shopper_id", event.shopper_id
    if not isinstance(event, Search):
        yield "product_id", event.product_id
        yield "variant_id", event.variant_id
    if isinstance(event, Purchase | Return):
        yield "order_id", event.order_id
    if isinstance(event, Purchase):
        yield "currency", event.currency


def _check_sender(event: Behaviour, trusted: bool) -> None:
    if trusted and not event.shopper_id:
        raise _Unfit("no_shopper", "Give shopper_id: the shop's own id of the person.")
    if trusted:
        return
    if event.shopper_id:
        raise _Unfit("not_yours", "shopper_id is for the shop's server: a visitor's token says who it is.")
    if isinstance(event, Purchase | Return):
        raise _Unfit("not_yours", "Purchases and returns are told by the shop's server, with its key.")
