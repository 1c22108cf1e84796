"""Whether a message that looks like a search goes on with a question: of a page ("and for a cargo bike?"), of
the product at hand ("and in winter?"), or of what is to be done with one that it names."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.answer import say_answer
from bot.actions.asking import ActionProductAnswer
from bot.actions.at_hand import UNDER
from bot.actions.finding import current_product
from bot.actions.focus import is_behind_products, looked_up
from bot.actions.product_reply import GOT
from bot.actions.reading import cited, history, saying_only, spoke_from_documents
from bot.actions.saying import say, searched
from bot.actions.seeking import asks_something
from bot.actions.tools import ActionTools, Events
from retrieval.products.products import Products
from retrieval.products.terms import stems
from retrieval.types import Answer
from retrieval.words import words

_ONLY_WHEN = re.compile(r"^\W*(?:(?:and|but|ok(?:ay)?|so|what about|how about)\b\W*)+", re.IGNORECASE)
_ASIDE = re.compile(
    r"^\W*(?:(?:no|well|ok(?:ay)?|so)\b\W*)*(?:i (?:asked|mean|meant|said)\b(?: for| about)?\W*)?", re.I
)
_GOES_ON = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|but)\b\W*)?(?:and (?:for|with|on|in|if|what|how)\b|(?:what|how) about\b"
    r"|(?:costs?|prices?|fees?) (?:for|with|of|to|at)\b"
    r"|(?:what|how much) (?:can|could|may|must|do|should) (?:i|we)\b)",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:for|with|on|to|of|about) (?:it|this|that|them|these|those)\W*$"
    r"|^\W*(?:(?:and|but|so|ok(?:ay)?)\b\W*)*(?:do|does|did|is|are|will|can|would)"
    r" (?:it|this|that|they|these|those)\b",
    re.IGNORECASE,
)
""" "Which oil should I use for it", "do they cost something"."""
_AND_THOSE = re.compile(
    r"^\W*(?:and|also|same for|what about|how about) (?:[\w-]+ ){0,2}[\w-]{3,}\s*\?+\W*$", re.I
)
""" "And tents?"."""
_WANTS_DONE = re.compile(
    r"\b(?:(?:i|we)(?:['’]?d| would)? (?:want|like|need|wish) to|can (?:i|we)|could (?:i|we)) "
    r"(?!buy|see|order|get|have|purchase|look|find|know|go|take|spend|pay|carry|use|put|add|wear|fit)"
    r"[a-z]{3,} ",
    re.IGNORECASE,
)
""" "I want to book a test ride for the Spark": to do something, and not to buy it."""


async def say_on(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str, domain: dict[str, Any]
) -> Events | None:
    """Answer a message that goes on with a question; None, and nothing said, where it does not."""
    if (when := await tools.work(asked_when, tools, tracker, text)) is not None:
        return await ActionProductAnswer(tools).run(dispatcher, when, domain)
    if await say_of_page(dispatcher, tools, tracker, text):
        return []
    return [] if await say_how_it_is_done(dispatcher, tools, tracker, text) else None


async def say_of_page(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str
) -> bool:
    """Say what the page that was just told from says of a message that asks on; False, and nothing said,
    where it says nothing, or the message asks for things to buy."""
    on = _GOES_ON.match(text) is not None and spoke_from_documents(tracker)
    those = _AND_THOSE.match(text) is not None and _stands_by_page(tracker)
    leans = not on and leans_on_page(tracker, text)
    if not (on or those or leans) or GOT.search(text):
        return False
    answer = await tools.work(looked_up, tools, tracker, text)
    if not answer.answered or not _same_page(tracker, answer):
        return False
    if leans and not await tools.work(tools.documents.surely, answer):
        return False
    if not (on or leans) and not await tools.work(_names_things_of, tools.products, text, answer):
        return False
    answer = await tools.worded(answer, history(tracker), tracker.sender_id)
    say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    return True


async def say_how_it_is_done(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str
) -> bool:
    """Say what the documents answer to who wants something done with a product that is named; False, and
    nothing said, where nobody does or they do not say."""
    if not _WANTS_DONE.search(text) or not await tools.work(tools.products.named, text):
        return False
    return await say_answer(dispatcher, tools, tracker, text)


def leans_on_page(tracker: Tracker, text: str) -> bool:
    """Whether a question is asked of what the bot just told from a page: "is that also for a small cafe?"."""
    return spoke_from_documents(tracker) and asks_something(text) and _LEANS.search(text) is not None


def asked_when(tools: ActionTools, tracker: Tracker, text: str) -> Tracker | None:
    """The conversation as if the question before had been asked with a condition ("and in winter?") that is
    all that a message says behind a fact of the product at hand; None for any other message."""
    rest = _ONLY_WHEN.sub("", text)
    behind = current_product(tools.products, tracker) is not None and is_behind_products(
        tools.products, tracker
    )
    alone = UNDER.match(rest) is not None and not words(UNDER.sub(" ", rest))
    said = history(tracker)
    if not (behind and alone and said):
        return None
    asked = _ASIDE.sub("", said[-1]).rstrip(" ?!.")
    return saying_only(tracker, f"{asked} {rest}")


def _stands_by_page(tracker: Tracker) -> bool:
    """Whether the bot told of a page last, but for kind words, and of no products since."""
    if not cited(tracker):
        return False
    for event in reversed(tracker.events):
        told = event.get("metadata") or {}
        if event.get("event") == "bot" and (told.get("cited") or told.get("shown")):
            return bool(told.get("cited"))
    return False


def _names_things_of(products: Products, text: str, answer: Answer) -> bool:
    """Whether an answer names the things that a text does."""
    wish = products.wish(text)
    nouns = {stems(name)[-1] for name in (*wish.kinds, *wish.categories)}
    return any(not nouns.isdisjoint(stems(one.text)) for one in answer.sentences)


def _same_page(tracker: Tracker, answer: Answer) -> bool:
    pages = {passage.rpartition("#")[0] for passage in cited(tracker)}
    return any(hit.passage.document_id in pages for one in answer.sentences for hit in one.hits)
