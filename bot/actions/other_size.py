"""Another size of the product at hand, "a longer one?", and what one costs: "how much for a kilo?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.cards import cheapest
from bot.actions.finding import SHOWN, FoundProducts, current_product, named_products, shown_products
from bot.actions.pointing import pointed_at
from bot.actions.product_reply import PRICE
from bot.actions.reading import previous_wish
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from retrieval.documents.questions import questions_in
from retrieval.products.relax import amount
from retrieval.products.search import SearchResult
from retrieval.products.size_steps import asks_other_size, other_sizes, said_sizes
from retrieval.products.stock import stock_sentence
from retrieval.types import Constraints, Product, ProductHit

_WHAT_IS = re.compile(r"^\W*(?:(?:and|so|ok|okay|then) )*what(?:['’]?s| is) (?=\d)", re.IGNORECASE)
"""Before a size it asks for the price: "what's 1 kg of it"."""


def other_size(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """The product that was spoken of last, or the only one shown, in the sizes that a message asks for, or
    whose price it asks; None for any other message."""
    asked = PRICE.sub(" ", text)
    if not asks_other_size(asked):
        return priced_in_size(tools, tracker, text)
    text, products = asked, tools.products
    shown = shown_products(products, tracker)
    product = current_product(products, tracker) or (shown[0] if len(shown) == 1 else None)
    if product is None or (len(shown) > 1 and product not in shown):
        return None
    before = previous_wish(tracker) or Constraints()
    size = next((v.size for v in product.variants if v.size in before.sizes), cheapest(product).size)
    sizes = other_sizes(product, text, size)
    if sizes is None:
        return None
    name = products.short_name(product)
    wish = replace(before, sizes=sizes[:1] or (size,))
    hits = tuple(h for s in sizes if (h := products.check(product, Constraints(sizes=(s,)))) is not None)
    if not sizes:
        text = f"There is no other one: the {name} in {size} is the last of its sizes."
    elif not hits:
        text = stock_sentence(product, name, sizes[:1])
    else:
        text = f"The {name} comes in {_with_prices(hits)} as well."
        wish = replace(before, sizes=(hits[0].variant.size,))
    at_hand = hits[:1] or _in_size(tools, product, size)
    return FoundProducts(result=SearchResult(wish=wish, hits=at_hand, total=1), text=text)


def priced_in_size(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """What the product that is named, pointed at or spoken of costs in a size that is named, or each of those
    shown; None where a message asks for no such price."""
    if not (PRICE.search(text) or _WHAT_IS.match(text)):
        return None
    products, product = tools.products, _meant(tools, tracker, text)
    if len(questions_in(text)) > 1:
        return None
    rest = products.without_names(text)
    if product is None:
        return _each_priced(tools, tracker, rest) if rest == text else None
    sizes, wish = said_sizes(product, rest), products.wish(rest)
    hit = products.check(product, Constraints(sizes=sizes)) if sizes else None
    if hit is None or not products.is_of(product, Constraints(categories=wish.categories, kinds=wish.kinds)):
        return None
    price = f"{amount(hit.variant.price)} {product.currency}"
    said = f"The {products.short_name(product)} in {listed(list(sizes))} costs {price}."
    wish = replace(previous_wish(tracker) or products.like(product), sizes=sizes)
    return FoundProducts(result=SearchResult(wish=wish, hits=(hit,), total=1), text=said)


def _each_priced(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """What each of those shown costs in a size that is named, and of nothing else: "how much is 1 kg"."""
    products, shown = tools.products, shown_products(tools.products, tracker)[:SHOWN]
    wish = products.wish(text)
    if len(shown) < 2 or wish.kinds or wish.categories or pointed_at(text, shown, None):
        return None
    sizes = {product.product_id: said_sizes(product, text) for product in shown}
    checked = (products.check(p, Constraints(sizes=own)) for p in shown if (own := sizes[p.product_id]))
    hits = tuple(hit for hit in checked if hit is not None)
    if not hits:
        return None
    prices = listed(
        [
            f"the {products.short_name(hit.product)} {amount(hit.variant.price)} {hit.product.currency}"
            for hit in hits
        ]
    )
    said = f"In {sizes[hits[0].product.product_id][0]}: {prices}."
    wish = replace(previous_wish(tracker) or Constraints(), sizes=sizes[hits[0].product.product_id])
    return FoundProducts(result=SearchResult(wish=wish, hits=hits, total=len(hits)), text=said)


def _meant(tools: ActionTools, tracker: Tracker, text: str) -> Product | None:
    """The one product that a text names or points at, else that was spoken of last or is the only one shown;
    None where it may be several."""
    products, listed = tools.products, shown_products(tools.products, tracker)
    current = current_product(products, tracker) or (listed[0] if len(listed) == 1 else None)
    named = named_products(products, tracker, text)
    meant = named[0] if len(named) == 1 else pointed_at(text, listed, current) if not named else []
    if not named and not meant and current is not None and not products.partly_named(text):
        return current
    return meant[0] if len(meant) == 1 else None


def _with_prices(hits: Sequence[ProductHit]) -> str:
    """ "120 cm (29 GBP) and 180 cm (42 GBP)", "M, L and XL (49 EUR)"."""
    prices = [f" ({amount(hit.variant.price)} {hit.product.currency})" for hit in hits]
    alike = len(set(prices)) == 1
    sizes = [hit.variant.size + ("" if alike else price) for hit, price in zip(hits, prices, strict=True)]
    return listed(sizes) + (prices[0] if alike else "")


def _in_size(tools: ActionTools, product: Product, size: str) -> tuple[ProductHit, ...]:
    hit = tools.products.check(product, Constraints(sizes=(size,)))
    return (hit,) if hit is not None else ()
