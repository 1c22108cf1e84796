"""The recommender model of a release: sources, what all shoppers did, and the ranking of their candidates.

<folder>/source.json, arrays.safetensors    items, habits and calibration (see sources/stored.py)
<folder>/trees.txt                          the ranking
<folder>/sources/<name>/                    a candidate source each
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from retrieval.errors import ModelFileError
from retrieval.recommend.interactions import Histories
from retrieval.recommend.ranking import rows as ranking_rows
from retrieval.recommend.ranking.habits import Habits
from retrieval.recommend.ranking.items import Floats, Ints, Items
from retrieval.recommend.ranking.ranker import TREES, Ranker, read_ranker
from retrieval.recommend.ranking.rows import Moment
from retrieval.recommend.sources.loading import load_source
from retrieval.recommend.sources.port import Source
from retrieval.recommend.sources.stored import ABOUT, read_stored, sparse_arrays, sparse_matrix, write_stored
from retrieval.vectors.inner import inner_products

KIND = "ranking"
SOURCES = "sources"
CANDIDATES = 60
"""Of each source."""
BLOCK = 64
"""Scores of which first the highest is looked at."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """What was learned of ``items``, those of the catalogue then, and of their ``categories``; what is in a
    catalogue since then is ranked by what it is."""

    items: tuple[str, ...]
    categories: tuple[str, ...]
    sources: Mapping[str, Source]
    habits: Habits


@dataclass(frozen=True, eq=False)
class RankingModel:
    """Evidence, and what ranks by it."""

    evidence: Evidence
    ranker: Ranker

    def save(self, folder: Path) -> None:
        """Write it into a folder, for ``read_model``."""
        evidence, habits, ranker = self.evidence, self.evidence.habits, self.ranker
        for name, source in evidence.sources.items():
            source.save(folder / SOURCES / name)
        folder.mkdir(parents=True, exist_ok=True)
        ranker.save(folder)
        arrays: dict[str, npt.NDArray[Any]] = {
            "recent": habits.recent, "season": habits.season, "share": habits.share, "first": habits.first,
            "steps": habits.steps, "scores": ranker.scores, "chances": ranker.chances,
            **{f"together_{name}": array for name, array in sparse_arrays(habits.together).items()},
        }  # fmt: skip
        parameters = {
            "items": list(evidence.items), "categories": list(evidence.categories),
            "sources": list(evidence.sources), "time": habits.time,
        }  # fmt: skip
        write_stored(folder, KIND, parameters, arrays, TREES)


def read_model(folder: Path) -> RankingModel:
    """What ``save`` wrote.

    Raises: ModelFileError where there is none, or it is damaged or of another version.
    """
    about, arrays = read_stored(folder)
    if about.kind != KIND:
        raise ModelFileError("There is no ranking in this folder.", file=folder / ABOUT)
    parameters: dict[str, Any] = about.parameters
    habits = Habits(
        time=parameters["time"], recent=arrays["recent"], season=arrays["season"], share=arrays["share"],
        first=arrays["first"], steps=arrays["steps"],
        together=sparse_matrix({key: arrays[f"together_{key}"] for key in ("data", "indices", "indptr")}),
    )  # fmt: skip
    names = parameters["sources"]
    evidence = Evidence(
        items=tuple(parameters["items"]),
        categories=tuple(parameters["categories"]),
        sources={name: load_source(folder / SOURCES / name) for name in names},
        habits=habits,
    )
    columns = ranking_rows.names(names)
    return RankingModel(evidence, read_ranker(folder, columns, arrays["scores"], arrays["chances"]))


class Ranking:
    """Evidence over a catalogue as it is now. Immutable; safe for threads."""

    def __init__(self, evidence: Evidence, items: Items) -> None:
        self.evidence, self.items = evidence, items
        known = [items.place_of.get(item, -1) for item in evidence.items]
        self._places = np.array(known, np.int32)  # (w,), of the model's items here
        self._kept = self._places >= 0
        self._columns = np.full(len(items), -1, np.int32)  # (n,), of ours in the model
        self._columns[self._places[self._kept]] = np.flatnonzero(self._kept)
        self.new: Ints = np.flatnonzero(self._columns < 0).astype(np.int32)
        """Places of items that the model has not met."""
        self._same = evidence.items == items.ids
        self.habits = self._aligned(evidence.habits)

    def scores(self, moment: Moment) -> dict[str, Floats]:
        """What each source says of all items, (n,) by its name; least of those that the model has not met."""
        histories = self._histories(moment)
        return {
            name: self._spread(source.score(histories)[0]) for name, source in self.evidence.sources.items()
        }

    def candidates(
        self,
        scores: Mapping[str, Floats],
        allowed: npt.NDArray[np.bool_],
        moment: Moment,
        count: int = CANDIDATES,
    ) -> Ints:
        """Places of the best of each source among those ``allowed`` (n,), and of what was said; (m,), sorted,
        each once. All that are allowed, where they are few."""
        places = np.flatnonzero(allowed)
        if len(places) <= count * (len(scores) + 1):
            return places.astype(np.int32)
        found: list[npt.NDArray[np.integer]] = [
            _told(np.where(allowed, own, -np.inf), count, own.min()) for own in scores.values()
        ]
        new = self.new[allowed[self.new]]
        if len(new):
            found.append(new[:count])
        if moment.query is not None:
            found.append(places[highest(inner_products(self.items.vectors, moment.query, places), count)])
        return np.unique(np.concatenate(found)).astype(np.int32)

    def rows(self, moment: Moment, candidates: Ints, scores: Mapping[str, Floats]) -> Floats:
        """See ``ranking.rows.rows``."""
        return ranking_rows.rows(moment, candidates, self.items, self.habits, scores)

    def _histories(self, moment: Moment) -> Histories:
        columns = self._columns[moment.items]
        kept = columns >= 0
        return Histories(
            starts=np.array([0, int(kept.sum())], np.int64),
            items=columns[kept],
            times=moment.times[kept],
            weights=moment.weights[kept],
            now=np.array([moment.now]),
            width=len(self.evidence.items),
        )

    def _spread(self, scores: Floats) -> Floats:
        if self._same:
            return scores
        found = (
            scores.take(self._columns, mode="clip") if len(scores) else np.zeros(len(self.items), np.float32)
        )
        found[self.new] = scores.min(initial=0.0)
        return found

    def _aligned(self, habits: Habits) -> Habits:
        """Habits by our items and categories: of new ones nothing is known but that they are new."""
        return Habits(
            time=habits.time,
            recent=self._filled(habits.recent, 0.0),
            season=self._filled(habits.season, 0.0),
            share=self._filled(habits.share, 0.0),
            first=self._filled(habits.first, habits.time),
            steps=self._category_steps(habits.steps),
            together=self._companions(habits.together),
        )

    def _filled(self, values: npt.NDArray[Any], missing: float) -> npt.NDArray[Any]:
        found = np.full(len(self.items), missing, values.dtype)
        found[self._places[self._kept]] = values[self._kept]
        return found

    def _category_steps(self, steps: Floats) -> Floats:
        known = {name: place for place, name in enumerate(self.evidence.categories)}
        own = np.array([known.get(name, -1) for name in self.items.categories])
        found = np.full((len(own), len(own)), float(steps.min(initial=0.0)), np.float32)
        met = np.flatnonzero(own >= 0)
        found[np.ix_(met, met)] = steps[np.ix_(own[met], own[met])]
        return found

    def _companions(self, together: csr_matrix) -> csr_matrix:
        both = together.tocoo()
        row, column = self._places[both.row], self._places[both.col]
        kept = (row >= 0) & (column >= 0)
        size = len(self.items)
        return csr_matrix((both.data[kept], (row[kept], column[kept])), shape=(size, size))


def _told(scores: Floats, count: int, least: float) -> npt.NDArray[np.intp]:
    """Places of the highest scores (n,), fewer where a source says something of fewer: ``least`` is what it
    says of all that it knows nothing of."""
    best = highest(scores, count)
    return best[scores[best] > least]


def highest(scores: Floats, count: int) -> npt.NDArray[np.intp]:
    """Places of the ``count`` highest of (n,), in no order: they lie in the ``count`` blocks of highest
    maximum, so that nearly all are looked at only once."""
    whole = len(scores) - len(scores) % BLOCK
    if whole <= count * BLOCK:
        return _best(scores, count)
    blocks = _best(scores[:whole].reshape(-1, BLOCK).max(axis=1), count)
    places = (blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
    near = np.concatenate([places, np.arange(whole, len(scores))])
    return near[_best(scores[near], count)]


def _best(scores: Floats, count: int) -> npt.NDArray[np.intp]:
    if len(scores) <= count:
        return np.arange(len(scores))
    return np.argpartition(-scores, count - 1)[:count]


def diversified(chances: Floats, vectors: Floats, k: int, weight: float) -> list[int]:
    """The order of the best ``k`` (m,) by maximal marginal relevance (Carbonell and Goldstein 1998): of each
    next one ``weight`` counts how unlike the ones before it is, cosine by rows of ``vectors`` (m, d); the
    rest is its rank's share."""
    order = np.argsort(-chances, kind="stable")
    if weight <= 0 or len(order) <= 1:
        return [int(place) for place in order[:k]]
    worth = np.empty(len(order), np.float32)
    worth[order] = 1 / np.log2(np.arange(len(order)) + 2)
    likeness = np.zeros(len(order), np.float32)
    chosen: list[int] = []
    left = list(order)
    while left and len(chosen) < k:
        places = np.array(left)
        best = left[int(np.argmax((1 - weight) * worth[places] - weight * likeness[places]))]
        chosen.append(int(best))
        left.remove(best)
        likeness = np.maximum(likeness, vectors @ vectors[best])
    return chosen
