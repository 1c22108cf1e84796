"""Whether only a part of an order is meant: "can you take the bottle out?", "I only want two of them"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.lines import Numbers, lines_at, named_lines
from bot.actions.order_cards import line_names
from bot.actions.orders import OrderAction
from bot.actions.reading import latest_messages
from bot.actions.tools import Events
from bot.shop.port import Order
from retrieval.products.products import Products

SOME = "single articles"
"""What is said of a part that is not named."""
_ENDS = r"(?:cancel|scrap|undo|stop|drop|kill|withdraw|call off|forget|delete|remove)\w*"
_ARTICLE = r"(?:item|article|thing|product|piece|position)s?"
_WHOLE = re.compile(
    rf"\b{_ENDS}(?: (?!(?:in|from|of|out)\b)[\w'’]+){{0,3}} (?:orders?\b|[\w-]*\d{{5,}})"
    r"|\b(?:whole|entire|complete|full) (?:order|thing|lot)\b"
    r"|\b(?:everything(?! else)|all of (?:it|them|this)|it all|the lot)\b",
    re.IGNORECASE,
)
"""Speaks of the order as one."""
_PART = re.compile(
    r"\b(?:one|two|three|four|some|part|half|any|\d) (?:out )?(?:of|from)"
    r" (?:them|these|those|it|the|my|this|that)\b"
    rf"|\b(?:{_ENDS}|take|only|just)\b[^.!?]{{0,20}} (?:one|two|three|some|an?|\d) (?:single )?{_ARTICLE}\b"
    rf"|\b{_ENDS} (?:only )?the (?:first|second|third|fourth|fifth|last) {_ARTICLE}\b"
    rf"|\bsingle {_ARTICLE}\b|\b(?:take|taken|taking|leave|leaving|cross)\b[^.!?]{{1,40}}\b(?:out|off)\b"
    r"|\b(?:only|just) the (?:first|second|third|fourth|fifth|last|other)\b"
    r"|\bpart(?:ial(?:ly)?|ly)\b|\b(?:the rest|everything else|the others?)\b",
    re.IGNORECASE,
)
"""Speaks of less than all."""
_PARTED = re.compile(
    rf"\b(?:{_ENDS}|take|leave|without|(?:do|does|did)n['’]?t (?:want|need)|not (?:want|need)|no longer"
    r"|except|only|just)\b",
    re.IGNORECASE,
)
"""What is done with what is named, or not done."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_SEVERAL = 2


class ActionMatchPart(OrderAction):
    """Says whether only a part of the order is meant, and which."""

    def name(self) -> str:
        """See Action."""
        return "action_match_part"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """By the latest messages; behind a refused question also by what it only names."""
        order, said = await self.order(tracker), latest_messages(tracker)
        refused = tracker.slots.get("confirm_cancel_order") is False
        part = await self.tools.work(part_said, order, said, self.tools.products, named=refused)
        return [SlotSet("order_part", part or None)]


def part_said(order: Order, said: Sequence[str], products: Products, *, named: bool = False) -> str:
    """The names of the articles that are meant and not all, ``SOME`` where none is named; "" where the order
    is, or it has a single one. The newest message that says either decides, and where ``named`` its first."""
    if sum(line.quantity for line in order.lines) < _SEVERAL:
        return ""
    meant = [named_lines(order, text, products) or lines_at(order, text) for text in said]
    for at, text in enumerate(said):
        if _PART.search(text) or (named and at == 0 and _is_some(order, meant[at])):
            return _names(order, next(filter(None, meant), ()), products)
        if _WHOLE.search(text):
            return ""
        parted = (named_lines(order, one, products) for one in _SENTENCE.split(text) if _PARTED.search(one))
        if any(_is_some(order, lines) for lines in parted):
            return _names(order, meant[at], products)
    return ""


def _is_some(order: Order, lines: Numbers) -> bool:
    return 0 < len(lines) < len(order.lines)


def _names(order: Order, lines: Numbers, products: Products) -> str:
    names = zip(order.lines, line_names(order, products), strict=True)
    return ", ".join(name for line, name in names if line.number in lines) or SOME
