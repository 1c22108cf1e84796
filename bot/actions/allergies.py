"""What is in a thing, for who asks whether somebody with an allergy may have it: "my son has a nut allergy,
are your truffles safe".

No page may answer that of other things, and no yes is given: what the data state is told, word for word.
"""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from bot.actions.cards import product_card
from bot.actions.finding import current_product
from bot.actions.focus import points
from bot.actions.saying import PERSON
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import stems
from retrieval.types import Product

_ALLERGY = re.compile(r"\b(?:allerg(?:y|ies|ic)|intoleran(?:t|ce)s?|co?eliacs?)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:is|are|can|could|may|would|will|does|do)\b[^.?!]*"
    r"\b(?:safe|ok(?:ay)?|fine|suitable|all right|alright|have|eat|drink|use|wear|contain)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what|something|anything|any)\b", re.IGNORECASE)
"""Looks for things that are free of it, which is a search."""
MOST = 3
"""Products that are told of."""
NO_MORE = "Our data say no more than that; where it matters, a colleague can check it for you."


def contents_for_allergy(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What the products that a text names state of their contents; None where it asks after no allergy, looks
    for other things, or none of them states any."""
    if not (_ALLERGY.search(text) and _WHETHER.search(text)) or _WHICH.search(text):
        return None
    told = [(product, _contents(product)) for product in _meant(tools, tracker, text)]
    if not any(said for _, said in told):
        return None
    unknown = "our data do not say what is in it"
    lines = (f"{product.title}: {said or unknown}." for product, said in told)
    cards = tuple(product_card(product) for product, _ in told)
    return Reply(text="\n".join((*lines, NO_MORE)), cards=cards, buttons=(PERSON,))


def _meant(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """The products that a text names, by their names or what they are, else the one that is spoken of."""
    products = tools.products
    if named := products.named(text):
        return [product for group in named for product in group[:1]][:MOST]
    wish = products.wish(text)
    if wish.kinds or wish.categories:
        things = type(wish)(kinds=wish.kinds, categories=wish.categories)
        return [hit.product for hit in products.search(things, MOST, relax=False).hits]
    if called := products.partly_named(text):
        return called[:MOST]
    current = current_product(products, tracker)
    return [current] if current is not None and points(text) else []


def _contents(product: Product) -> str:
    """What a product states of its contents: "allergens: milk, may contain nuts"."""
    known = {stems(name) for name in lexicon().contents}
    told = [(name, value) for name, value in product.attributes.items() if stems(name) in known]
    return "; ".join(f"{name.lower()}: {value.rstrip('.')}" for name, value in told)
