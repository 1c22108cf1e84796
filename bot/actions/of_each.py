"""What is asked of all that were shown, where none of them is spoken of by itself: "are they waterproof"."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from bot.actions.finding import current_product, shown_products
from bot.actions.focus import is_near
from bot.actions.pointing import by_place, chooses
from bot.actions.product_reply import STOCK, product_reply
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.types import Product

_THEY = re.compile(
    r"\b(?:are|were|do|have|can|will|would|could|should)(?:n['’]?t)? (?:they|these|those)\b", re.IGNORECASE
)
MOST = 3
"""Products that are told of, as many as are shown at once."""
LONGEST = 160
"""Characters of what is told of each."""


def told_of_each(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What the data of each product say that was shown last, a line each; None where one is meant, where it
    asks after stock, and where the data of fewer than two say anything."""
    products = tools.products
    if not _THEY.search(text) or STOCK.search(text) or products.named(text):
        return None
    listed = shown_products(products, tracker)[:MOST]
    alone = current_product(products, tracker) is not None or len(listed) < 2
    if alone or by_place(text, listed) or chooses(text) or not is_near(products, tracker, listed):
        return None
    wish = products.wish(text)
    if wish.kinds or wish.categories:
        return None
    told = [(product, _told(tools, product, text)) for product in listed]
    if sum(bool(said) for _, said in told) < 2:
        return None
    lines = (
        said or f"Of the {products.short_name(product)} our data say nothing to that."
        for product, said in told
    )
    return Reply(text="\n".join(lines))


def _told(tools: ActionTools, product: Product, text: str) -> str:
    reply = product_reply(tools, product, text, "")
    return reply.text if reply is not None and len(reply.text) <= LONGEST else ""
