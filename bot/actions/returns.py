"""Returns, exchanges and damage."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.lines import lines_instead, places_of, said_lines
from bot.actions.order_cards import line_names
from bot.actions.orders import OrderAction, key
from bot.actions.reading import latest_messages, slot_text
from bot.actions.saying import say
from bot.actions.tools import Events
from bot.conversation.messages import Button, Reply
from bot.shop.port import Order

_BUTTONS = 8
"""Items that are offered as buttons at most."""


class ActionMatchLines(OrderAction):
    """Says which items of the order are meant: by the answer, else by what was said before the question."""

    def name(self) -> str:
        """See Action."""
        return "action_match_lines"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Match the lines, and name them as the shop does. Behind a refused return only others count that
        the refusal names: "no, only the vest"."""
        order, products = await self.order(tracker), self.tools.products
        answer, said = slot_text(tracker, "return_lines"), latest_messages(tracker)
        if tracker.slots.get("confirm_return") is False:
            refused, answer = await self.lines(order, answer), ""
            lines = await self.tools.work(lines_instead, order, refused, next(iter(said), ""), products)
        elif answer:
            lines = await self.lines(order, answer)
        else:
            lines = await self.tools.work(said_lines, order, said, products)
        names = dict(
            zip((line.number for line in order.lines), line_names(order, self.tools.products), strict=True)
        )
        return [
            SlotSet("return_lines_found", bool(lines)),
            SlotSet("return_lines", answer or places_of(lines, order) or None),
            SlotSet("return_items", ", ".join(names[line] for line in lines) or None),
            *self._spoken_of(order, lines),
        ]

    def _spoken_of(self, order: Order, lines: tuple[int, ...]) -> Events:
        """The one item that is meant is the product that is spoken of: "is there a 41 in stock?"."""
        meant = [line.variant_id for line in order.lines if line.number in lines]
        found = self.tools.products.variant(meant[0]) if len(meant) == 1 else None
        return [SlotSet("current_product", found[0].product_id)] if found else []


class ActionAskReturnLines(OrderAction):
    """Asks which items are meant, with a button for each that may be."""

    def name(self) -> str:
        """See Action."""
        return "action_ask_return_lines"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Those that can be sent back where some can; more than ``_BUTTONS`` are only listed above."""
        order = await self.order(tracker)
        among = order.returnable_lines or tuple(line.number for line in order.lines)
        named = zip(order.lines, line_names(order, self.tools.products), strict=True)
        buttons = [
            Button(title=name, payload=f"/SetSlots(return_lines={places_of((line.number,), order)})")
            for line, name in named
            if line.number in among
        ]
        shown = tuple(buttons) if len(buttons) <= _BUTTONS else ()
        say(dispatcher, Reply(text="", response="utter_ask_return_lines", buttons=shown))
        return []


class ActionStartReturn(OrderAction):
    """Registers a return; with exchange_size an exchange."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_start_return"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Match the lines, then register once."""
        order = await self.order(tracker)
        lines = await self.lines(order, slot_text(tracker, "return_lines"))
        if not lines:
            return [SlotSet("return_lines_found", False), SlotSet("return_created", False)]
        exchange = slot_text(tracker, "exchange_size")
        receipt = await self.tools.shop.start_return(
            order.number, lines, slot_text(tracker, "return_reason") or "other",
            key(tracker, "return", order.number, *lines, exchange), exchange_for=exchange,
        )  # fmt: skip
        return [
            SlotSet("return_lines_found", True),
            SlotSet("return_created", bool(receipt.return_number)),
            SlotSet("return_number", receipt.return_number or None),
            SlotSet("return_postage", receipt.postage or None),
            SlotSet("return_blocker", receipt.blocker or None),
        ]


class ActionDamagedItem(OrderAction):
    """Opens a case for something that arrived damaged, incomplete or wrong."""

    effects = True

    def name(self) -> str:
        """See Action."""
        return "action_damaged_item"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """What cannot be matched with a line is in the description, so the case is opened in any event."""
        order = await self.order(tracker)
        named = slot_text(tracker, "return_lines")
        lines = await self.lines(order, named)
        description = slot_text(tracker, "damage_description")
        case = await self.tools.shop.report_damage(
            order.number, lines, description if lines else f"{named}: {description}",
            slot_text(tracker, "resolution"), key(tracker, "damage", order.number, *lines, description),
        )  # fmt: skip
        return [SlotSet("case_opened", True), SlotSet("case_number", case)]
