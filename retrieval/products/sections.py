"""For whom or what things of one shelf are, where a category's path keeps them apart: "Dogs/Beds" beside
"Cats/Beds"."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from retrieval.products.conditions import LISTED
from retrieval.products.kind_nouns import PERSON_WORDS, SAY_NO_SHELF, kind_nouns
from retrieval.products.terms import Phrase, stems
from retrieval.types import Product

SECTION = "Section"
"""The attribute that says it where no other does."""
SEVERAL = 2
"""Shelves that stand below other parts, too."""


def with_sections(products: Sequence[Product]) -> tuple[Product, ...]:
    """What the upper part of a path says of things whose shelf stands below others, too, as an attribute of
    theirs: the one that says it of most of them ("Animal: dog" below "Dogs"), where they do not state it,
    else ``SECTION``."""
    apart = sections(products)
    if not apart:
        return tuple(products)
    stating = {part: _stating(part, products) for part in apart}
    return tuple(_with_section(product, stating) for product in products)


def sections(products: Sequence[Product]) -> dict[Phrase, str]:
    """Upper parts of paths that keep things of one shelf apart: of several shelves, or as an attribute says
    it, too. Neither persons nor what tells nothing ("Accessories"), nor what things are called: "Phones/Used"
    are used phones."""
    standing: dict[str, set[frozenset[str]]] = defaultdict(set)
    for product in products:
        standing[product.category].add(frozenset(product.above))
    shared: dict[str, set[str]] = defaultdict(set)
    for shelf, paths in standing.items():
        for part in {part for path in paths for part in path}:
            if any(path and part not in path for path in paths):
                shared[part].add(shelf)
    stated = {stems(one) for p in products for value in p.attributes.values() for one in LISTED.split(value)}
    called = {stems(noun)[-1:] for product in products for noun in kind_nouns(product)} - stated
    return {
        phrase: part
        for part, shelves in shared.items()
        if (phrase := stems(part)) and (len(shelves) >= SEVERAL or phrase in stated)
        if phrase[-1] not in SAY_NO_SHELF
        and not PERSON_WORDS.issuperset(phrase)
        and phrase[-1:] not in called
    }


def _stating(part: Phrase, products: Sequence[Product]) -> tuple[str, str]:
    """The attribute that says of most things below a part of a path what the part says, and how."""
    below = [product for product in products if part in map(stems, product.above)]
    said = Counter(
        (name, one.strip())
        for product in below
        for name, value in product.attributes.items()
        for one in LISTED.split(value)
        if stems(one) == part
    )
    (stated, count), *_ = said.most_common(1) or [((SECTION, ""), 0)]
    return stated if count * 2 > len(below) else (SECTION, "")


def _with_section(product: Product, stating: Mapping[Phrase, tuple[str, str]]) -> Product:
    own: dict[str, str] = {}
    for part in product.above:
        name, written = stating.get(stems(part), ("", ""))
        if name and name not in product.attributes:
            own[name] = f"{own[name]}, {written or part}" if name in own else written or part
    return replace(product, attributes={**product.attributes, **own}) if own else product
