"""When something that was ordered comes: "so when do I get the cask strength" behind an order of which a part
is still to come."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.lines import named_lines
from bot.actions.order_cards import line_name, order_card, order_text
from bot.actions.orders import find_order
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from bot.shop.port import Order, OrderLine

_WHEN = re.compile(
    r"\b(?:when|how long|what day)\b[^.?!]*"
    r"\b(?:get|come|comes|coming|arrives?|arriving|here|sent|ship(?:ped)?|leaves?|expect|delivered)\b"
    r"|\bwhere(?:['’]?s| is| are) (?:my|the)\b|\bwill (?:the|my) [\w' -]{2,40} (?:be here|arrive|come)\b"
    r"|\b(?:is|are|was|were) (?:the|my) [\w' -]{2,40} (?:sent|shipped|on (?:its|their) way|still to come)\b",
    re.IGNORECASE,
)
WAITING = ("placed", "packed")
"""Of a line that is still here."""
NOT_SENT = "{} of order {} has not been sent yet."


async def comes_when(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """Where the articles of the order at hand are that a text asks after by name; None where it asks for no
    day, or names none of them."""
    if not tracker.slots.get("ordered_products") or not _WHEN.search(text):
        return None
    order = await find_order(tools, tracker)
    meant = await tools.work(named_lines, order, text, tools.products) if order is not None else ()
    if order is None or not meant or len(meant) == len(order.lines):
        return None
    lines = [line for line in order.lines if line.number in meant]
    told = dict.fromkeys(_told(tools, order, line) for line in lines)
    return Reply(text=" ".join(told), kind="order", order=order_card(order, tools.products))


def _told(tools: ActionTools, order: Order, line: OrderLine) -> str:
    parcels = tuple(one for one in order.parcels if one.number == line.parcel)
    name = line_name(line, tools.products)
    if not parcels and order.parcels and line.status in WAITING:
        return NOT_SENT.format(name, order.number)
    today = datetime.now(ZoneInfo(tools.settings.shop.timezone)).date()
    own = replace(order, lines=(line,), parcels=parcels) if parcels else order
    return f"{name}: {order_text(own, today)}"
