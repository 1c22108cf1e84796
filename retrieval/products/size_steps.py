"""Which other sizes of a product a few words ask for: "a longer one?", "is there a bigger bag?"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.products.quantities import magnitude, read_quantity
from retrieval.products.sentence import Sentence
from retrieval.products.sizes import bare_sizes, by_width, sizes_by_side, unit_sizes
from retrieval.products.things import Things
from retrieval.types import Product
from retrieval.words import folded, words

_STEP = re.compile(
    r"\b(?:(?P<more>bigger|larger|longer|higher|taller|wider|size up|next size)"
    r"|(?P<less>smaller|shorter|narrower|size down)"
    r"|(?P<most>biggest|largest|longest|highest|tallest|widest)"
    r"|(?P<least>smallest|shortest|narrowest))\b"
)
_OF_ANY_SIZE = re.compile(r"size|(?:bigg|larg|small)(?:er|est)|next")
"""Of clothes and shoes as well, which may be longer or wider in one size."""
_BY_THE = re.compile(r"\b(?:in|by the|per) (kilo|litre|liter|met(?:re|er))s?\b", re.IGNORECASE)
"""One of these: "is it sold in kilos?"."""
_THE_SIZE = re.compile(
    r"\b(?:the|those|these)(?: size)? (?P<size>\d[\w./]*|[x]{0,3}[sml])s?(?=\W*$|\W* (?!ones?\b|and\b)[a-z])",
    re.I,
)
"""A size that stands for the thing in it."""
_IN_SIZE = re.compile(r"\b(?:in|only(?: in)?|an?) (?P<size>\d{2,3})(?=\W*$|[,;.?!])", re.IGNORECASE)
""" "Is that one in 180"."""
_BY_FIRST = re.compile(r"(?P<first>\d{2,3})(?: ?(?:cm|mm))? ?[x×] ?\d", re.IGNORECASE)
"""A size of two measures, which is called by the first."""
_PACKS = frozenset(
    words(
        "bag pack packet package bottle tin box jar tube can pot bucket roll sack one ones version size same"
        " please"
    )
)
"""Words for what a thing comes in, and such as say nothing of it."""
_LETTERS = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")


def said_sizes(product: Product, text: str) -> tuple[str, ...]:
    """The size of a product that a text names by its measure or by a part, as the catalogue writes it: "a
    kilo of it", "the 350 ml one", "in grade B"; () where it comes in no other."""
    things, sentence = Things([product]), Sentence(_BY_THE.sub(r"1 \1", text))
    if len(things.sizes) < 2:
        return ()
    if said := unit_sizes(sentence, things):
        return tuple(map(things.size_parts.whole, said))
    bare = tuple(size for size in bare_sizes(sentence, things) if _measured(size))
    return bare or by_width(sentence, things, bare=True) or sizes_by_side(sentence, things)


def pointed_size(product: Product, text: str) -> str:
    """The one size of a product, of several, that a text points at by the size alone: "how many of the 43";
    else ""."""
    said = {match["size"].lower() for form in (_THE_SIZE, _IN_SIZE) for match in form.finditer(text)}
    sizes = {variant.size for variant in product.variants}
    meant = [size for size in sizes if size.lower() in said] if len(sizes) > 1 else []
    if len(sizes) > 1 and not meant:
        meant = [size for size in sizes if (by := _BY_FIRST.match(size)) and by["first"] in said]
    return meant[0] if len(meant) == 1 else ""


def asks_other_size(text: str) -> bool:
    """Whether a text asks for another size of what is at hand, and says nothing else."""
    plain = folded(text)
    return _STEP.search(plain) is not None and not set(words(_STEP.sub(" ", plain))) - _PACKS


def other_sizes(product: Product, text: str, size: str) -> tuple[str, ...] | None:
    """The sizes that a text asks for (``asks_other_size``) beside the one at hand, the nearest first; none
    where that is the last one. None where the product's sizes have no order that the words are of."""
    step, order = _STEP.search(folded(text)), _order(product)
    if step is None or len(order) < 2 or size not in order:
        return None
    if not any(_measured(one) for one in order) and not _OF_ANY_SIZE.match(step[0]):
        return None
    up = bool(step["more"] or step["most"])
    sizes = sorted(order, key=order.__getitem__, reverse=not up)
    beyond = tuple(sizes[sizes.index(size) + 1 :])
    return beyond[-1:] if step["most"] or step["least"] else beyond


def _order(product: Product) -> Mapping[str, float]:
    """The product's sizes with a number to order them by; empty where one of them has none."""
    sizes = dict.fromkeys(variant.size for variant in product.variants)
    numbers = {size: _number(size) for size in sizes}
    return {size: n for size, n in numbers.items() if n is not None} if None not in numbers.values() else {}


def _number(size: str) -> float | None:
    letters = size.lower()
    return float(_LETTERS.index(letters)) if letters in _LETTERS else magnitude(size)


def _measured(size: str) -> bool:
    """Whether a size is a measure ("60 cm", "4 treads", "5 x 60 mm"), and no number or letter of clothes."""
    quantity = read_quantity(size)
    return bool(quantity.unit) if quantity is not None else magnitude(size) is not None
