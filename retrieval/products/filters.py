"""Hard filters: whether a product, and which of its variants, is what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from retrieval.products.conditions import affirms, holds
from retrieval.products.kind_nouns import COMPOUND, PERSON_WORDS, SHELF_PARTS, kind_nouns
from retrieval.products.lexicon import lexicon
from retrieval.products.quantities import read_quantity
from retrieval.products.size_parts import holds_parts
from retrieval.products.terms import Phrase, holds_phrase, stem, stems
from retrieval.products.things import Things
from retrieval.products.vocabulary import is_material
from retrieval.types import Constraints, Product, Variant

CHILDREN, ANYBODY = "children", "anybody"
ELECTRIC = ("electricity", "electric", "plug", "mains", "mains power", "power socket")
"""Who refuses these refuses what has a wattage, who refuses all but the first two not what has a battery."""
_BATTERY = re.compile(r"(?:batter(?:y|ies)|rechargeable|charging|charge time)\b", re.IGNORECASE)
_OF_CHILDREN = frozenset(stem(word) for word in lexicon().persons["children"])
GROWN_UP = 14
"""Age from which a person is no child."""
_SIZE_SPAN = re.compile(
    r"(?P<by>(?:\d+x)?)(?P<low>\d+(?:\.\d+)?)\s?-\s?(?P<high>\d+(?:\.\d+)?)(?P<mark>[a-z]?)"
)
_SPAN_BY = re.compile(r"(?P<low>\d+)\s?[-–]\s?(?P<high>\d+)\s?[x×]\s?(?P<by>.+)")
_BY = re.compile(r"(?P<n>\d+)\s?[x×]\s?(?P<by>.+)")
"""Width by length, the width perhaps from one to another: a sheet of "160-180 x 200 cm" fits 160 x 200 cm."""
_ONE_SIZE = re.compile(r"(?P<by>(?:\d+x)?)(?P<n>\d+(?:\.\d+)?)(?P<mark>[a-z]?)")
_DENIED = re.compile(r"\b\w+[- ]free\b|\b(?:no|without|zero)[- ]\w+", re.IGNORECASE)
"""In a tag it says what is not there: a cream that is "perfume free" has no perfume."""


def fitting_variant(product: Product, wish: Constraints) -> Variant | None:
    """The cheapest variant in stock that fits; None when the product or every variant of it does not."""
    if not product.published or not product_fits(product, wish):
        return None
    fitting = [v for v in product.variants if v.stock > 0 and variant_fits(v, wish)]
    return min(fitting, key=lambda v: v.price, default=None)


def variant_fits(variant: Variant, wish: Constraints) -> bool:
    """Price, whether it is reduced, colour and size. A variant without a size fits every size."""
    return (
        (not wish.reduced or is_reduced(variant))
        and (wish.price_min is None or variant.price >= wish.price_min)
        and (wish.price_max is None or variant.price <= wish.price_max)
        and (not wish.colours or variant.colour in wish.colours)
        and variant.colour not in wish.unwanted_colours
        and (not wish.sizes or not variant.size or any(size_fits(variant.size, s) for s in wish.sizes))
    )


def is_reduced(variant: Variant) -> bool:
    """Whether it costs less than before."""
    return variant.compare_at_price is not None and variant.compare_at_price > variant.price


def product_fits(product: Product, wish: Constraints) -> bool:
    """All that does not depend on the variant."""
    return (
        (not wish.categories or product.category in wish.categories)
        and (not wish.brands or product.brand in wish.brands)
        and product.brand not in wish.unwanted_brands
        and (not wish.kinds or any(is_kind(product, kind) for kind in wish.kinds))
        and person_fits(product, wish.person)
        and all(holds(stated(product, name), c) for name, c in wish.wanted.items())
        and not any(holds(stated(product, name), c) for name, c in wish.unwanted.items())
        and all(mentions(product, word) for word in wish.having)
        and not any(mentions(product, word) for word in wish.without)
        and product.category not in wish.unwanted_categories
        and not any(is_called(product, kind) for kind in wish.unwanted_kinds)
        and product.product_id not in wish.dismissed
    )


def stated(product: Product, attribute: str) -> str | None:
    """What a product says of an attribute: a tag of that name affirms it; None where it says nothing."""
    value = product.attributes.get(attribute)
    tagged = value is None and attribute.lower() in map(str.lower, product.tags)
    return "yes" if tagged else value


def with_categories(products: Iterable[Product], wish: Constraints) -> Things:
    """Products of the wish's categories and kinds, whatever else it says."""
    return Things(
        p
        for p in products
        if p.published
        and (not wish.categories or p.category in wish.categories)
        and (not wish.kinds or any(is_kind(p, kind) for kind in wish.kinds))
    )


@lru_cache(maxsize=20_000)
def size_fits(size: str, wanted: str) -> bool:
    """ "M" fits "M", "S/M" and "m"; "37" fits "36-38", "700x40C" fits "700x28-47C"; "16 GB" fits
    "16 GB / 512 GB" (see ``size_parts``)."""
    if holds_parts(size, wanted):
        return True
    size, wanted = size.lower(), wanted.lower()
    if size == wanted or wanted in size.split("/"):
        return True
    if (sides := _SPAN_BY.fullmatch(size)) and (asked := _BY.fullmatch(wanted)):
        within = float(sides["low"]) <= float(asked["n"]) <= float(sides["high"])
        return within and sides["by"] == asked["by"]
    span, one = _SIZE_SPAN.fullmatch(size), _ONE_SIZE.fullmatch(wanted)
    if span is None or one is None or span["by"] != one["by"] or one["mark"] not in ("", span["mark"]):
        return False
    return float(span["low"]) <= float(one["n"]) <= float(span["high"])


def person_fits(product: Product, person: str) -> bool:
    """Whether it is made for that person; a product that says nothing is for adults of any gender."""
    return not person or person_suits(made_for(product), person)


def person_suits(made: str, person: str) -> bool:
    """Whether what is made for one (``made_for``) suits the other."""
    return made in (person, ANYBODY) or (made == "unisex" and person != CHILDREN)


def made_for(product: Product) -> str:
    """Whom it is made for: "children", "women", "men", "unisex", or "anybody" from an age of children on."""
    if stated_gender := product.attributes.get("Gender", "").lower():
        return stated_gender
    if product.category == CHILDREN:
        return CHILDREN
    age = read_quantity(product.attributes.get("Age", ""))
    young = age is not None and age.unit in ("", "year") and age.low < GROWN_UP
    tagged = any(_OF_CHILDREN.issuperset(phrase) for tag in product.tags if (phrase := stems(tag)))
    return ANYBODY if young or tagged else "unisex"


def is_kind(product: Product, kind: str) -> bool:
    """Whether a noun names the product: its last word in title, tags or category, the others anywhere.

    "Winter sleeping bag" is a sleeping bag whose tags or season say winter; a bag to pump up sleeping mats is
    none.
    """
    *rest, head = stems(kind)
    own, described, shelf = words_in(product)
    if head in own and all(word in described for word in rest):
        return True
    return head in shelf and all(word in described or word in shelf for word in rest)


def described(product: Product) -> frozenset[str]:
    """The stems of title, tags and the values of attributes."""
    return words_in(product).described


def is_called(product: Product, kind: str) -> bool:
    """Whether a noun is the product's own name, also as the end of one: a headlamp is a lamp, a footprint
    with the tag "tent accessory" is no tent."""
    phrase = stems(kind)
    return any(
        noun[-len(phrase) :] == phrase
        or (len(phrase) == 1 and len(phrase[0]) >= COMPOUND and noun[-1].endswith(phrase[0]))
        for noun in nouns_in(product)
    )


def mentions(product: Product, word: str) -> bool:
    """Whether title, tags or a material hold the word, or an attribute of that name says yes."""
    return holds_phrase(said_in(product), stems(word))


class Words(NamedTuple):
    """Stems that name a product (``own``), that are said of it, these included, and that name its shelf."""

    own: frozenset[str]
    described: frozenset[str]
    shelf: frozenset[str]


def words_in(product: Product) -> Words:
    """See ``Words``."""
    called = f"{product.title} {product.also_called}".rstrip()
    return _words_of(called, product.category, product.tags, tuple(product.attributes.values()))


def nouns_in(product: Product) -> tuple[Phrase, ...]:
    """The stems of each noun that the product is called by."""
    return tuple(stems(noun) for noun in kind_nouns(product))


def said_in(product: Product) -> Phrase:
    """The stems of title, tags and materials, with "" between them."""
    return _said_of(product.title, product.tags, tuple(product.attributes.items()))


@lru_cache(maxsize=20_000)
def _words_of(title: str, category: str, tags: tuple[str, ...], values: tuple[str, ...]) -> Words:
    """Words of the title with the last of each tag (a "tent accessory" is no tent); these with all of the
    tags and the attributes' values; and those of the category. A shelf of several things ("stoves and
    kitchen", "Bulbs & plugs") names none of them."""
    phrases, telling = [stems(tag) for tag in tags], _telling(title)
    nouns = [stems(text) for text in (*title.split(), *tags) if text not in telling]
    own = frozenset(phrase[-1] for phrase in nouns if phrase)
    tagged = frozenset(word for phrase in (stems(title), *phrases) for word in phrase)
    values_said = (word for value in values if affirms(value) for word in stems(value))
    shelf = frozenset(() if SHELF_PARTS.search(category) else stems(category))
    return Words(own, own | tagged | frozenset(values_said), shelf)


def _telling(title: str) -> set[str]:
    """Words that only tell a title's noun apart: a roll-top backpack is no top, a waxed hat no wax."""
    return {
        word
        for word, following in pairwise(title.split())
        if ("-" in word or word.endswith("ed"))
        and following.islower()
        and stem(following) not in PERSON_WORDS
    }


@lru_cache(maxsize=20_000)
def _said_of(title: str, tags: tuple[str, ...], attributes: tuple[tuple[str, str], ...]) -> Phrase:
    said = (_DENIED.sub(" ", text) for text in _texts(title, tags, attributes))
    return tuple(word for text in said for word in (*stems(text), ""))


def _is_electric(attributes: tuple[tuple[str, str], ...]) -> bool:
    """Whether a wattage or voltage is stated, and no fuel: a gas stove has watts as well."""
    units = {quantity.unit for _, value in attributes if (quantity := read_quantity(value)) is not None}
    return not units.isdisjoint({"W", "V"}) and not any(name.lower() == "fuel" for name, _ in attributes)


def _has_battery(attributes: tuple[tuple[str, str], ...]) -> bool:
    """Whether it runs without a socket."""
    return any(_BATTERY.search(name) or _BATTERY.match(value) for name, value in attributes)


def _meant_by(contents: Phrase) -> Iterator[str]:
    """What who refuses it refuses with some of the contents: nuts with hazelnuts."""
    for name, others in lexicon().contained.items():
        if any(holds_phrase(contents, other) for other in others):
            yield name


def _made_of(material: Phrase) -> Iterator[str]:
    """Other words for what something is made of: down is feathers, oak is wood."""
    for name, others in lexicon().made_of.items():
        if stem(name) in material:
            yield from others
    yield from (name for name, sorts in lexicon().sorts.items() if not sorts.isdisjoint(material))


def _texts(title: str, tags: tuple[str, ...], attributes: tuple[tuple[str, str], ...]) -> Iterator[str]:
    yield title
    yield from tags
    if _is_electric(attributes):
        yield from ELECTRIC[:2] if _has_battery(attributes) else ELECTRIC
    for name, value in attributes:
        if name.lower() in lexicon().contents and affirms(value):
            yield from (value, *_meant_by(stems(value)))
        elif is_material(name) and affirms(value):
            yield from (value, *_made_of(stems(value)))
        elif value.lower().startswith("yes"):
            yield name
