"""Which lines of an order a shopper means: "the tent", "the second one", "all of it"."""

from __future__ import annotations

import re

from bot.actions.pointing import ORDINALS
from bot.shop.port import Order
from retrieval.products.products import Products
from retrieval.products.terms import stem, stems
from retrieval.words import STOP_WORDS

_ALL = re.compile(r"\b(?:all|everything|whole|complete|both|every)\b", re.IGNORECASE)
_STOP = frozenset(stem(word) for word in STOP_WORDS)


def meant_lines(order: Order, text: str, products: Products) -> tuple[int, ...]:
    """The numbers of the lines, () when nothing matches. The only line of an order is meant by anything that
    does not name something else."""
    if _ALL.search(text):
        return tuple(line.number for line in order.lines)
    places = [ORDINALS[word] for word in re.findall(r"\w+", text.lower()) if word in ORDINALS]
    places += [
        int(number) - 1
        for number in re.findall(r"^\s*(?:number\s*|no\.?\s*|#\s*)?([1-9])\s*\.?\s*$", text.lower())
    ]
    if found := [order.lines[place].number for place in places if -1 <= place < len(order.lines)]:
        return tuple(dict.fromkeys(found))
    said = {word for word in stems(text) if word not in _STOP}
    scores = {line.number: len(said & _words(line.variant_id, products)) for line in order.lines}
    best = max(scores.values(), default=0)
    if best:
        return tuple(number for number, score in scores.items() if score == best)
    return (order.lines[0].number,) if len(order.lines) == 1 and not said else ()


def _words(variant_id: str, products: Products) -> set[str]:
    found = products.variant(variant_id)
    if found is None:
        return set(stems(variant_id))
    product, variant = found
    words = {*stems(product.title), *stems(product.category), *stems(product.brand), *stems(variant.colour)}
    return (words | {word for tag in product.tags for word in stems(tag)}) - _STOP
