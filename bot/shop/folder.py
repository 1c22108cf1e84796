"""A shop system kept in a folder: CSV files that are read, and a journal of what was changed since."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from msgspec.structs import replace

from bot.errors import ShopUnavailable
from bot.shop.files import Policy, ShopFiles, card_code, read_files
from bot.shop.journal import Change, Journal
from bot.shop.port import Address, GiftCard, Loyalty, Order, Return, ReturnReceipt
from retrieval.recommend.port import Basket

log = structlog.get_logger()

GOING_BACK = ("registered", "in_transit", "received", "refunded")


def local_now() -> datetime:
    """Now, in the machine's zone."""
    return datetime.now(UTC).astimezone()


class FolderShop:
    """Implements ``Shop`` over ``folder`` (see ``files``), with changes in ``var/journal.jsonl``.

    The files are read at the first use; they stay as they are. One process may change a shop at a time.
    """

    def __init__(self, folder: Path, var: Path, *, now: Callable[[], datetime] = local_now) -> None:
        self._folder, self._now = folder, now
        self._journal = Journal(var / "journal.jsonl")
        self._lock = threading.Lock()
        self._files: ShopFiles | None = None
        self._orders: dict[str, Order] = {}
        self._done: dict[str, Change] = {}

    def load(self) -> None:
        """Read files and journal; repeated calls cost nothing.

        Raises: ShopUnavailable.
        """
        with self._lock:
            if self._files is None:
                files = read_files(self._folder, self._now())
                self._orders = dict(files.orders)
                for change in self._journal.read():
                    self._apply(change)
                self._files = files

    def sales(self) -> list[Basket]:
        """Past orders, for the recommender; none when there is no order data (which is logged)."""
        try:
            self.load()
        except ShopUnavailable as error:
            log.warning("no_sales", reason=error.detail)
            return []
        return [
            Basket(
                variant_ids=tuple(line.variant_id for line in order.lines),
                time=order.placed_at.timestamp(),
                shopper=order.email,
            )
            for order in self._orders.values()
            if order.status != "cancelled"
        ]

    async def order(self, number: str, email: str) -> Order | None:
        """See ``Shop.order``."""
        order = (await self._loaded()).get(order_key(number))
        known = order.email if order is not None else ""
        same = hmac.compare_digest(known.casefold().encode(), email.strip().casefold().encode())
        return self._judged(order) if order is not None and same and email else None

    async def cancel(self, number: str, key: str) -> bool:
        """See ``Shop.cancel``."""
        order = await self._known(number)
        if not self._judged(order).cancellable:
            return self._was_done(key)
        await self._do(Change(key=key, kind="cancel", time=self._now(), order=order.number))
        return True

    async def start_return(
        self, number: str, lines: tuple[int, ...], reason: str, key: str, *, exchange_for: str = ""
    ) -> ReturnReceipt:
        """See ``Shop.start_return``."""
        order = await self._known(number)
        policy = self._policy
        postage = policy.postage_for(order.address.country)
        if self._was_done(key):
            return ReturnReceipt(return_number=self._done[key].result, postage=postage)
        blocker = self._judged(order).return_blocker
        if not blocker and not set(lines) <= _returnable(order):
            blocker = "already_returned"
        if exchange_for and order.address.country in policy.no_exchange:
            blocker = "no_exchange"
        if blocker:
            return ReturnReceipt(blocker=blocker)
        data = {"lines": list(lines), "reason": reason, "exchange_for": exchange_for}
        change = await self._do(
            Change(
                key=key,
                kind="return",
                time=self._now(),
                order=order.number,
                data=data,
                result=_case("RT", key),
            )
        )
        return ReturnReceipt(return_number=change.result, postage=postage)

    async def change_address(self, number: str, address: str, key: str) -> bool:
        """See ``Shop.change_address``."""
        order = await self._known(number)
        if not self._judged(order).address_changeable:
            return self._was_done(key)
        await self._do(
            Change(key=key, kind="address", time=self._now(), order=order.number, data={"address": address})
        )
        return True

    async def report_missing(self, number: str, key: str) -> str | None:
        """See ``Shop.report_missing``."""
        order = await self._known(number)
        if not self._was_done(key) and not self._overdue(order):
            return None
        change = Change(key=key, kind="missing", time=self._now(), order=order.number, result=_case("C", key))
        return (await self._do(change)).result

    async def report_damage(
        self, number: str, lines: tuple[int, ...], description: str, resolution: str, key: str
    ) -> str:
        """See ``Shop.report_damage``."""
        order = await self._known(number)
        data = {"lines": list(lines), "description": description, "resolution": resolution}
        change = Change(
            key=key, kind="damage", time=self._now(), order=order.number, data=data, result=_case("C", key)
        )
        return (await self._do(change)).result

    async def send_invoice(self, number: str, key: str) -> bool:
        """See ``Shop.send_invoice``: queued in the journal, for whatever sends the shop's mail."""
        order = await self._known(number)
        if order.status in ("placed", "cancelled") or (order.status == "packed" and not order.collect):
            return False
        await self._do(Change(key=key, kind="invoice", time=self._now(), order=order.number))
        return True

    async def gift_card(self, code: str, pin: str) -> GiftCard | None:
        """See ``Shop.gift_card``."""
        await self._loaded()
        assert self._files is not None
        return self._files.gift_cards.get((card_code(code), pin.strip()))

    async def loyalty(self, email: str) -> Loyalty | None:
        """See ``Shop.loyalty``."""
        await self._loaded()
        assert self._files is not None
        return self._files.customers.get(email.strip().casefold())

    async def notify_back_in_stock(self, variant_ids: tuple[str, ...], email: str, key: str) -> bool:
        """See ``Shop.notify_back_in_stock``: queued in the journal."""
        await self._loaded()
        data = {"variants": list(variant_ids), "email": email}
        await self._do(Change(key=key, kind="notify", time=self._now(), data=data))
        return True

    async def leave_message(self, text: str, email: str, key: str) -> None:
        """See ``Shop.leave_message``: queued in the journal."""
        await self._do(Change(key=key, kind="message", time=self._now(), data={"text": text, "email": email}))

    async def _loaded(self) -> dict[str, Order]:
        if self._files is None:
            await asyncio.to_thread(self.load)
        return self._orders

    async def _known(self, number: str) -> Order:
        """An order whose number has been checked with its address before.

        Raises: ShopUnavailable for an unknown one.
        """
        order = (await self._loaded()).get(order_key(number))
        if order is None:
            raise ShopUnavailable(detail="a change of an order that is not there")
        return order

    @property
    def _policy(self) -> Policy:
        assert self._files is not None
        return self._files.policy

    def _was_done(self, key: str) -> bool:
        return key in self._done

    async def _do(self, change: Change) -> Change:
        """Journal, then apply; a key that was used returns what was done then."""
        return await asyncio.to_thread(self._do_now, change)

    def _do_now(self, change: Change) -> Change:
        with self._lock:
            if change.key not in self._done:
                self._journal.append(change)
                self._apply(change)
            return self._done[change.key]

    def _apply(self, change: Change) -> None:
        self._done[change.key] = change
        order = self._orders.get(change.order)
        if order is not None and change.kind in _EFFECTS:
            self._orders[order.number] = _EFFECTS[change.kind](order, change)

    def _judged(self, order: Order) -> Order:
        """The order with what can be done with it now."""
        early = order.status == "placed"
        return replace(
            order, cancellable=early, address_changeable=early and not order.collect,
            return_blocker=self._return_blocker(order),
        )  # fmt: skip

    def _return_blocker(self, order: Order) -> str:
        if order.status == "cancelled":
            return "cancelled"
        if not _returnable(order):
            gone = order.status in ("returned", "refunded", "partly_returned", "delivered")
            return "already_returned" if gone else "not_delivered"
        delivered = [p.delivered_at for p in order.parcels if p.delivered_at is not None]
        last = max(delivered, default=order.placed_at)
        return "too_late" if self._now() - last > timedelta(days=self._policy.return_days) else ""

    def _overdue(self, order: Order) -> bool:
        """A parcel that is marked delivered, delayed or lost, or was promised for an earlier day."""
        today = self._now().date()
        late = timedelta(days=self._policy.overdue_days)
        return any(
            parcel.status in ("delivered", "delayed", "lost", "returned_to_sender")
            or (parcel.eta is not None and today - parcel.eta >= late)
            for parcel in order.parcels
        )


def order_key(number: str) -> str:
    """An order number as the files write it: capitals, without blanks."""
    return "".join(number.split()).upper()


def _returnable(order: Order) -> set[int]:
    """Lines that have arrived and are not on their way back."""
    back = {number for r in order.returns if r.status in GOING_BACK for number in r.lines}
    arrived = order.status in ("delivered", "partly_returned") or order.collect
    return {
        line.number
        for line in order.lines
        if line.number not in back and (line.status == "delivered" or (arrived and line.status == "shipped"))
    }


def _case(prefix: str, key: str) -> str:
    """A number that is the same for the same key."""
    digits = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big") % 1_000_000
    return f"{prefix}-{digits:06d}"


def _cancelled(order: Order, _change: Change) -> Order:
    lines = tuple(replace(line, status="cancelled") for line in order.lines)
    return replace(order, status="cancelled", lines=lines)


def _readdressed(order: Order, change: Change) -> Order:
    return replace(order, address=Address(country=order.address.country, written=change.data["address"]))


def _going_back(order: Order, change: Change) -> Order:
    started = Return(
        return_number=change.result, order_number=order.number, lines=tuple(change.data["lines"]),
        reason=change.data["reason"], status="registered", registered_at=change.time,
        refund_to=order.payment_method,
    )  # fmt: skip
    return replace(order, returns=(*order.returns, started))


_EFFECTS: dict[str, Callable[[Order, Change], Any]] = {
    "cancel": _cancelled,
    "address": _readdressed,
    "return": _going_back,
}
