"""Which product a question is about, where it is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions.at_hand import asks_of_part
from bot.actions.finding import current_product, named_products, of_person, shown_products
from bot.actions.pointing import by_place, chooses, pointed_at
from bot.actions.product_reply import GOT, PRICE
from bot.actions.reading import history, ordered, previous_wish
from bot.actions.sums import latest_products
from bot.actions.tools import ActionTools
from retrieval.products.compare import MOST
from retrieval.products.filters import made_for, size_fits
from retrieval.products.products import Products
from retrieval.products.questions import asks_what_comes_with
from retrieval.products.size_steps import pointed_size
from retrieval.products.terms import stems
from retrieval.types import Constraints, Product

ANY = re.compile(r"\b(?:an?|any|ordinary|normal)\b", re.IGNORECASE)
"""Speaks of a kind, not of one that is known."""
_NEW_ONE = re.compile(r"\b(?:one|some) of (?:those|these|your)\b|\b(?:how|what) about an?\b", re.IGNORECASE)
_IT = re.compile(r"\bits?\b(?!\s+(?:possible|ok|okay|safe|true)\b)", re.IGNORECASE)
_KNOWN = re.compile(r"\b(?:the|that|your)\s+(?P<what>[\w/-]+(?:\s+[\w/-]+){0,2})", re.IGNORECASE)
"""Something that is known, by what it is called."""
_I_MEAN = re.compile(r"\bi (?:mean|meant) (?:the|my|your) ", re.IGNORECASE)


def meant_products(tools: ActionTools, tracker: Tracker, text: str) -> list[Product]:
    """Which product a question is about: named, pointed at, of a kind among those shown, or the last one.

    Several are returned where the words fit several alike.
    """
    products = tools.products
    listed, current = shown_products(products, tracker), current_product(products, tracker)
    wish = products.wish(text)
    if named := named_products(products, tracker, text):
        meant = of_person(named[0], wish if wish.person else previous_wish(tracker))
        return _offering(tools, meant, text)[:MOST]
    if (called := _called_by_part(products, [*listed, *filter(None, [current])], text)) is not None:
        return [called]
    if (sized := _spoken_of_in_size(tools, tracker, text)) is not None:
        return [sized]
    if coloured := _only_in_colour(listed, current, wish):
        return [coloured]
    counts = by_place(text, listed) or (chooses(text) and len(listed) > 1)
    other = None if current is None or counts else products.counterpart(current, text)
    if other is not None:
        return [other]
    at_hand = current or (listed[0] if len(listed) == 1 else None)
    in_general = bool(wish.kinds or wish.categories) and ANY.search(text) is not None
    if not (counts or in_general) and (other := _spoken_of(tools, tracker, text)) is not None:
        return [other]
    if at_hand is not None and (numbered := products.numbered(at_hand, text)) is not None:
        return [numbered]
    if current is not None and (asks_of_part(current, text) or _asks_of_its_own(current, wish, text)):
        return [current]
    of_it = at_hand is not None and (products.asks_value(at_hand, text) or asks_what_comes_with(text))
    if at_hand is not None and of_it and not counts:
        return [at_hand]
    new = bool(wish.kinds or wish.categories) and _NEW_ONE.search(text) is not None
    new = new or (_I_MEAN.search(text) is not None and not any(products.is_of(p, wish) for p in listed))
    several = current is None and len(ordered(tracker)) > 1  # of which none comes first
    if pointed := pointed_at(text, listed, current, products.ordered, loosely=not (new or several)):
        return pointed[:1]
    if wish.person and len(listed) > 1:
        for_them = [product for product in listed if made_for(product) == wish.person]
        if len(for_them) == 1:
            return for_them
    if wish.kinds or wish.categories or wish.brands:
        of_kind = [product for product in listed if products.is_of(product, wish)]
        if current is not None and current in of_kind:
            return [current]
        if of_kind or not (wish.kinds or wish.categories):
            return of_kind[:1]  # a brand alone is no product
        return [hit.product for hit in products.search(wish, MOST, relax=False).hits]
    return [current] if current is not None else listed[: MOST if several else 1]


def _spoken_of(tools: ActionTools, tracker: Tracker, text: str) -> Product | None:
    """The product of the whole shop that a message is surely about which points at none of those shown, where
    products are spoken of; None where that is the one at hand, or it says "it" of one that was spoken of."""
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    seen = [*filter(None, [current]), *(one for one in listed if one != current)]
    if not seen or pointed_at(text, listed, current, tools.products.ordered, loosely=False):
        return None
    if current is not None and _IT.search(text):
        return None
    found = tools.products.spoken_of(text, history(tracker), seen)
    return found if found != seen[0] else None


def _called_by_part(products: Products, seen: Sequence[Product], text: str) -> Product | None:
    """The one product that is called by words of its title, of which none that was ``seen`` says anything:
    "is the satinwood ok for radiators" behind a light switch."""
    for match in _KNOWN.finditer(text):
        called = products.partly_named(match["what"])
        if len(called) == 1 and not any(_speaks_of(one, called[0], match["what"]) for one in seen):
            return called[0]
    return None


def _speaks_of(seen: Product, called: Product, phrase: str) -> bool:
    """Whether a product says one of the words of a phrase by which another one is called."""
    said = set(stems(phrase)) & set(stems(called.title))
    told = (
        seen.title,
        seen.category,
        seen.description,
        *seen.tags,
        *(f"{n} {v}" for n, v in seen.attributes.items()),
    )
    return not said.isdisjoint(stems(" ".join(told)))


def _only_in_colour(listed: Sequence[Product], current: Product | None, wish: Constraints) -> Product | None:
    """The only one of several shown that comes in a colour that is named, where none is spoken of that does:
    "white please, and what is it made of"."""

    def comes_so(product: Product) -> bool:
        return any(variant.colour in wish.colours for variant in product.variants)

    if len(listed) < 2 or not wish.colours or (current is not None and comes_so(current)):
        return None
    found = [product for product in listed if comes_so(product)]
    return found[0] if len(found) == 1 else None


def _spoken_of_in_size(tools: ActionTools, tracker: Tracker, text: str) -> Product | None:
    """The product spoken of before the one at hand where a size is pointed at that only that comes in: "how
    many of the 43 do you have" behind pedals and shoes."""
    current = current_product(tools.products, tracker)
    if current is None or pointed_size(current, text):
        return None
    before = latest_products(tools, tracker, 2)
    return next((product for product in before if pointed_size(product, text)), None)


def _asks_of_its_own(product: Product, wish: Constraints, text: str) -> bool:
    """Whether a kind that a short question names is what the product's data tell of ("battery when GPS is
    on?"), and not one to buy."""
    if "?" not in text or GOT.search(text) or PRICE.search(text) or ANY.search(text):
        return False
    told = [stems(name) for name in product.attributes]
    return any(name[: len(kind)] == kind for kind in map(stems, wish.kinds) for name in told)


def _offering(tools: ActionTools, products: Sequence[Product], text: str) -> list[Product]:
    """Of namesakes those that come in the size and colour asked for, in stock or not."""
    if len(products) < 2:
        return list(products)
    wish = tools.products.wish(text)
    fitting = [
        product
        for product in products
        if any(
            (not wish.colours or v.colour in wish.colours)
            and (not wish.sizes or any(size_fits(v.size, s) for s in wish.sizes))
            for v in product.variants
        )
    ]
    return fitting or list(products)
