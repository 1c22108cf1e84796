"""The products that a message wishes for, below what a page told of it: who asks "which deodorants without
baking soda do you have" wants to see them, whatever a page says on soda."""

from __future__ import annotations

import re

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import FoundProducts, find, show_found
from bot.actions.focus import points
from bot.actions.reading import likelihood, message
from bot.actions.seeking import asks_a_rule, asks_for_products, asks_how, asks_of_shop, wants_products
from bot.actions.tools import ActionTools, Events
from retrieval.products.questions import asks_what_comes_with

WISHES = ("find_product", "recommend_product")
"""Intents of who wants to see products."""
_SIZE = re.compile(
    r"\b(?:what|which) sizes?\b|\bsiz(?:e|es|ing)(?: (?:chart|guide|table)|\W*$)", re.IGNORECASE
)
"""Asks for the size that is right, and not for things."""
LIKELY, SURELY = 0.5, 0.8
"""How likely both are together: where a message names a kind of things, and where it names a budget."""


async def show_beside_page(dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker) -> Events:
    """Show what the message wishes for below what a page told, the last reply, or in place of a decline; []
    and nothing where it wishes for nothing that is in stock as it is wished."""
    kind = _kind_of_last(dispatcher)
    if kind not in ("answer", "decline"):
        return []
    found = await tools.work(_wished_for, tools, tracker, message(tracker))
    if found is None:
        return []
    if kind == "decline":
        dispatcher.messages.pop()
    return show_found(dispatcher, tools, tracker, found)


def _kind_of_last(dispatcher: CollectingDispatcher) -> str:
    """The kind of the last reply, "" where it has cards."""
    last = dispatcher.messages[-1] if dispatcher.messages else {}
    told = (last.get("custom") or {}).get("shopclerk") or {}
    return "" if told.get("cards") else str(told.get("kind") or "")


def _wished_for(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    products = tools.products
    if asks_a_rule(text) or asks_how(text) or _SIZE.search(text) or asks_what_comes_with(text):
        return None
    if points(text) or asks_of_shop(products, text) or products.named(text):
        return None
    wish, likely = products.wish(text), sum(likelihood(tracker, name) for name in WISHES)
    if wish.kinds or wish.categories:
        wished = likely >= LIKELY or asks_for_products(products, text) or wants_products(products, text)
    else:
        wished = likely >= SURELY and wish.price_max is not None
    found = find(tools, tracker, text) if wished else None
    if found is None or found.nothing_asked or found.unsold or found.gone is not None:
        return None
    return found if found.result.hits and not found.result.relaxed else None
