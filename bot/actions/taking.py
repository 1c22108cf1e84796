"""Whether a message says to take what was shown, be it beside a question: "ok i'll take it. is it easy to put
on?", "red then. does it have lights"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.cards import product_card
from bot.actions.finding import current_product, shown_products
from bot.actions.per_unit import unit_price_reply
from bot.actions.product_reply import SENTENCES, names_variant, product_reply
from bot.actions.reading import message, previous_wish, saying_only
from bot.actions.saying import say
from bot.actions.sums import how_many, several_cost, sum_reply
from bot.actions.tools import ActionTools
from bot.actions.wording import watch
from bot.conversation.messages import Reply
from retrieval.documents.questions import questions_in
from retrieval.products.agreement import agreeing
from retrieval.products.filters import fitting_variant
from retrieval.products.size_steps import said_sizes
from retrieval.products.stock import asked_variants, stock_sentence
from retrieval.types import Constraints, Product

_AGREES = r"(?:(?:ok(?:ay)?|yes|yeah|right|great|good|perfect|fine|nice|cool|then|so|well|no|and)\b\W*)*"
_TAKES = re.compile(
    rf"^\W*{_AGREES}(?:(?:can|could|may) i )?(?:(?:i|we)(?:['’]?ll| will|['’]?d like(?: to)?| would like to"
    r"| want(?: to)?|['’]?m going to| am going to)? )?(?:just |also )?"
    r"(?:take|buy|order|get|have|go (?:for|with))\b(?: me)? "
    r"(?=(?:it|this|that|them|these|those|both|the|one|two|three|\d{1,2}|a couple)\b)"
    r"(?!the time\b|one (?:question|more)\b)",
    re.IGNORECASE,
)
_INTO_BASKET = re.compile(
    r"\b(?:in|to|into) (?:(?:my|the|your|our) )?(?:shopping )?(?:basket|cart|bag|trolley)\b", re.IGNORECASE
)
_WHY_SO_MUCH = re.compile(
    r"\b(?:why|how come)\b(?!.*\b(?:than|compared)\b).*\b(?:expensive|pricey|dear|costs?|cheap|much|price)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\b(?:side by side|next to each other|compar\w+|or|versus|vs)\b", re.IGNORECASE)
_PUTS = re.compile(r"\b(?:put|add|place|pop|throw|drop|stick|move)\b", re.IGNORECASE)


FEW_WORDS = 10
"""Words of what says no more than how many of which are wanted."""


class Halves(NamedTuple):
    """What is taken, and what is asked besides."""

    taken: str
    asked: str


def takes(text: str) -> bool:
    """Whether a text says to take one that is known, and asks nothing."""
    taken = _TAKES.match(text) is not None or without_basket(text) != text
    return taken and "?" not in text and not _COMPARES.search(text)


def without_basket(text: str) -> str:
    """A text without where a thing is to be put, which is none to buy: "add it to my basket"."""
    return _INTO_BASKET.sub(" ", text) if _PUTS.search(text) else text


def halves(tools: ActionTools, text: str) -> Halves | None:
    """A choice that a message begins with, of a size or colour or to take it, and the question behind; None
    for any other message."""
    first, *rest = SENTENCES.split(text.strip(), maxsplit=1)
    if not rest or "?" in first or not questions_in(rest[0]):
        return None
    return Halves(first, rest[0]) if takes(first) or names_variant(tools, first) else None


async def say_taken(dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker) -> Tracker:
    """Say what a choice at the beginning of a message comes to, where a question follows; returns the
    conversation as if only that had been said, or as it is."""
    parts = await tools.work(halves, tools, message(tracker))
    product = await tools.work(_taken, tools, tracker, parts.taken) if parts else None
    if parts is None or product is None:
        return tracker
    say(dispatcher, await tools.work(_reply_to_choice, tools, tracker, product, parts.taken))
    return saying_only(tracker, parts.asked)


def _reply_to_choice(tools: ActionTools, tracker: Tracker, product: Product, text: str) -> Reply:
    """Whether it is there in the size or colour that is named, else where it is bought."""
    stock = None if takes(text) else product_reply(tools, product, text, "check_stock")
    return stock or basket_reply(tools, tracker, product, text)


def costs_or_takes(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What several cost, or where so many of one that is known are bought: "no i meant the av17, two of
    them"; None for any other message."""
    if costs := costs_of_several(tools, tracker, text) or _why_so_much(tools, text):
        return costs
    product = _taken(tools, tracker, text) if how_many(tools, text) and not questions_in(text) else None
    wants = (
        product is not None and len(text.split()) <= FEW_WORDS and (takes(text) or tools.products.named(text))
    )
    return basket_reply(tools, tracker, product, text) if wants and product is not None else None


def costs_of_several(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What things cost by a unit, so many of one or several in total; None where none of these is asked."""
    return unit_price_reply(tools, tracker, text) or sum_reply(tools, tracker, text)


def _why_so_much(tools: ActionTools, text: str) -> Reply | None:
    """What the shop says of a product that a text asks why it costs so much, with what it costs."""
    named = tools.products.named(text)
    if not _WHY_SO_MUCH.search(text) or len(named) != 1 or not named[0][0].description:
        return None
    product, name = named[0][0], tools.products.short_name(named[0][0])
    price = product_reply(tools, product, f"how much is the {name}", "")
    said = f"{price.text if price is not None else ''} Our description says: “{product.description}”".strip()
    return Reply(text=said, cards=(product_card(product),))


def _taken(tools: ActionTools, tracker: Tracker, text: str) -> Product | None:
    """The product that is named, else that lies before the shopper, where it is one."""
    named, listed = tools.products.named(text), shown_products(tools.products, tracker)
    current = current_product(tools.products, tracker) or (listed[0] if len(listed) == 1 else None)
    if len(named) == 1 and named[0]:
        return named[0][0]
    wish = tools.products.wish(text)
    kind = Constraints(kinds=wish.kinds, categories=wish.categories)
    if current is None or kind == Constraints() or tools.products.is_of(current, kind):
        return current
    others = [product for product in listed if tools.products.is_of(product, kind)]
    return others[0] if len(others) == 1 else current  # "take the nuggets" behind a word on pellets


def basket_reply(tools: ActionTools, tracker: Tracker, product: Product, text: str) -> Reply:
    """The product's page, where it is put into the basket, and what so many cost where a number is said; or
    that it is sold out so."""
    wish, name = _variant_wish(tools, tracker, product, text), tools.products.short_name(product)
    variant = fitting_variant(product, wish)
    if variant is None:
        gone = asked_variants(product, wish.sizes, wish.colours)
        return Reply(
            text=agreeing(stock_sentence(product, name, wish.sizes, wish.colours), product, name),
            kind="products",
            cards=(product_card(product),),
            buttons=(watch(gone),) if gone else (),
        )  # fmt: skip
    choices = [
        what
        for what, said, there in (
            ("size", wish.sizes, {v.size for v in product.variants}),
            ("colour", wish.colours, {v.colour for v in product.variants}),
        )
        if not said and len(there) > 1
    ]
    choose = f"; choose {' and '.join(choices)} there" if choices else ""
    there = f"The {name} is in stock. Open its page from here to put it into your basket{choose}."
    count = how_many(tools, text)
    if count > variant.stock:
        there += f" There {'is' if variant.stock == 1 else 'are'} only {variant.stock} left."
    elif count and len({v.price for v in product.variants}) == 1:
        there += f" {several_cost(product, variant, count)}"
    return Reply(
        text=agreeing(there, product, name), kind="products", cards=(product_card(product, variant),)
    )


def baskets_reply(tools: ActionTools, tracker: Tracker, products: Sequence[Product], text: str) -> Reply:
    """The same of several products: "add both to my basket"."""
    replies = [basket_reply(tools, tracker, product, text) for product in products]
    told = " ".join(reply.text for reply in replies)
    return Reply(text=told, kind="products", cards=tuple(card for reply in replies for card in reply.cards))


def _variant_wish(tools: ActionTools, tracker: Tracker, product: Product, text: str) -> Constraints:
    """The size and colour that were said now, else those of the running search."""
    said, before = tools.products.wish(text), previous_wish(tracker) or Constraints()
    several = len({variant.size for variant in product.variants}) > 1
    running = before.sizes if several else ()
    sizes = said_sizes(product, tools.products.without_names(text)) or said.sizes or running
    return Constraints(sizes=sizes, colours=said.colours or before.colours)
