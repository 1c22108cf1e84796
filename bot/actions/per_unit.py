"""What things cost by the kilo, the litre or the piece: "which of them is cheapest per kg"."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions.cards import product_card
from bot.actions.finding import current_product, named_products, shown_products
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from bot.conversation.messages import Reply
from retrieval.products.relax import amount
from retrieval.products.unit_prices import asked_per, prices_per
from retrieval.types import Constraints, Product

MOST = 4


def unit_price_reply(tools: ActionTools, tracker: Tracker, text: str) -> Reply | None:
    """What the products that are meant cost by a unit, the cheapest first; None where a text does not ask
    that, or none of them comes in sizes of that unit."""
    per = asked_per(text)
    meant = _meant(tools, tracker, text) if per is not None else []
    told = [(product, found) for product in meant if per and (found := prices_per(product, per))]
    if per is None or not told:
        return None
    told.sort(key=lambda one: one[1][0][1])
    if len(told) == 1:
        product, found = told[0]
        each = listed([f"{amount(price)} {product.currency} in {v.size}" for v, price in found])
        text = f"The {tools.products.short_name(product)} by the {per.said}: {each}."
    else:
        each = listed(
            [
                f"the {tools.products.short_name(product)} {amount(found[0][1])} {product.currency} in"
                f" {found[0][0].size}"
                for product, found in told[:MOST]
            ]
        )
        text = f"By the {per.said}, the cheapest first: {each}."
    cards = tuple(product_card(product, found[0][0]) for product, found in told[:MOST])
    return Reply(text=text, kind="products", cards=cards)


def _meant(tools: ActionTools, tracker: Tracker, text: str) -> Sequence[Product]:
    """The products that are named, those of a kind that is named, else what lies before the shopper."""
    products = tools.products
    if named := [group[0] for group in named_products(products, tracker, text) if group]:
        return named
    shown, current = shown_products(products, tracker), current_product(products, tracker)
    wish = products.wish(text)
    kind = Constraints(kinds=wish.kinds, categories=wish.categories)
    if kind != Constraints():
        of_kind = [product for product in shown if products.is_of(product, kind)]
        return of_kind or [hit.product for hit in products.search(kind, MOST, relax=False).hits]
    return shown if len(shown) > 1 or current is None else [current]
