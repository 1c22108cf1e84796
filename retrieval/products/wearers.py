"""A wish for several people at once: something for each."""

from __future__ import annotations

from collections.abc import Collection
from itertools import zip_longest

from msgspec.structs import replace

from retrieval.products.offer import Offer
from retrieval.products.search import ProductSearch, SearchResult
from retrieval.types import Constraints


def for_each(
    search: ProductSearch, offer: Offer, wish: Constraints, k: int, *, exclude: Collection[str], relax: bool
) -> SearchResult:
    """The best for everybody in turn, until there are ``k``, or one for each where they are more people."""
    results = [
        search.search(
            offer, replace(wish, wearers=(), person=wearer.person, sizes=wearer.sizes),
            k, exclude=exclude, relax=relax,
        )
        for wearer in wish.wearers
    ]  # fmt: skip
    turns = zip_longest(*(result.hits for result in results))
    hits = {hit.product.product_id: hit for turn in reversed(list(turns)) for hit in reversed(turn) if hit}
    best = list(reversed(hits.values()))[: max(k, len(wish.wearers))]
    relaxed = next((result.relaxed for result in results if result.relaxed), ())
    total = len({*hits}) if len(hits) < k else max(len(hits), max(result.total for result in results))
    return SearchResult(wish=wish, hits=tuple(best), relaxed=relaxed, total=total)
