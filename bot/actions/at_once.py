"""What is said before documents or products are looked through: a sum, contents for an allergy, when an
article of an order comes, which product is meant, a fact of the product that is called first, what several
cost, what measures tell."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.allergies import contents_for_allergy
from bot.actions.asked_which import WHICH_PRODUCT, asks_of_unknown
from bot.actions.by_measures import say_by_measures
from bot.actions.called_first import called_first
from bot.actions.ordered_when import comes_when
from bot.actions.saying import say
from bot.actions.taking import costs_or_takes
from bot.actions.tools import ActionTools, Events
from bot.conversation.messages import Reply
from bot.conversation.written_sum import written_sum


async def say_at_once(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str
) -> Events | None:
    """Say it; None, and nothing said, where a text asks for nothing of the kind."""
    if worked_out := written_sum(text):
        say(dispatcher, Reply(text=f"{worked_out}."))
        return []
    if contents := await tools.work(contents_for_allergy, tools, tracker, text):
        say(dispatcher, contents)
        return []
    if (of_order := await comes_when(tools, tracker, text)) is not None:
        say(dispatcher, of_order)
        return []
    if await tools.work(asks_of_unknown, tools, tracker, text):
        say(dispatcher, Reply(text=WHICH_PRODUCT))
        return []
    if called := await tools.work(called_first, tools, text):
        say(dispatcher, called.reply)
        return [SlotSet("current_product", called.product.product_id)]
    if costs := await tools.work(costs_or_takes, tools, tracker, text):
        say(dispatcher, costs)
        return []
    return await say_by_measures(dispatcher, tools, tracker, text)
