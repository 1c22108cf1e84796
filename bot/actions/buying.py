"""Where a product is bought: its card, which opens its page, and whether it is there to be bought."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import say_answer, say_or_ask_what
from bot.actions.asking import meant_products
from bot.actions.cards import product_card
from bot.actions.finding import current_product, find, named_products, show_found, shown_products
from bot.actions.other_size import other_size
from bot.actions.pointing import pointed_at
from bot.actions.product_reply import PRICE
from bot.actions.reading import message, previous_wish
from bot.actions.saying import say
from bot.actions.sold_here import sold_here
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.actions.wording import is_named, watch
from bot.conversation.messages import Button, Reply
from retrieval.products.filters import fitting_variant
from retrieval.products.size_steps import said_sizes
from retrieval.products.stock import asked_variants, stock_sentence
from retrieval.types import Constraints, Product

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
        text = message(tracker)
        other = await self.tools.work(other_size, self.tools, tracker, text) if PRICE.search(text) else None
        if other is not None:
            return show_found(dispatcher, self.tools, tracker, other)
        if (sold := await self.tools.work(sold_here, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, sold)
        goes_on = await self.tools.work(self.tools.products.narrows, text)
        if not (goes_on or _BUYS.search(text)) and await say_answer(dispatcher, self.tools, tracker, text):
            return []
        wanted = await self.tools.work(wanted_products, self.tools, tracker, text)
        if not wanted:
            found = await self.tools.work(find, self.tools, tracker, text)
            if not found.result.hits and not found.text and not is_named(found.result.wish):
                return await say_or_ask_what(dispatcher, self.tools, tracker, text)
            return show_found(dispatcher, self.tools, tracker, found)
        if len(wanted) > 1:
            buttons = [Button(title=self._called(p), payload=f"I'll take the {p.title}") for p in wanted]
            say(dispatcher, Reply(text=WHICH, buttons=tuple(buttons)))
            return []
        say(dispatcher, await self.tools.work(self._reply, wanted[0], self._wish(tracker, wanted[0], text)))
        return [SlotSet("current_product", wanted[0].product_id)]

    def _reply(self, product: Product, wish: Constraints) -> Reply:
        name, variant = self._called(product), fitting_variant(product, wish)
        if variant is None:
            gone = asked_variants(product, wish.sizes, wish.colours)
            return Reply(
                text=stock_sentence(product, name, wish.sizes, wish.colours), kind="products",
                cards=(product_card(product),),
                buttons=(watch(gone),) if gone else (),
            )  # fmt: skip
        choices = [
            what
            for what, said, there in (
                ("size", wish.sizes, {v.size for v in product.variants}),
                ("colour", wish.colours, {v.colour for v in product.variants}),
            )
            if not said and len(there) > 1
        ]
        choose = f"; choose {' and '.join(choices)} there" if choices else ""
        text = f"The {name} is in stock. Open its page from here to put it into your basket{choose}."
        return Reply(text=text, kind="products", cards=(product_card(product, variant),))

    def _wish(self, tracker: Tracker, product: Product, text: str) -> Constraints:
        """The size and colour that were said now, else those of the running search."""
        said, before = self.tools.products.wish(text), previous_wish(tracker) or Constraints()
        sizes = said_sizes(product, self.tools.products.without_names(text)) or said.sizes or before.sizes
        return Constraints(sizes=sizes, colours=said.colours or before.colours)

    def _called(self, product: Product) -> str:
        return self.tools.products.short_name(product)


def wanted_products(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """Which products a shopper wants to buy: those that are named or pointed at, else the one that was spoken
    of last, else those shown; () where the message names a kind that none of them is."""
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    if named_products(tools.products, tracker, text) or pointed_at(
        text, listed, current, tools.products.ordered, loosely=False
    ):
        return meant_products(tools, tracker, text)[:1]
    wish = tools.products.wish(text)
    if wish.kinds or wish.categories:
        at_hand = [*([current] if current else []), *listed]
        return [product for product in at_hand if tools.products.is_of(product, wish)][:1]
    return [current] if current is not None else listed
