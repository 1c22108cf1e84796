"""Exploration: now and then one product of a list is another than the best, with a known probability.

Without it a shop only ever learns about what it shows already. With probability epsilon one place below the
first is drawn, each alike, and gets one of the next-best candidates, each alike, instead of its own. So the
probability with which a product stands in its place (its propensity) is exact, and what another way of
recommending would have brought can be estimated from what was shown (``off_policy.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from random import Random

import msgspec
from msgspec.structs import replace

from retrieval.recommend.port import Recommendations, RecommendContext, Recommender
from retrieval.types import ProductHit

MOST = 0.2
"""The largest share of lists that may be explored."""
POOL = 10
"""Next-best candidates among which is drawn."""


class Explored(msgspec.Struct, frozen=True, kw_only=True):
    """``order``: indices of the candidates that are shown; ``propensities``: the probability with which each
    of them stands in its place. () where nothing could be drawn."""

    order: tuple[int, ...]
    propensities: tuple[float, ...] = ()


def explore(
    candidates: int, k: int, epsilon: float, random: Random, *, fixed: Collection[int] = ()
) -> Explored:
    """Which of ``candidates``, ranked best first and all of them admissible, are shown in ``k`` places.

    With probability ``epsilon`` one of the places from the second on that are not ``fixed`` (indices from
    0) gets one of the ``POOL`` candidates after the first ``k``. Raises: ValueError for epsilon outside
    [0, 0.2].
    """
    if not 0.0 <= epsilon <= MOST:
        raise ValueError(f"epsilon is from 0 to {MOST}")
    order = list(range(min(k, candidates)))
    pool = range(k, min(candidates, k + POOL))
    open_places = [place for place in order[1:] if place not in fixed]
    if not epsilon or not pool or not open_places:
        return Explored(order=tuple(order))
    each = epsilon / len(open_places)
    propensities = [1.0 - each if place in open_places else 1.0 for place in order]
    if random.random() < epsilon:
        place = random.choice(open_places)
        order[place] = random.choice(pool)
        propensities[place] = each / len(pool)
    return Explored(order=tuple(order), propensities=tuple(propensities))


Fixed = Callable[[Sequence[ProductHit], RecommendContext], Collection[int]]
"""Which places of a list nothing is drawn for, such as those that the shop has pinned."""


class ExploringRecommender:
    """Implements ``Recommender``: what another one recommends, explored. Its next-best have passed all that
    its best have passed, and the tail of its list is what is drawn from."""

    def __init__(
        self,
        inner: Recommender,
        epsilon: float,
        *,
        fixed: Fixed = lambda _hits, _context: (),
        random: Random | None = None,
    ) -> None:
        self._inner, self._epsilon, self._fixed = inner, epsilon, fixed
        self._random = random or Random()

    def recommend(
        self,
        context: RecommendContext,
        k: int = 3,
        *,
        sources: Sequence[str] = ("bought_together", "similar", "popular"),
    ) -> Recommendations:
        """See ``Recommender.recommend``."""
        if not self._epsilon:
            return self._inner.recommend(context, k, sources=sources)
        found = self._inner.recommend(context, k + POOL, sources=sources)
        fixed = self._fixed(found.hits[:k], context)
        explored = explore(len(found.hits), k, self._epsilon, self._random, fixed=fixed)
        hits = tuple(found.hits[place] for place in explored.order)
        return replace(found, hits=hits, propensities=explored.propensities)
