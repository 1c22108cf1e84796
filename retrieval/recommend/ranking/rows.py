"""What the ranking sees of a candidate for one shopper at one moment: a row of named numbers.

Computed alike when learning and when serving.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import DAY
from retrieval.recommend.ranking.habits import Habits
from retrieval.recommend.ranking.items import Floats, Ints, Items
from retrieval.recommend.reading import EVENTS

FADING_STEPS, FADING_DAYS = 5.0, 20.0
"""Things that a shopper did count half after so many others, and after so many days."""
LAST = 30
"""Things that a shopper did last, each of which candidates are compared with."""
CARTS_FADE = 14.0
"""Days after which what was put into a cart counts half."""
SPANS = ("long", "recent", "days")
"""How what a shopper did is weighed: all alike, by what came after it, and by days."""
OWN = (
    "text to one", "level gap", "level", "price", "reduced", "age", "share in category", "this month",
    "a year ago", "category this month", "category a year ago", "bought in category",
    "in cart of category", "step",
    "step from bought", "same category as last", "price to last", "price gap to last", "text to last",
    "tags to last", "brand of last", "weight of last", "history", "days since", "said", "searched",
)  # fmt: skip
_SPANNED = ("category", "brand", "text", "tags")
_EMPTY = np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class Moment:
    """A shopper at ``now`` (Unix seconds): what they did, oldest first, and what they looked for last.

    ``items`` (h,) are places among the items, ``times`` (h,) Unix seconds, ``weights`` (h,) as in ``EVENTS``;
    ``query`` (d,) is the meaning of what they said or searched for, None for nothing.
    """

    items: Ints
    times: npt.NDArray[np.float64]
    weights: Floats
    now: float
    query: Floats | None = None

    def __len__(self) -> int:
        return len(self.items)


def names(sources: Sequence[str]) -> tuple[str, ...]:
    """Names of the columns of ``rows``."""
    scored = [name for source in sources for name in (source, f"{source} rank")]
    spanned = [f"{what} {span}" for span in SPANS for what in _SPANNED]
    return (*scored, *spanned, *OWN)


def rows(
    moment: Moment, candidates: Ints, items: Items, habits: Habits, scores: Mapping[str, Floats]
) -> Floats:
    """Shape (m, f): of the ``candidates`` (m,), by what each source says of all items, (n,) by its name."""
    columns = [column for own in scores.values() for column in _scored(own, candidates)]
    near = _Candidates(candidates, items.vectors[candidates], items.tags[candidates])
    ages = np.maximum(moment.now - moment.times, 0) / DAY
    steps = len(moment) - 1 - np.arange(len(moment))
    spans = (moment.weights, moment.weights * 0.5 ** (steps / FADING_STEPS),
             moment.weights * 0.5 ** (ages / FADING_DAYS))  # fmt: skip
    columns += _alike(moment, np.array(spans, np.float32), near, items)
    columns += _priced(moment, near, items)
    columns += _trodden(moment, ages, candidates, items, habits)
    columns += _after_last(moment, ages, near, items)
    columns += _said(moment, near)
    found: Floats = np.stack([np.broadcast_to(np.float32(c), len(candidates)) for c in columns], axis=1)
    return found


Column = npt.NDArray[np.floating] | npt.NDArray[np.integer] | npt.NDArray[np.bool_] | float


def _scored(scores: Floats, candidates: Ints) -> list[Column]:
    """What a source says, in standard deviations over all items, and the logarithm of its rank here."""
    deviation = max(float(scores.std()), 1e-9)
    own = scores[candidates]
    rank = np.empty(len(candidates), np.float32)
    rank[np.argsort(-own, kind="stable")] = np.log1p(np.arange(len(candidates)))
    return [(own - scores.mean()) / deviation, rank]


class _Candidates(NamedTuple):
    """``places`` (m,) among the items, with the meanings of their texts (m, d) and their tags (m, t)."""

    places: Ints
    texts: Floats
    tags: csr_matrix


def _alike(moment: Moment, spans: Floats, near: _Candidates, items: Items) -> list[Column]:
    """Share of the candidate's category and brand in what was done; likeness of text and tags to it; by each
    of ``spans`` (s, h), how much each thing that was done says."""
    shares = spans / np.maximum(spans.sum(axis=1, keepdims=True), 1e-9)
    texts = near.texts @ (shares @ items.vectors[moment.items]).T  # (m, d) @ (d, s) -> (m, s)
    tags = near.tags @ (items.tags[moment.items].T @ shares.T)  # (m, t) @ (t, s) -> (m, s)
    categories, brands = items.category[moment.items], items.brand[moment.items]
    columns: list[Column] = []
    for span, share in enumerate(shares):
        category = np.bincount(categories, share, len(items.categories))
        brand = np.bincount(brands, share, len(items.brands))
        columns += [
            category[items.category[near.places]], brand[items.brand[near.places]],
            texts[:, span], tags[:, span],
        ]  # fmt: skip
    return columns


def _priced(moment: Moment, near: _Candidates, items: Items) -> list[Column]:
    candidates = near.places
    if len(moment):
        last = items.vectors[moment.items[-LAST:]]
        nearest = (near.texts @ last.T).max(axis=1)  # (m, d) @ (d, l) -> (m, l) -> (m,)
        usual = float(np.average(items.level[moment.items], weights=moment.weights))
        gap: Column = np.abs(items.level[candidates] - usual)
    else:
        nearest, gap = 0.0, 0.5
    return [nearest, gap, items.level[candidates], items.price[candidates], items.reduced[candidates]]


def _trodden(
    moment: Moment, ages: npt.NDArray[np.float64], candidates: Ints, items: Items, habits: Habits
) -> list[Column]:
    """What all shoppers do with the candidate and its category, and what this one bought there."""
    of, size = items.category, len(items.categories)
    own, bought = of[moment.items], moment.weights >= EVENTS["purchase"]
    carted = (moment.weights == EVENTS["add_to_cart"]) * 0.5 ** (ages / CARTS_FADE)
    fresh = bought * 0.5 ** (ages / (2 * CARTS_FADE))
    recent = np.log1p(np.bincount(of, np.expm1(habits.recent), size))
    season = np.log1p(np.bincount(of, np.expm1(habits.season), size))
    step = habits.steps[own[-1]] if len(moment) else np.zeros(size, np.float32)
    from_bought = np.bincount(own, fresh, size) @ np.exp(habits.steps)
    mine = of[candidates]
    return [
        np.log1p(np.maximum(moment.now - habits.first[candidates], 0) / DAY),
        habits.share[candidates],
        habits.recent[candidates],
        habits.season[candidates],
        recent[mine],
        season[mine],
        np.bincount(own, bought, size)[mine],
        np.bincount(own, carted, size)[mine],
        step[mine],
        from_bought[mine],
    ]


def _after_last(
    moment: Moment, ages: npt.NDArray[np.float64], near: _Candidates, items: Items
) -> list[Column]:
    if not len(moment):
        return [0.0] * 9
    last, candidates = moment.items[-1], near.places
    dearer = items.price[candidates] - items.price[last]
    return [
        items.category[candidates] == items.category[last],
        dearer,
        np.abs(dearer),
        near.texts @ items.vectors[last],
        near.tags @ items.tags[[last]].toarray()[0],
        items.brand[candidates] == items.brand[last],
        float(moment.weights[-1]),
        float(np.log1p(len(moment))),
        float(np.log1p(ages[-1])),
    ]


def _said(moment: Moment, near: _Candidates) -> list[Column]:
    if moment.query is None:
        return [0.0, 0.0]
    return [near.texts @ moment.query, 1.0]


def moment_of(
    items: Sequence[int],
    times: Sequence[float],
    weights: Sequence[float],
    now: float,
    query: Floats | None = None,
) -> Moment:
    """A moment of plain columns."""
    return Moment(
        np.array(items, np.int32), np.array(times, np.float64), np.array(weights, np.float32), now, query
    )
