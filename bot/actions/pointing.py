"""What "the second one", "both", "the cheapest", "the Halde" and "it" point at, among the products shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from retrieval.products.conditions import affirms
from retrieval.products.quantities import UNIT, base_unit, number, read_quantity
from retrieval.products.terms import Phrase, holds_phrase, stems
from retrieval.types import Product

ORDINALS = {
    "first": 0, "1st": 0, "top": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "last": -1,
}  # fmt: skip
_ORDINAL = re.compile(
    rf"\b({'|'.join(ORDINALS).removesuffix('|last')}|(?<=\bthe )last|last(?= one\b))\b"
    r"(?!\s+(?:time|trip|tour|tent for|week|year|order|name|thoughts?|hand"
    rf"|season|things?|questions?|night|month|summer|winter|but not))",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"(?:\bthe )?{_ORDINAL.pattern}(?: one)?", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?:number|no\.?|#)\s*([1-5])\b", re.IGNORECASE)
_TWO = re.compile(r"\b(?:both|(?:these|those|the|first) (?:two|2)|of the two|each other)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all(?: (?:three|four|of (?:them|these)))?|these|those|them)\b", re.IGNORECASE)
_CHEAPEST = re.compile(r"\bcheapest\b|\bthe cheaper one\b|\bleast expensive\b", re.IGNORECASE)
_DEAREST = re.compile(
    r"\b(?:most expensive|dearest|priciest|expensive one|more expensive one)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\bother (?:one|two)\b", re.IGNORECASE)
_PRICE = re.compile(r"\b(\d+(?:[.,]\d{2})?)\s*(?:€|eur|euros?)", re.IGNORECASE)
_ITS_PRICE = re.compile(
    r"\b(?:that|this|the|it)(?: one)?(?:'s| is| was| for| at|s)?\s+(\d{2,4}(?:[.,]\d{2})?)(?= one\b"
    r"|\s*(?:$|[.,;!?]))",
    re.IGNORECASE,
)
_CHOSEN = re.compile(
    r"\bthe\s+(?P<by>(?:more |most |less |least )?[a-z]+)\s+(?:one\b|of (?:the|these|those|them)\b)"
    r"|\bthe\s+(?P<best>[a-z]+est|(?:most|least) [a-z]+)\b",
    re.IGNORECASE,
)
""" "The lighter one", "the warmest of them"; with "a" it asks for another."""
_DEFINITE = re.compile(r"\b(?:the|these|those|that|this)\s+(?P<what>[\w-]+(?: [\w-]+){0,2})", re.IGNORECASE)
"""Something that is known, by what it is called."""
BEGINNING = 4
"""Letters by which a word of a title is told."""
_MEASURED = re.compile(
    rf"\bthe (?P<low>\d+(?:[.,]\d+)?)[\s-]?(?P<unit>{UNIT})(?!\w)(?= (?:one|version|model)\b|\s*(?:$"
    rf"|[.,;!?]))",
    re.IGNORECASE,
)
_WITH_PART = re.compile(
    r"\b(?:the|that|this|those) (?:ones?|version|model|variant)? ?"
    r"(?P<how>with(?:out| no)?|that (?:has|have|comes with)(?: no)?"
    r"|(?:which|that) (?:has|have)n['’]?t(?: got)?)"
    r" (?:an? |the |any )?(?P<what>[\w-]+(?: (?!is\b|are\b|has\b|for\b|please\b)[\w-]+){0,2})",
    re.IGNORECASE,
)
""" "The one without heat sink"."""
_IT = re.compile(
    r"\b(?:it(?! is\s*(?:$|[.,;!]))|its|this|that(?! (?:the|they|we|i|you|he|she|my|his|her"
    r"|(?:won|don|doesn|isn|aren|can)['’]?t)\b)|this one|that one|the one"
    r"|one(?!\s+(?!(?:in|with|that|for|is|has|and|to|of|as|which|from|left|there|please|or)\b)[a-z]))\b",
    re.IGNORECASE,
)


Ordered = Callable[[str, Sequence[Product]], tuple[str, list[Product]] | None]
"""Products by what a comparative asks for, best first; see ``Products.ordered``."""


def pointed_at(
    text: str,
    shown: Sequence[Product],
    current: Product | None = None,
    ordered: Ordered | None = None,
    *,
    loosely: bool = True,
) -> list[Product]:
    """The products meant, in the order in which they are named; none when nothing points. ``loosely``: so do
    a bare "it" and "those"."""
    if not shown:
        return [current] if current is not None and _IT.search(text) else []
    found = by_place(text, shown)
    if not found and (best := _chosen(text, shown, ordered)) is not None:
        return [best]
    if len(found) < 2 and _TWO.search(text):
        return list(shown[:2])
    if found:
        return found
    if _CHEAPEST.search(text):
        return [min(shown, key=lambda product: product.price)]
    if _DEAREST.search(text):
        return [max(shown, key=lambda product: product.price)]
    if _OTHER.search(text):
        return [product for product in shown if product != current][:1]
    if _WITH_PART.search(text):
        return by_part(text, shown)
    if found := _by_title(text, shown) or _by_look(text, shown) or _by_measure(text, shown):
        return found
    if not loosely:
        return []
    if _ALL.search(text):
        return list(shown)
    return [current or shown[0]] if _IT.search(text) else []


def by_part(text: str, shown: Sequence[Product]) -> list[Product]:
    """The one that has, or has not, what tells it from the others: "the one without heat sink"."""
    found = _with_part(text, shown)
    return [found[0]] if found else []


def without_part(text: str, shown: Sequence[Product]) -> str:
    """ "Does it fit" for "does the one with a heat sink fit"."""
    match, found = _WITH_PART.search(text), _with_part(text, shown)
    if match is None or found is None:
        return text
    rest = match["what"].split()[found[1] :]
    return " ".join([text[: match.start()] + "it", *rest]) + text[match.end() :]


def _with_part(text: str, shown: Sequence[Product]) -> tuple[Product, int] | None:
    """The only one that is so, and how many words say what it has."""
    match = _WITH_PART.search(text)
    if match is None or len(shown) < 2:
        return None
    denied = re.search(r"out|no\b|n['’]?t", match["how"]) is not None
    said = match["what"].split()
    for length in range(len(said), 0, -1):
        part = stems(" ".join(said[:length]))
        found = [product for product in shown if _has(product, part) != denied]
        if part and len(found) == 1:
            return found[0], length
    return None


def _has(product: Product, part: Phrase) -> bool:
    """Whether its title, an attribute, a size or a colour says that a product has something."""
    stated = {stems(name): value for name, value in product.attributes.items()}
    if part in stated:
        return affirms(stated[part])
    forms = (form for variant in product.variants for form in (variant.size, variant.colour))
    told = (product.title, *product.attributes.values(), *forms)
    return any(holds_phrase(stems(said), part) for said in told)


def by_own_word(text: str, shown: Sequence[Product]) -> list[Product]:
    """The one whose title alone has words that a text says: "the hs"."""
    said, titles = set(stems(text)), [set(stems(product.title)) for product in shown]
    own = [title & said - set().union(*(other for other in titles if other is not title)) for title in titles]
    found = [product for product, words in zip(shown, own, strict=True) if words]
    return found if len(found) == 1 else []


def without_place(text: str) -> str:
    """ "What is it made of" for "what is the third one made of"."""
    return _PLACE.sub("it", text)


def by_place(text: str, shown: Sequence[Product]) -> list[Product]:
    """Those that a text counts, in the order in which it does: "the second", "number 3"."""
    if not shown:
        return []
    places = [(m.start(), ORDINALS[m[1].lower()]) for m in _ORDINAL.finditer(text)]
    places += [(m.start(), int(m[1]) - 1) for m in _NUMBER.finditer(text)]
    numbers = [place if place >= 0 else len(shown) - 1 for _, place in sorted(places)]
    return list({n: shown[n] for n in numbers if n < len(shown)}.values())


def _chosen(text: str, shown: Sequence[Product], ordered: Ordered | None) -> Product | None:
    """The one that "the lighter one" means among several."""
    match = _CHOSEN.search(text)
    if match is None or ordered is None or len(shown) < 2:
        return None
    found = ordered(match["by"] or match["best"], shown)
    return found[1][0] if found is not None else None


def chooses(text: str) -> bool:
    """Whether a text speaks of "the cheaper of the two" rather than asking which one that is."""
    return bool(_CHOSEN.search(text))


def _by_title(text: str, shown: Sequence[Product]) -> list[Product]:
    """The one that a word of its title tells from the others: "the hiking socks", "the alu ones"."""
    titles = [set(stems(product.title)) for product in shown]
    common = set.intersection(*titles)
    said = {word for match in _DEFINITE.finditer(text) for word in stems(match["what"])} - common
    shared = [len(said & title) or _begins_one(said, title - common) for title in titles]
    best = max(shared, default=0)
    return [shown[shared.index(best)]] if best and shared.count(best) == 1 and len(shown) > 1 else []


def _begins_one(said: set[str], title: set[str]) -> int:
    """Whether a word that is said begins one of a title: "the ortho one" of an "Orthopaedic bed"."""
    return int(any(len(word) >= BEGINNING and own.startswith(word) for word in said for own in title))


def _by_measure(text: str, shown: Sequence[Product]) -> list[Product]:
    """The one that a measure tells from the others: "the 100w one"."""
    match = _MEASURED.search(text)
    if match is None or len(shown) < 2:
        return []
    unit, factor = base_unit(match["unit"])
    amount = number(match["low"]) * factor
    measures = [[read_quantity(value) for value in product.attributes.values()] for product in shown]
    found = [
        product
        for product, told in zip(shown, measures, strict=True)
        if any(one is not None and one.unit == unit and one.low == one.high == amount for one in told)
    ]
    return found if len(found) == 1 else []


def _by_look(text: str, shown: Sequence[Product]) -> list[Product]:
    """By brand, price or colour, where that tells one from the others."""
    low = text.lower()
    prices = [
        Decimal(match[1].replace(",", "."))
        for pattern in (_PRICE, _ITS_PRICE)
        for match in pattern.finditer(text)
    ]
    found = [
        product
        for product in shown
        if (product.brand and product.brand.lower() in low)
        or any(round(product.price) == round(price) for price in prices)
        or any(v.colour and re.search(rf"\b{re.escape(v.colour)} one\b", low) for v in product.variants)
    ]
    return found if 0 < len(found) < len(shown) or len(found) == 2 else []
