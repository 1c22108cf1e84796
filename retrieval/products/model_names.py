"""What products are called for what they are, where a name stands behind that in their titles ("Merino
Cardigan Nora", "Floor lamp Kranich, brass"), or what it is like ("Fitted sheet jersey"), or only their
descriptions say it ("Cashmere Crew Una": "Fine jumper of pure cashmere")."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import takewhile

import msgspec

from retrieval.people import names_of_people
from retrieval.products.kind_nouns import (
    COLOURS,
    COMPOUND,
    PERSON_WORDS,
    SET,
    SHELF_PARTS,
    head_at_end,
    is_small,
    kind_nouns,
    opening_words,
    quoted_name,
    title_proper,
)
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import stem, stems
from retrieval.products.title_model import Called, default_title_model
from retrieval.spelling import is_ordinary
from retrieval.types import Product

_MATERIALS = frozenset(map(stem, lexicon().materials))
KNOWN = 2
"""Products that are called by a noun, from which a name of people behind it is no noun."""
LONGEST_NAME = 2
"""Words of a name behind a thing."""
LEAST = 2
"""Words of a thing that begins with a word of English."""
_PART = re.compile(r"[,;:|/(\[]\s*|\s[-–—]\s|\s(?:for|with|in)\s")
"""Between the parts of a title."""
_GOES_ON = re.compile(r"\s+[^\W\d_]{3,}")
"""Behind what is only of a material: "Cashmere Scarf"."""
_CAPITAL = re.compile(r"[A-Z][^\W\d_]*(?:[-'’][^\W\d_]+)*")
_DOES = re.compile(r"[a-z]+[^s]s")
"""A verb that a description begins with: "Keeps boots dry"."""


def with_things(products: Sequence[Product]) -> tuple[Product, ...]:
    """``products`` with what their titles and descriptions call them; see ``Product.thing``."""
    named = up_to_things(products)
    read = default_title_model().read(named)
    named = [_as_read(product, called) for product, called in zip(named, read, strict=True)]
    on_shelves: dict[str, set[str]] = defaultdict(set)
    for product in named:
        on_shelves[product.category].update(_heads(product), _shelf_heads(product.category))
    return tuple(_with_kind(product, on_shelves[product.category]) for product in named)


def up_to_things(products: Sequence[Product]) -> list[Product]:
    """``products`` with the part of the title that says what each is, where a name or a quality stands behind
    that by the words alone."""
    heads, small = _called(products), in_small_letters(products)
    return [_up_to_thing(product, heads, small=small) for product in products]


def in_small_letters(products: Sequence[Product]) -> bool:
    """Whether most titles of several words go on in small letters, so that capitals in them are names:
    "Floor lamp Kranich", and not "Bike Bell"."""
    several = [words[1:] for product in products if len(words := title_proper(product.title).split()) > 1]
    return sum(any(map(is_small, behind)) for behind in several) * 2 > len(several)


def model_name(product: Product) -> list[str]:
    """The name behind what a product is in its title, without the brand, and its first word where it goes on:
    "Nora", "Feder 1000" and "Feder"; else []."""
    if quoted := quoted_name(product.title):
        return [quoted]
    behind = _words(product)[len(product.thing.split()) :] if product.thing else []
    brand = product.brand.split()
    behind = behind[len(brand) :] if brand and behind[: len(brand)] == brand else behind
    if not behind or not _CAPITAL.fullmatch(behind[0]):
        return []
    return list(dict.fromkeys((" ".join(behind), behind[0])))


def _up_to_thing(product: Product, heads: Counter[str], *, small: bool) -> Product:
    """With the part of the title that says what it is, where a name or a quality stands behind it."""
    words = _words(product)
    if words and quoted_name(product.title):
        return msgspec.structs.replace(product, thing=" ".join(words))
    if thing := _made_of(product):
        return msgspec.structs.replace(product, thing=thing)
    at = _name_behind(product, words, heads, small=small)
    if at == LEAST and small and is_ordinary(words[0].lower()):  # a "Coffee table Lade" is a coffee table
        return msgspec.structs.replace(product, thing=" ".join([words[0].lower(), *words[1:at]]))
    if at := at or _quality_behind(product, words, heads):
        return msgspec.structs.replace(product, thing=" ".join(words[:at]))
    return _without_name(product, heads)


def _as_read(product: Product, called: Called) -> Product:
    """With the words of the title that say what it is, where the model of titles finds them elsewhere than at
    the title's end: "Night Cream" of "Hydra+ Night Cream 50 ml"."""
    if not called.end:
        return msgspec.structs.replace(product, said="") if called.end_unlikely else product
    said, behind = product.title[: called.end], product.title[called.end :]
    word = stems(said)[-1]
    stated = {one for value in product.attributes.values() for one in stems(value)}
    only_of_it = word in stated and _GOES_ON.match(behind) is not None
    if only_of_it or word == head_at_end(product):
        return product
    return msgspec.structs.replace(product, said=_PART.split(said)[-1])


def _made_of(product: Product) -> str:
    """The part of a title before what the data say the thing is made of: "Bird table of oak" with "Material:
    oak"; else ""."""
    thing, made, what = title_proper(product.title).partition(" of ")
    stated = {word for value in product.attributes.values() for word in stems(value)}
    return thing if made and thing and set(stems(what)) <= stated and stems(what) else ""


def _name_behind(product: Product, words: Sequence[str], heads: Counter[str], *, small: bool) -> int:
    """Where a name in capitals begins behind a noun in small letters ("Floor lamp Kranich"), or, in a
    catalogue in ``small`` letters, behind a noun that others are called by ("Sofa Moor"); 0 where none
    does."""
    at = len(words) - len(list(takewhile(_is_of_name, reversed(words))))
    at = at or (1 if small else 0)
    if not 0 < at < len(words) or not _CAPITAL.fullmatch(words[at]) or len(words) - at > LONGEST_NAME:
        return 0
    before, name = words[at - 1], stem(words[at])
    if name in _no_names(product) or not any(map(str.islower, words[at])):
        return 0
    if at > 1 and is_small(before) and before.isalpha():
        return at
    known = stem(before) in {*_shelf_heads(product.category), *_opening(product)[-1:]}
    return at if small and (known or heads[stem(before)] >= KNOWN) else 0


def _is_of_name(word: str) -> bool:
    return (_CAPITAL.fullmatch(word) is not None and word[1:2] != "-") or word.isdigit()


def _quality_behind(product: Product, words: Sequence[str], heads: Counter[str]) -> int:
    """Where words in small letters begin that only say what a thing is like: behind what the description
    calls it, "Fitted sheet jersey" of a "Stretchy fitted sheet"; 0 where none do."""
    opening = _opening(product)
    called = opening[-1] if opening else ""
    ends = (n for n, word in enumerate(words, 1) if called and _ends_so(word, called))
    at = next(ends, 0)
    behind = words[at:] if at else []
    if not behind or not all(is_small(word) and word.isalpha() for word in behind):
        return 0
    return at if heads[stem(behind[-1])] < KNOWN and stem(behind[-1]) not in _no_names(product) else 0


def _ends_so(word: str, noun: str) -> bool:
    return stem(word) == noun or (
        len(noun) >= COMPOUND - 1 and word[0].isupper() and stem(word).endswith(noun)
    )


def _no_names(product: Product) -> set[str]:
    """Words that tell what a product is, and no name of it."""
    shelf_and_tags = {word for text in (product.category, *product.tags) for word in stems(text)}
    return {*_opening(product), *shelf_and_tags, SET}


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
    stated = {word for value in product.attributes.values() for word in stems(value)} | _MATERIALS
    if name in _no_names(product) or thing in PERSON_WORDS | stated:
        return product
    if opening[-1:] == [thing] or (_is_persons(words[-1], product) and heads[thing] >= KNOWN):
        return msgspec.structs.replace(product, thing=" ".join(words[:-1]))
    return product


def _opening(product: Product) -> list[str]:
    """The stems of what the description begins with, but for words such as "padded"."""
    return [stem(word) for word in opening_words(product.description) if not word.endswith("ed")]


def _words(product: Product) -> list[str]:
    """The words of a title up to for whom it is, in which colour, and what it says of the thing."""
    words = title_proper(product.title).split()
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
