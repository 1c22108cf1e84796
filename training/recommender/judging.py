"""How good a ranking is on weeks that it was not learned from, beside the sources that it ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.recommend.ranking.items import Items
from retrieval.recommend.ranking.model import diversified
from retrieval.types import Product
from training.recommender.methods import scores
from training.recommender.metrics import NONE, Lists, best, interval, judged
from training.recommender.ranking import Learned, Progress
from training.recommender.splits import Asked

K = 10
RANKING = "ranking"
BUDGET = 10
"""A budget is told in steps of so much money, the next one above the price."""
Flags = npt.NDArray[np.bool_]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Means over moments; ``interval`` is 95 % of NDCG@10."""

    ndcg_10: float = msgspec.field(name="ndcg@10")
    recall_10: float = msgspec.field(name="recall@10")
    hr_10: float = msgspec.field(name="hr@10")
    mrr_10: float = msgspec.field(name="mrr@10")
    interval: tuple[float, float]


class RankingReport(msgspec.Struct, frozen=True, kw_only=True):
    """``rows`` by the name of the source, and the ranking's own; ``searched`` and ``silent`` are NDCG@10 of
    moments with and without something searched for. ``category`` and ``budget``: NDCG@10 where the shopper
    says the category of what they then turn to, and a budget too. ``gain`` is the ranking's NDCG@10 by that
    of the best source; ``constrained_gain`` the ranking with category and budget by the best source without.
    ``varied``: with the list made varied. ``calibration_error``: the mean distance of what the ranking takes
    for probable from what happened, over ten bins."""

    learned_from: int
    judged_on: int
    rows: dict[str, Figures]
    searched: dict[str, float]
    silent: dict[str, float]
    category: dict[str, float]
    budget: dict[str, float]
    varied: float
    best_source: str
    gain: float
    constrained_gain: float
    calibration_error: float


def judge(learned: Learned, products: Sequence[Product], variety: float, tell: Progress) -> RankingReport:
    """On the moments of the last weeks."""
    requests, asked = learned.test.requests, learned.test.requests.as_asked()
    evidence, known = learned.test.ranking.evidence, asked.known.toarray() != 0
    every = {name: scores(source, asked) for name, source in evidence.sources.items()}
    ranked = _ranked(learned, known, tell)
    every[RANKING] = ranked
    searched = np.array([bool(one.query) for one in requests.asked])
    lists = {name: best(own, known) for name, own in every.items()}
    quality = {name: judged(own, asked) for name, own in lists.items()}
    ndcg = {name: own["ndcg@10"] for name, own in quality.items()}
    source = max(evidence.sources, key=lambda name: float(ndcg[name].mean()))
    said = {what: _told(asked, learned.test.ranking.items, products, what) for what in ("category", "budget")}
    told = {
        what: {name: _mean(judged(best(own, known | ~fits), asked)["ndcg@10"]) for name, own in every.items()}
        for what, fits in said.items()
    }
    varied = _varied(ranked, known, learned.test.ranking.items, variety)
    return RankingReport(
        learned_from=learned.moments,
        judged_on=len(asked),
        rows={
            name: Figures(
                **{key.replace("@", "_"): _mean(values) for key, values in own.items()},
                interval=_rounded(interval(own["ndcg@10"])),
            )
            for name, own in quality.items()
        },
        searched={name: _mean(own[searched]) for name, own in ndcg.items()},
        silent={name: _mean(own[~searched]) for name, own in ndcg.items()},
        category=told["category"],
        budget=told["budget"],
        varied=_mean(judged(varied, asked)["ndcg@10"]),
        best_source=source,
        gain=_ratio(ndcg[RANKING], ndcg[source]),
        constrained_gain=round(told["budget"][RANKING] / max(float(ndcg[source].mean()), 1e-9), 3),
        calibration_error=_calibration_error(learned, ranked, asked.right),
    )


def _ranked(learned: Learned, known: Flags, tell: Progress) -> npt.NDArray[np.float32]:
    """The ranking's scores, (b, n); what is no candidate comes last, in the order of nothing."""
    requests, ranking, ranker = learned.test.requests, learned.test.ranking, learned.judged
    found = np.full(known.shape, -1e6, np.float32)
    for number in range(len(requests)):
        if number % 50 == 0:
            tell("Judging", number, len(requests))
        moment = requests.moment(number, learned.meaning)
        said = ranking.scores(moment)
        candidates = ranking.candidates(said, ~known[number], moment, learned.candidates)
        found[number, candidates] = ranker.score(ranking.rows(moment, candidates, said))
    return found


def _told(asked: Asked, items: Items, products: Sequence[Product], what: str) -> Flags:
    """Which items fit what the shopper says, (b, n): the category of the first thing that they turn to, with
    a ``budget`` the next ten above its price as well."""
    prices = np.array([float(product.price) for product in products])
    found = np.zeros(asked.right.shape, np.bool_)
    for number in range(len(asked)):
        wanted = int(asked.right[[number]].indices[0])
        fits = items.category == items.category[wanted]
        if what == "budget":
            fits = fits & (prices <= math.ceil(prices[wanted] / BUDGET) * BUDGET)
        found[number] = fits
    return found


def _varied(ranked: npt.NDArray[np.float32], known: Flags, items: Items, variety: float) -> Lists:
    lists = np.full((len(ranked), K), NONE, np.int32)
    for number, own in enumerate(ranked):
        places = np.flatnonzero(~known[number] & (own > -1e6))
        top = places[np.argsort(-own[places], kind="stable")[:50]]
        chosen = top[diversified(own[top], items.vectors[top], K, variety)]
        lists[number, : len(chosen)] = chosen
    return lists


def _calibration_error(learned: Learned, ranked: npt.NDArray[np.float32], right: csr_matrix) -> float:
    candidates = ranked > -1e6
    chances, happened = learned.judged.chance(ranked[candidates]), right.toarray()[candidates] != 0
    edges = np.unique(np.quantile(chances, np.linspace(0, 1, 11)))
    bins = np.clip(np.searchsorted(edges, chances, side="right") - 1, 0, len(edges) - 1)
    error = sum(
        abs(float(chances[bins == number].sum() - happened[bins == number].sum())) for number in set(bins)
    )
    return round(error / max(len(chances), 1), 5)


def _mean(values: npt.NDArray[np.float64]) -> float:
    return round(float(values.mean()), 4) if len(values) else 0.0


def _ratio(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    return round(float(one.mean() / max(other.mean(), 1e-9)), 3)


def _rounded(pair: tuple[float, float]) -> tuple[float, float]:
    return round(pair[0], 4), round(pair[1], 4)
