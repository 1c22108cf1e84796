"""What belongs on a shelf in the narrow sense: a rain cover is no backpack, a tarp no tent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from retrieval.products.kind_nouns import is_part, kind_nouns
from retrieval.products.lexicon import lexicon
from retrieval.products.terms import Phrase, stems
from retrieval.products.vocabulary import SORTS
from retrieval.types import Product

USUAL = 0.5
"""Share of a category's products from which an attribute is usual there."""
NAMED = 0.5
"""Share of a category's products that bear its noun, or one that it covers, from which it tells those that do
not apart: most tents are called tents, but lights are lanterns, torches and headlamps."""


def whole_products(products: Sequence[Product]) -> frozenset[str]:
    """Products that have at least half of the attributes that most of their category have: a rain cover lacks
    the volume, back length and hip belt of the backpacks beside it. So are those whose title says it."""
    shelves: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        shelves[product.category].append(product)
    return frozenset(p.product_id for shelf in shelves.values() for p in _whole_of(shelf))


def _whole_of(shelf: Sequence[Product]) -> Iterator[Product]:
    counted = Counter(name for product in shelf for name in product.attributes)
    usual = {name for name, count in counted.items() if USUAL * len(shelf) <= count < len(shelf)}
    for product in shelf:
        has = sum(name in product.attributes for name in usual)
        if has * 2 >= len(usual) or is_named_for(product):
            yield product


def other_nouns(products: Sequence[Product]) -> frozenset[str]:
    """Products with a noun of their own on a shelf where at least ``NAMED`` bear the shelf's, or that the
    shop calls parts."""
    shelves: dict[str, list[Product]] = defaultdict(list)
    for product in products:
        shelves[product.category].append(product)
    return frozenset(
        product.product_id
        for shelf in shelves.values()
        for most in [sum(map(is_named_for, shelf)) >= NAMED * len(shelf)]
        for product in shelf
        if (most or is_part(product.title, product.tags))
        and not is_named_for(product)
        and any(kind_nouns(product))
        and not (_is_name_alone(product, shelf) or _is_called_alike(product))
    )


def _is_name_alone(product: Product, shelf: Sequence[Product]) -> bool:
    """Whether a title says a name and no noun: "Wachsjacke Moor" among others in small letters."""
    return product.title.istitle() and sum(other.title.istitle() for other in shelf) * 2 < len(shelf)


def _is_called_alike(product: Product) -> bool:
    """Whether it is called by no more than the end of the shelf's name, an "Arc lamp" among floor lamps, or
    by another word for that: a hanging light among pendant lamps."""
    last = stems(product.category)[-1:]
    others = lexicon().same_as(last)
    return {stems(noun) for noun in kind_nouns(product)} == {last} or any(
        stems(noun)[-len(name) :] == name for noun in kind_nouns(product) for name in others
    )


def is_named_for(product: Product) -> bool:
    """Whether one of its nouns ends like the shelf's name, or is another word for it."""
    names = _names_of(product.category)
    sorts = (value for name, value in product.attributes.items() if name.lower() in SORTS)
    called = (stems(noun) for noun in (*kind_nouns(product), *sorts))
    return any(noun[-len(name) :] == name for noun in called for name in names)


@cache
def _names_of(category: str) -> tuple[Phrase, ...]:
    whole = stems(category)
    return (whole, *lexicon().same_as(whole), *lexicon().wider.get(whole, ()))
