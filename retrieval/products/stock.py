"""What is in stock, in words. Pieces are counted only when few are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.products.filters import size_fits
from retrieval.types import Product, Variant

FEW = 3


def stock_words(product: Product, variant: Variant | None = None) -> str:
    """For a card: "In stock", "Only 2 left", "Sold out in M", "Sold out"."""
    if variant is None or variant.stock == 0:
        if not product.in_stock:
            return "Sold out"
        return f"Sold out in {_label(variant)}" if variant is not None and _label(variant) else "In stock"
    return f"Only {variant.stock} left" if variant.stock <= FEW else "In stock"


def stock_sentence(
    product: Product, name: str, sizes: Sequence[str] = (), colours: Sequence[str] = ()
) -> str:
    """The answer to "do you have it in M, in red?": what there is of what was asked, else what there is."""
    if sizes and not _sizes(product.variants):
        return f"The {name} comes in one size. {stock_sentence(product, name, (), colours)}"
    asked = [
        v
        for v in product.variants
        if (not sizes or not v.size or any(size_fits(v.size, s) for s in sizes))
        and (not colours or v.colour in colours)
    ]
    if not asked:
        shades = [c for c in colours if not any(c.endswith(f" {other}") for other in colours)]
        return f"The {name} doesn't come {_in(sizes, shades)}. {_choice(product)}"
    there = [v for v in asked if v.stock > 0]
    made, left_in = ([c for c in colours if c in {v.colour for v in some}] for some in (asked, there))
    if not there:
        rest = f" {_choice(product)}" if product.in_stock else " I can tell you when it is back."
        wanted = _in(sizes, made)
        return f"Sorry, the {name} is sold out{f' {wanted}' if wanted else ''} at the moment.{rest}"
    left = sum(v.stock for v in there)
    few = f": only {left} left" if left <= FEW else ""
    if sizes or colours:
        more = (
            f" You can have it in {_join(sorted({v.colour for v in there}))}."
            if not colours and _many(there)
            else ""
        )
        more = more or (f" Sizes in stock: {_join(_sizes(there))}." if not sizes and _sizes(there) else "")
        gone = _in((), [colour for colour in made if colour not in left_in])
        but = f" It is sold out {gone}." if gone else ""
        return f"Yes, the {name} is in stock {_in(sizes, left_in)}{few}.{but}{more}"
    return f"Yes, the {name} is in stock{few}. {_choice(product)}".strip()


def _in(sizes: Sequence[str], colours: Sequence[str]) -> str:
    """ "in M in red or blue"."""
    return " ".join(f"in {' or '.join(values)}" for values in (sizes, colours) if values)


def _choice(product: Product) -> str:
    """What can be bought: sizes where there are several, else colours."""
    there = [v for v in product.variants if v.stock > 0]
    gone = [size for size in _sizes(product.variants) if size not in _sizes(there)]
    parts = []
    if len(_sizes(product.variants)) > 1 and there:
        parts.append(
            f"Sizes in stock: {_join(_sizes(there))}." + (f" Sold out: {_join(gone)}." if gone else "")
        )
    if _many(product.variants) and there:
        parts.append(f"Colours in stock: {_join(sorted({v.colour for v in there if v.colour}))}.")
    return " ".join(parts)


def _sizes(variants: Iterable[Variant]) -> list[str]:
    return list(dict.fromkeys(v.size for v in variants if v.size))


def _many(variants: Iterable[Variant]) -> bool:
    return len({v.colour for v in variants if v.colour}) > 1


def _label(variant: Variant) -> str:
    return " ".join(part for part in (variant.size, variant.colour) if part)


def _join(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + f" and {words[-1]}" if len(words) > 1 else "".join(words)
