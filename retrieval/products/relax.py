"""When nothing fits: what is given up, in which order, and how that is said.

Given up one at a time, then together: a little of the price, that it is reduced, the colour, the brand, that
it is for no more people than asked, each wanted attribute, the first word of the kind ("rain jacket" becomes
"jacket"), the price altogether, that it is for so many people at least, for whom or
what it is by the catalogue; what a thing is filled with ("down
sleeping bag") only where it costs more than twice the budget. Never given up: what is not wanted, sizes, and
whom it is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial

import msgspec
from msgspec.structs import replace

from retrieval.products.conditions import bounds, for_whom
from retrieval.products.lexicon import lexicon
from retrieval.products.prices import meant_price
from retrieval.products.quantities import TOLERANCE, Quantity
from retrieval.products.terms import stems
from retrieval.types import Constraints

_NEARLY = 0.005
A_LITTLE = Decimal("1.25")
"""How far above the budget the first step looks."""
A_LOT = Decimal(2)
"""The same where what it is made of would be given up instead."""


class Relaxed(msgspec.Struct, frozen=True, kw_only=True):
    """What was given up. ``field`` is price, reduced, colour, brand, attribute, kind or person; ``asked``
    says it in words."""

    field: str
    asked: str
    wish: Constraints


def relaxations(wish: Constraints) -> Iterator[list[Relaxed]]:
    """Weaker wishes in order, each as what was given up; the last entry's ``wish`` is to be tried."""
    steps = list(_steps(wish))
    for step in steps:
        yield [step(wish)]
    given_up: list[Relaxed] = []
    weaker = wish
    for step in steps:
        one = step(weaker)
        if one.wish != weaker:
            weaker = one.wish
            given_up = [r for r in given_up if r.field != "price" or one.field != "price"] + [one]
            if len(given_up) > 1:
                yield list(given_up)


def _steps(wish: Constraints) -> Iterator[Callable[[Constraints], Relaxed]]:
    if wish.price_max is not None:
        yield lambda w: _price(w, replace(w, price_max=w.price_max * A_LITTLE if w.price_max else None))
    if wish.reduced:
        yield lambda w: Relaxed(field="reduced", asked="reduced", wish=replace(w, reduced=False))
    if wish.colours:
        yield lambda w: Relaxed(field="colour", asked=_either(wish.colours), wish=replace(w, colours=()))
    if wish.brands:
        yield lambda w: Relaxed(field="brand", asked=_either(wish.brands), wish=replace(w, brands=()))
    people = [name for name, condition in wish.wanted.items() if _counts_people(name, condition)]
    for name in people:
        yield partial(_more_people, name=name)
    whom = [name for name, condition in wish.wanted.items() if for_whom(condition)]
    for name in reversed(wish.wanted):
        if name not in people and name not in whom:
            yield partial(_unasked, name=name)
    for word in reversed(wish.having):
        yield lambda w, word=word: Relaxed(  # type: ignore[misc]
            field="attribute", asked=word, wish=replace(w, having=tuple(h for h in w.having if h != word))
        )
    kind = wider_kind(wish)
    made_of = kind is not None and any(
        _is_material(word) for name in wish.kinds for word in name.split()[:-1]
    )
    steps: list[Callable[[Constraints], Relaxed]] = []
    if kind is not None:
        heads = kind.wish.kinds
        steps.append(lambda w: Relaxed(field="kind", asked=_either(wish.kinds), wish=replace(w, kinds=heads)))
    if wish.price_max is not None or wish.price_min is not None:
        steps.append(lambda w: _price(w, replace(w, price_max=None, price_min=None)))
    if made_of and wish.price_max is not None:
        yield lambda w: _price(w, replace(w, price_max=w.price_max * A_LOT if w.price_max else None))
    yield from steps
    for name in (*people, *whom):
        yield partial(_unasked, name=name)


def _unasked(wish: Constraints, name: str) -> Relaxed:
    """Without a condition, where there is one."""
    asked = in_words(name, wish.wanted[name]) if name in wish.wanted else name.lower()
    left = {n: c for n, c in wish.wanted.items() if n != name}
    return Relaxed(field="attribute", asked=asked, wish=replace(wish, wanted=left))


def _counts_people(name: str, condition: str) -> bool:
    """Whether a condition says for how many something is to be, neither more nor fewer."""
    return stems(name) in (stems("persons"), stems("seats")) and condition.startswith("= ")


def _more_people(wish: Constraints, name: str) -> Relaxed:
    """For at least as many: there is room for two in a tent for three."""
    condition = wish.wanted[name]
    more = {**wish.wanted, name: f">{condition}"}
    return Relaxed(field="attribute", asked=in_words(name, condition), wish=replace(wish, wanted=more))


def wider_kind(wish: Constraints) -> Relaxed | None:
    """The kind without its first word; None for a noun alone."""
    heads = tuple(dict.fromkeys(kind.partition(" ")[2] or kind for kind in wish.kinds))
    if heads == wish.kinds:
        return None
    return Relaxed(field="kind", asked=_either(wish.kinds), wish=replace(wish, kinds=heads))


def _is_material(word: str) -> bool:
    """Who asks for a down bag wants down before a lower price."""
    return word in lexicon().fills


def in_words(name: str, condition: str) -> str:
    """A condition as a shopper would say it: "waterproof", "weight at most 2 kg"."""
    low, high = bounds(condition)
    bound = low or high
    shown = condition.lstrip("<>!=").strip()
    if condition.startswith("!="):
        return f"{name.lower()} {shown}s"
    if for_whom(condition):
        return for_whom(condition)
    if condition == "yes":
        return name.lower() if not name.isupper() else name
    if condition == "no":
        return f"no {name.lower()}"
    if bound is not None and not bound.unit and (name.endswith("s") or condition[0] not in "<>"):
        return _counted(name, shown, low is not None, high is not None)
    if low is not None and high is not None and (middle := _about(low, high)):
        return f"{name.lower()} about {middle}"
    if low is not None and high is not None:
        return f"{name.lower()} {shown.replace(' .. ', ' to ')}"
    if low is not None or high is not None:
        return f"{name.lower()} {_side(condition)} {shown}"
    return condition if stems(condition) in lexicon().implied else f"{name.lower()} {shown}"


def _about(low: Quantity, high: Quantity) -> str:
    """The measure that a range lies around, as far as a bare "18 V" reaches; "" of any other range."""
    middle = (low.low + high.low) / 2
    around = middle > 0 and abs((high.low - middle) / middle - TOLERANCE) < _NEARLY
    return f"{float(f'{middle:.3g}'):g} {high.unit}" if around else ""


def _side(condition: str) -> str:
    words = {"<=": "at most", ">=": "at least", "<": "below", ">": "above"}
    return next(said for sign, said in words.items() if condition.startswith(sign))


def _counted(name: str, shown: str, low: bool, high: bool) -> str:
    """ "3 persons", "at least 2 doors", "1 season"."""
    lead = "" if low and high else "at least " if low else "at most "
    one = name.lower().removesuffix("s")
    return f"{lead}{shown.replace(' .. ', ' to ')} {one if shown == '1' else one + 's'}"


def price_in_words(wish: Constraints) -> str:
    """ "under 80", "between 50 and 100", "about 100", "over 50"."""
    if (near := meant_price(wish.price_min, wish.price_max)) is not None:
        return f"about {amount(near)}"
    if wish.price_min is not None and wish.price_max is not None:
        return f"between {amount(wish.price_min)} and {amount(wish.price_max)}"
    if wish.price_max is not None:
        return f"{'in total ' if wish.together else ''}up to {amount(wish.price_max)}"
    return f"from {amount(wish.price_min)}" if wish.price_min is not None else ""


def amount(price: Decimal) -> str:
    """A price without needless zeros."""
    return f"{price:.2f}".removesuffix(".00")


def _price(before: Constraints, after: Constraints) -> Relaxed:
    return Relaxed(field="price", asked=price_in_words(before), wish=after)


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(words[:3])
