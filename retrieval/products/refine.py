"""Follow-ups: a message against the wish before it ("cheaper", "in blue", "also waterproof", "for kids")."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from retrieval.products.conditions import for_whom
from retrieval.products.critique import criticise
from retrieval.products.filters import CHILDREN, is_kind
from retrieval.products.persons import tells_of_grown_up
from retrieval.products.standing import begins_anew
from retrieval.products.takeback import take_back
from retrieval.products.terms import stems
from retrieval.products.wishes import WishParser
from retrieval.types import Constraints, Product

_FRESH = re.compile(
    r"\b(?:(?<!as a )(?<!as )(?:present|gift|birthday)|i'?m looking for|i am looking for|i need|we need"
    r"|recommend\w*"
    r"|suggest\w*|help me (?:find|choose)"
    r"|what do i need|do you (?:have|sell))\b",
    re.IGNORECASE,
)
_ANEW = re.compile(
    r"\b(?:(?:let'?s|let us|we|i(?:'ll)?|can we|please) )?(?:start(?:ing)? (?:again|over|anew|from scratch)"
    r"|begin again)\b|\bforget (?:everything|all (?:of )?(?:that|this))\b",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\W*(?:(?:no|ok|okay|but)\W+)?(?:only|just)\b", re.IGNORECASE)
"""Opens what narrows a wish: "only tops with long sleeves" behind base layers."""
_SAME = re.compile(
    r"\bsame (?:rules?|conditions?|requirements?|wishes|criteria|again|here|thing|story|limits?)\b"
    r"|\bas before\b|\blikewise\b",
    re.IGNORECASE,
)
_SAME_ONE = re.compile(r"\bsame (?P<what>budget|price|size|colou?r|brand)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;!?]|\band\b", re.IGNORECASE)
_TOO = re.compile(r"\b(?:too|as well|also)\b", re.IGNORECASE)
_KEPT = ("unwanted_colours", "unwanted_brands", "without", "unwanted", "having")
_KEPT_ONE: dict[str, tuple[str, ...]] = {
    "budget": ("price_min", "price_max"), "price": ("price_min", "price_max"), "size": ("sizes", "wearers"),
    "colour": ("colours",), "color": ("colours",), "brand": ("brands",),
}  # fmt: skip


class Refined(msgspec.Struct, frozen=True, kw_only=True):
    """A wish after a message. ``bounded`` are the same wish, better than what was shown in the order asked
    for ("cheaper"): first than the best of it, then than the middle; () where nothing was compared. ``order``
    is that order, "" where none was asked for."""

    wish: Constraints
    bounded: tuple[Constraints, ...] = ()
    order: str = ""


def refine(
    parser: WishParser,
    text: str,
    previous: Constraints | None,
    shown: Sequence[Product],
    dismissed: Collection[str] = (),
) -> Refined:
    """The wish after this message; ``shown`` are the products that "cheaper" is measured against,
    ``dismissed`` ids of those that it refuses.

    A message about other things (another shelf or kind, a present) begins a new wish; only "for women" and
    the like are kept, unless the message says for whom it is.
    """
    previous = None if _ANEW.search(text) else _grown(parser, text, previous)
    budget, person = (previous.price_max, previous.person) if previous is not None else (None, "")
    at_hand = previous is not None and bool(previous.kinds or previous.categories)
    said = parser.parse(text, budget, person, at_hand=at_hand, about=previous)
    if previous is not None and at_hand and said == Constraints(text=said.text):
        said = replace(said, kinds=parser.other_things(previous, text))
    wish = said
    if previous is not None:
        if _another_thing(parser, text, said, previous, shown):
            kept = previous.person if parser.fits_persons(said) and not _FRESH.search(text) else ""
            wish = replace(_as_before(text, said, previous), person=said.person or kept)
            if not _FRESH.search(text):
                wish = parser.for_the_same(wish, previous)
            wish = _on_its_shelf(wish, previous, parser)
        else:
            before = take_back(parser.repaired(text), previous, parser.vocabulary)
            if before.rest:
                said = parser.parse(before.rest, budget, person, at_hand=at_hand, about=previous)
            wish = _with_more(text, merge(before.wish, said), before.wish, parser)
            wish = parser.telling(parser.without_replaced(wish, said), said)
            wish = wish if said.kinds or said.categories else parser.narrowed(wish, before.rest or text)
            wish = parser.suiting(wish) if said.person else wish
    wish = replace(parser.sized(wish), dismissed=tuple(dict.fromkeys((*wish.dismissed, *dismissed))))
    critique = criticise(wish, said, parser.comparatives(text), shown) if shown else None
    if critique is None:
        return Refined(wish=wish)
    return Refined(wish=critique.wish, bounded=critique.bounded, order=critique.order)


def _grown(parser: WishParser, text: str, previous: Constraints | None) -> Constraints | None:
    """The running wish without the child that it was for, where that is told to be none: "he is 14"."""
    grown = previous is not None and previous.person == CHILDREN and tells_of_grown_up(parser.repaired(text))
    return replace(previous, person="") if previous is not None and grown else previous


def _on_its_shelf(wish: Constraints, previous: Constraints, parser: WishParser) -> Constraints:
    """After a climbing harness, or "something for climbing", "next shoes" are such as stand on that shelf,
    where there are some."""
    shelves = previous.categories or parser.shelves_of(previous.kinds)
    beside = replace(wish, categories=shelves)
    stay = bool(wish.kinds and shelves and not wish.categories)
    return beside if stay and parser.has_any(beside) else wish


def merge(previous: Constraints, wish: Constraints) -> Constraints:
    """The later word wins; what it does not touch stays. What is asked for now is no longer unwanted."""
    priced = wish.price_min is not None or wish.price_max is not None
    same_person = not wish.person or wish.person == previous.person
    sized = bool(wish.sizes or wish.wearers or not same_person)
    kinds = wish.kinds or (() if wish.categories else previous.kinds)
    others = bool(set(wish.kinds) - set(previous.kinds)) and not _narrower(previous, wish)
    return Constraints(
        text=" ".join(dict.fromkeys(part for part in (previous.text, wish.text) if part)),
        categories=wish.categories or (previous.categories if not wish.kinds else ()),
        kinds=_narrower(previous, wish) or kinds,
        price_min=wish.price_min if priced else previous.price_min,
        price_max=wish.price_max if priced else previous.price_max,
        colours=wish.colours or tuple(c for c in previous.colours if c not in wish.unwanted_colours),
        unwanted_colours=_kept(previous.unwanted_colours, wish.unwanted_colours, wish.colours),
        sizes=wish.sizes if sized else previous.sizes,
        brands=wish.brands or tuple(b for b in previous.brands if b not in wish.unwanted_brands),
        unwanted_brands=_kept(previous.unwanted_brands, wish.unwanted_brands, wish.brands),
        person=wish.person or ("" if wish.wearers else previous.person),
        having=_kept(previous.having, wish.having, wish.without),
        without=_kept(previous.without, wish.without, (*wish.having, *wish.kinds, *wish.categories)),
        wanted={**_not_against(previous.wanted, wish.unwanted), **wish.wanted},
        unwanted={**_not_against(previous.unwanted, wish.wanted), **wish.unwanted},
        unwanted_kinds=_kept(previous.unwanted_kinds, wish.unwanted_kinds, (*wish.kinds, *wish.categories)),
        unwanted_categories=_kept(previous.unwanted_categories, wish.unwanted_categories, wish.categories),
        dismissed=previous.dismissed,
        wearers=wish.wearers if sized else previous.wearers,
        together=wish.together or previous.together,
        reduced=wish.reduced or (previous.reduced and not others),
        popular=(wish.popular or previous.popular) and not wish.sort,
        sort=wish.sort or previous.sort,
        asked=_kept(previous.asked, wish.asked, ()),
    )


def _not_against(before: Mapping[str, str], opposite: Mapping[str, str]) -> dict[str, str]:
    """Conditions without those that the opposite of is asked now; for cats and not for dogs go together."""
    whom = {name for name, condition in before.items() if for_whom(condition) and name in opposite}
    together = {n for n in whom if stems(for_whom(before[n]))[-1:] != stems(for_whom(opposite[n]))[-1:]}
    return {name: c for name, c in before.items() if name not in opposite or name in together}


def _with_more(text: str, wish: Constraints, previous: Constraints, parser: WishParser) -> Constraints:
    """ "Blue is fine too": beside what was asked before, not in its place."""
    for clause in _CLAUSE.split(text):
        if _TOO.search(clause):
            said = parser.parse(clause)
            if said.colours and previous.colours:
                wish = replace(wish, colours=_kept(previous.colours, wish.colours, ()))
            if said.brands and previous.brands:
                wish = replace(wish, brands=_kept(previous.brands, wish.brands, ()))
    return wish


def _narrower(previous: Constraints, wish: Constraints) -> tuple[str, ...]:
    """ "Which poles are left" after "trekking poles": a noun that is the end of what was sought means it."""
    ends = {kind.split()[-1] for kind in previous.kinds}
    if wish.kinds and not wish.categories and all(kind in ends for kind in wish.kinds):
        return previous.kinds
    return ()


def _kept(before: tuple[str, ...], now: tuple[str, ...], opposite: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*(word for word in before if word not in opposite), *now]))


def _as_before(text: str, wish: Constraints, previous: Constraints) -> Constraints:
    """What a new wish keeps of the one before: "same rule", "same budget"; "only tents" is still reduced."""
    names = list(_KEPT) if _SAME.search(text) else []
    names += ["reduced"] if _ONLY.match(text) else []
    names += [name for m in _SAME_ONE.finditer(text) for name in _KEPT_ONE[m["what"].lower()]]
    kept: dict[str, Any] = {name: getattr(previous, name) for name in names if not getattr(wish, name)}
    return replace(wish, **kept)


def _another_thing(
    parser: WishParser, text: str, wish: Constraints, previous: Constraints, shown: Sequence[Product]
) -> bool:
    """Whether other things are meant: neither the same shelf or kind, nor one among what was shown."""
    if not wish.categories and not wish.kinds:
        fresh = _FRESH.search(text) is not None and not parser.only_narrows(text)
        return fresh or begins_anew(text)
    if set(wish.categories) & set(previous.categories) or set(wish.kinds) & set(previous.kinds):
        return False
    if not (previous.kinds or previous.categories) and not _FRESH.search(text):
        return False  # "whats on sale", then "only clothing"; "something warm under 100", then "a jumper"
    if _narrower(previous, wish):
        return False
    if _ONLY.match(text) and wish.kinds and not wish.categories:
        return not parser.has_any(Constraints(categories=previous.categories, kinds=wish.kinds))
    if any(product.category in previous.categories for product in shown):
        return not any(is_kind(product, kind) for product in shown for kind in wish.kinds)
    return True
