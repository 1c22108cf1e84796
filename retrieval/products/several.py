"""Things of several kinds in one wish, "a cook set and a stove": some of each, or a set of them for a budget
in total."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from itertools import product as combinations
from itertools import zip_longest

from msgspec.structs import replace

from retrieval.products.filters import mentions, size_fits, stated
from retrieval.products.lexicon import lexicon
from retrieval.products.offer import Offer
from retrieval.products.reasons import reasons
from retrieval.products.relax import Relaxed, price_in_words
from retrieval.products.search import ProductSearch, SearchResult
from retrieval.products.terms import stems
from retrieval.products.things import Things
from retrieval.types import Constraints, ProductHit

MOST = 3
"""Kinds that are told apart; more are one choice."""
CHOICE = 12
"""The best of each kind, of which a set is put together."""


def each_kind(wish: Constraints, meant: Callable[[Constraints], Things]) -> list[Constraints]:
    """The wish for each kind of things that it names, each with what can be asked of such; one of all where
    only one kind is named, in other words perhaps. ``meant`` gives the products of categories and kinds."""
    groups = _joined([((), (kind,)) for kind in wish.kinds])
    placed = [_on_shelf(group, wish.categories, meant) for group in groups]
    if not any(shelves for shelves, _ in placed):
        placed += _joined([((shelf,), ()) for shelf in wish.categories])
    if not 1 < len(placed) <= MOST:
        return [wish]
    parts = [replace(wish, categories=shelves, kinds=kinds) for shelves, kinds in placed]
    either = _OR.search(wish.text) is not None
    return [_answerable(part, meant(part), either=either) for part in parts]


_OR = re.compile(r"\bor\b", re.IGNORECASE)
Named = tuple[tuple[str, ...], tuple[str, ...]]
"""Categories and kinds."""


def _joined(named: Sequence[Named]) -> list[Named]:
    """Those that mean the same things in other words as one."""
    groups: list[Named] = []
    for one in named:
        same = next((n for n, group in enumerate(groups) if _are_alike(group, one)), None)
        if same is None:
            groups.append(one)
        else:
            groups[same] = (groups[same][0] + one[0], groups[same][1] + one[1])
    return groups


def _are_alike(group: Named, other: Named) -> bool:
    names = {stems(name) for name in (*other[0], *other[1])}
    heads = {phrase[-1:] for phrase in names}
    for phrase in (stems(name) for name in (*group[0], *group[1])):
        words = lexicon()
        covered = {*words.same_as(phrase), *words.same_as(phrase[-1:])}
        for noun in (phrase, phrase[-1:], *covered):
            covered |= {*words.wider.get(noun, ()), *words.instead.get(noun, ())}
        if phrase[-1:] in heads or not covered.isdisjoint(names | heads):
            return True
    return False


def _on_shelf(group: Named, categories: tuple[str, ...], meant: Callable[[Constraints], Things]) -> Named:
    """A group with the shelves of the wish, where such things stand there."""
    there = Constraints(categories=categories, kinds=group[1])
    return (categories, group[1]) if categories and meant(there) else group


def _answerable(wish: Constraints, things: Things, *, either: bool) -> Constraints:
    """Without what no such things state, or come in: boots come in no size of jackets; of ``either`` of them
    what they are to be made of is asked."""
    sizes = [size for size in things.sizes if any(size_fits(size, wanted) for wanted in wish.sizes)]
    return replace(
        wish,
        sizes=wish.sizes if sizes else (),
        wanted={n: c for n, c in wish.wanted.items() if any(stated(p, n) is not None for p in things)},
        having=tuple(word for word in wish.having if either or any(mentions(p, word) for p in things)),
    )


def some_of_each(
    search: ProductSearch,
    offer: Offer,
    wish: Constraints,
    parts: Sequence[Constraints],
    k: int,
    *,
    exclude: Collection[str],
    relax: bool,
) -> SearchResult:
    """The best of each kind in turn, the others told as ``missing``; where nothing of any fits, what comes
    nearest to the first of them."""
    results = [search.search(offer, part, k, exclude=exclude, relax=relax) for part in parts]
    whole = [result for result in results if result.hits and not result.relaxed]
    found = whole or [result for result in results if result.hits][:1]
    turns = zip_longest(*(_of_several(result) for result in found))
    hits = {hit.product.product_id: hit for turn in turns for hit in turn if hit is not None}
    pairs = list(zip(parts, results, strict=True))
    return SearchResult(
        wish=wish,
        hits=tuple(hits.values())[:k],
        relaxed=next((result.relaxed for result in found if result.relaxed), ()),
        total=sum(result.total for result in found),
        parts=tuple(part for part, result in pairs if result in found),
        missing=tuple(part for part, result in pairs if found and result not in found),
    )


def _of_several(result: SearchResult) -> list[ProductHit]:
    """The products of one kind, none of which leads the others, of all kinds, in any order."""
    return [replace(hit, reasons=reasons(hit.product, hit.variant, result.wish)) for hit in result.hits]


def set_of_each(
    search: ProductSearch,
    offer: Offer,
    wish: Constraints,
    parts: Sequence[Constraints],
    *,
    exclude: Collection[str],
) -> SearchResult:
    """The best set of one of each kind that costs no more than the budget in total, else the cheapest set;
    none where there is nothing of a kind."""
    free = [replace(part, price_max=None, together=False) for part in parts]
    choices = [search.search(offer, part, CHOICE, exclude=exclude, relax=False).hits for part in free]
    cheap = [
        search.search(offer, replace(part, sort="price"), 1, exclude=exclude, relax=False) for part in free
    ]
    if not all(choices):
        return some_of_each(search, offer, wish, parts, len(parts), exclude=exclude, relax=True)
    cheapest = tuple(hit for result in cheap for hit in result.hits)
    best = min(_within([*choices, cheapest], wish.price_max), key=_rank(choices), default=None)
    if best is not None:
        return SearchResult(wish=wish, hits=best, total=len(best), parts=tuple(free))
    dearer = Relaxed(field="price", asked=price_in_words(wish), wish=replace(wish, price_max=None))
    return SearchResult(wish=wish, hits=cheapest, relaxed=(dearer,), total=len(cheapest), parts=tuple(free))


def cost(hits: Sequence[ProductHit]) -> Decimal:
    """What all of them cost together."""
    return sum((hit.variant.price for hit in hits), Decimal(0))


def _within(
    choices: Sequence[Sequence[ProductHit]], budget: Decimal | None
) -> Iterator[tuple[ProductHit, ...]]:
    *each, cheapest = choices
    own = [(*hits, cheap) for hits, cheap in zip(each, cheapest, strict=True)]
    return (chosen for chosen in combinations(*own) if budget is None or cost(chosen) <= budget)


def _rank(choices: Sequence[Sequence[ProductHit]]) -> Callable[[tuple[ProductHit, ...]], int]:
    """How far the products of a set come behind the best of their kinds, together."""
    places = [{hit.product.product_id: place for place, hit in enumerate(hits)} for hits in choices]
    return lambda chosen: sum(
        at.get(hit.product.product_id, CHOICE) for at, hit in zip(places, chosen, strict=True)
    )
