"""What of a search for products a message names: price, comparison, colour, refusal and so on."""

from __future__ import annotations

import re

from retrieval.products.takeback import takes_back
from retrieval.products.wishes import WishParser

_NUMBER = re.compile(r"(?<![\w.,-])\d{1,4}(?:[.,]\d{1,2})?(?![\w-])")
_POINTS = re.compile(
    r"\b(?:first|second|third|last|other|number [1-5]|this one|that one|the one|these|those|both"
    r"|of (?:them|the two)|it)\b",
    re.I,
)
_QUESTION = re.compile(
    r"\?|^(?:n |and |ok |so )*(?:what|which|how|is|are|do|does|can|could|would|will)\b", re.I
)
_AGAIN = re.compile(
    r"\b(?:after all|on reflection|actually|instead|rather|then|as well|either|too|still|forget)\b", re.I
)


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
    }
    return frozenset(name for name, there in found.items() if there)
