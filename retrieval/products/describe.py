"""A wish in words, as the bot repeats it: "rain jackets for women in blue, waterproof, up to 80 EUR"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.products.conditions import for_whom
from retrieval.products.plurals import plural
from retrieval.products.relax import in_words, price_in_words
from retrieval.types import Constraints, Wearer

FEW = 2
"""Shelves, or sizes of one name, that are told one by one."""


def describe(wish: Constraints, currency: str, *, without_price: bool = False) -> str:
    """The wish as a noun with what was asked of it."""
    kinds = _shortest(map(_small, wish.kinds))[:2]
    noun = " or ".join(map(plural, kinds)) if kinds else _shelves(wish.categories)
    brands = " or ".join(wish.brands)
    reduced = "reduced" if wish.reduced else ""
    parts = [" ".join(part for part in (reduced, brands, noun or "products") if part)]
    if wish.wearers:
        parts[0] += " " + " and ".join(_wearer(wearer) for wearer in wish.wearers)
    if wish.person:
        parts[0] += f" for {wish.person}"
    parts[0] += "".join(f" {whom}" for condition in wish.wanted.values() if (whom := for_whom(condition)))
    if wish.colours:
        parts[0] += f" in {_colours(wish.colours)}"
    if wish.sizes:
        parts[0] += f" in size {_sizes(wish.sizes)}"
    parts += [in_words(name, c) for name, c in wish.wanted.items() if not for_whom(c)]
    told = {word for kind in kinds for word in kind.split()}
    parts += [f"with {word}" for word in wish.having if word not in told]
    parts += [f"without {word}" for word in _unwanted(wish)]
    parts += [f"not {for_whom(c)}" for c in wish.unwanted.values() if for_whom(c)]
    parts += [in_words(n, c) for n, c in wish.unwanted.items() if c.startswith("!=")]
    price = price_in_words(wish)
    if price and not without_price:
        parts.append(f"{price} {currency}")
    return ", ".join(parts)


def _shelves(categories: Sequence[str]) -> str:
    """Those of a wide shelf are not told one by one."""
    names = [_small(name) for name in categories]
    last = {name.split()[-1] for name in names}
    if len(names) > FEW and len(last) == 1:  # "floor lamps", "table lamps" and "wall lamps"
        return last.pop()
    return " or ".join(names) if len(names) <= FEW else f"{', '.join(names[:FEW])} and more"


def _unwanted(wish: Constraints) -> list[str]:
    named = [
        name.lower() if condition == "yes" else condition
        for name, condition in wish.unwanted.items()
        if name.lower() not in wish.without
        and condition != "no"
        and not condition.startswith("!=")
        and not for_whom(condition)
    ]
    kinds = [kind for kind in wish.unwanted_kinds if kind not in wish.without]
    return [*wish.without, *named, *wish.unwanted_colours[:2], *wish.unwanted_brands, *kinds]


def _wearer(wearer: Wearer) -> str:
    whom = f"for {wearer.person}" if wearer.person else "for anyone"
    return f"{whom} in size {' or '.join(wearer.sizes)}" if wearer.sizes else whom


def _sizes(sizes: Sequence[str]) -> str:
    """Many with one name by that: "King" of "King 150 x 200 cm, firm" and its like."""
    names = {re.split(r" \d", size)[0] for size in sizes}
    return names.pop() if len(names) == 1 and len(sizes) > FEW else " or ".join(sizes)


def _colours(colours: tuple[str, ...]) -> str:
    """One word for all shades of a colour."""
    names = [_small(colour) for colour in colours]
    last = {name.split()[-1] for name in names}
    return last.pop() if len(last) == 1 and len(names) > 1 else " or ".join(_shortest(names)[:3])


def _shortest(names: Iterable[str]) -> list[str]:
    """Without names that hold another as a word: "red" for "red", "red floral" and "red check"."""
    told = list(names)
    return [name for name in told if not any(set(other.split()) < set(name.split()) for other in told)]


def _small(name: str) -> str:
    """A name within a sentence: "Table lamps" as "table lamps", "USB sticks" and "TV" as they are."""
    return re.sub(r"\b[A-Z](?=[a-z])", lambda match: match[0].lower(), name)
