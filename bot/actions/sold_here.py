"""Whether what the documents spoke of is sold: "which wax?", "do you sell that?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rasa_sdk import Tracker

from bot.actions.finding import FoundProducts, current_product, find, shown_products
from bot.actions.reading import history, previous_wish
from bot.actions.tools import ActionTools
from retrieval.products.products import Products
from retrieval.products.search import SearchResult
from retrieval.products.stock import stock_sentence
from retrieval.types import Constraints
from retrieval.words import words

NEAR = 3
"""Messages back in which the thing may have been named."""
_THAT = r"(?:it|that|this|those|these|them|some|any|one|any of (?:it|them|those|these))"
_SOLD = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|great|but)\W+)*(?:do|can|could) (?:you|u|i|we)(?: guys)?(?: also| even)?"
    rf" (?:sell|have|stock|carry|offer|buy|get|order) {_THAT}"
    r"(?: (?:here|too|as well|also|please|(?:from|with|at) you|in (?:the|your) (?:shop|store)))*\W*$",
    re.IGNORECASE,
)
_WHICH_SOLD = re.compile(
    r"^\W*(?:(?:and|so|ok(?:ay)?|great|but)\W+)*(?:which|what) ones?(?: of (?:them|those|these))? "
    r"(?:do (?:you|u)|have (?:you|u))(?: guys)?(?: have| sell| stock| carry| got| offer)?"
    r"(?P<like> (?:that|which|with|without|for|in|under) .*?)?\W*$",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"\b(?:what|which)(?: (?:kinds?|sorts?|types?|brands?) of)? "
    r"(?P<thing>(?!(?:about|else|happens|time|day|if|way)\b)(?:[\w-]+ ){0,2}?[\w-]{3,})"
    r"(?=\W*$| (?:do|does|did|should|shall|can|could|is|are|would|will|must|may|to|for)\b)",
    re.IGNORECASE,
)


def sold_here(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """What there is of the thing that was spoken of, where a message asks whether that is sold: the product
    at hand, the only one shown, or what was named. None where it does not ask so, or nothing was; blocks."""
    if (asked := sold_of_asked(tools, tracker, text)) is not None:
        return asked
    if _SOLD.match(text) is None:
        return None
    listed = shown_products(tools.products, tracker)
    product = current_product(tools.products, tracker) or (listed[0] if len(listed) == 1 else None)
    if product is not None:
        hit = tools.products.check(product, Constraints())
        hits = (hit,) if hit is not None else ()
        result = SearchResult(wish=previous_wish(tracker) or Constraints(), hits=hits, total=len(hits))
        said = stock_sentence(product, tools.products.short_name(product))
        return FoundProducts(result=result, text=said, gone=None if hits else product)
    if listed:
        return None
    thing = thing_spoken_of(tools.products, history(tracker))
    return find(tools, tracker, f"do you sell {thing}") if thing else None


def sold_of_asked(tools: ActionTools, tracker: Tracker, text: str) -> FoundProducts | None:
    """What there is of the things that a message before spoke of, "which one do you have that doesn't clump"
    behind "which litter for a kitten"; None where it named none, products were shown since, or a message asks
    no such thing."""
    products, which = tools.products, _WHICH_SOLD.match(text)
    if which is None or shown_products(products, tracker):
        return None
    for before in reversed(history(tracker)[-NEAR:]):
        said = products.wish(before)
        if said.kinds or said.categories:
            found = find(tools, tracker, f"{before.rstrip(' ?!.')}{which['like'] or ''}")
            return found if found.result.hits or found.gone else None
    return None


def thing_spoken_of(products: Products, said: Sequence[str]) -> str:
    """The thing that was named last: which one was asked for ("which wax should I take"), else what the shop
    has of that name; "" where none was."""
    for text in reversed(said[-NEAR:]):
        if (which := _WHICH.search(text)) and words(which["thing"]):
            return str(which["thing"])
        if kinds := products.wish(text).kinds:
            return kinds[0]
    return ""
