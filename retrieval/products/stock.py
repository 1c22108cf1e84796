"""What is in stock, in words. Pieces are counted only when few are left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.products.filters import size_fits
from retrieval.products.size_parts import JOIN, size_tokens
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
    asked = asked_variants(product, sizes, colours)
    if not asked:
        shades = [c for c in colours if not any(c.endswith(f" {other}") for other in colours)]
        return f"The {name} doesn't come {_in(_said(sizes), shades)}. {_choice(product)}"
    there = [v for v in asked if v.stock > 0]
    sizes = _whole(sizes, there or asked)
    made, left_in = ([c for c in colours if c in {v.colour for v in some}] for some in (asked, there))
    if not there:
        rest = (
            f" {_nearest(product, sizes, colours)}"
            if product.in_stock
            else " I can tell you when it is back."
        )
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


def asked_variants(product: Product, sizes: Sequence[str], colours: Sequence[str]) -> list[Variant]:
    """Its variants in one of the sizes and one of the colours, where any are asked for."""
    return [
        v
        for v in product.variants
        if (not sizes or not v.size or any(size_fits(v.size, s) for s in sizes))
        and (not colours or v.colour in colours)
    ]


def _whole(sizes: Sequence[str], variants: Iterable[Variant]) -> Sequence[str]:
    """What is asked for, a part of sizes ("32 GB") by the few sizes that have it ("32 GB / 1 TB")."""
    whole = _sizes(variants)
    own = all(size in whole for size in sizes) or not all(map(size_tokens, sizes))
    return _said(sizes) if own or not sizes or len(whole) > FEW else whole


def _said(sizes: Sequence[str]) -> list[str]:
    """Sizes of which several parts were named as one would say them: "128 GB Grade B"."""
    return [size.replace(JOIN, " ") for size in sizes]


def _nearest(product: Product, sizes: Sequence[str], colours: Sequence[str]) -> str:
    """Where a colour in a size is sold out: that size in other colours, that colour in other sizes; else what
    there is at all."""
    there = [v for v in product.variants if v.stock > 0]
    shades = sorted({v.colour for v in there if v.colour and any(size_fits(v.size, s) for s in sizes)})
    others = _sizes(v for v in there if v.colour in colours)
    told = [f"In {_join(_said(sizes))} there is {_join(shades)}."] if shades and colours else []
    told += [
        f"In {_join(sorted({v.colour for v in there if v.colour in colours}))} there is {_join(others)}."
    ] * (bool(others) and bool(sizes))
    return " ".join(told) or _choice(product)


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
