"""How much more one form of a product costs than another: "how much more is it in walnut"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.products.relax import amount
from retrieval.types import Product, Variant

_ASKS = re.compile(
    r"\bhow much (?:more|extra|less|cheaper|dearer)\b(?! than\b)|\bhow much is the (?:extra|surcharge)\b"
    r"|\b(?:price difference|difference in price|surcharge|extra charge|extra cost)s?\b"
    r"|\b(?:what(?:['’]?s| is)|how much is) the difference (?:for|to|in|with)\b",
    re.IGNORECASE,
)
MOST = 4
"""Prices that are told."""


def asks_price_step(text: str) -> bool:
    """Whether a text asks how much more something costs so."""
    return _ASKS.search(text) is not None


def price_steps(product: Product, name: str, colours: Sequence[str] = (), sizes: Sequence[str] = ()) -> str:
    """What a product costs in each colour of one size, of ``sizes`` if there, where the price goes by colour,
    else in each size; "" where it costs the same in all. ``colours`` are compared with the others."""
    for size in dict.fromkeys(variant.size for variant in _meant(product, sizes)):
        of_size = _by(variant for variant in product.variants if variant.size == size)
        told = {variant.colour: variant for variant in of_size if variant.colour}
        if len({variant.price for variant in told.values()}) > 1 and set(colours) <= set(told):
            where = f" in {size}" if size and len({v.size for v in product.variants}) > 1 else ""
            return f"The {name}{where} costs {_prices(told, product.currency)}."
    by_size = {variant.size: variant for variant in _by(product.variants) if variant.size}
    if colours or len({variant.price for variant in by_size.values()}) < 2:
        return ""
    return f"The {name} costs {_prices(by_size, product.currency)}."


def _meant(product: Product, sizes: Sequence[str]) -> list[Variant]:
    """The variants of the sizes that are spoken of, those in stock first."""
    there = sorted(product.variants, key=lambda variant: variant.stock == 0)
    return [variant for variant in there if variant.size in sizes] or there


def _by(variants: Iterable[Variant]) -> list[Variant]:
    return sorted(variants, key=lambda variant: variant.price)


def _prices(forms: dict[str, Variant], currency: str) -> str:
    told = [f"{amount(v.price)} {currency} in {form}" for form, v in list(forms.items())[:MOST]]
    return f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
