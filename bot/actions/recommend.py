"""Advice: products with a reason each."""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import ActionAnswer, say_answer, say_or_ask_what, say_what_was_asked
from bot.actions.asked_on import leans_on_page, say_on
from bot.actions.asking import ActionProductAnswer, chosen_only, show_product
from bot.actions.at_hand import asks_of_product
from bot.actions.beside_page import show_beside_page
from bot.actions.comparing import best_of, compare_reply, others_fulfil, spoken_of, to_compare
from bot.actions.finding import (
    LIKE,
    SHOWN,
    FoundProducts,
    ask_what,
    asks_best,
    current_product,
    find,
    further_wish,
    show_cards,
    show_found,
    show_result,
    shown_products,
)
from bot.actions.fitting import most_for
from bot.actions.narrowing import ask, pressed_answer, question_for
from bot.actions.pointing import pointed_at
from bot.actions.popular import say_most_bought, show_further, show_wished
from bot.actions.reading import cited, message, previous_wish, remember, seen, shopper_id
from bot.actions.saying import say
from bot.actions.seeking import asks_something_else
from bot.actions.size_advice import say_size
from bot.actions.sums import sum_reply
from bot.actions.told_by_page import say_told_by_page
from bot.actions.tools import ActionTools, Events, ShopAction
from bot.actions.wording import nothing_text
from bot.conversation.messages import Reply
from bot.recommending.shopper import ShopperHistory
from bot.recommending.shown import arm_of
from retrieval.products.standing import asks_popular
from retrieval.recommend.port import RecommendContext
from retrieval.types import Constraints

_TOGETHER = re.compile(
    r"\b(?:go(?:es)? (?:well )?with|fits? with|together with|bought with|match(?:es)?|to go with"
    r"|along with|(?:buy|bought|get|take|order)s?(?: together)? with)\b",
    re.I,
)
_WHATS_THE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|but|then)\b\W*)*what(?:['’]?s| is| are) (?:the|its|your) (?!best|most)", re.I
)
_LIKE_IT = re.compile(r"\b(?:similar|like (?:this|that|it|the)|alternatives?)\b", re.I)
_WHICH = re.compile(
    r"\b(?:which (?:one|of (?:these|those|them|the two))|what would you (?:take|pick|choose)"
    r"|would you (?:take|pick)"
    r"|which to (?:pick|take)|which is (?:best|better))\b",
    re.I,
)
TEXTS = {
    "bought_together": "People often buy these with it:",
    "similar": "These are close to it:",
    "popular": "These are popular right now:",
    "for_you": "These may suit you:",
}
SOURCES_FOR = {
    "bought_together": ("bought_together", "similar"),
    "similar": ("similar",),
    "popular": ("popular",),
    "for_you": ("for_you", "similar", "popular"),
}
"""Where a list is filled from, in that order."""


def _told_at_once(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What several things cost, or what a product takes at most; None where neither is asked."""
    return sum_reply(tools, tracker, text) or most_for(tools, text)


class ActionRecommend(ShopAction):
    """Recommends: by need as a search does, or what goes with a product, is like it, or is popular."""

    def name(self) -> str:
        """See Action."""
        return "action_recommend"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Choose the list that the question asks for."""
        events = await self._reply(dispatcher, tracker, domain)
        return [*events, *await show_beside_page(dispatcher, self.tools, tracker)]

    async def _reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        text, history = message(tracker), await self.tools.history(shopper_id(tracker))
        if _WHICH.search(text) and len(await self.tools.work(spoken_of, self.tools, tracker)) > 1:
            return await self._of_shown(dispatcher, tracker, text, history)
        if told := await self.tools.work(_told_at_once, self.tools, tracker, text):
            say(dispatcher, told)
            return []
        if (events := await say_size(dispatcher, self.tools, tracker)) is not None:
            return events
        if (events := await say_on(dispatcher, self.tools, tracker, text, domain)) is not None:
            return events
        if await say_told_by_page(dispatcher, self.tools, tracker, text):
            return []
        if await self.tools.work(asks_of_product, self.tools, tracker, text):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        if chosen := await self.tools.work(chosen_only, self.tools, tracker, text):
            return show_product(dispatcher, chosen)
        further = await self.tools.work(further_wish, self.tools.products, tracker, text)
        if further is not None:
            return await show_further(dispatcher, self.tools, tracker, further, hidden=history.set_aside)
        source = asked_source(text)
        if asks_popular(text) and source != "bought_together":
            found = await self.tools.work(find, self.tools, tracker, text, hidden=history.set_aside)
            return await show_wished(dispatcher, self.tools, tracker, found)
        if source == "similar" and await self.tools.work(asks_more, self.tools, text):
            source = ""  # "like that one, but in blue" is a search
        if source == "bought_together" and await self.tools.work(names_what, self.tools, tracker, text):
            source, text = "", await self.tools.work(self.tools.products.without_names, text)
        if source:
            return await self._listed(dispatcher, tracker, history, source, Constraints())
        narrowed = pressed_answer(tracker)
        if narrowed is not None:
            return await self._narrowed(dispatcher, narrowed, history)
        elsewhere = await self.tools.work(asks_something_else, self.tools.products, text)
        if elsewhere and await say_answer(dispatcher, self.tools, tracker, text):
            return []
        if await say_what_was_asked(dispatcher, self.tools, tracker, text):
            return []
        found = await self.tools.work(find, self.tools, tracker, text, hidden=history.set_aside)
        if found.result.hits:
            return await self._advised(dispatcher, found, settled=asks_best(text))
        goes_on = bool(cited(tracker)) and not found.nothing_asked
        if goes_on and await say_answer(dispatcher, self.tools, tracker, text):
            return []  # "what wash do you recommend" goes on from a page
        if found.nothing_asked and history.viewed:
            return await self._listed(dispatcher, tracker, history, "for_you", Constraints())
        if found.nothing_asked:
            return await say_or_ask_what(dispatcher, self.tools, tracker, text)
        if found.text or found.result.wish.kinds or found.result.wish.categories:
            return show_found(dispatcher, self.tools, tracker, found)
        if _WHATS_THE.match(text) or leans_on_page(tracker, text):
            return await ActionAnswer(self.tools).run(dispatcher, tracker, domain)
        return await self._listed(dispatcher, tracker, history, "popular", Constraints())

    async def _narrowed(
        self, dispatcher: CollectingDispatcher, wish: Constraints, history: ShopperHistory
    ) -> Events:
        """What a wish comes to that a button narrowed."""
        result = await self.tools.work(self.tools.products.search, wish, SHOWN, exclude=history.set_aside)
        if result.hits:
            return await self._advised(dispatcher, FoundProducts(result=result))
        say(dispatcher, Reply(text=nothing_text(result, self.tools.settings.shop.currency)))
        return []

    async def _of_shown(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str, history: ShopperHistory
    ) -> Events:
        """Which of those that were spoken of, or of others where none of them has what is asked for."""
        products = await self.tools.work(to_compare, self.tools, tracker, text)
        if await self.tools.work(others_fulfil, self.tools, tracker, products, text):
            found = await self.tools.work(find, self.tools, tracker, text, hidden=history.set_aside)
            return show_found(dispatcher, self.tools, tracker, found)
        if asks_popular(text):
            return await say_most_bought(dispatcher, self.tools, tracker, products)
        say(dispatcher, await self.tools.work(compare_reply, self.tools, products, text))
        return await self.tools.work(best_of, self.tools, products, text)

    async def _advised(
        self, dispatcher: CollectingDispatcher, found: FoundProducts, *, settled: bool = False
    ) -> Events:
        """Products, and what would narrow the choice most, unless that is ``settled`` ("the cheapest")."""
        result = found.result
        show_result(dispatcher, self.tools, result, found.text)
        question = None if settled else await self.tools.work(question_for, self.tools, result)
        wish = ask(dispatcher, question, result.wish) if question else result.wish
        return remember(wish, [hit.product.product_id for hit in result.hits], [])

    async def _listed(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        history: ShopperHistory,
        source: str,
        wish: Constraints,
    ) -> Events:
        context = await self.tools.work(context_for, self.tools, tracker, history, source, wish)
        found = await self.tools.recommender.recommend(context, SHOWN, sources=SOURCES_FOR[source])
        if not found.hits:
            return ask_what(dispatcher, self.tools)
        own = source == "for_you" and found.source != "popular"
        drawn = {"model": found.model, "propensities": found.propensities}
        arm = arm_of(self.tools.settings, history.shopper)
        text, total = TEXTS["for_you" if own else found.source], len(found.hits)
        show_cards(dispatcher, text, found.hits, found.source, wish, total, **drawn, **arm)
        ids = [hit.product.product_id for hit in found.hits]
        return remember(wish if wish != Constraints() else previous_wish(tracker) or wish, ids, seen(tracker))


def asked_source(text: str) -> str:
    """The list that a question asks for by name, or ""."""
    if _TOGETHER.search(text):
        return "bought_together"
    return "similar" if _LIKE_IT.search(text) else ""


def asks_more(tools: ActionTools, text: str) -> bool:
    """Whether a text asks something of the products beside their likeness."""
    wish = tools.products.wish(tools.products.without_names(text))
    return bool(
        wish.colours or wish.sizes or wish.wanted or wish.having or wish.without or wish.brands
        or wish.price_max is not None or wish.sort
    ) and bool(LIKE.search(text))  # fmt: skip


def names_what(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text says what is to go with a product: "gloves to go with it" seeks gloves, where the
    product at hand is none."""
    match = _TOGETHER.search(text)
    before = tools.products.without_names(text[: match.start()]) if match else ""
    wish = tools.products.wish(before)
    if not wish.kinds and not wish.categories:
        return False
    meant = Constraints(kinds=wish.kinds, categories=wish.categories)
    current = current_product(tools.products, tracker)
    at_hand = [current] if current is not None else shown_products(tools.products, tracker)
    return not at_hand or not all(tools.products.is_of(product, meant) for product in at_hand)


def context_for(
    tools: ActionTools, tracker: Tracker, history: ShopperHistory, source: str, wish: Constraints
) -> RecommendContext:
    """What the recommender is told: the products that are meant, and what the shopper did."""
    text = message(tracker)
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    named = [group[0] for group in tools.products.named(text) if group]
    seeds = (
        named
        or pointed_at(text, listed, current, tools.products.ordered)
        or ([current] if current else listed)
    )
    if source == "bought_together" and not named and (by_kind := tools.products.wish(text)).categories:
        seeds = [hit.product for hit in tools.products.search(by_kind, 1).hits] or seeds
    return RecommendContext(
        shopper=history.shopper,
        did=history.did,
        viewed=tuple(p.product_id for p in seeds) or (history.viewed if source == "for_you" else ()),
        # What lies in the cart is not shown, but the list is about what is meant: so it is no ``cart`` here.
        shown=(*(p.product_id for p in (*listed, *seeds)), *history.cart),
        wish=replace(wish, dismissed=(*wish.dismissed, *history.set_aside)),
    )
