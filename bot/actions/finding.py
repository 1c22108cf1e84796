"""The search behind a message: a new wish, or the one before refined; and what its cards say."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.cards import hit_card
from bot.actions.pointing import pointed_at
from bot.actions.reading import previous_wish, remember, seen, shown, slot_text, wish_json
from bot.actions.saying import say
from bot.actions.tools import ActionTools, Events
from bot.actions.wording import already_text, buttons, found_text
from bot.conversation.messages import Button, Reply
from retrieval.products.products import Products
from retrieval.products.search import SearchResult
from retrieval.types import Constraints, Product, ProductHit
from retrieval.words import words

SHOWN = 3
SHELVES = 6
MORE = re.compile(
    r"\b(?:show (?:me )?more|more (?:please|of (?:them|these)|like)|next|other ones|others|different ones"
    r"|anything else|any more|what else (?:is there|do you have|have you)|what other ones)\b",
    re.IGNORECASE,
)
"""Asks for further products of the same wish."""
_EMPTY = frozenset(
    word
    for text in (
        "product item article thing gear stuff find search look recommend suggest choose advice buy shop new",
    )
    for word in words(text)
)


class FoundProducts(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a message. ``nothing_asked``: it said nothing to search for; ``text`` is a sentence of its
    own ("These are already the cheapest that fit"), else ""."""

    result: SearchResult
    nothing_asked: bool = False
    text: str = ""


def find(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts:
    """Search for what a message means after the ones before."""
    products = tools.products
    listed = shown_products(products, tracker)
    named = [product for group in products.named(text) for product in group]
    pointed = named or pointed_at(text, listed, current_product(products, tracker))
    against = [product.product_id for product in pointed or listed]
    refined = products.refine(text, previous_wish(tracker), against)
    if refined.bounded:
        return _better(tools, against, refined.wish, refined.bounded)
    if hits := [hit for product in named if (hit := products.check(product, refined.wish)) is not None]:
        return FoundProducts(
            result=SearchResult(wish=refined.wish, hits=tuple(hits[:SHOWN]), total=len(hits))
        )
    if says_nothing(refined.wish):
        return FoundProducts(result=SearchResult(wish=Constraints()), nothing_asked=True)
    return FoundProducts(result=products.search(refined.wish, SHOWN))


async def show_more(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, wish: Constraints
) -> Events:
    """The next products for the same wish; none is repeated."""
    result = await tools.work(tools.products.search, wish, SHOWN, exclude=seen(tracker), relax=False)
    if not result.hits:
        say(dispatcher, Reply(text="That was all that fits what you asked."))
        return []
    show_result(dispatcher, tools, result, "Some more that fit:")
    return remember(wish, [hit.product.product_id for hit in result.hits], seen(tracker))


def says_nothing(wish: Constraints) -> bool:
    """Whether a wish holds nothing to search for."""
    return wish == Constraints(text=wish.text) and not set(words(wish.text)) - _EMPTY


def ask_what(dispatcher: CollectingDispatcher, tools: ActionTools) -> Events:
    """Ask, with the shelves to choose from."""
    shelves = sorted(tools.products.categories(), key=lambda pair: -pair[1])[:SHELVES]
    choices = tuple(Button(title=name.capitalize(), payload=f"Show me {name}") for name, _ in shelves)
    text = "What are you looking for? A kind of product, a use or a budget will do."
    say(dispatcher, Reply(text=text, buttons=choices))
    return []


def show_result(
    dispatcher: CollectingDispatcher, tools: ActionTools, result: SearchResult, text: str = ""
) -> None:
    """Product cards under a sentence that says what was found or given up."""
    said = text or found_text(result, tools.settings.shop.currency)
    show_cards(dispatcher, said, result.hits, "search", result.wish, result.total)


def show_cards(
    dispatcher: CollectingDispatcher,
    text: str,
    hits: Sequence[ProductHit],
    source: str,
    wish: Constraints,
    total: int,
) -> None:
    """Product cards with what may come next."""
    cards = tuple(hit_card(hit) for hit in hits)
    reply = Reply(text=text, kind="products", cards=cards, buttons=buttons(hits, total))
    say(dispatcher, reply, source=source, constraints=wish_json(wish))


def shown_products(products: Products, tracker: Tracker) -> list[Product]:
    """The products shown last that are still published."""
    return [product for i in shown(tracker) if (product := products.get(i)) is not None]


def current_product(products: Products, tracker: Tracker) -> Product | None:
    """The product that was spoken of last."""
    return products.get(slot_text(tracker, "current_product"))


def _better(
    tools: ActionTools, against: Sequence[str], wish: Constraints, bounded: Sequence[Constraints]
) -> FoundProducts:
    """Products better than those of ``against`` in the order asked for; when there are none, that is said."""
    products = tools.products
    for narrower in bounded:
        result = products.search(narrower, SHOWN, exclude=against, relax=False, asked=wish)
        if result.hits:
            return FoundProducts(result=result)
    known = [products.short_name(product) for i in against if (product := products.get(i)) is not None]
    return FoundProducts(result=SearchResult(wish=wish), text=already_text(wish.sort, known))
