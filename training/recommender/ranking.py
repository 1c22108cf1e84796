"""Learns the ranking of candidates from moments of the past, and says how good it is on the last weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt
from pydantic import Field
from sklearn.isotonic import IsotonicRegression

from bot.errors import BadRequest
from retrieval.encode import Encoder
from retrieval.recommend.interactions import DAY, Interactions
from retrieval.recommend.ranking import rows as ranking_rows
from retrieval.recommend.ranking.habits import habits_of
from retrieval.recommend.ranking.items import Floats, items_of
from retrieval.recommend.ranking.model import Evidence, Ranking, RankingModel
from retrieval.recommend.ranking.ranker import Ranker, threads
from retrieval.recommend.sources.content import Content
from retrieval.recommend.sources.popularity import Trending
from retrieval.recommend.sources.port import Source
from retrieval.types import Product
from training.config import Config, Space, read_config
from training.recommender import methods
from training.recommender.requests import Requests, Shopping, requests_between
from training.recommender.splits import Split
from training.recommender.towers import TowersConfig, train_towers
from training.search import Values

FEWEST = 50
"""Moments that are needed to learn from, and to judge by."""
Progress = Callable[[str, int, int], None]


class RankingConfig(Config):
    """See training/configs/ranking.toml."""

    seed: int
    test_days: float = Field(gt=0)
    stretches: int = Field(ge=2)
    stretch_days: float = Field(gt=0)
    trials: int = Field(ge=0)
    candidates: int = Field(ge=1)
    rounds: int = Field(ge=1)
    patience: int = Field(ge=1)
    leaves: int = Field(ge=2)
    learning_rate: float = Field(gt=0)
    least: int = Field(ge=1)
    columns: float = Field(gt=0, le=1)
    rows: float = Field(gt=0, le=1)
    ridge: float = Field(ge=0)
    truncation: int = Field(ge=1)
    sources: dict[str, Values]
    two_tower: TowersConfig


def ranking_config(own: Path | None = None, *, quick: bool = False) -> RankingConfig:
    """Raises: SettingsError."""
    return read_config(RankingConfig, "ranking", own, quick=quick)


@dataclass(frozen=True, eq=False)
class Examples:
    """Candidates of moments: ``rows`` (m, f), whether each was ``right`` (m,), how many of each moment in
    ``sizes`` (g,)."""

    rows: Floats
    right: npt.NDArray[np.int8]
    sizes: npt.NDArray[np.int64]

    def and_(self, other: Examples) -> Examples:
        """Both."""
        return Examples(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.right, other.right]),
            np.concatenate([self.sizes, other.sizes]),
        )


@dataclass(frozen=True, eq=False)
class Stretch:
    """A time of which was learned: what was known before it, and its moments."""

    ranking: Ranking
    requests: Requests


@dataclass(frozen=True, eq=False)
class Learned:
    """What came of it: the ranking that is judged on ``test``, and the model of all that happened."""

    judged: Ranker
    test: Stretch
    model: RankingModel
    meaning: Mapping[str, Floats]
    parameters: Mapping[str, Values]
    moments: int
    candidates: int


class Learner:
    """Learns the ranking of one shop. ``vectors`` (n, d) are the meanings of its products' texts."""

    def __init__(
        self, shopping: Shopping, products: Sequence[Product], vectors: Floats, encoder: Encoder,
        config: RankingConfig, tell: Progress,
    ) -> None:  # fmt: skip
        self._shopping, self._config, self._tell = shopping, config, tell
        self.items = items_of(products, vectors)
        self._vectors = vectors
        self._content = Content().fit_texts(vectors)
        self._meaning = _meanings(shopping, encoder)
        times = shopping.interactions.times
        self._end = float(times.max()) + 1 if len(times) else 0.0
        self._parameters: dict[str, Values] = dict(config.sources)

    def learn(self, spaces: Mapping[str, Space]) -> Learned:
        """Raises: BadRequest where there is too little to learn from."""
        config = self._config
        test_start = self._end - config.test_days * DAY
        bounds = [test_start - n * config.stretch_days * DAY for n in range(config.stretches, -1, -1)]
        if config.trials:
            self._choose(bounds[-2], bounds[-1], spaces)
        examples = []
        for number, (start, end) in enumerate(pairwise(bounds)):
            self._tell("Learning from the past", number, len(bounds))
            examples.append(self._examples(self._stretch(start, end)))
        test = self._stretch(test_start, self._end)
        moments = sum(len(one.sizes) for one in examples)
        if moments < FEWEST or len(test.requests) < FEWEST:
            raise BadRequest(
                f"There are {moments} moments to learn from and {len(test.requests)} to judge by;"
                f" {FEWEST} of each are needed. Wait for more events, or name a longer file."
            )
        names = ranking_rows.names(tuple(test.ranking.evidence.sources))
        before = _joined(examples[:-1])
        rounds, steps = self._rounds(before, examples[-1], names)
        known = before.and_(examples[-1])
        judged = Ranker(self._trees(known, names, rounds), names, *steps)
        last = self._examples(test)
        self._tell("Learning from the past", len(bounds), len(bounds))
        final = Ranker(self._trees(known.and_(last), names, rounds), names, *steps)
        model = RankingModel(self._evidence(self._end), final)
        return Learned(judged, test, model, self._meaning, self._parameters, moments, config.candidates)

    def _choose(self, start: float, end: float, spaces: Mapping[str, Space]) -> None:
        """Parameters of each source by the last stretch that is learned from."""
        before = self._before(start)
        asked = requests_between(self._shopping, start, end).as_asked()
        split = methods.for_choosing(Split(before, asked, before, asked))
        for name in self._config.sources:
            if methods.feasible(name, before) and len(asked):
                choice = methods.choose(
                    name, spaces[name], split, trials=self._config.trials, seed=self._config.seed,
                    tell=partial(self._tell, f"Choosing {name}"),
                )  # fmt: skip
                self._parameters[name] = choice.values

    def _before(self, moment: float) -> Interactions:
        all_ = self._shopping.interactions
        return all_.part(all_.times < moment)

    def _evidence(self, moment: float) -> Evidence:
        """What was known at a moment (Unix seconds)."""
        before = self._before(moment)
        sources: dict[str, Source] = {
            name: methods.fit(name, before, values)
            for name, values in self._parameters.items()
            if methods.feasible(name, before)
        }
        sources |= {"trending": Trending().fit(before, moment), "content": self._content}
        towers = self._towers(before)
        if towers is not None:
            sources["two_tower"] = towers
        habits = habits_of(before, self.items, moment)
        return Evidence(self.items.ids, self.items.categories, sources, habits)

    def _towers(self, before: Interactions) -> Source | None:
        config = self._config.two_tower
        return train_towers(before, self._vectors, config, self._config.seed) if config.epochs else None

    def _stretch(self, start: float, end: float) -> Stretch:
        ranking = Ranking(self._evidence(start), self.items)
        return Stretch(ranking, requests_between(self._shopping, start, end))

    def _examples(self, stretch: Stretch) -> Examples:
        rows, right, sizes = [], [], []
        allowed = np.ones(len(self.items), np.bool_)
        for number, request in enumerate(stretch.requests.asked):
            known = stretch.requests.known(number)
            allowed[known] = False
            moment = stretch.requests.moment(number, self._meaning)
            scores = stretch.ranking.scores(moment)
            candidates = stretch.ranking.candidates(scores, allowed, moment, self._config.candidates)
            own = np.isin(candidates, request.right)
            allowed[known] = True
            if own.any():
                rows.append(stretch.ranking.rows(moment, candidates, scores))
                right.append(own.astype(np.int8))
                sizes.append(len(candidates))
        width = len(ranking_rows.names(tuple(stretch.ranking.evidence.sources)))
        return Examples(
            np.concatenate([*rows, np.zeros((0, width), np.float32)]),
            np.concatenate([*right, np.zeros(0, np.int8)]),
            np.array(sizes, np.int64),
        )

    def _rounds(
        self, learned: Examples, held_out: Examples, names: Sequence[str]
    ) -> tuple[int, tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]]:
        """How many trees are best on the stretch that was held out, and the calibration that they need."""
        data = self._data(learned, names)
        valid = lightgbm.Dataset(held_out.rows, held_out.right, group=held_out.sizes, reference=data)
        trees = lightgbm.train(
            self._how(), data, self._config.rounds, valid_sets=[valid],
            callbacks=[lightgbm.early_stopping(self._config.patience, verbose=False)],
        )  # fmt: skip
        scores = np.asarray(trees.predict(held_out.rows), np.float64)
        steps = IsotonicRegression(out_of_bounds="clip").fit(scores, held_out.right)
        return trees.best_iteration, (
            np.asarray(steps.X_thresholds_, np.float64), np.asarray(steps.y_thresholds_, np.float64),
        )  # fmt: skip

    def _trees(self, examples: Examples, names: Sequence[str], rounds: int) -> lightgbm.Booster:
        return lightgbm.train(self._how(), self._data(examples, names), rounds)

    def _data(self, examples: Examples, names: Sequence[str]) -> lightgbm.Dataset:
        columns = [name.replace(" ", "_") for name in names]
        return lightgbm.Dataset(examples.rows, examples.right, group=examples.sizes, feature_name=columns)

    def _how(self) -> dict[str, Any]:
        config = self._config
        return {
            "objective": "lambdarank", "metric": "ndcg", "eval_at": [10], "num_leaves": config.leaves,
            "learning_rate": config.learning_rate, "min_data_in_leaf": config.least,
            "feature_fraction": config.columns, "bagging_fraction": config.rows, "bagging_freq": 1,
            "lambda_l2": config.ridge, "lambdarank_truncation_level": config.truncation,
            "seed": config.seed, "deterministic": True, "force_row_wise": True,
            "num_threads": threads(), "verbose": -1,
        }  # fmt: skip


def _joined(parts: Sequence[Examples]) -> Examples:
    return Examples(
        np.concatenate([one.rows for one in parts]),
        np.concatenate([one.right for one in parts]),
        np.concatenate([one.sizes for one in parts]),
    )


def _meanings(shopping: Shopping, encoder: Encoder) -> dict[str, Floats]:
    queries = sorted({query for own in shopping.searches.values() for _, query in own})
    vectors = encoder.encode(queries) if queries else ()
    return dict(zip(queries, vectors, strict=True))
