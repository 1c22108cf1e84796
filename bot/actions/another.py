"""Whether a message is of another thing than the product spoken of last: of a brand or model that nothing in
the shop has, of others of its kind, of a kind that it is not of."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from bot.actions.finding import LIKE, current_product, named_products, shown_products
from bot.actions.others import asks_for_others_of, things_in
from bot.actions.tools import ActionTools
from retrieval.products.asked_thing import asked_code
from retrieval.products.filters import described
from retrieval.products.products import Products
from retrieval.products.questions import asks_what_comes_with
from retrieval.products.terms import stem
from retrieval.types import Constraints, Product

_YOU = r"(?:you|ye|u)(?: guys)?"
_GOT = re.compile(
    rf"\b(?:do {_YOU}(?: also| maybe| still)? (?:have|sell|stock|carry)|have {_YOU}(?: also)?(?: got)?"
    r"|is there|are there|got|looking for|(?:i|we)(?: also)? (?:need|want)|(?:show|find|get) me)"
    r" (?:also )?(?:an?|any|some) (?P<what>[^.,;:!?]+)",
    re.IGNORECASE,
)
_ONE_OF_A_SORT = re.compile(r"\b(?:an?|another|any) (?P<like>[a-z]{3,}) ones?\b", re.IGNORECASE)
_NO_SORT = frozenset(
    ("good", "nice", "new", "second", "third", "small", "big", "cheap", "spare", "replacement")
)
_END = re.compile(r"\b(?:that|which|who|with|for|to|in|on|from|under|below)\b")


def of_another(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether it is of something else than the product at hand, and neither names nor points at that."""
    products, at_hand = tools.products, product_at_hand(tools, tracker)
    if at_hand is None or names(tools, tracker, at_hand, text) or asks_what_comes_with(text):
        return False
    if products.strange_brand(text) or (asked_code(text) and products.unsold(text)):
        return True
    return (
        asks_for_others_of(products, at_hand, text)
        or (LIKE.search(text) is not None and not products.named(text))
        or _asks_for_a_kind(products, at_hand, text)
    )


def product_at_hand(tools: ActionTools, tracker: Tracker) -> Product | None:
    """The product that was spoken of last, else the first of those shown."""
    listed = shown_products(tools.products, tracker)
    return current_product(tools.products, tracker) or next(iter(listed), None)


def names(tools: ActionTools, tracker: Tracker, product: Product, text: str) -> bool:
    """Whether a text names a product."""
    return any(product in group for group in named_products(tools.products, tracker, text))


def asks_of_unsold(tools: ActionTools, tracker: Tracker, text: str) -> bool:
    """Whether a word or two ask for what nothing in the shop is called, behind a product: "stabilisers?" is
    asked of the bicycle."""
    current = current_product(tools.products, tracker)
    few = text.strip().endswith("?") and len(text.split()) <= 2
    return current is not None and few and bool(tools.products.unsold(text))


def other_sort(tools: ActionTools, tracker: Tracker, text: str) -> str:
    """What a text wants that asks for one of another sort of the kind at hand, as it would be asked for
    alone: "a rear light" of "and a rear one to go with it" behind a front light; else ""."""
    products, at_hand = tools.products, product_at_hand(tools, tracker)
    match = _ONE_OF_A_SORT.search(text)
    if match is None or at_hand is None:
        return ""
    like, kind = match["like"].lower(), products.kind_of(at_hand).split()[-1:]
    sought = " ".join((like, *kind))
    wish = products.wish(sought)
    same = bool(wish.colours or wish.sizes) or like in _NO_SORT or products.compares(sought)
    if same or not kind or stem(like) in described(at_hand) or not things_in(products, sought).kinds:
        return ""
    hits = products.search(things_in(products, sought), 1, relax=False).hits
    return sought if hits and stem(like) in described(hits[0].product) else ""


def _asks_for_a_kind(products: Products, product: Product, text: str) -> bool:
    """ "Do you have a pump that works for car valve" behind a tube."""
    match = _GOT.search(text)
    wish = things_in(products, _END.split(match["what"])[0]) if match else Constraints()
    return bool(wish.kinds or wish.categories) and not products.is_of(product, wish)
