"""The question which product is meant, and a choice behind it: what was asked before, of the one that is
chosen or named."""

from __future__ import annotations

import re
from typing import NamedTuple

from rasa_sdk import Tracker

from bot.actions.finding import current_product, shown_products
from bot.actions.pointing import by_own_word, by_part, pointed_at
from bot.actions.product_reply import PRICE, STOCK
from bot.actions.reading import cited, history, slot_text
from bot.actions.tools import ActionTools
from retrieval.products.products import Products
from retrieval.products.questions import asks_attribute, asks_what_comes_with
from retrieval.types import Product

WHICH = "Which one do you mean?"
WHICH_PRODUCT = "Which product is it about? Its name is enough."
_OF_IT = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|hi|hello|hey|please|tell me)\W+)*(?:(?:how|what|which)(?: [\w-]+){0,2} )?"
    r"(?:is|are|does|do|can|will|has|have)(?:n['’]?t)? (?:it|they|this one|that one|these|those)\b"
    r"(?!\s+(?:take|cost|work|count|possible|true|free|legal|ok(?:ay)?)\b)",
    re.IGNORECASE,
)
"""Asks something of what goes by a pronoun: "is it waterproof", "how heavy are they"."""
_HOW_IT_IS = re.compile(
    r"\bhow (?!long\b|much\b|many\b|often\b|far\b|come\b)[a-z]+ (?:is|are)\b", re.IGNORECASE
)
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
    asked = last.get("text") if last is not None else ""
    said, listed = history(tracker), shown_products(tools.products, tracker)
    if not said or asked not in (WHICH, WHICH_PRODUCT):
        return None
    if len(text.split()) > CHOICE or PRICE.search(text) or STOCK.search(text) or asks_attribute(text):
        return None
    named = [product for group in tools.products.named(text) for product in group]
    if asked == WHICH_PRODUCT:
        meant = named or tools.products.partly_named(text)
        return Choice(meant[0], said[-1]) if len(meant) == 1 else None
    if len(listed) < 2:
        return None
    named = [product for product in named if product in listed]
    meant = by_part(text, listed) or pointed_at(text, listed, None, tools.products.ordered, loosely=False)
    meant = meant or by_own_word(text, listed) or named
    question = tools.products.unnamed(said[-1])
    return Choice(meant[0], question) if len(meant) == 1 else None


def asks_of_unknown(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a text asks what products state, of one that nobody has spoken of: "is it waterproof?" at the
    beginning of a conversation. Pages would answer that of any product."""
    products = tools.products
    if not _OF_IT.match(text) or cited(tracker) or slot_text(tracker, "order_number"):
        return False
    if current_product(products, tracker) is not None or shown_products(products, tracker):
        return False
    states = (
        _HOW_IT_IS.search(text)
        or asks_attribute(text)
        or asks_what_comes_with(text)
        or products.conditions(text).wanted
    )
    return bool(states) and not any(_names_thing(products, said) for said in (text, *history(tracker)))


def _names_thing(products: Products, text: str) -> bool:
    wish = products.wish(text)
    return bool(wish.kinds or wish.categories or products.named(text))
