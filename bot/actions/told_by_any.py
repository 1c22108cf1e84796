"""Questions that the data of a product answer, whatever they call it: "can I put the tofu litter down the
loo", "does the no pull one have padding"."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import current_product, shown_products
from bot.actions.focus import looked_up, points
from bot.actions.pointing import pointed_at
from bot.actions.product_reply import GOT, PRICE, STOCK, introduced, is_quote, product_reply
from bot.actions.reading import history, intent, likelihood, message, spoke_from_documents
from bot.actions.saying import say, searched
from bot.actions.seeking import asks_of_shop, asks_something
from bot.actions.tools import ActionTools, Events
from bot.conversation.messages import Reply
from retrieval.documents.care import asked_care
from retrieval.documents.questions import questions_in
from retrieval.documents.verdict import log_odds
from retrieval.products.agreement import agreeing
from retrieval.products.products import Products
from retrieval.products.questions import ProductAnswer
from retrieval.products.told_by_any import LIKELY, SURELY, Asked
from retrieval.types import Answer, Constraints, Product

_HOW_TO = re.compile(
    r"\bhow (?:do|can|could|should|shall|to)\b(?! you)"
    r"|\bwhat (?:should|do|must) (?:i|we) (?:look|check|watch)\b|\bwhat (?:does|do) [^?.!]*\bmean\b"
    r"|^\W*(?:(?:and|so|ok|but)\W+)*when (?:is|are|do|does)\b(?!.*\b(?:back|stock|available|out|harvest)\b)",
    re.IGNORECASE,
)
"""Asks how something is done, what a word means, or for a day, which pages tell."""
RIVAL = 3
"""How many times likelier another product must be than the one that is taken to be meant."""
PASSAGE = 200
"""Characters of a passage that is read beside what products say."""


def may_be_told(tools: ActionTools, question: str) -> bool:
    """Whether a question may be answered from the data of whichever product: not where it asks for the price
    or stock alone, how something is done, how things compare, or of what is not sold; blocks."""
    if tools.reader is None or not asks_something(question) or _HOW_TO.search(question):
        return False
    products, parts = tools.products, questions_in(question)
    if (_of_variants(question) and len(parts) < 2) or products.compares(question) or asked_care(question):
        return False
    asked = parts[-1].question if parts else question  # "got a glass door. can i cut the hole myself"
    return not (products.unsold(asked) or products.strange_brand(question))


def told_by_any(
    tools: ActionTools,
    tracker: Tracker,
    question: str,
    answer: Answer,
    meant: Collection[Product] = (),
) -> ProductAnswer | None:
    """What the data of a product likely tell of a question that they may tell of, rather than the pages, of
    which ``answer`` is what these say; of another one than those that are taken to be ``meant`` they tell it
    surely, and far likelier. Blocks.

    Raises: ModelFileError.
    """
    products, reader = tools.products, tools.reader
    if reader is None or answer.curated or answer.pages:
        return None
    listed, current = shown_products(products, tracker), current_product(products, tracker)
    seen = [*filter(None, [current]), *(one for one in listed if one != current)]
    asked = Asked(
        question,
        asks=asks_something(question),
        pointed=seen[0].product_id if seen and points(question) else "",
        of_shop=asks_of_shop(products, question),
        page=nearest_of(answer),
        odds=log_odds(answer.answerable),
        of_product=likelihood(tracker, "ask_product"),
        of_stock=likelihood(tracker, "check_stock"),
        behind_page=spoke_from_documents(tracker),
    )
    said = history(tracker)
    told = products.told_by_any(asked, said, seen, reader)
    known = {product.product_id for product in meant}
    other = bool(known) and bool(told) and told[0].product.product_id not in known
    if not told or told[0].score < (SURELY if other else LIKELY):
        return None
    rivals = (one.score for one in told if other and one.product.product_id in known)
    if max(rivals, default=0.0) > told[0].score / RIVAL:
        return None
    if not _is_of_brand_said(products, told[0].product, question):
        return None  # "how heavy is the Halde tent", of several
    parts = [part.question for part in questions_in(question)]
    if parts and len(" ".join(parts)) < len(question):  # "I wash mine at 30 degrees. Who is the coach?"
        alone = (products.told_by_any(asked._replace(message=part), said, seen, reader) for part in parts)
        asks_it = (one and one[0].product == told[0].product and one[0].score >= LIKELY for one in alone)
        return told[0] if any(asks_it) else None
    return told[0]


def told_instead(
    tools: ActionTools, tracker: Tracker, text: str, meant: Sequence[Product]
) -> tuple[ProductAnswer, Answer] | None:
    """What the data of a product tell that a question neither names nor points at, and what the pages were
    asked: surely of another one than is taken to be meant, or of that where only a sentence of its
    description answers; blocks.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    products = tools.products
    partly = [] if meant else products.partly_named(text)
    if len(partly) > 1 or products.named(text) or not may_be_told(tools, text):
        return None
    listed, current = shown_products(products, tracker), current_product(products, tracker)
    at_hand = current or next(iter(listed), None)
    if pointed_at(text, listed, current, products.ordered, loosely=False):
        return None
    if at_hand is not None and products.numbered(at_hand, text) is not None:
        return None
    reply = product_reply(tools, meant[0], text, intent(tracker)) if len(meant) == 1 else None
    quoted = reply is not None and is_quote(tools, meant[0], text, reply)
    if reply is not None and not quoted and points(text):
        return None  # "how heavy is it?"
    answer = looked_up(tools, tracker, text)
    told = told_by_any(tools, tracker, text, answer, meant or partly)
    if told is None:
        return None
    same = told.product.product_id in {product.product_id for product in meant}
    return (told, answer) if quoted or not same else None


def _is_of_brand_said(products: Products, product: Product, text: str) -> bool:
    """Whether a product is the only one of its kind of the brand that a text says, where it says one and no
    name."""
    wish = products.wish(text)
    if not wish.brands or products.named(text):
        return True
    of_brand = Constraints(brands=wish.brands, kinds=wish.kinds, categories=wish.categories)
    return product.brand in wish.brands and products.search(of_brand, 1, relax=False).total < 2


async def say_told(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    tracker: Tracker,
    told: ProductAnswer,
    answer: Answer,
) -> Events:
    """Say what the data of a product tell, with its card where that was not seen before; it is spoken of from
    now on. ``answer``: what the pages were asked."""
    reply = await tools.work(_reply, tools, tracker, told)
    say(dispatcher, reply, searched=searched(answer))
    return [SlotSet("current_product", told.product.product_id)]


def _reply(tools: ActionTools, tracker: Tracker, told: ProductAnswer) -> Reply:
    """What is told, and the price or stock where that is asked as well: "is the gel mat still there in L? How
    long does it cool?"."""
    text, name = message(tracker), tools.products.short_name(told.product)
    said = agreeing(told.text, told.product, name)
    known = product_reply(tools, told.product, text, "") if _of_variants(text) else None
    if known is None:
        reply = Reply(text=said)
    else:
        reply = known if said in known.text else replace(known, text=f"{known.text} {said}")
    return introduced(tools, tracker, text, told.product, reply)


def _of_variants(text: str) -> bool:
    """Whether a text asks for the price, or what there is."""
    return bool(PRICE.search(text) or STOCK.search(text) or GOT.search(text))


def nearest_of(answer: Answer) -> str:
    """The first sentence of an answer, else the beginning of the passage that comes closest."""
    if answer.sentences:
        return answer.sentences[0].text
    return answer.tried[0].passage.text[:PASSAGE] if answer.tried else ""
