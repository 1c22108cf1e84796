"""Why a product is shown: sentences that are true of it, from what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from retrieval.products.conditions import affirms, for_whom, holds
from retrieval.products.filters import mentions
from retrieval.products.prices import meant_price
from retrieval.products.relax import amount
from retrieval.products.vocabulary import is_material
from retrieval.types import NEWEST, Constraints, Product, Variant

MOST = 3


def reasons(product: Product, variant: Variant, asked: Constraints, *, first_by: str = "") -> tuple[str, ...]:
    """At most three reasons, best first. ``asked`` is the wish before anything was given up; ``first_by``
    names the order in which this product came first ("" for any other)."""
    found = [
        *_order(product, first_by, asked),
        *_attributes(product, asked, first_by),
        *_money(product, variant, asked),
    ]
    found += [f"In {variant.colour}"] if variant.colour and variant.colour in asked.colours else []
    found += [f"Size {variant.size} in stock"] if variant.size and asked.sizes else []
    return tuple(found[:MOST])


def _order(product: Product, first_by: str, asked: Constraints) -> Iterator[str]:
    name = first_by.removeprefix("-")
    if asked.sort == NEWEST and product.since:
        day = date.fromisoformat(product.since)
        yield f"In our shop since {day.day} {day:%B %Y}"
    elif name == "price":
        yield "The cheapest that fits" if first_by == "price" else "Our best in this choice by price"
    elif name in product.attributes:
        yield f"{name}: {product.attributes[name]}, the {'highest' if first_by[0] == '-' else 'lowest'} here"


def _attributes(product: Product, asked: Constraints, first_by: str) -> Iterator[str]:
    for name, condition in asked.wanted.items():
        value = product.attributes.get(name)
        if value is None or name == first_by.removeprefix("-") or not holds(value, condition):
            continue
        if for_whom(condition):
            continue
        if condition == "yes":
            detail = value.partition(",")[2].strip() if affirms(value) else ""
            yield f"{name}{f' ({detail})' if detail else ''}, as you asked"
        else:
            yield f"{name}: {value}"
    for word in asked.having:
        if mentions(product, word):
            yield _made_of(product, word)
    name = asked.sort.removeprefix("-")
    if name in product.attributes and name not in asked.wanted and not first_by:
        yield f"{name}: {product.attributes[name]}"


def _made_of(product: Product, word: str) -> str:
    for name, value in product.attributes.items():
        if is_material(name) and word in value.lower():
            return f"{name}: {value}"
    return f"With {word}"


def _money(product: Product, variant: Variant, asked: Constraints) -> Iterator[str]:
    budget = meant_price(asked.price_min, asked.price_max) or asked.price_max
    if budget is not None and (asked.price_min or 0) <= variant.price < budget:
        saved = budget - variant.price
        if saved >= 1:
            yield f"{amount(saved)} {product.currency} under your budget"
    if variant.compare_at_price is not None and variant.compare_at_price > variant.price:
        yield f"Reduced from {amount(variant.compare_at_price)} {product.currency}"
