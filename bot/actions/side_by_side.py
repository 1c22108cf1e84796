"""Comparison, and what is taken for one: a fact of one of several, a wish for something better."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import ActionAnswer, say_answer
from bot.actions.asking import ActionProductAnswer
from bot.actions.at_hand import asks_of_one
from bot.actions.buying import ActionBuyProduct
from bot.actions.comparing import (
    asks_what_differs,
    best_of,
    best_of_kind,
    compare_reply,
    others_fulfil,
    sides,
    to_compare,
)
from bot.actions.finding import named_products, says_nothing, show_found, shown_products
from bot.actions.fitting import asks_of_two, found_fitting
from bot.actions.other_size import other_size
from bot.actions.pointing import by_place, chooses, pointed_at
from bot.actions.popular import say_most_bought
from bot.actions.product_reply import PRICE
from bot.actions.products import ActionFindProducts
from bot.actions.reading import message, shown
from bot.actions.saying import say
from bot.actions.taking import costs_of_several, takes
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.conversation.messages import Reply
from retrieval.products.standing import asks_popular
from retrieval.types import Constraints
from retrieval.words import words

_BETTER_THAN = re.compile(r"\b(?:than|compared (?:to|with))\b", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:compar\w+|differen\w+|diff|versus|vs|or|side by side|beside|next to|against|between|both|each"
    r"|which|of (?:the )?(?:two|three|them|these|those))\b",
    re.IGNORECASE,
)
_ASKS_TO_COMPARE = re.compile(
    r"\b(?:compar\w+|differen\w+|diff|versus|vs|side by side|better|best)\b", re.IGNORECASE
)
_ASKS_WHICH = re.compile(r"^\W*(?:(?:and|so|ok|okay|then|n)\s+)*(?:which|is|are|how much)\b", re.IGNORECASE)
_BY_PLACE = re.compile(r"\bthe (?:first|last|other|two|three)(?: (?:one|two|three))?\W*$", re.IGNORECASE)
"""Means what was shown: "the difference between the first two"."""
_SAYS_ONLY_THAT = frozenset(
    words(
        "compare comparison difference different differ between better best versus vs side two 2 one these s"
    )
)
"""Say no more than that something is compared."""

_EITHER = re.compile(r"\b(?:or|than|vs\.?|versus)\b", re.IGNORECASE)


class ActionCompareProducts(ShopAction):
    """Puts two to four products side by side."""

    def name(self) -> str:
        """See Action."""
        return "action_compare_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Compare what was named or pointed at, else what was shown last. "How heavy is the cheaper of the
        two" asks a fact of one, "something lighter than the Skarn" for other products."""
        text = message(tracker)
        if takes(text):
            return await ActionBuyProduct(self.tools).run(dispatcher, tracker, domain)
        if costs := await self.tools.work(costs_of_several, self.tools, tracker, text):
            say(dispatcher, costs)
            return []
        of_two = not _COMPARING.search(text) and await self.tools.work(asks_of_two, self.tools, tracker, text)
        if of_two:
            return await ActionAnswer(self.tools).run(dispatcher, tracker, domain)
        if (fitting := await self.tools.work(found_fitting, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, fitting)
        if (other := await self.tools.work(other_size, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, other)
        if chooses(text) and asks_of_one(text):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        if best := await self.tools.work(best_of_kind, self.tools, tracker, text):
            say(dispatcher, best[0])
            return [SlotSet("current_product", best[1].product_id)]
        differs = await self.tools.work(asks_what_differs, self.tools, tracker, text)
        if differs and await say_answer(dispatcher, self.tools, tracker, text):
            return []
        if await self.tools.work(asks_one_thing, self.tools, tracker, text):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        if await self.tools.work(names_other_things, self.tools, tracker, text):
            return await ActionFindProducts(self.tools).run(dispatcher, tracker, domain)
        of_materials = await self.tools.work(asks_of_materials, self.tools, text)
        if not of_materials and await self.tools.work(wants_better, self.tools, text):
            return await ActionFindProducts(self.tools).run(dispatcher, tracker, domain)
        products = await self.tools.work(to_compare, self.tools, tracker, text)
        if len(products) < 2 and (differs or of_materials):
            return await ActionAnswer(self.tools).run(dispatcher, tracker, domain)
        if await self.tools.work(others_fulfil, self.tools, tracker, products, text):
            return await ActionFindProducts(self.tools).run(dispatcher, tracker, domain)
        if len(products) < 2:
            if await self.tools.work(seeks_others, self.tools, tracker, text):
                return await ActionFindProducts(self.tools).run(dispatcher, tracker, domain)
            if shown(tracker) and not _ASKS_TO_COMPARE.search(text):
                return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
            if not _ASKS_TO_COMPARE.search(text) and await say_answer(dispatcher, self.tools, tracker, text):
                return []
            say(dispatcher, Reply(text="Which two products shall I compare? Their names are enough."))
            return []
        if asks_popular(text):
            return await say_most_bought(dispatcher, self.tools, tracker, products)
        say(dispatcher, await self.tools.work(compare_reply, self.tools, products, text))
        winner = await self.tools.work(best_of, self.tools, products, text)
        return [SlotSet("shown_products", [product.product_id for product in products]), *winner]


def seeks_others(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text is a search where there is nothing to compare: one that asks for something, or, with a
    single product shown, for what is better or best ("which one is the cheapest?")."""
    if shown(tracker):
        return tools.products.compares(text)
    return not asks_for_nothing(tools, text) and _BY_PLACE.search(text) is None


def asks_one_thing(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text asks a fact of one product that it names or points at ("the first one sounds good.
    price?"), and compares it with none."""
    if _COMPARING.search(text) or tools.products.compares(text):
        return False
    named = named_products(tools.products, tracker, text)
    listed = shown_products(tools.products, tracker)
    counted = len(by_place(text, listed)) == 1 and len(named) < 2
    if not (counted or asks_of_one(text) or PRICE.search(text)):
        return False
    return len(named or pointed_at(text, listed, None, loosely=False)) == 1


def names_other_things(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text is about things of one kind that none of the products shown is of ("and the cheapest
    mat?")."""
    wish = tools.products.wish(text)
    meant, listed = (
        Constraints(categories=wish.categories, kinds=wish.kinds),
        shown_products(tools.products, tracker),
    )
    if meant == Constraints() or not listed or _COMPARING.search(text) or tools.products.named(text):
        return False
    return not any(tools.products.is_of(product, meant) for product in listed) and len(sides(tools, text)) < 2


def asks_of_materials(tools: ActionTools, text: str) -> bool:
    """Whether a text compares what things are made of, and no things: "whats warmer, down or wool"."""
    wish = tools.products.wish(text)
    made_of = len(wish.having) > 1 and not (wish.kinds or wish.categories or wish.brands)
    return made_of and _EITHER.search(text) is not None and not tools.products.named(text)


def wants_better(tools: ActionTools, text: str) -> bool:
    """Whether a text wants something better than one product, or than those shown ("something lighter?"), and
    does not ask which of several is."""
    if _ASKS_WHICH.search(text) or not tools.products.compares(text):
        return False
    others = tools.products.narrows(text) and not _COMPARING.search(text)
    return others or (_BETTER_THAN.search(text) is not None and len(tools.products.named(text)) < 2)


def asks_for_nothing(tools: ActionTools, text: str) -> bool:
    """Whether a text names nothing to search for, but that it compares: "which one is better"."""
    wish = tools.products.wish(text)
    compares_only = not set(words(wish.text)) - _SAYS_ONLY_THAT
    return says_nothing(replace(wish, text="") if compares_only else wish)
