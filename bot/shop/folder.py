"""A shop system kept in a folder: CSV files that are read, and a journal of what was changed since."""

from __future__ import annotations

import asyncio
import hmac
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

import structlog

from bot.errors import OrderUnreadable, ShopUnavailable
from bot.settings import Settings
from bot.shop.files import ShopFiles, Stamp, Told, card_code, read_files, stamp, unreadable_cards
from bot.shop.journal import Change, Journal
from bot.shop.numbers import case_number, names_of, order_key
from bot.shop.policy import invoiced, judged, lines_blocker, overdue
from bot.shop.port import GiftCard, Loyalty, Order, ReturnReceipt
from bot.shop.replay import changed
from retrieval.recommend.port import Basket

Refusal = TypeVar("Refusal", bound=Change | str)

log = structlog.get_logger()


def local_now() -> datetime:
    """Now, in the machine's zone."""
    return datetime.now(UTC).astimezone()


class FolderShop:
    """Implements ``Shop`` over ``folder`` (see ``files``), with changes in ``var/journal.jsonl``.

    The files are read at the first use and again when one of them has changed; they are never written. One
    process may change a shop at a time.
    """

    def __init__(
        self, folder: Path, var: Path, *, now: Callable[[], datetime] = local_now, currency: str = ""
    ) -> None:
        """``now`` in the shop's zone, in which days are told; ``currency`` of all that names none."""
        self._folder, self._now, self._currency = folder, now, currency
        self._journal = Journal(var / "journal.jsonl")
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._told: tuple[tuple[str, int, int], ...] = ()
        self._files = ShopFiles()
        self._orders: dict[str, Order] = {}
        self._names: dict[str, str] = {}
        self._done: dict[str, Change] | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The shop of an installation."""
        shop, zone = settings.shop, ZoneInfo(settings.shop.timezone)
        return cls(
            settings.state / "shop",
            settings.var / "shop",
            now=lambda: datetime.now(zone),
            currency=shop.currency,
        )

    def load(self) -> None:
        """Read files and journal where they are not known yet; blocks.

        Raises: ShopUnavailable.
        """
        with self._lock:
            self._refresh()

    def changes(self) -> int:
        """How many changes there were."""
        with self._lock:
            return len(self._journalled())

    def back_to(self, changes: int) -> None:
        """Undo all changes but the first ones, so that conversations can be rehearsed one by one."""
        with self._lock:
            self._journal.keep(changes)
            self._stamp = self._done = None

    def sales(self) -> list[Basket]:
        """Past orders, for the recommender; none when there is no order data (which is logged)."""
        try:
            self.load()
        except ShopUnavailable as error:
            log.warning("no_sales", reason=error.detail)
            return []
        baskets = (_basket(order) for order in self._orders.values() if order.status != "cancelled")
        return [basket for basket in baskets if basket.variant_ids]

    async def order(self, number: str, email: str) -> Order | None:
        """See ``Shop.order``."""
        await asyncio.to_thread(self.load)
        name = self._names.get(order_key(number), "")
        order, withheld = self._orders.get(name), self._files.withheld
        known = (order.email if order is not None else withheld.get(name, "")).casefold()
        typed = email.strip().casefold()
        same = hmac.compare_digest(known.encode(), typed.encode())
        if typed and name in withheld and (same or not known):
            raise OrderUnreadable(detail=f"of order {name} a row is left out")
        return self._judged(order) if order is not None and typed and same else None

    async def orders_of(self, email: str) -> list[Order]:
        """See ``Shop.orders_of``."""
        await asyncio.to_thread(self.load)
        wanted = email.strip().casefold()
        own = [order for order in self._orders.values() if wanted and order.email.casefold() == wanted]
        own.sort(key=lambda order: order.placed_at, reverse=True)
        return [self._judged(order) for order in own]

    async def cancel(self, number: str, key: str) -> bool:
        """See ``Shop.cancel``."""

        def decide(order: Order) -> Change | str:
            if not self._judged(order).cancellable:
                return "too_late"
            return Change(key=key, kind="cancel", time=self._now(), order=order.number)

        return isinstance(await self._change(number, key, decide), Change)

    async def start_return(
        self, number: str, lines: tuple[int, ...], reason: str, key: str, *, exchange_for: str = ""
    ) -> ReturnReceipt:
        """See ``Shop.start_return``."""

        def decide(order: Order) -> Change | str:
            if exchange_for and order.address.country in self._files.policy.no_exchange:
                return "no_exchange"
            if blocker := lines_blocker(order, lines, self._files.policy, self._now()):
                return blocker
            return Change(
                key=key, kind="return", time=self._now(), order=order.number,
                data={
                    "lines": list(dict.fromkeys(lines)), "reason": reason, "exchange_for": exchange_for,
                    "postage": self._files.policy.postage_for(order.address.country),
                },
                result=self._new_number("RT", key),
            )  # fmt: skip

        done = await self._change(number, key, decide)
        if isinstance(done, str):
            return ReturnReceipt(blocker=done)
        return ReturnReceipt(return_number=done.result, postage=done.data.get("postage", ""))

    async def change_address(self, number: str, address: str, key: str) -> bool:
        """See ``Shop.change_address``."""

        def decide(order: Order) -> Change | str:
            if not self._judged(order).address_changeable:
                return "too_late"
            data = {"address": address}
            return Change(key=key, kind="address", time=self._now(), order=order.number, data=data)

        return isinstance(await self._change(number, key, decide), Change)

    async def report_missing(self, number: str, key: str) -> str | None:
        """See ``Shop.report_missing``."""

        def decide(order: Order) -> Change | str:
            if not overdue(order, self._files.policy, self._now()):
                return "not_overdue"
            case = self._new_number("C", key)
            return Change(key=key, kind="missing", time=self._now(), order=order.number, result=case)

        done = await self._change(number, key, decide)
        return done.result if isinstance(done, Change) else None

    async def report_damage(
        self, number: str, lines: tuple[int, ...], description: str, resolution: str, key: str
    ) -> str:
        """See ``Shop.report_damage``."""

        def decide(order: Order) -> Change:
            return Change(
                key=key, kind="damage", time=self._now(), order=order.number,
                data={"lines": list(lines), "description": description, "resolution": resolution},
                result=self._new_number("C", key),
            )  # fmt: skip

        return (await self._change(number, key, decide)).result

    async def send_invoice(self, number: str, key: str) -> bool:
        """See ``Shop.send_invoice``: queued in the journal, for whatever sends the shop's mail."""

        def decide(order: Order) -> Change | str:
            if not invoiced(order):
                return "no_invoice"
            return Change(key=key, kind="invoice", time=self._now(), order=order.number)

        return isinstance(await self._change(number, key, decide), Change)

    async def gift_card(self, code: str, pin: str) -> GiftCard | None:
        """See ``Shop.gift_card``."""
        await asyncio.to_thread(self.load)
        asked = (card_code(code), pin.strip())
        if asked not in self._files.gift_cards and asked in unreadable_cards(self._files.left_out):
            raise ShopUnavailable(detail="the row of this gift card is left out")
        return self._files.gift_cards.get(asked)

    async def loyalty(self, email: str) -> Loyalty | None:
        """See ``Shop.loyalty``."""
        await asyncio.to_thread(self.load)
        asked = email.strip().casefold()
        account = self._files.customers.get(asked)
        if account is None and asked in self._files.customers:
            raise ShopUnavailable(detail="the row of this customer is left out")
        return account

    async def notify_back_in_stock(self, variant_ids: tuple[str, ...], email: str, key: str) -> bool:
        """See ``Shop.notify_back_in_stock``: queued in the journal."""
        data = {"variants": list(variant_ids), "email": email}
        await asyncio.to_thread(self._queue, Change(key=key, kind="notify", time=self._now(), data=data))
        return True

    async def leave_message(self, text: str, email: str, key: str) -> None:
        """See ``Shop.leave_message``: queued in the journal, also while the files cannot be read."""
        data = {"text": text, "email": email}
        await asyncio.to_thread(self._queue, Change(key=key, kind="message", time=self._now(), data=data))

    async def _change(
        self, number: str, key: str, decide: Callable[[Order], Change | Refusal]
    ) -> Change | Refusal:
        """What was done under this key, else what ``decide`` makes of the order as it is now, done for good.

        Raises: ShopUnavailable.
        """
        return await asyncio.to_thread(self._change_now, number, key, decide)

    def _change_now(
        self, number: str, key: str, decide: Callable[[Order], Change | Refusal]
    ) -> Change | Refusal:
        with self._lock:
            self._refresh()
            if (done := self._journalled().get(key)) is not None:
                return done
            order = self._orders.get(self._names.get(order_key(number), ""))
            if order is None:
                raise ShopUnavailable(detail="a change of an order that is not there")
            decided = decide(order)
            if isinstance(decided, Change):
                self._write(decided)
                self._orders[order.number] = changed(order, decided)
            return decided

    def _queue(self, change: Change) -> None:
        with self._lock:
            if change.key not in self._journalled():
                self._write(change)

    def _write(self, change: Change) -> None:
        self._journal.append(change)
        self._journalled()[change.key] = change

    def _journalled(self) -> dict[str, Change]:
        """All changes by key, in the order of the journal, which is read once. Under the lock."""
        if self._done is None:
            self._done = {change.key: change for change in self._journal.read()}
        return self._done

    def _refresh(self) -> None:
        """Read what is not known yet or has changed, then redo the journal's changes. Under the lock."""
        now = self._now()
        latest = stamp(self._folder, now)
        if latest == self._stamp:
            return
        files = read_files(self._folder, Told(latest.moved, now.tzinfo, self._currency))
        orders = dict(files.orders)
        for change in self._journalled().values():
            if change.order in orders:
                orders[change.order] = changed(orders[change.order], change)
        self._files, self._orders = files, orders
        self._names = names_of([*orders, *files.withheld])
        self._stamp = latest
        self._tell(latest)

    def _tell(self, latest: Stamp) -> None:
        """Warn of rows that are left out, once a change of the files."""
        left_out = self._files.left_out
        if left_out and latest.files != self._told:
            log.warning("rows of the shop left out", rows=len(left_out), first=left_out[0].place)
        self._told = latest.files

    def _judged(self, order: Order) -> Order:
        return judged(order, self._files.policy, self._now())

    def _new_number(self, prefix: str, key: str) -> str:
        taken = {change.result for change in self._journalled().values()}
        taken |= {one.return_number for order in self._orders.values() for one in order.returns}
        return case_number(prefix, key, taken)


def _basket(order: Order) -> Basket:
    bought = tuple(line.variant_id for line in order.lines if line.status != "cancelled")
    return Basket(variant_ids=bought, time=order.placed_at.timestamp(), shopper=order.email)
