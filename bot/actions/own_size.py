"""The size of who asks, "which come in my size": as it was told before, else by the height that was told and
the size guide among the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace
from rasa_sdk import Tracker

from bot.actions.reading import history, previous_wish
from bot.actions.tools import ActionTools
from retrieval.products.body import body_height
from retrieval.types import Answer, Constraints, Product

_MY_SIZE = re.compile(
    r"\b(?:in |of )?(?:my|our) (?:own )?(?:size|height)\b|\bfits? (?:me|somebody|someone)\b"
    r"|\bfor (?:very |rather |really )?(?:tall|small|short|big) (?:people|persons?|men|women|guys?|folks?)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:size|wear|take|i['’]?m|i am|usually|normally)\b|^\W*\w+(?: please)?\W*$", re.IGNORECASE
)
"""Says a size of one's own."""
_SIZE = re.compile(r"\bsize (?P<size>\d[\w./]*)", re.IGNORECASE)
_IS_IT = re.compile(
    r"\b(?:size|fit|too (?:big|small|large)|for me|xxs|xs|s|m|l|xl|xxl|xxxl)\b", re.IGNORECASE
)
_OF_THE_THING = re.compile(r"\d\s?[x×]\s?\d")
"""In a size that measures the thing and nobody's body: "140 x 200 cm"."""
_FIRST_CELL = re.compile(r"^[^:;]+: (?P<size>[^;:]+);")
BEFORE = 6
"""Messages back in which a size or a height may have been told."""
ALIKE = 50
"""Things of a kind whose sizes are looked at."""
KINDS = 3


_THEIR_SIZE = re.compile(r"\b(?:his|her|my|our|that|this|the same|their) size\b", re.IGNORECASE)


class OwnSize(NamedTuple):
    """The wish with the sizes of who asks, and the sentence that tells where they come from, "" where they
    were told."""

    wish: Constraints
    told: str


def own_size(tools: ActionTools, tracker: Tracker, text: str, wish: Constraints) -> OwnSize | None:
    """The wish in the size of who asks for that; None where nobody does, or it is not known."""
    things = Constraints(kinds=wish.kinds, categories=wish.categories)
    now = body_height(text)
    if wish.sizes or things == Constraints() or not (_MY_SIZE.search(text) or now is not None):
        return None
    hits = tools.products.search(things, ALIKE, relax=False).hits
    sizes_there = {variant.size for hit in hits for variant in hit.product.variants if variant.size}
    known = {size for size in sizes_there if not _OF_THE_THING.search(size)}
    if now is None and (sizes := [size for size in told_sizes(tools, tracker) if size in known][:1]):
        return OwnSize(replace(wish, sizes=tuple(sizes)), "")
    heights = (body_height(one) for one in (text, *reversed(history(tracker)[-BEFORE:])))
    height = next((one for one in heights if one is not None), None)
    sizes = [] if height is None else _of_guide(tools, things, height, known)
    told = f"For {height:g} cm our size guide says {' or '.join(sizes)}." if sizes else ""
    return OwnSize(replace(wish, sizes=tuple(sizes)), told) if sizes else None


def guide_for(tools: ActionTools, product: Product | None, text: str) -> Answer | None:
    """What the size guide says of a height that a text holds against a size, "is 1.94 not L?", for things
    such as the product; None for any other text."""
    height, named = body_height(text, bare=True), tools.products.named(text)
    product = named[0][0] if len(named) == 1 and named[0] else product
    several = product is not None and len({variant.size for variant in product.variants}) > 1
    if product is None or height is None or not several or not _IS_IT.search(text):
        return None
    sizes = {variant.size for variant in product.variants}
    for asked in _questions(Constraints(kinds=(tools.products.kind_of(product),)), height):
        answer = tools.documents.answer(asked)
        rows = tuple(one for one in answer.sentences if _size_in(one.text) in sizes)
        if answer.answered and rows:
            return replace(answer, question=text, sentences=rows)
    return None


def with_size(tools: ActionTools, tracker: Tracker, text: str) -> str:
    """ "His size" as the size that was told before, or of the running wish."""
    size = next(told_sizes(tools, tracker), "") if _THEIR_SIZE.search(text) else ""
    return _THEIR_SIZE.sub(f"size {size}", text) if size else text


def told_sizes(tools: ActionTools, tracker: Tracker) -> Iterator[str]:
    """The sizes that were said to be the shopper's, the latest first."""
    for text in reversed(history(tracker)[-BEFORE:]):
        if _TOLD.search(text):
            yield from tools.products.conditions(text).sizes
            yield from (match["size"] for match in _SIZE.finditer(text))
    before = previous_wish(tracker)
    yield from before.sizes if before is not None else ()


def _of_guide(tools: ActionTools, things: Constraints, height: float, known: set[str]) -> list[str]:
    """The sizes that the documents name for a height, of those that the things come in."""
    found: dict[str, None] = {}
    for asked in _questions(things, height):
        answer = tools.documents.answer(asked)
        if answer.answered:
            rows = (_size_in(one.text) for one in answer.sentences)
            found |= dict.fromkeys(size for size in rows if size in known)
    return list(found)


def _questions(things: Constraints, height: float) -> Iterator[str]:
    for kind in (*things.kinds, *things.categories)[:KINDS]:
        yield f"which size {kind.lower()} for {height:g} cm"


def _size_in(row: str) -> str:
    """The first cell of a row of a table, as it is told; "" of any other sentence."""
    match = _FIRST_CELL.match(row)
    return match["size"].strip() if match else ""
