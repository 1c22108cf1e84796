"""A choice behind the question which product is meant: what was asked before, of the one that is chosen."""

from __future__ import annotations

from typing import NamedTuple

from rasa_sdk import Tracker

from bot.actions.finding import shown_products
from bot.actions.pointing import by_own_word, by_part, pointed_at
from bot.actions.product_reply import PRICE, STOCK
from bot.actions.reading import history
from bot.actions.tools import ActionTools
from retrieval.products.questions import asks_attribute
from retrieval.types import Product

WHICH = "Which one do you mean?"
CHOICE = 7
"""Words of a message that does no more than choose."""


class Choice(NamedTuple):
    """The product that is meant, and what was asked before it was known."""

    product: Product
    question: str


def choice_of_asked(tools: ActionTools, tracker: Tracker, text: str) -> Choice | None:
    """What a text chooses of the products that were asked about, and asks nothing else: "the one without heat
    sink", "the hs", "the second"."""
    last = next((event for event in reversed(tracker.events) if event.get("event") == "bot"), None)
    said, listed = history(tracker), shown_products(tools.products, tracker)
    if not said or last is None or last.get("text") != WHICH or len(listed) < 2:
        return None
    if len(text.split()) > CHOICE or PRICE.search(text) or STOCK.search(text) or asks_attribute(text):
        return None
    named = [product for group in tools.products.named(text) for product in group if product in listed]
    meant = by_part(text, listed) or pointed_at(text, listed, None, tools.products.ordered, loosely=False)
    meant = meant or by_own_word(text, listed) or named
    question = tools.products.unnamed(said[-1])
    return Choice(meant[0], question) if len(meant) == 1 else None
