"""Questions for what a page tells by its name, and no product does: "which firmness for 95 kg", "how much
trade discount", "what does a table made to measure cost". A search would only see the table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.finding import current_product, shown_products
from bot.actions.focus import points
from bot.actions.pointing import by_place
from bot.actions.product_reply import GOT, PRICE
from bot.actions.reading import history, ordered
from bot.actions.saying import say, searched
from bot.actions.seeking import asks_of_shop
from bot.actions.tools import ActionTools
from retrieval.documents.follow_up import ASKING
from retrieval.documents.questions import questions_in
from retrieval.documents.size_guides import asks_size
from retrieval.documents.snapshot import lexical_text
from retrieval.products.terms import holds_phrase, stems
from retrieval.types import Answer, Constraints, PassageHit, Product
from retrieval.words import words

MOST = 3
"""Sentences that are said where several questions are asked of a page."""
_THING = r"(?P<thing>(?:(?!for\b|of\b|do\b|does\b|is\b|are\b|i\b|you\b)[\w-]+ ){0,2}?[\w-]{3,})"
_END = (
    r"(?=\W*$|[,.;?!]| (?:for|of|with|go(?:es)?|fits?|do|does|should|shall|is|are|can|could|would|will|must"
    r"|i|we|you|in|at|on|to|under|by|from|when|if)\b)"
)
_NO_THING = (
    r"(?!(?:is|are|do|does|did|would|will|can|could|should|about|else|if|time|happens|way|one|ones|of)\b)"
)
_ASKED = tuple(
    re.compile(form + _THING + _END, re.IGNORECASE)
    for form in (
        rf"\b(?:which|what)(?: (?:kinds?|sorts?|types?) of)? {_NO_THING}",
        rf"\bwhat(?:['’]?s| is| are) (?:the|your) {_NO_THING}",
        r"\bhow much (?!is\b|are\b|do\b|does\b|for\b|would\b|can\b|could\b|may\b|more\b|of\b|it\b)",
        r"\bwhen (?:is|are|will|does|do) (?:the |your |there (?:be )?)?(?:an? )?(?:next |coming )?",
        r"\bhow (?:to|do (?:i|we)|can (?:i|we)|should (?:i|we)) (?:choose|pick|find|select|know)"
        r" (?:the |my |an? )?(?:right |correct |best )?",
        r"\b(?:can|could|will|would|do) (?:you|u)(?: please)? (?:send|give|lend|offer|make|order|post)"
        r"(?: (?:me|us|out))?(?: (?:an?|some|any|the))? ",
    )
)
"""The thing that is asked for: how much of it, which, how it is chosen, whether it can be had."""
_REQUESTED = _ASKED[-1]
_NEXT = re.compile(r"\b(?:the|your) (?:next|coming) ", re.IGNORECASE)
_SIZE_FOR = re.compile(r"\bsizes?\b.*\b(?:for|fits?|go(?:es)?|on|under|with)\b", re.IGNORECASE)
_ADVICE = re.compile(r"\b(?:recommend|suggest|advise|show me|looking for)\b", re.IGNORECASE)
"""Wants to be shown things."""
_LOOSE_END = re.compile(r"\s(?:of|for|from|on|in|with|to)(?: (?:the|an?|my|your))?\W*$", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"\s(?:of|from|for) (?:the|an?|my|your|this|that) [\w-]+(?: [\w-]+)?\W*$", re.IGNORECASE
)
_CLOSE_UNIT = re.compile(r"\b(\d+(?:[.,]\d+)?)(kg|g|cm|mm|m|l|ml)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\b\d+(?:[.,x×]\d+)*(?: ?(?:cm|mm|m|kg|g|eur|euros?))?\b", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\W*(?:what|which|how|when|where|who|why|if|can|do|does|is|are|in|at|on|for|with|by|to|from)\b",
    re.IGNORECASE,
)
"""Begins a heading that is a question or a place, and no name."""
LEAST = 2
"""Words by which a page is called that is meant where it is named."""
TOPIC = 4
"""Words of a message that may be no more than what a section is about."""


async def say_told_by_page(
    dispatcher: CollectingDispatcher, tools: ActionTools, tracker: Tracker, text: str
) -> bool:
    """Say what the page tells that a question asks for by its name; False, and nothing said, where it asks
    for no such thing."""
    answer = await tools.work(told_by_page, tools, tracker, text)
    if answer is None:
        return False
    answer = await tools.worded(answer, history(tracker), tracker.sender_id)
    say(dispatcher, tools.render_answer(answer), searched=searched(answer))
    return True


def told_by_page(tools: ActionTools, tracker: Tracker, text: str) -> Answer | None:
    """The same, not said."""
    if _ADVICE.search(text) or GOT.search(text):
        return None
    listed, current = shown_products(tools.products, tracker), current_product(tools.products, tracker)
    at_hand = (bool(listed) or current is not None) and not ordered(tracker)
    if at_hand and (points(text) or by_place(text, listed)):
        return None  # "does it smell"
    one = current or (listed[0] if len(listed) == 1 else None)
    if one is not None and _is_stated(one, text):
        return None  # "what's the water column?"
    whole = tools.documents.answer(text)
    found = _of_page_named(tools, text, whole)
    if found is None and not (at_hand and PRICE.search(text)):  # "what's the damage"
        found = _called(tools, text, whole) or _of_thing(tools, text) or _of_making(tools, text, whole)
    return replace(found, question=text) if found is not None else None


def _is_stated(product: Product, text: str) -> bool:
    """Whether the data of a product state the thing that a text asks for."""
    thing = set(stems(_thing(text)))
    return bool(thing) and any(thing <= set(stems(name)) for name in product.attributes)


def _of_page_named(tools: ActionTools, text: str, whole: Answer) -> Answer | None:
    """What a page tells of each question in a text that has its title, or that of a section, in it: "what
    deposit do I pay for the made to measure table"."""
    title = next((name for name in _titles(whole) if _names_page(tools, name, text)), "")
    parts = [part.question for part in questions_in(text)]
    if not title or not parts or tools.products.named(text):
        return None
    answers = (_surest(tools, _asked_of(title, part)) for part in parts)
    told = [one for one in answers if one is not None and _is_of(one, title)]
    if not told:
        return None
    several = [one for answer in told for one in answer.sentences[: max(1, MOST - len(told) + 1)]]
    sentences = tuple({one.text: one for one in several}.values())
    return replace(told[0], sentences=sentences) if len(told) > 1 else told[0]


def _asked_of(title: str, part: str) -> Iterator[str]:
    """What a part of a text asks of the page with a title: the thing that it asks for, else all it says."""
    bare = re.sub(re.escape(title), " ", part, flags=re.IGNORECASE)
    thing = _thing(bare)
    yield f"{title} {thing or ' '.join(_FIGURES.sub(' ', bare).split())}"


def _names_page(tools: ActionTools, title: str, text: str) -> bool:
    """Whether a text has a title in it that nothing is called by which is sold."""
    if len(title.split()) < LEAST or _NO_NAME.match(title) or not holds_phrase(stems(text), stems(title)):
        return False
    return title.lower() in text.lower() and _is_no_product(tools, title)


def _called(tools: ActionTools, text: str, whole: Answer) -> Answer | None:
    """What a section tells that is called as all that a text says: "spare parts", "how much deposit"."""
    said = [word for word in words(text) if word not in ASKING]
    short = len(text.split()) <= TOPIC or bool(questions_in(text))
    if not said or not short or not _is_no_product(tools, text):
        return None
    names = (name for name in _titles(whole) if not _NO_NAME.match(name))
    name = next((name for name in names if words(name) == said), "")
    return _surest(tools, [name]) if name else None


def _of_thing(tools: ActionTools, text: str) -> Answer | None:
    """What a page tells of a thing that a question asks for, which the page, its section or its table is
    called by, and nothing that is sold."""
    asked = next(iter(reversed(questions_in(text))), None)
    part = asked.question if asked is not None else text
    thing = "size" if _SIZE_FOR.search(text) and asks_size(text) else _thing(part)
    if not thing or not _is_no_product(tools, thing) or _asks_of_size_alone(text, thing):
        return None
    requested = _REQUESTED.search(text) is not None
    if tools.products.named(part) and not requested:
        return None
    bare = _LOOSE_END.sub("", tools.products.without_names(part).rstrip(" ?!."))
    bare = _OF_WHAT.sub("", bare) if requested else bare
    wordings = [text, part, bare, _NEXT.sub("the ", part), *([thing] if requested else [])]
    found = _surest(tools, wordings, thing) or _surest(tools, _to_figure(part), thing)
    if found is None:
        return None
    return found if tools.documents.surely(found) or _speaks_of_all(tools, found, part) else None


def _to_figure(part: str) -> list[str]:
    """A question up to the figure that it gives, without what it says besides: "which firmness for 70 kg" of
    one who sleeps on the stomach."""
    figure = _FIGURES.search(_CLOSE_UNIT.sub(r"\1 \2", part))
    return [_CLOSE_UNIT.sub(r"\1 \2", part)[: figure.end()]] if figure is not None else []


def _asks_of_size_alone(text: str, thing: str) -> bool:
    """Whether a question for a size says of no two things that one is for the other."""
    return stems("size")[0] in stems(thing) and not _SIZE_FOR.search(text)


def _of_making(tools: ActionTools, text: str, whole: Answer) -> Answer | None:
    """What is told of what the shop does with things of a kind: "do you make tables longer than 220 cm"."""
    shop = asks_of_shop(tools.products, text) and whole.answered
    wish = tools.products.wish(text)
    return whole if shop and (wish.kinds or wish.categories) and _speaks_of_all(tools, whole, text) else None


def _thing(part: str) -> str:
    found = (match for form in _ASKED if (match := form.search(part)) is not None)
    return next((str(match["thing"]) for match in found), "")


def _is_no_product(tools: ActionTools, thing: str) -> bool:
    """Whether nothing that is sold is called so, nor what is said of it."""
    wish = tools.products.wish(thing)
    return replace(wish, text="", having=(), reduced=False) == Constraints() and not tools.products.named(
        thing
    )


def _surest(tools: ActionTools, asked: Iterator[str] | list[str], thing: str = "") -> Answer | None:
    """The surest answer to one of several wordings, figures written apart from their units, of those that
    stand below a word of ``thing``."""
    apart = (_CLOSE_UNIT.sub(r"\1 \2", one) for one in dict.fromkeys(asked))
    read = (tools.documents.answer(one) for one in dict.fromkeys(apart))
    wanted = set(stems(thing))
    told = (
        one
        for one in read
        if one.answered and (not thing or wanted & set(stems(_heads(one.sentences[0].hits[0], one))))
    )
    return max(told, key=lambda one: one.answerable, default=None)


def _titles(answer: Answer) -> list[str]:
    """What the pages and sections are called that were tried."""
    of_hits = ((hit.passage.title, hit.passage.heading.rpartition(" › ")[2]) for hit in answer.tried)
    return [name for names in of_hits for name in names if name]


def _is_of(answer: Answer, title: str) -> bool:
    """Whether the first sentence of an answer stands on the page or in the section that is called so."""
    hits = answer.sentences[0].hits
    return any(title in (hit.passage.title, hit.passage.heading.rpartition(" › ")[2]) for hit in hits)


def _heads(hit: PassageHit, answer: Answer) -> str:
    """What is called above an answer: the page, the section, the columns of a row."""
    row = answer.sentences[0].text
    columns = [cell.partition(":")[0] for cell in row.split(";")] if row.count(": ") > 1 else []
    return " ".join([hit.passage.title, hit.passage.heading, *columns])


def _speaks_of_all(tools: ActionTools, answer: Answer, text: str) -> bool:
    """Whether the passage of an answer names each kind of thing that a text does."""
    wish, told = tools.products.wish(text), set(stems(lexical_text(answer.sentences[0].hits[0].passage)))
    return all(stems(kind)[-1] in told for kind in (*wish.kinds, *wish.categories))
