"""Shows products that fit what was said."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.allergies import contents_for_allergy
from bot.actions.another import asks_of_unsold, other_sort
from bot.actions.answer import (
    TOPIC,
    ActionAnswer,
    say_answer,
    say_declined,
    say_or_ask_what,
    say_sure_answer,
    say_what_was_asked,
)
from bot.actions.asked_on import say_on
from bot.actions.asked_which import choice_of_asked
from bot.actions.asking import ActionProductAnswer, chosen_only, show_product
from bot.actions.at_hand import asks_of_one, asks_of_product
from bot.actions.beside_page import show_beside_page
from bot.actions.called_first import called_first
from bot.actions.caring import say_care
from bot.actions.comparing import OF_THESE, which_of_shown
from bot.actions.finding import find, further_wish, show_found
from bot.actions.fitting import asks_of_two, found_fitting, most_for
from bot.actions.other_size import other_size
from bot.actions.pointing import chooses
from bot.actions.popular import show_further, show_wished
from bot.actions.reading import cited, message, shown, spoke_from_documents
from bot.actions.saying import say
from bot.actions.seeking import asks_a_rule, asks_how, asks_something
from bot.actions.size_advice import say_size
from bot.actions.sold_here import sold_here
from bot.actions.sums import priced
from bot.actions.taking import costs_or_takes
from bot.actions.told_by_page import say_told_by_page
from bot.actions.tools import Events, ShopAction

_WANTS = re.compile(r"\b(?:add|need|want|buy|get me|looking for|show me)\b", re.IGNORECASE)
"""Wants a thing, and asks nothing of one."""


class ActionFindProducts(ShopAction):
    """Shows products that fit what was said, also as a follow-up of the search before."""

    def name(self) -> str:
        """See Action."""
        return "action_find_products"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Search, relaxing when nothing fits, and say what was relaxed."""
        events = await self._reply(dispatcher, tracker, domain)
        return [*events, *await show_beside_page(dispatcher, self.tools, tracker)]

    async def _reply(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Events:
        text = message(tracker)
        if await self.tools.work(choice_of_asked, self.tools, tracker, text):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        if (at_first := await self._at_first(dispatcher, tracker, text)) is not None:
            return at_first
        if await self.tools.work(asks_of_two, self.tools, tracker, text):
            return await ActionAnswer(self.tools).run(dispatcher, tracker, domain)
        if (fitting := await self.tools.work(found_fitting, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, fitting)
        if (events := await say_size(dispatcher, self.tools, tracker)) is not None:
            return events
        if (other := await self.tools.work(other_size, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, other)
        if (sold := await self.tools.work(sold_here, self.tools, tracker, text)) is not None:
            return show_found(dispatcher, self.tools, tracker, sold)
        if await say_care(dispatcher, self.tools, tracker, text):
            return []
        if (events := await say_on(dispatcher, self.tools, tracker, text, domain)) is not None:
            return events
        if await say_told_by_page(dispatcher, self.tools, tracker, text):
            return []
        if await self.tools.work(self._asks_of_shown, tracker, text):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        if chosen := await self.tools.work(chosen_only, self.tools, tracker, text):
            return show_product(dispatcher, chosen)
        further = await self.tools.work(further_wish, self.tools.products, tracker, text)
        if further is not None:
            return await show_further(dispatcher, self.tools, tracker, further)
        elsewhere = asks_a_rule(text) or asks_how(text)
        if elsewhere and await say_answer(dispatcher, self.tools, tracker, text):
            return []
        if await say_what_was_asked(dispatcher, self.tools, tracker, text):
            return []
        text = await self.tools.work(other_sort, self.tools, tracker, text) or text
        if await self.tools.work(asks_of_unsold, self.tools, tracker, text):
            return await ActionProductAnswer(self.tools).run(dispatcher, tracker, domain)
        found = await self.tools.work(find, self.tools, tracker, text)
        narrows = bool(shown(tracker)) and await self.tools.work(self.tools.products.narrows, text)
        none, topic = not (found.result.hits or found.gone or narrows), len(text.split()) <= TOPIC
        if none and topic and await say_sure_answer(dispatcher, self.tools, tracker, text, statements=True):
            return []
        wants = bool(found.unsold) and _WANTS.search(text) is not None
        if none and not wants and cited(tracker) and await say_answer(dispatcher, self.tools, tracker, text):
            return []  # "and worn ones?" goes on from a page
        if none and await self.tools.work(self._asks_page, tracker, text):
            return await say_declined(dispatcher, self.tools, tracker, text)
        if found.nothing_asked:
            return await say_or_ask_what(dispatcher, self.tools, tracker, text)
        found = await self.tools.work(priced, self.tools, found, text)
        return await show_wished(dispatcher, self.tools, tracker, found)

    async def _at_first(self, dispatcher: CollectingDispatcher, tracker: Tracker, text: str) -> Events | None:
        """What is told of a product that the text names or means, and no search; None where it is one."""
        if contents := await self.tools.work(contents_for_allergy, self.tools, tracker, text):
            say(dispatcher, contents)
            return []
        if called := await self.tools.work(called_first, self.tools, text):
            say(dispatcher, called.reply)
            return [SlotSet("current_product", called.product.product_id)]
        told = await self.tools.work(costs_or_takes, self.tools, tracker, text)
        if told := told or await self.tools.work(most_for, self.tools, text):
            say(dispatcher, told)
            return []
        return None

    def _asks_of_shown(self, tracker: Tracker, text: str) -> bool:
        """Whether it asks something of one that was shown, or which of those is so, where their data tell."""
        of_one = bool(shown(tracker)) and chooses(text) and asks_of_one(text)
        if of_one or asks_of_product(self.tools, tracker, text):
            return True
        return OF_THESE.search(text) is not None and which_of_shown(self.tools, tracker, text) is not None

    def _asks_page(self, tracker: Tracker, text: str) -> bool:
        """Whether a question behind a page names no thing, so that it is no search that found nothing: "and
        dyes? i have allergies"."""
        if not spoke_from_documents(tracker) or not asks_something(text):
            return False
        wish = self.tools.products.wish(text)
        return not (wish.kinds or wish.categories or wish.brands or self.tools.products.named(text))
