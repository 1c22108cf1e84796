"""How good lists of recommended items are: by ranx against what was right, and what lists they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from ranx import evaluate
from scipy.sparse import csr_matrix

from retrieval.recommend.interactions import Histories, Interactions
from retrieval.recommend.sources.port import Scores, Source
from training.recommender.splits import Asked

K = 10
METRICS = {"hr@10": "hit_rate@10", "ndcg@10": "ndcg@10", "recall@10": "recall@10", "mrr@10": "mrr@10"}
"""Ours, and their names in ranx; all are 0 where none of the right items is in the list."""
BLOCK = 256
"""Shoppers whose scores are held at once."""
NONE = -1
"""In the place of an item, where fewer than ``K`` may be ranked."""
TOLD = 4096
"""Shoppers whose lists ranx is told at once."""
RESAMPLES, LEVEL = 1000, 0.95

Lists = npt.NDArray[np.int32]
PerShopper = Mapping[str, npt.NDArray[np.float64]]


def lists_of(source: Source, asked: Asked, tell: Callable[[int, int], None] = lambda _d, _t: None) -> Lists:
    """The best ``K`` items for each shopper, shape (b, K), best first."""
    found = []
    for start in range(0, len(asked), BLOCK):
        tell(start, len(asked))
        histories = asked.histories.block(start, start + BLOCK)
        found.append(best(source.score(histories), asked.known[start : start + BLOCK].toarray() != 0))
    return np.concatenate(found)


def best(scores: Scores, left_out: npt.NDArray[np.bool_]) -> Lists:
    """The best ``K`` columns of (b, items) but those left out, as ``Lists``. Equal scores are in one order
    drawn at random: in that of a file the right ones may come first."""
    ranked = np.where(left_out, -np.inf, scores)
    mixed = np.random.default_rng(0).permutation(ranked.shape[1])
    ranked = ranked[:, mixed]
    depth = min(K, ranked.shape[1])
    first = np.sort(np.argpartition(-ranked, depth - 1, axis=1)[:, :depth], axis=1)  # (b, depth), in no order
    order = np.argsort(-np.take_along_axis(ranked, first, axis=1), axis=1, kind="stable")
    columns = np.take_along_axis(first, order, axis=1)
    lists = np.where(np.isneginf(np.take_along_axis(ranked, columns, axis=1)), NONE, mixed[columns])
    return np.pad(lists, ((0, 0), (0, K - depth)), constant_values=NONE).astype(np.int32)


def quality(scores: Scores, asked: Asked) -> float:
    """NDCG@10 of scores (b, items): what everything is chosen by."""
    lists = [
        best(scores[start : start + BLOCK], asked.known[start : start + BLOCK].toarray() != 0)
        for start in range(0, len(asked), BLOCK)
    ]
    return float(judged(np.concatenate(lists), asked)["ndcg@10"].mean())


def judged(lists: Lists, asked: Asked) -> PerShopper:
    """Each of ``METRICS`` for each shopper, (b,)."""
    found: dict[str, list[npt.NDArray[np.float64]]] = {name: [] for name in METRICS}
    for start in range(0, len(lists), TOLD):
        block = slice(start, start + TOLD)
        right, ranked = _graded(asked.right[block]), _ranked(lists[block])
        values = evaluate(right, ranked, list(METRICS.values()), return_mean=False)
        for ours, theirs in METRICS.items():
            found[ours].append(values[theirs])
    return {name: np.concatenate(values) for name, values in found.items()}


def _graded(right: csr_matrix) -> npt.NDArray[np.float64]:
    """Items with grade 1 as ranx takes them, (b, m, 2), filled up with items of grade 0, which it passes
    over. As numbers: for texts it compiles its code anew by their longest one."""
    counts = np.diff(right.indptr)
    found = np.full((len(counts), max(counts.max(initial=0), 1), 2), (-2.0, 0.0))
    column = np.arange(right.nnz) - np.repeat(right.indptr[:-1], counts)
    found[np.repeat(np.arange(len(counts)), counts), column] = np.stack(
        [right.indices, np.ones(right.nnz)], axis=1
    )
    return found


def _ranked(lists: Lists) -> npt.NDArray[np.float64]:
    """Items with falling scores, (b, K, 2)."""
    falling = np.broadcast_to(np.arange(K, 0, -1.0), lists.shape)
    return np.stack([lists, falling], axis=-1)


def interval(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Of the mean over shoppers, by the bootstrap (percentiles of ``RESAMPLES``, at ``LEVEL``)."""
    count, tail = len(values), (1 - LEVEL) / 2
    draws = np.random.default_rng(0).multinomial(count, np.full(count, 1 / count), RESAMPLES)  # (r, b)
    low, high = np.quantile(draws @ values / count, [tail, 1 - tail])
    return float(low), float(high)


class Character(NamedTuple):
    """What lists they are.

    ``coverage``: the share of all items that stand in one of them. ``novelty``: mean bits of surprise,
    -log2 of the share of shoppers who had the item (Vargas and Castells 2011). ``popularity_bias``: how much
    more popular the listed items are than those of the shoppers' own histories, 0 for as popular, 1 for
    twice as (Abdollahpouri et al. 2019, group average popularity).
    """

    coverage: float
    novelty: float
    popularity_bias: float


def character(lists: Lists, learned: Interactions, histories: Histories) -> Character:
    """Popularity is the share of the shoppers of ``learned`` who had the item."""
    users = max(len(np.unique(learned.rows)), 1)
    had = np.bincount(learned.cols[learned.first_touch()], minlength=len(learned.items)) / users  # (items,)
    listed = lists[lists != NONE]
    before = _mean_by_shopper(had[histories.items], histories.owners)
    after = _mean_by_shopper(had[listed], np.nonzero(lists != NONE)[0])
    return Character(
        coverage=len(np.unique(listed)) / len(learned.items),
        novelty=float(-np.log2(np.maximum(had[listed], 0.5 / users)).mean()) if len(listed) else 0.0,
        popularity_bias=after / before - 1 if before > 0 else 0.0,
    )


def _mean_by_shopper(values: npt.NDArray[np.float64], owners: npt.NDArray[np.int64]) -> float:
    """The mean of the shoppers' means; 0 where there is none."""
    if not len(values):
        return 0.0
    counts = np.bincount(owners)
    return float((np.bincount(owners, values)[counts > 0] / counts[counts > 0]).mean())
