"""Where a product is bought: its card, which opens its page, and whether it is there to be bought."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.another import of_another, other_sort
from bot.actions.answer import ActionAnswer, say_answer, say_or_ask_what
from bot.actions.asking import ActionProductAnswer
from bot.actions.finding import (
    FoundProducts,
    current_product,
    find,
    named_products,
    show_found,
    shown_products,
)
from bot.actions.meant import meant_products
from bot.actions.other_size import other_size
from bot.actions.pointing import pointed_at
from bot.actions.product_reply import PRICE
from bot.actions.reading import message
from bot.actions.saying import say
from bot.actions.seeking import asks_how
from bot.actions.sold_here import sold_here
from bot.actions.sums import BOTH, how_many, sum_reply
from bot.actions.taking import basket_reply, baskets_reply, halves, without_basket
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.actions.wording import is_named
from bot.conversation.messages import Button, Reply
from retrieval.types import Product

WHICH = "Which one would you like?"
_BUYS = re.compile(
    r"\b(?:buy|order|purchase|take|have|get|go (?:for|with)|want|like|choose|decided|pay|check ?out"
    r"|(?:in|to|into) (?:(?:my|the|your) )?(?:shopping )?(?:basket|cart|bag|trolley))\w*\b",
    re.IGNORECASE,
)
"""Without a word of buying, and no size or colour alone, it is a question for the documents."""


class ActionBuyProduct(ShopAction):
    """Shows the product that a shopper wants to buy, with its page, where it is put into the basket; searches
    where only a kind is named."""

    def name(self) -> str:
        """See Action."""
        return "action_buy_product"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Show it, ask which one, or search."""
        if await self.tools.work(halves, self.tools, message(tracker)):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        text = without_basket(message(tracker))
        if costs := await self.tools.work(sum_reply, self.tools, tracker, text):
            say(dispatcher, costs)
            return []
        other = await self.tools.work(other_size, self.tools, tracker, text) if PRICE.search(text) else None
        if other is not None:
            return show_found(dispatcher, self.tools, tracker, other)
        if (sold := await self.tools.work(sold_here, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, sold)
        if sort := await self.tools.work(other_sort, self.tools, tracker, text):
            return show_found(dispatcher, self.tools, tracker, await self._found(tracker, sort))
        goes_on = await self.tools.work(self.tools.products.narrows, text)
        counts = await self.tools.work(how_many, self.tools, text)
        if not (goes_on or counts or _BUYS.search(message(tracker))) and await say_answer(
            dispatcher, self.tools, tracker, text
        ):
            return []
        if asks_how(text) and not _BUYS.search(text):
            return await ActionAnswer(self.tools).run(dispatcher, tracker, domain)
        wanted = await self.tools.work(wanted_products, self.tools, tracker, text)
        if not wanted:
            found = await self._found(tracker, text)
            if not found.result.hits and not found.text and not is_named(found.result.wish):
                return await say_or_ask_what(dispatcher, self.tools, tracker, text)
            return show_found(dispatcher, self.tools, tracker, found)
        if len(wanted) > 1 and BOTH.search(text):
            say(dispatcher, await self.tools.work(baskets_reply, self.tools, tracker, wanted, text))
            return [SlotSet("shown_products", [product.product_id for product in wanted])]
        if len(wanted) > 1:
            buttons = [Button(title=self._called(p), payload=f"I'll take the {p.title}") for p in wanted]
            say(dispatcher, Reply(text=WHICH, buttons=tuple(buttons)))
            return []
        say(dispatcher, await self.tools.work(basket_reply, self.tools, tracker, wanted[0], text))
        return [SlotSet("current_product", wanted[0].product_id)]

    async def _found(self, tracker: Tracker, text: str) -> FoundProducts:
        return await self.tools.work(find, self.tools, tracker, text)

    def _called(self, product: Product) -> str:
        return self.tools.products.short_name(product)


def wanted_products(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """Which products a shopper wants to buy: those that are named or pointed at, else the one that was spoken
    of last, else those shown; () where the message names a kind that none of them is."""
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    pointed = pointed_at(text, listed, current, tools.products.ordered, loosely=False)
    if len(pointed) > 1 and BOTH.search(text):
        return pointed
    if pointed or named_products(tools.products, tracker, text):
        return meant_products(tools, tracker, text)[:1]
    if of_another(tools, tracker, text):
        return []
    wish = tools.products.wish(text)
    if wish.kinds or wish.categories:
        at_hand = [*([current] if current else []), *listed]
        return [product for product in at_hand if tools.products.is_of(product, wish)][:1]
    return [current] if current is not None else listed
