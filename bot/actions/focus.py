"""What "it" stands for behind talk about products: the one that was spoken of last, or those shown.

A question that leans on a product may ask of the shop ("how long can I return it?"), of the kind ("how do I
wash it?") or of that very product, which a manual has. Which of these is known only when the documents were
read: so they are read in each way, and the surest answer is taken. Where that holds for products of other
kinds, nothing is told of these.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.finding import current_product, shown_products
from bot.actions.manuals import is_of_another
from bot.actions.pointing import by_place, without_place
from bot.actions.reading import cited, history, ordered, previous_wish
from bot.actions.tools import ActionTools
from retrieval.documents.for_whom import NOTHING, About
from retrieval.documents.size_guides import tells_how_it_comes_out
from retrieval.documents.spoken_rows import asks_of_row
from retrieval.documents.verdict import log_odds
from retrieval.products.filters import person_fits
from retrieval.products.kind_nouns import kind_nouns
from retrieval.products.products import Products
from retrieval.products.terms import holds_phrase, stems
from retrieval.types import Answer, Constraints, PassageHit, Product
from retrieval.words import words

NEAR = 4
"""Messages of the shopper, this one counted, back to which products may have been spoken of."""
KINDS = 4
"""Words for what a thing is that are tried, that of its shelf among them."""
ABOUT = 1.0
"""Log-odds that it counts for an answer that its page or section is about such products, ..."""
STRANGE = 2.0
"""... and against it that it is about products of other kinds."""
WITHIN = 2
"""Words that say something before "it", from more of which on it stands for one of them."""
_THING = re.compile(
    r"\b(?:it|them|they|these|those|(?:this|that)(?: one)?(?=\W*$)|(?:this|that) one)\b", re.IGNORECASE
)
_NO_THING = re.compile(
    r"\bit takes?\b|\b(?:is|was) it (?:ok|okay|possible|true|too)\b|\bit'?s\b", re.IGNORECASE
)
"""Where "it" stands for nothing that could be named."""
_BY_MAKER = re.compile(r"\b(?:warrant\w+|guarantee\w*|manufacturer\w*|makers?|made in)\b", re.IGNORECASE)
"""Asks what goes by who made it."""
_THE_ONE = re.compile(r"\bthe (?:[\w-]+ ){1,2}one\b", re.IGNORECASE)
""" "The outdoor one": known by now."""
_ADVICE = frozenset(words("recommend suggest advise choose pick"))
"""A question of these alone is for products, and goes on from nothing that was asked of the documents."""
_GOING_ON = frozenset(
    words("even and also too for with on does do is are that what about how the one what which so it")
)
"""Say of a product that is named only that the question before is asked of it."""
_SIZE = re.compile(r"\b(?:what|which) sizes?\b|\bsize (?:should|do|would) (?:i|we)\b", re.IGNORECASE)
"""Asks for the size of a thing without naming it."""
_HOW_BIG = re.compile(
    r"\bhow (?:big|large|small|heavy|light|tall|high|low|wide|narrow|broad|deep|thick|thin|roomy|spacious)"
    r" (?:is|are) (?:it|they|this|that|these|those)\b",
    re.IGNORECASE,
)
"""Asks for a measure, which a page that is about no such product tells of something else."""


class Focus(NamedTuple):
    """The products that are spoken of, the words for what they are, the plainest first, and title and brand
    where it is one."""

    products: tuple[Product, ...]
    kinds: tuple[str, ...]
    title: str = ""
    brand: str = ""


def points(question: str) -> bool:
    """Whether a question speaks of a thing that it does not name."""
    said = _NO_THING.sub(" ", question)
    found = _THING.search(said)
    return found is not None and len(words(said[: found.start()])) <= WITHIN


def focus_on(products: Products, product: Product) -> Focus:
    """A single product."""
    plain = products.kind_of(product)
    shelf = [product.category.lower()] if product.category else []
    kinds = (plain, *shelf, *products.wish(plain).kinds, *kind_nouns(product))
    return Focus((product,), tuple(dict.fromkeys(kinds))[:KINDS], product.title, product.brand)


def focus_of(tools: ActionTools, tracker: Tracker, question: str) -> Focus | None:
    """The products that a question leans on; None where it leans on none, or names what it is about."""
    products = tools.products
    current, listed = current_product(products, tracker), shown_products(products, tracker)
    if counted := by_place(question, listed):
        return focus_on(products, counted[0])
    if ordered(tracker) or not (points(question) or _SIZE.search(question)):
        return None  # behind an order "it" is rather the parcel
    asked = products.wish(question)
    if asked.kinds or asked.categories or products.named(question):
        return None
    about = (current,) if current else tuple(listed)
    if not about or not is_near(products, tracker, about):
        return None
    if current:
        return focus_on(products, current)
    running = previous_wish(tracker)
    kinds = (*running.kinds, *running.categories) if running else ()
    return Focus(about, kinds[:KINDS] or (products.kind_of(about[0]),))


def is_near(products: Products, tracker: Tracker, about: Sequence[Product]) -> bool:
    """Whether the products were shown or named a short while ago, and nothing of another kind since; those of
    the order at hand are near as long as no others were spoken of."""
    if ordered(tracker):
        return True
    said = 0
    for event in reversed(tracker.events):
        text = str(event.get("text") or "")
        if event.get("event") == "user":
            said += 1
            if said > NEAR or (said > 1 and _is_of_another(products, text, about)):
                return False
        elif _speaks_of(products, event, about):
            return True
    return False


def _speaks_of(products: Products, event: Mapping[str, Any], about: Sequence[Product]) -> bool:
    """Whether something that the bot said came with products, or names one of these."""
    text = str(event.get("text") or "").lower()
    names = (name.lower() for one in about for name in (one.title, products.short_name(one)))
    return bool((event.get("metadata") or {}).get("shown")) or any(name in text for name in names)


def _is_of_another(products: Products, text: str, about: Sequence[Product]) -> bool:
    """Whether a text names a kind of product, or whom it is made for, that none of these is."""
    wish = products.wish(text)
    if wish.person and not any(person_fits(one, wish.person) for one in about):
        return True
    return bool(wish.kinds or wish.categories) and not _fits(products, wish, about)


def _is_about(products: Products, text: str, about: Sequence[Product]) -> bool:
    """Whether a text names the kind of one of these."""
    wish = products.wish(text)
    return bool(wish.kinds or wish.categories) and _fits(products, wish, about)


def _fits(products: Products, wish: Constraints, about: Sequence[Product]) -> bool:
    return any(products.is_of(one, replace(wish, brands=())) for one in about)


def looked_up(tools: ActionTools, tracker: Tracker, question: str) -> Answer:
    """What the documents answer to a question, be it about what is spoken of; blocks.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    products, documents = tools.products, tools.documents
    telling = set(words(question))
    advice = bool(telling) and telling <= _ADVICE and not asks_of_row(question)
    said = [] if advice else history(tracker)
    focus = focus_of(tools, tracker, question)
    if is_behind_products(products, tracker, focus) and (focus is not None or not asks_of_row(question)):
        answer = documents.answer(question, about=_about_of(focus))
        if focus is None and not answer.answered:
            answer = documents.answer(question, said, cited(tracker))
    else:
        answer = documents.answer(question, said, cited(tracker))
        of_page = bool(cited(tracker)) and current_product(products, tracker) is not None
        if not (answer.answered or answer.pages or of_page) and said:
            alone = documents.answer(question)  # it may ask of something else than was spoken of
            answer = alone if documents.surely(alone) else answer
    answer = surest(tools, question, focus, answer, strictly=False) if focus else answer
    if answer.answered or answer.pages or not cited(tracker):
        return answer
    return _asked_on_of_named(tools, tracker, question, said) or answer


def _about_of(focus: Focus | None) -> About:
    """What is spoken of, in words."""
    return About(" ".join(focus.kinds)) if focus is not None else NOTHING


def _asked_on_of_named(
    tools: ActionTools, tracker: Tracker, question: str, said: Sequence[str]
) -> Answer | None:
    """What a page that was just told from says to a question about a product that it names: without the name,
    or to the question before of such things ("even the Spark?" behind test rides). None where it does not
    surely say anything."""
    products, documents = tools.products, tools.documents
    groups = products.named(question)
    whole = (one for one in reversed(said[-NEAR:]) if set(words(products.without_names(one))) - _GOING_ON)
    before = next(whole, "")
    if len(groups) != 1 or not before:
        return None
    bare, kinds = products.without_names(question), focus_on(products, groups[0][0]).kinds
    if set(words(bare)) - _GOING_ON:
        read = [documents.answer(bare, said, cited(tracker))]
    else:
        read = [documents.answer(f"{before.rstrip(' ?!.')} for {kind}") for kind in kinds]
    pages = {passage.rpartition("#")[0] for passage in cited(tracker)}
    told = (one for one in read if one.answered and documents.surely(one))
    same = (one for one in told if {hit.passage.document_id for hit in one.sentences[0].hits} & pages)
    found = max(same, key=lambda one: one.answerable, default=None)
    return replace(found, question=question) if found is not None else None


def is_behind_products(products: Products, tracker: Tracker, focus: Focus | None = None) -> bool:
    """Whether the bot spoke of products last, and not from the documents."""
    last = next((event for event in reversed(tracker.events) if event.get("event") == "bot"), None)
    if last is None or (last.get("metadata") or {}).get("cited"):
        return False
    current = current_product(products, tracker)
    return _speaks_of(products, last, focus.products if focus else [current] if current else [])


def surest(
    tools: ActionTools, question: str, focus: Focus, alone: Answer, *, strictly: bool = True
) -> Answer:
    """The surest answer to a question about products: that to the question ``alone``, or with a word for them
    or the title in it, where that is sure. Of declines the first. ``strictly``: it asks of the product and
    not of the shop, so that what holds for other kinds is none.

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    products, documents = tools.products, tools.documents
    found = of_focus(products, focus, alone)
    if found.curated or found.pages:
        return found
    read = [found]
    bare = _THE_ONE.sub("it", without_place(question)) if focus.title else question
    by_maker = focus.brand if _BY_MAKER.search(question) else ""
    for name in filter(None, (*focus.kinds, focus.title, f"{by_maker} {focus.kinds[0]}" if by_maker else "")):
        pointed = focus.title != name and points(bare)
        asked = _THING.sub(name, bare, count=1) if pointed else f"{bare} {name}"
        other = of_focus(products, focus, documents.answer(asked))
        sure = documents.surely(other) or (by_maker and other.answered and _names(focus.brand, other))
        read += [other] if sure else []
    answered = [one for one in read if one.answered]
    weighed = [(log_odds(one.answerable) + _about(products, focus, one), one) for one in answered]
    if by_maker and (own := [pair for pair in weighed if _names(focus.brand, pair[1])]):
        weighed = own
    if _HOW_BIG.search(question):
        weighed = [pair for pair in weighed if _about(products, focus, pair[1]) > 0]
    strange = strictly and found.answered and _is_of_others(products, focus, found)
    if strange and not _same_page(found, answered[1:]):
        weighed += [(log_odds(found.answerable) + ABOUT, found)]  # so the question is answered, of those
    told = [(sureness, one) for sureness, one in weighed if sureness >= log_odds(documents.threshold)]
    best = max(told, key=itemgetter(0))[1] if told else found
    if best.answered and (not told or (strictly and _is_no_answer(products, focus, best, question))):
        best = replace(best, answered=False, sentences=())
    return replace(best, question=question)


def _is_no_answer(products: Products, focus: Focus, answer: Answer, question: str) -> bool:
    """Whether an answer is of other products, by their kind or by who makes them."""
    of_others = _tells_of_others(products, focus, answer, question)
    return of_others or _is_of_other_brand(products, focus, answer)


def _is_of_other_brand(products: Products, focus: Focus, answer: Answer) -> bool:
    """Whether the first sentence of an answer names brands, and not that of the product: what is recalled of
    another maker's pâté tells nothing of this one."""
    brands = products.wish(answer.sentences[0].text).brands if focus.brand else ()
    return bool(brands) and focus.brand not in brands


def _names(brand: str, answer: Answer) -> bool:
    """Whether the first sentence of an answer names a brand."""
    return holds_phrase(stems(answer.sentences[0].text), stems(brand))


def _same_page(answer: Answer, others: Sequence[Answer]) -> bool:
    """Whether one of the others comes from the page of an answer: a rule for machines stands above that for
    beans."""
    pages = {hit.passage.title for hit in answer.sentences[0].hits}
    return any(hit.passage.title in pages for one in others for hit in one.sentences[0].hits)


def _about(products: Products, focus: Focus, answer: Answer) -> float:
    """Log-odds for or against a reading by what the first sentence of its answer is about."""
    said = (*_heads(answer), answer.sentences[0].text)
    about = [_is_about(products, text, focus.products) for text in said]
    if any(about[:-1]):
        return ABOUT
    return -STRANGE if _is_on_others(products, focus, answer) else ABOUT if about[-1] else 0.0


def _tells_of_others(products: Products, focus: Focus, answer: Answer, question: str) -> bool:
    """Whether an answer is of others, and these are not what is asked about: "is it all right to use an
    ordinary via ferrata set"."""
    asked = not points(question) and _are_named(products, question, answer)
    return _is_of_others(products, focus, answer) and not asked


def _is_of_others(products: Products, focus: Focus, answer: Answer) -> bool:
    """Whether the first sentence of an answer stands on a page or in a section on products of other kinds,
    and names none of these: what is in the box of used phones tells nothing of a power bank's."""
    said = (*_heads(answer), answer.sentences[0].text)
    strange = _is_on_others(products, focus, answer)
    return strange and not any(_is_about(products, text, focus.products) for text in said)


def _are_named(products: Products, question: str, answer: Answer) -> bool:
    """Whether a question names what the page or section of an answer is about."""
    asked, heads = products.wish(question), [products.wish(head) for head in _heads(answer)]
    named = {*asked.kinds, *asked.categories}
    return any(not named.isdisjoint((*head.kinds, *head.categories)) for head in heads)


def _is_on_others(products: Products, focus: Focus, answer: Answer) -> bool:
    heads = _heads(answer)
    return bool(heads) and all(_is_of_another(products, head, focus.products) for head in heads)


def _heads(answer: Answer) -> list[str]:
    return [f"{hit.passage.title}. {hit.passage.heading}" for hit in answer.sentences[0].hits]


def said_of(tools: ActionTools, product: Product, question: str, answer: Answer) -> Answer:
    """An answer to a question that names a product, without what manuals of other ones say; where there is
    none, what the maker's name leads to: "is there a warranty on the Quad".

    Raises: IndexMissing, IndexDamaged, ModelFileError.
    """
    focus = focus_on(tools.products, product)
    found = of_focus(tools.products, focus, answer)
    if found.answered or found.pages or not _BY_MAKER.search(question):
        return found
    bare = tools.products.without_names(question)
    return replace(surest(tools, bare, focus, tools.documents.answer(bare)), question=question)


def of_focus(products: Products, focus: Focus, answer: Answer) -> Answer:
    """An answer without what manuals of other products say, and how those of other makers come out; a decline
    where its first sentence is of one."""
    generic = {word for kind in focus.kinds for word in kind.split()}
    names = [
        " ".join(word for word in products.short_name(one).split() if word.lower() not in generic)
        for one in focus.products
    ]

    def strange(hit: PassageHit) -> bool:
        return is_of_another(hit.passage.title, products.wish(hit.passage.title).brands, names)

    def of_other_maker(text: str) -> bool:
        makers = products.wish(text).brands if tells_how_it_comes_out(text) else ()
        return bool(makers) and focus.brand not in makers

    kept = tuple(
        one
        for one in answer.sentences
        if not (one.hits and all(map(strange, one.hits))) and not of_other_maker(one.text)
    )
    if len(kept) == len(answer.sentences):
        return answer
    told = kept[:1] == answer.sentences[:1]
    return replace(answer, answered=told, sentences=kept if told else ())
