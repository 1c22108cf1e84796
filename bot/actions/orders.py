"""Orders: find, show, cancel, send elsewhere, search the parcel, send the invoice."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.lines import Numbers, meant_lines
from bot.actions.order_cards import (
    STATUS,
    expected_refund_text,
    is_late,
    order_card,
    order_text,
    ordered_products,
    parcel_trouble,
    refund_is_late,
    refund_text,
)
from bot.actions.order_facts import facts_text
from bot.actions.reading import (
    entities,
    identity_email,
    latest_messages,
    message_id,
    said_before,
    slot_text,
)
from bot.actions.saying import PERSON, say
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.conversation.messages import Reply
from bot.conversation.order_facts import facts_asked
from bot.errors import ActionFailed
from bot.shop.port import Order
from retrieval.products.products import Products

ASK_CARRIER = "A colleague can ask the carrier where it is."
NO_MORE = "That is all that I can see. A colleague can find out more."
NOT_ACCEPTED = ("no", "never", "not accepted by post", "not accepted")
"""Values of a product's attribute Return that rule a return out from the start."""


class OrderAction(ShopAction):
    """Base of the actions on an order that was found before."""

    async def order(self, tracker: Tracker) -> Order:
        """The order of the slots, checked again.

        Raises: ActionFailed when it cannot be found any more; the flow has found it before.
        """
        order = await find_order(self.tools, tracker)
        if order is None:
            raise ActionFailed(detail="the order of this flow is not there any more")
        return order

    async def lines(self, order: Order, text: str) -> Numbers:
        """See ``meant_lines``; off the loop."""
        return await self.tools.work(meant_lines, order, text, self.tools.products)


async def find_order(tools: ActionTools, tracker: Tracker) -> Order | None:
    """The order by number and e-mail; a signed identity's address counts before one that was typed, that one
    before one that was tried with another number."""
    number = slot_text(tracker, "order_number")
    typed = (slot_text(tracker, "email"), slot_text(tracker, "tried_email"))
    for email in dict.fromkeys((identity_email(tracker), *typed)):
        if number and email and (order := await tools.shop.order(number, email)) is not None:
            return order
    return None


def order_slots(order: Order | None, products: Products, tracker: Tracker) -> Events:
    """What is spoken of where an order is found, or none: its products, and no longer one of another's."""
    found = [*ordered_products(order, products)] if order is not None else []
    before, current = tracker.slots.get("ordered_products") or [], slot_text(tracker, "current_product")
    of_another = current in before and current not in found
    gone = [SlotSet("current_product", None)] if of_another else []
    return [SlotSet("ordered_products", found or None), *gone] if found != before else []


def key(tracker: Tracker, action: str, *parts: object) -> str:
    """Names one change of one conversation, so that it happens once."""
    return ":".join([str(tracker.sender_id), action, *(str(part) for part in parts)])


_HAS_PAID = re.compile(
    r"\b(?:i|we)(?:['’]?ve| have| had| did)? (?:already |just )?"
    r"(?:paid|pay|sent (?:the|you|my) money|transferred)\b",
    re.IGNORECASE,
)
PAID_ALL_THE_SAME = "If you have paid it all the same, a colleague can look for the money."


class ActionCheckOrder(ShopAction):
    """Finds the order and sets what can be done with it. Says nothing."""

    def name(self) -> str:
        """See Action."""
        return "action_check_order"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Unknown number and wrong address look the same."""
        order = await find_order(self.tools, tracker)
        if order is None:
            none = order_slots(None, self.tools.products, tracker)
            return [SlotSet("order_found", False), *self._tried(tracker), *none]
        blocker = order.return_blocker or self._not_returnable(order)
        return [
            SlotSet("order_found", True),
            SlotSet("order_number", order.number),
            *self._right_after_all(tracker),
            SlotSet("order_status", STATUS.get(order.status, order.status)),
            SlotSet("order_cancellable", order.cancellable),
            SlotSet("address_changeable", order.address_changeable),
            SlotSet("address_note", order.address_note or None),
            SlotSet("return_possible", not blocker),
            SlotSet("exchange_possible", order.exchangeable),
            SlotSet("return_blocker", blocker or None),
            *order_slots(order, self.tools.products, tracker),
        ]

    @staticmethod
    def _tried(tracker: Tracker) -> Events:
        """Keep an address that did not fit: it may be the number that is wrong."""
        email = slot_text(tracker, "email")
        return [SlotSet("tried_email", email)] if email else []

    @staticmethod
    def _right_after_all(tracker: Tracker) -> Events:
        """The address of an earlier try, which fits the number that was given since."""
        tried = slot_text(tracker, "tried_email")
        missing = tried and not identity_email(tracker) and not slot_text(tracker, "email")
        return [SlotSet("email", tried)] if missing else []

    def _not_returnable(self, order: Order) -> str:
        found = [self.tools.products.variant(line.variant_id) for line in order.lines]
        rules = [pair[0].attributes.get("Return", "").lower() if pair else "" for pair in found]
        return "not_returnable" if rules and all(rule in NOT_ACCEPTED for rule in rules) else ""


class ActionShowOrder(OrderAction):
    """Shows status, parcel and lines of the order."""

    def name(self) -> str:
        """See Action."""
        return "action_show_order"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """One sentence and the card, or the facts that are asked for; the same for other orders that the
        message asks about. Of one that is late a person is offered, and where no more can be said than
        before."""
        order = await self.order(tracker)
        today = datetime.now(ZoneInfo(self.tools.settings.shop.timezone)).date()
        asked = facts_asked(latest_messages(tracker))
        for one in (*await self._others(tracker, order), order):
            card, late = order_card(one, self.tools.products), is_late(one, today)
            if asked:
                told = facts_text(one, asked, self.tools.products)
                say(dispatcher, Reply(text=told, kind="order", order=card))
                continue
            text = order_text(one, today)
            more = ASK_CARRIER if late else NO_MORE if said_before(tracker, text) else ""
            text, buttons = f"{text} {more}".strip(), (PERSON,) if more else ()
            say(dispatcher, Reply(text=text, kind="order", order=card, buttons=buttons))
        return [
            SlotSet("order_status", STATUS.get(order.status, order.status)),
            SlotSet("order_fact_told", bool(asked)),
            SlotSet("parcel_trouble", (not asked and parcel_trouble(order)) or None),
        ]

    async def _others(self, tracker: Tracker, order: Order) -> list[Order]:
        """Further orders of the same address whose numbers are in the message."""
        named = [
            number for number in dict.fromkeys(entities(tracker, "order_number")) if number != order.number
        ]
        found = [await self.tools.shop.order(number, order.email) for number in named]
        return [one for one in found if one is not None]


class ActionCancelOrder(OrderAction):
    """Cancels the order; order_cancelled is false when it was packed in the meantime."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_cancel_order"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Cancel once."""
        order = await self.order(tracker)
        done = await self.tools.shop.cancel(order.number, key(tracker, "cancel", order.number))
        status = [SlotSet("order_status", "cancelled"), SlotSet("order_cancellable", False)] if done else []
        return [SlotSet("order_cancelled", done), *status]


class ActionChangeAddress(OrderAction):
    """Sends the order to the new address while it is not packed."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_change_address"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Change once per message: the same address may come again after another one."""
        order = await self.order(tracker)
        address = slot_text(tracker, "new_address")
        once = key(tracker, "address", order.number, address, message_id(tracker))
        done = await self.tools.shop.change_address(order.number, address, once)
        return [SlotSet("address_changed", done)]


class ActionRefundStatus(OrderAction):
    """Says where the money is, or how much would go back for what is about to be returned."""

    def name(self) -> str:
        """See Action."""
        return "action_refund_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """One sentence a return; ``refund_known`` is false where nothing was sent back or cancelled,
        ``refund_late`` true where money should be back and is not."""
        order = await self.order(tracker)
        chosen = await self.lines(order, slot_text(tracker, "return_lines"))
        planned = slot_text(tracker, "return_lines") and set(chosen) & set(order.returnable_lines)
        shop = self.tools.settings.shop
        days, today = shop.refund_days, datetime.now(ZoneInfo(shop.timezone)).date()
        text = expected_refund_text(order, chosen, days) if planned else refund_text(order, days, today)
        unpaid = order.status == "cancelled" and not order.paid
        if unpaid and _HAS_PAID.search(" ".join(latest_messages(tracker))):
            text = f"{text} {PAID_ALL_THE_SAME}"
        again = said_before(tracker, text)
        text, buttons = (f"{text} {NO_MORE}", (PERSON,)) if again else (text, ())
        buttons = (PERSON,) if text.endswith(PAID_ALL_THE_SAME) else buttons
        say(dispatcher, Reply(text=text, kind="order", buttons=buttons))
        known = bool(planned or order.returns) or order.status == "cancelled"
        late = not planned and refund_is_late(order, days, today)
        return [SlotSet("refund_known", known), SlotSet("refund_late", late)]


class ActionMissingParcel(OrderAction):
    """Has the parcel searched when it is overdue or only marked as delivered."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_missing_parcel"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Open one case an order."""
        order = await self.order(tracker)
        case = await self.tools.shop.report_missing(order.number, key(tracker, "missing", order.number))
        return [SlotSet("parcel_trace_opened", case is not None), SlotSet("case_number", case)]


class ActionInvoiceCopy(OrderAction):
    """Has the invoice sent to the address of the order."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_invoice_copy"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Send once a conversation."""
        order = await self.order(tracker)
        sent = await self.tools.shop.send_invoice(order.number, key(tracker, "invoice", order.number))
        return [SlotSet("invoice_sent", sent)]
