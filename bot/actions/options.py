"""Says in which colours or sizes the products spoken of come."""

from __future__ import annotations

import re

from rasa_sdk import Tracker

from bot.actions.cards import product_card
from bot.actions.finding import SHOWN, current_product, shown_products
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.options import Option, asked_option
from retrieval.products.agreement import agreeing
from retrieval.types import Product

_IT = re.compile(r"\b(?:it|this one|that one)\b", re.IGNORECASE)
_ONE = {"colour": "Our data don't name the colours of the {}.", "size": "The {} comes in one size."}


def options_reply(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """The colours or sizes of the product spoken of last, or of each that was shown; None where a message
    asks for neither, or nothing was shown."""
    option = asked_option(text)
    products = shown_products(tools.products, tracker)[:SHOWN] if option else []
    current = current_product(tools.products, tracker) if option else None
    if current is not None and (len(products) < 2 or current not in products or _IT.search(text)):
        products = [current]
    if option is None or not products:
        return None
    told = [told_options(tools, product, option) for product in products]
    cards = tuple(product_card(product) for product in products) if len(products) == 1 else ()
    return Reply(text="\n".join(told), kind="products", cards=cards)


def told_options(tools: ActionTools, product: Product, option: Option) -> str:
    """The colours or sizes of a product as a sentence."""
    name = tools.products.short_name(product)
    return agreeing(_told(product, name, option), product, name)


def _told(product: Product, name: str, option: Option) -> str:
    there, gone = _values(product, option, there=True), _values(product, option, there=False)
    if not there and not gone:
        return _ONE[option].format(name)
    if not there:
        return f"The {name} is sold out at the moment; it comes in {listed(gone)}."
    sold_out = f" Sold out: {listed(gone)}." if gone else ""
    only = "only " if len(there) == 1 and not gone else ""
    return f"The {name} comes {only}in {listed(there)}.{sold_out}"


def _values(product: Product, option: Option, *, there: bool) -> list[str]:
    """The colours or sizes that are in stock, or those that are not, in the order of the catalogue."""
    stocked = dict.fromkeys(
        getattr(v, option) for v in product.variants if v.stock > 0 and getattr(v, option)
    )
    if there:
        return list(stocked)
    every = dict.fromkeys(getattr(v, option) for v in product.variants if getattr(v, option))
    return [value for value in every if value not in stocked]
