"""Says in which colours or sizes a kind of product comes: "what sizes do your boots come in"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from bot.actions.finding import SHOWN, FoundProducts
from bot.actions.saying import listed
from bot.actions.tools import ActionTools
from bot.actions.wording import wished_text
from retrieval.products.sizes import LETTER_SIZES

MOST = 60
"""Products of the kind that are looked at."""
NAMED = 8
"""Colours, or sizes that are no numbers, that are named; those that most products have."""
_ASKED = re.compile(
    r"\b(?:what|which) (?P<what>colou?r|size)s?\b.*"
    r"\b(?:come|comes|available|have|got|sell|offer|stock|carry|there|get)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"\b(?:should|fits?|my|me|(?:do|would|will) (?:i|we) (?:need|take|have|wear)"
    r"|(?:i|we) (?:need|take|wear|am))\b",
    re.IGNORECASE,
)
"""Asks for the size that fits somebody."""
_LETTERS = ("XXS", "XS", "S", "M", "L", "XL", *dict.fromkeys(v for v in LETTER_SIZES.values() if "XX" in v))
_WHOLE = re.compile(r"\d+(?:\.5)?")


def options_of_kind(tools: ActionTools, text: str) -> FoundProducts | None:
    """Some of a kind, and in which colours or sizes all of it are in stock; None where a text asks for
    neither, or names no kind of what is sold; blocks."""
    asked = _ASKED.search(text)
    if asked is None or _OWN.search(text) or tools.products.named(text):
        return None
    wish = tools.products.wish(text)
    if not (wish.kinds or wish.categories):
        return None
    result = tools.products.search(wish, MOST, relax=False)
    option = "size" if asked["what"].lower() == "size" else "colour"
    values = Counter(
        value
        for hit in result.hits
        for value in {getattr(v, option) for v in hit.product.variants if v.stock > 0}
        if value
    )
    if not values:
        return None
    told = _sizes(values) if option == "size" else _most(value for value, _ in values.most_common())
    kind = wished_text(result, tools.settings.shop.currency)
    said = f"{kind[:1].upper()}{kind[1:]} come in {told}."
    return FoundProducts(result=replace(result, hits=result.hits[:SHOWN]), text=said)


def _sizes(values: Counter[str]) -> str:
    """Letters in their order, numbers from the smallest to the largest, what is called otherwise as it is."""
    letters = [size for size in _LETTERS if size in values]
    numbers = sorted((size for size in values if _WHOLE.fullmatch(size)), key=float)
    others = [size for size, _ in values.most_common() if size not in letters and size not in numbers]
    spans = [f"{numbers[0]} to {numbers[-1]}"] if len(numbers) > 2 else numbers
    return _most([*spans, *letters, *others])


def _most(values: Iterable[str]) -> str:
    every = list(values)
    more = len(every) - NAMED
    return f"{', '.join(every[:NAMED])} and {more} more" if more > 1 else listed(every)
