"""What products are called for what they are, where a name stands behind that in their titles ("Merino
Cardigan Nora"), or only their descriptions say it ("Cashmere Crew Una": "Fine jumper of pure cashmere")."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import msgspec

from retrieval.people import names_of_people
from retrieval.products.kind_nouns import COLOURS, PERSON_WORDS, SET, SHELF_PARTS, kind_nouns, opening_words
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import stem, stems
from retrieval.types import Product

_MATERIALS = frozenset(map(stem, lexicon().materials))
KNOWN = 2
"""Products that are called by a noun, from which a name of people behind it is no noun."""
_CAPITAL = re.compile(r"[A-Z][^\W\d_]*(?:[-'’][^\W\d_]+)*")
_DOES = re.compile(r"[a-z]+[^s]s")
"""A verb that a description begins with: "Keeps boots dry"."""


def with_things(products: Sequence[Product]) -> tuple[Product, ...]:
    """``products`` with what their titles and descriptions call them; see ``Product.thing``."""
    heads = _called(products)
    named = [_without_name(product, heads) for product in products]
    on_shelves: dict[str, set[str]] = defaultdict(set)
    for product in named:
        on_shelves[product.category].update(_heads(product), _shelf_heads(product.category))
    return tuple(_with_kind(product, on_shelves[product.category]) for product in named)


def model_name(product: Product) -> list[str]:
    """The name behind what a product is in its title, in one word: "Nora"; else []."""
    behind = _words(product)[len(product.thing.split()) :] if product.thing else []
    return behind if len(behind) == 1 else []


def _called(products: Sequence[Product]) -> Counter[str]:
    """How many products may be called by a noun: one that ends their title, or stands before its last word,
    where people are called so or the description begins with the noun. That of a shelf counts for enough."""
    found = Counter[str]()
    for product in products:
        *_, thing, name = ["", "", *_words(product)]
        behind = bool(thing) and (_is_persons(name, product) or _opening(product)[-1:] == [stem(thing)])
        found.update({*_heads(product), *([stem(thing)] if behind else ())})
    for category in {product.category for product in products}:
        found.update(dict.fromkeys(_shelf_heads(category), KNOWN))
    return found


def _without_name(product: Product, heads: Counter[str]) -> Product:
    """Without the name behind the thing in its title: the description begins with the thing, or people are
    called so and ``KNOWN`` products by the word before it."""
    words = _words(product)
    if len(words) < 2 or not all(_CAPITAL.fullmatch(word) for word in words[-2:]):
        return product
    thing, name = map(stem, words[-2:])
    opening = _opening(product)
    shelf_and_tags = {word for text in (product.category, *product.tags) for word in stems(text)}
    stated = {word for value in product.attributes.values() for word in stems(value)} | _MATERIALS
    if name in {*opening, *shelf_and_tags, SET} or thing in PERSON_WORDS | stated:
        return product
    if opening[-1:] == [thing] or (_is_persons(words[-1], product) and heads[thing] >= KNOWN):
        return msgspec.structs.replace(product, thing=" ".join(words[:-1]))
    return product


def _opening(product: Product) -> list[str]:
    """The stems of what the description begins with, but for words such as "padded"."""
    return [stem(word) for word in opening_words(product.description) if not word.endswith("ed")]


def _words(product: Product) -> list[str]:
    """The words of a title up to for whom it is and in which colour."""
    words = product.title.split()
    while words and stem(words[-1]) in PERSON_WORDS | COLOURS:
        words.pop()
    return words


def _is_persons(name: str, product: Product) -> bool:
    """Whether people are called so, and the description does not use it as a word."""
    plain = name.casefold()
    small = re.search(rf"\b{re.escape(plain)}s?\b", product.description) is not None
    return not small and (plain in names_of_people("first") or plain in names_of_people("last"))


def _heads(product: Product) -> set[str]:
    return {stems(noun)[-1] for noun in kind_nouns(product)}


def _shelf_heads(category: str) -> set[str]:
    return {phrase[-1] for part in SHELF_PARTS.split(category) if (phrase := stems(part))}


def _with_kind(product: Product, shelf: set[str]) -> Product:
    """With the noun that the description begins with, where others of its shelf are called so; a name of
    people is none beside it then."""
    opening = opening_words(product.description, listing=False)
    called = opening[-1] if opening else ""
    does = len(opening) > 1 and _DOES.fullmatch(opening[0].lower()) is not None
    if does or not {*stems(called)[-1:]} & shelf - _heads(product) - PERSON_WORDS:
        return product
    words = _words(product)
    named = not product.thing and len(words) > 1 and _is_persons(words[-1], product)
    return msgspec.structs.replace(
        product,
        thing=" ".join(words[:-1]) if named else product.thing,
        also_called=called.lower() if called.istitle() else called,
    )
