"""Whether a thing fits a product by the numbers that both state: "will the 35 mm tyre go on the Moher"."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from bot.actions.another import of_another
from bot.actions.finding import current_product, named_products, shown_products
from bot.actions.product_reply import GOT
from bot.actions.reading import history
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.limits import asks_most, fits_on, keeps_to
from retrieval.types import Product

_FITS = re.compile(
    r"\b(?:fits?|fitting|go(?:es)? (?:on|in|with|under|over|into)|works? (?:with|on)|compatible|suits?)\b",
    re.IGNORECASE,
)
NEAR = 3
"""Messages back in which a number may have been said."""


def fit_reply(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What the limits of the products that are named or spoken of say; None where they say nothing of it."""
    products = tools.products
    named = [group[0] for group in named_products(products, tracker, text) if group]
    if len(named) > 2:
        return None
    rest = products.without_names(text)
    if len(named) == 2 and _FITS.search(text):
        names = (products.short_name(named[0]), products.short_name(named[1]))
        said = fits_on(named[0], named[1], names, rest)
        return Reply(text=said) if said else None
    product = named[0] if len(named) == 1 else _at_hand(tools, tracker)
    if product is None or len(named) == 2:
        return None
    if not named and (GOT.search(text) or of_another(tools, tracker, text)):
        return None
    before = " . ".join(history(tracker)[-NEAR:])
    said = keeps_to(product, products.short_name(product), rest, before)
    return Reply(text=said) if said else None


def most_for(tools: ActionTools, text: str) -> Reply | None:
    """What a product that is named takes at most: "whats the widest tyre for the Moher"."""
    products, named = tools.products, tools.products.named(text)
    if len(named) != 1 or not named[0] or not asks_most(text):
        return None
    said = keeps_to(named[0][0], products.short_name(named[0][0]), products.without_names(text))
    return Reply(text=said) if said else None


def _at_hand(tools: ActionTools, tracker: Tracker) -> Product | None:
    listed = shown_products(tools.products, tracker)
    return current_product(tools.products, tracker) or (listed[0] if len(listed) == 1 else None)
