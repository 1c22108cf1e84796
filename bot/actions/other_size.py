"""Another size of the product at hand: "a longer one?"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.cards import cheapest
from bot.actions.finding import FoundProducts, current_product, shown_products
from bot.actions.reading import previous_wish
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from retrieval.products.relax import amount
from retrieval.products.search import SearchResult
from retrieval.products.size_steps import asks_other_size, other_sizes
from retrieval.products.stock import stock_sentence
from retrieval.types import Constraints, Product, ProductHit


def other_size(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """The product that was spoken of last, or the only one shown, in the sizes that a message asks for; None
    for any other message."""
    if not asks_other_size(text):
        return None
    products, shown = tools.products, shown_products(tools.products, tracker)
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


def _with_prices(hits: Sequence[ProductHit]) -> str:
    """ "120 cm (29 GBP) and 180 cm (42 GBP)", "M, L and XL (49 EUR)"."""
    prices = [f" ({amount(hit.variant.price)} {hit.product.currency})" for hit in hits]
    alike = len(set(prices)) == 1
    sizes = [hit.variant.size + ("" if alike else price) for hit, price in zip(hits, prices, strict=True)]
    return listed(sizes) + (prices[0] if alike else "")


def _in_size(tools: ActionTools, product: Product, size: str) -> tuple[ProductHit, ...]:
    hit = tools.products.check(product, Constraints(sizes=(size,)))
    return (hit,) if hit is not None else ()
