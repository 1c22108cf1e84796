"""The port of shop systems, with its contract. One suite (tests/contract) runs on every implementation."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

import msgspec


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of an order. ``number`` counts from 1; ``status``: placed, packed, shipped, delivered,
    cancelled, returned, refunded; ``parcel`` is the number of the parcel that it is in. ``title`` is what the
    article was sold as, for when the catalogue does not have it any more."""

    number: int
    variant_id: str
    quantity: int
    unit_price: Decimal
    status: str
    parcel: int | None = None
    title: str = ""


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel. ``status``: label_created, in_transit, out_for_delivery, delivered, delayed, lost,
    returned_to_sender; ``last_event`` is the carrier's last word."""

    number: int
    carrier: str
    tracking_number: str
    status: str
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    eta: date | None = None
    last_event: str = ""
    last_event_at: datetime | None = None
    tracking_url: str = ""


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """Goods on their way back. ``status``: registered, in_transit, received, refunded."""

    return_number: str
    order_number: str
    lines: tuple[int, ...]
    reason: str
    status: str
    registered_at: datetime | None = None
    received_at: datetime | None = None
    refunded_at: datetime | None = None
    amount: Decimal | None = None
    refund_to: str = ""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where an order goes; after a change in the chat ``written`` holds it as the shopper wrote it."""

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    written: str = ""


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """An order. ``status``: unpaid, placed, packed, shipped, delivered, cancelled, returned, partly_returned,
    refunded.

    ``return_blocker`` says why nothing of it can be sent back now: not_delivered, too_late, already_returned,
    cancelled, or "" when it can; ``returnable_lines`` are the numbers of those that can, ``return_until`` is
    the last day for what has arrived; ``exchangeable`` says that what can be sent back can be exchanged too;
    ``collect`` that it is picked up in a store; ``money_back`` is a sentence on when money is back that was
    paid so, after a cancellation or after the release of a refund, ``return_postage`` one on what sending
    back costs, "" where the shop has none; ``address_note`` one on what a new address means for an order that
    was paid so, and is said before it is changed. ``shipping_cost`` and ``discount`` are part of ``total``,
    None where they are not known; ``voucher`` is the code that the discount was given for; ``paid``
    is False where no money came before it was cancelled.
    """

    number: str
    email: str
    status: str
    placed_at: datetime
    currency: str
    total: Decimal
    lines: tuple[OrderLine, ...]
    address: Address
    parcels: tuple[Parcel, ...] = ()
    returns: tuple[Return, ...] = ()
    payment_method: str = ""
    shipping_method: str = ""
    cancellable: bool = False
    address_changeable: bool = False
    return_blocker: str = ""
    collect: bool = False
    customer_name: str = ""
    returnable_lines: tuple[int, ...] = ()
    return_until: date | None = None
    exchangeable: bool = True
    money_back: str = ""
    return_postage: str = ""
    address_note: str = ""
    shipping_cost: Decimal | None = None
    discount: Decimal | None = None
    voucher: str = ""
    paid: bool = True

    @property
    def delivered_at(self) -> datetime | None:
        """When the latest of the parcels that have arrived did; None while none has."""
        arrived = (parcel.delivered_at for parcel in self.parcels if parcel.delivered_at is not None)
        return max(arrived, default=None)


class ReturnReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A registered return, or why there is none: ``blocker`` as in ``Order``, not_returnable for lines that
    the order does not have, or no_exchange."""

    return_number: str = ""
    postage: str = ""
    blocker: str = ""


class GiftCard(msgspec.Struct, frozen=True, kw_only=True):
    """A gift card."""

    balance: Decimal
    currency: str
    valid_until: date


class Loyalty(msgspec.Struct, frozen=True, kw_only=True):
    """A member's account. ``tier`` is "" for customers who have not joined."""

    name: str
    points: int
    tier: str


class Shop(Protocol):
    """The shop system. Every method may raise ShopUnavailable, and then has changed nothing.

    An order is only given out with the e-mail address that it was placed with (case aside); whoever calls
    with the address of a signed identity has checked the signature. Changes take a ``key``: a second call
    with the same key changes nothing and returns what the first one did.
    """

    async def order(self, number: str, email: str) -> Order | None:
        """The order, or None: an unknown number and a wrong address cannot be told apart.

        The number counts however it is written: FW-204518, "fw 204518" or 204518.
        """

    async def orders_of(self, email: str) -> list[Order]:
        """The orders of an address that has been checked, newest first."""

    async def cancel(self, number: str, key: str) -> bool:
        """Cancel; False when it is too late."""

    async def start_return(
        self, number: str, lines: tuple[int, ...], reason: str, key: str, *, exchange_for: str = ""
    ) -> ReturnReceipt:
        """Register a return of these lines; with ``exchange_for`` (a size or colour) an exchange."""

    async def change_address(self, number: str, address: str, key: str) -> bool:
        """Send it elsewhere; False when it is too late."""

    async def report_missing(self, number: str, key: str) -> str | None:
        """Have the parcel searched: the case number, or None when it is not overdue yet."""

    async def report_damage(
        self, number: str, lines: tuple[int, ...], description: str, resolution: str, key: str
    ) -> str:
        """Open a case: its number."""

    async def send_invoice(self, number: str, key: str) -> bool:
        """Send the invoice to the address of the order; False when there is none yet."""

    async def gift_card(self, code: str, pin: str) -> GiftCard | None:
        """The card, or None: a wrong number and a wrong PIN cannot be told apart."""

    async def loyalty(self, email: str) -> Loyalty | None:
        """The account of a customer whose address has been checked; None for an unknown one."""

    async def notify_back_in_stock(self, variant_ids: tuple[str, ...], email: str, key: str) -> bool:
        """Write once when one of these is back."""

    async def leave_message(self, text: str, email: str, key: str) -> None:
        """Pass a message on to the team, to be answered by e-mail."""
