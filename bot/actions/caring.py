"""How a thing is washed, ironed and so on: by the product's own data, else by the care pages on what it is
and is made of, as no page has its name."""

from __future__ import annotations

from collections.abc import Iterator

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import current_product, shown_products
from bot.actions.focus import is_near, looked_up
from bot.actions.product_reply import GOT
from bot.actions.reading import history
from bot.actions.saying import say, searched
from bot.actions.tools import ActionTools
from retrieval.documents.care import asked_care, is_on_another
from retrieval.documents.evidence import text_words
from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.terms import stems
from retrieval.types import Answer, Product

NEAR = 3
"""Messages back in which what is to be washed may have been named."""


async def say_care(
    dispatcher: CollectingDispatcher,
    tools: ActionTools,
    tracker: Tracker,
    text: str,
    product: Product | None = None,
) -> bool:
    """Say what the care pages tell of a ``product``, or of what is spoken of; False, and nothing said, where
    they do not, no care is asked for, or the product's own data tell of it."""
    answer = await tools.work(care_answer, tools, tracker, text, product)
    if answer is not None:
        say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    return answer is not None


def care_answer(
    tools: ActionTools, tracker: Tracker, text: str, product: Product | None = None
) -> Answer | None:
    """The same, not said. Where no product is named the usual answer stays, unless it stands below a heading
    on another thing beside the one that is meant."""
    asked = asked_care(text)
    if not asked or GOT.search(text):
        return None
    named = tools.products.named(text)
    product = product or (named[0][0] if named and named[0] else None)
    if product is not None and _tells_itself(product, asked):
        return None
    all_spoken = list(_spoken(tools, tracker, text, product))
    found = (tools.documents.cared(text, spoken) for spoken in all_spoken)
    answer = next(filter(None, found), None)
    if answer is None or product is not None:
        return answer
    usual = looked_up(tools, tracker, text)
    if not usual.answered:
        return answer if answer.answered else None
    passage = usual.sentences[0].hits[0].passage
    pages = {one.hits[0].passage.document_id for one in (*answer.sentences, answer.closest) if one}
    strange = is_on_another(passage, text_words(" ".join(all_spoken)))
    return answer if strange and passage.document_id in pages else None


def _spoken(tools: ActionTools, tracker: Tracker, text: str, product: Product | None) -> Iterator[str]:
    """What may be meant, the nearest first: what a message names, the product, what was said before."""
    yield text if product is None else f"{text} {_words_of(product)}"
    products = tools.products
    if product is not None or products.wish(text).kinds or products.wish(text).categories:
        return
    listed = shown_products(products, tracker)
    at_hand = current_product(products, tracker) or (listed[0] if len(listed) == 1 else None)
    if at_hand is not None and is_near(products, tracker, [at_hand]):
        yield _words_of(at_hand)
    said = history(tracker)[-NEAR:]
    yield from (one for n, one in enumerate(reversed(said)) if n == 0 or asked_care(one))


def _words_of(product: Product) -> str:
    """What a product is, what it is made of, and what it has."""
    values = (name if value.lower() == "yes" else value for name, value in product.attributes.items())
    return " ".join([product.title, *kind_nouns(product), *values])


def _tells_itself(product: Product, asked: frozenset[str]) -> bool:
    """Whether a product's data have what is asked to be done by name."""
    care = set(stems("care wash washing washable"))
    return any(care & set(stems(name)) or asked & set(stems(name)) for name in product.attributes)
