"""Which size is somebody's, by the size guides: for whom and for what is said in the conversation, or by the
product at hand."""

from __future__ import annotations

import re

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import current_product, shown_products
from bot.actions.focus import is_near
from bot.actions.product_reply import GOT, PRICE
from bot.actions.reading import cited, history, message, previous_wish, shown
from bot.actions.saying import say, searched
from bot.actions.tools import ActionTools, Events
from retrieval.documents.body_measures import body_measures
from retrieval.documents.for_whom import About, only_for_whom
from retrieval.documents.size_guides import asks_advice, asks_size
from retrieval.products.filters import CHILDREN, made_for, size_fits
from retrieval.products.products import Products
from retrieval.products.terms import stems
from retrieval.types import Answer, Constraints, Passage, Product

NEAR = 4
"""Messages back in which the thing may have been named, or a size asked for."""
LOOKED_AT = 12
"""Products of a kind that tell whom it is made for, and in which sizes."""
_PERSONS = frozenset({"women", "men", CHILDREN})
_BETWEEN = re.compile(r"\bbetween (?P<low>\d{1,3}) (?:and|or|&) (?P<high>\d{1,3})\b", re.IGNORECASE)
_TWO = re.compile(r"\bsizes? \S+ or \S+", re.IGNORECASE)


async def say_size(dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker) -> Events | None:
    """Say what the size guides tell of the measures in a message, or of those that were said before it; None,
    and nothing said, where it asks for no size or they do not say. A product that it names is spoken of from
    now on."""
    text = message(tracker)
    answer = await tools.work(size_advice, tools, tracker, text)
    if answer is None:
        return None
    say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    named = await tools.work(tools.products.named, text)
    return [SlotSet("current_product", named[0][0].product_id)] if named and named[0] else []


def size_advice(tools: ActionTools, tracker: Tracker, text: str) -> Answer | None:
    """The same, not said."""
    said = history(tracker)
    behind = bool(shown(tracker) or cited(tracker) or current_product(tools.products, tracker))
    if not _asks(tools.products, text, said, behind=behind):
        return None
    sized = tools.documents.sized(text, said, about(tools.products, tracker, text))
    return sized or _guide_of_kind(tools, text)


def _guide_of_kind(tools: ActionTools, text: str) -> Answer | None:
    """What the size guide says of the kind that a question names, with no measure that it goes by: "what size
    harness for a 14 kg cockapoo". None where there is no such guide."""
    wish = tools.products.wish(text)
    kinds = (*wish.kinds, *wish.categories)
    if not asks_size(text) or not kinds or tools.products.named(text):
        return None
    kind = kinds[0].lower()
    answer = tools.documents.answer(f"what size {kind}")
    if not (tools.documents.surely(answer) and _is_size_guide(answer.sentences[0].hits[0].passage)):
        return None
    if answer.sentences[0].quote.startswith("|"):  # of a table that is wanted whole
        answer = tools.documents.answer(f"{kind} size chart")
    return replace(answer, question=text) if answer.answered else None


def _is_size_guide(passage: Passage) -> bool:
    """Whether a page or a section is called one."""
    return set(stems("size")) <= set(stems(f"{passage.title} {passage.heading}"))


def _asks(products: Products, text: str, said: list[str], *, behind: bool) -> bool:
    """Whether a message asks which size is somebody's, and not for things to buy; ``behind`` products or a
    page it may only tell measures."""
    wish = products.wish(text)
    sought = bool(wish.kinds or wish.categories)
    lately = any(map(asks_size, said[-NEAR:]))
    if body_measures(text, of_size=asks_size(text)):
        return asks_size(text) or lately or (behind and not (sought or GOT.search(text)))
    if asks_advice(text):
        return _BETWEEN.search(text) is None or _are_sizes(products, wish, text)
    if only_for_whom(text):
        return lately
    return asks_size(text) and not (sought and _TWO.search(text))


def _are_sizes(products: Products, wish: Constraints, text: str) -> bool:
    """Whether "between 12 and 14" means two sizes of the thing, which stand side by side, and no prices."""
    between = _BETWEEN.search(text)
    if between is None or PRICE.search(text):
        return False
    made = _of_kind(products, wish)
    sizes = {variant.size for product in made for variant in product.variants}
    low, high = (any(size_fits(size, between[end]) for size in sizes) for end in ("low", "high"))
    close = int(between["high"]) - int(between["low"]) in range(1, 13)
    return low and high and close if made else close


def _of_kind(products: Products, wish: Constraints) -> list[Product]:
    meant = Constraints(kinds=wish.kinds, categories=wish.categories, brands=wish.brands)
    if meant == Constraints():
        return []
    return [hit.product for hit in products.search(meant, LOOKED_AT, relax=False).hits]


def about(products: Products, tracker: Tracker, text: str) -> About:
    """What a question for a size is about: the product that it names or that is at hand, else the kind that
    it names, or a message before it."""
    named = products.named(text)
    product = named[0][0] if named and named[0] else _at_hand(products, tracker)
    wishes = [products.wish(one) for one in (text, *reversed(history(tracker)[-NEAR:]))]
    spoken = [wish for wish in wishes if wish.kinds or wish.categories or wish.brands]
    own = wishes[0] if wishes[0] in spoken else None
    if product is not None and (own is None or named or products.is_of(product, own)):
        return about_product(products, product)
    wish = own or next(iter(spoken), None)
    if wish is None:
        return About()
    running = previous_wish(tracker)
    of_kind = _of_kind(products, wish)
    made = {made_for(one) for one in of_kind}
    alone = made.pop() if len(made) == 1 else ""
    person = wish.person or (running.person if running else "") or alone
    said = set(stems(text))
    listed = [one.title for one in shown_products(products, tracker) if said & set(stems(one.title))]
    shelves = dict.fromkeys(shelf for one in of_kind for shelf in (one.category, *one.above))
    text = " ".join([*wish.kinds, *wish.categories, *listed, *shelves])
    return About(text, person if person in _PERSONS else "", " ".join(wish.brands))


def about_product(products: Products, product: Product) -> About:
    """A product, as a question for a size or its care is about it."""
    person = made_for(product)
    text = " ".join([products.short_name(product), product.title, product.category, *product.above])
    return About(text, person if person in _PERSONS else "", product.brand)


def _at_hand(products: Products, tracker: Tracker) -> Product | None:
    listed = shown_products(products, tracker)
    product = current_product(products, tracker) or (listed[0] if len(listed) == 1 else None)
    return product if product is not None and is_near(products, tracker, [product]) else None
