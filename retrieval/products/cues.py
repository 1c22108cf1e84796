"""What of a search for products a message names: price, comparison, colour, refusal and so on."""

from __future__ import annotations

import re

from retrieval.products.beside_things import only_shows
from retrieval.products.questions import asks_attribute, asks_in_unit
from retrieval.products.takeback import takes_back
from retrieval.products.wishes import WishParser

_NUMBER = re.compile(r"(?<![\w.,-])\d{1,4}(?:[.,]\d{1,2})?(?![\w-])")
_POINTS = re.compile(
    r"\b(?:first|second|third|last|other|number [1-5]|this one|that one|the one|these|those|both"
    r"|of (?:them|the two)|it)\b",
    re.I,
)
_IT = re.compile(r"\b(?:it|its|they|them|this|these)\b", re.I)
_PLACE = re.compile(
    r"\b(?:the |your |that )?(?:(?:first|second|third|fourth|last|1st|2nd|3rd)(?: one)?"
    r"|(?:number|no\.?|option) [1-5])(?=\W*$|\W+(?:please|then)\W*$)",
    re.I,
)
_QUESTION = re.compile(
    r"\?|^(?:n |and |ok |so )*(?:what|which|how|is|are|do|does|can|could|would|will)\b", re.I
)
FURTHER = re.compile(
    r"^\W*(?:(?:and|ok|okay|please)\W+)*(?:(?:show |see )?(?:me )?(?:some |any |the )?)"
    r"(?:more|next|others|all|(?:something|anything) (?:else|different))(?: ones| of them)?(?: please)?\W*$",
    re.I,
)
"""Asks for what comes behind the products shown, and says nothing else."""
_AGAIN = re.compile(
    r"\b(?:after all|on reflection|actually|instead|rather|then|as well|either|too|still|forget)\b", re.I
)


def only_points(text: str) -> bool:
    """Whether a text says no more than which of the products shown is meant: "more about the second"."""
    places = list(_PLACE.finditer(text))
    return len(places) == 1 and only_shows(_PLACE.sub(" ", text))


def wish_cues(parser: WishParser, text: str) -> frozenset[str]:
    """The cues of a message, see the module."""
    wish = parser.parse(text)
    found = {
        "price": wish.price_min is not None or wish.price_max is not None,
        "number": bool(_NUMBER.search(text)),
        "comparative": bool(parser.comparatives(text).praises),
        "order": bool(wish.sort),
        "colour": bool(wish.colours),
        "brand": bool(wish.brands),
        "kind": bool(wish.categories or wish.kinds),
        "attribute": bool(wish.wanted or wish.having),
        "size": bool(wish.sizes),
        "person": bool(wish.person or wish.wearers),
        "refusal": bool(
            wish.without
            or wish.unwanted
            or wish.unwanted_brands
            or wish.unwanted_colours
            or wish.unwanted_kinds
        ),
        "given up": takes_back(text, parser.vocabulary),
        "pointing": bool(_POINTS.search(text)),
        "question": bool(_QUESTION.search(text.strip())),
        "again": bool(_AGAIN.search(text)),
        "narrowing": parser.only_narrows(text),
        "further": bool(FURTHER.match(text)),
        "chosen": only_points(text),
        "fact": (_IT.search(text) is not None and asks_attribute(text, by_itself=True)) or asks_in_unit(text),
        "another": parser.names_things(text, also=True),
    }
    return frozenset(name for name, there in found.items() if there)
