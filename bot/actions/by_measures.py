"""What measures tell before anything else is looked for: whose size it is, whether one thing fits another,
and what fits it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.another import product_at_hand
from bot.actions.finding import show_found
from bot.actions.fitting import fit_reply, found_fitting
from bot.actions.own_size import guide_for
from bot.actions.saying import say, searched
from bot.actions.size_advice import say_size
from bot.actions.tools import ActionTools, Events


async def say_by_measures(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str
) -> Events | None:
    """Say it; None, and nothing said, where a message asks for nothing of the kind."""
    at_hand = await tools.work(product_at_hand, tools, tracker)
    if guide := await tools.work(guide_for, tools, at_hand, text):
        say(dispatcher, tools.render_answer(guide), searched=searched(guide))
        return []
    if fits := await tools.work(fit_reply, tools, tracker, text):
        say(dispatcher, fits.reply)
        return [SlotSet("current_product", fits.product.product_id)]
    if (fitting := await tools.work(found_fitting, tools, tracker, text)) is not None:
        return show_found(dispatcher, tools, tracker, fitting)
    return await say_size(dispatcher, tools, tracker)
