"""Methods of recommending: fitted by name, their parameters chosen on the validation part, their blend."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
import numpy as np
import optuna

from bot.errors import SettingsError
from retrieval.recommend.interactions import Interactions
from retrieval.recommend.sources.als import Als
from retrieval.recommend.sources.blend import standardised
from retrieval.recommend.sources.ease import MOST_ITEMS, Ease
from retrieval.recommend.sources.neighbours import ItemNeighbours
from retrieval.recommend.sources.popularity import Popularity
from retrieval.recommend.sources.port import Scores, Source
from training.config import Space
from training.recommender.metrics import BLOCK, quality
from training.recommender.splits import Asked, Split
from training.search import Values, suggested

LIGHT: Mapping[str, Callable[..., Any]] = {
    "popularity": Popularity,
    "item_knn": ItemNeighbours,
    "item_knn_recent": ItemNeighbours,
    "als": Als,
    "ease": Ease,
}
"""Methods that are fitted in seconds, by the names of their rows; their parameters are searched."""
SEQUENCE, BLEND = "sequence", "blend"
CELLS = 20_000_000
"""Scores of a method that are held for choosing: shoppers of the validation part times items."""
ADDED = 20
"""Parts of a blend at most, a method counted as often as it was added."""


class Choice(NamedTuple):
    """Parameters, and the NDCG@10 that they reach on the validation part."""

    values: Values
    quality: float


def fit(name: str, interactions: Interactions, values: Values) -> Source:
    """A light method with its parameters."""
    fitted: Source = LIGHT[name](**values).fit(interactions)
    return fitted


def check(spaces: Mapping[str, Space]) -> None:
    """Raises: SettingsError for a method that is not there, or has no such parameter."""
    for name, space in spaces.items():
        if name not in LIGHT:
            raise SettingsError(f"There is no method {name} whose parameters are searched.")
        values = {key: one[0] if isinstance(one, list) else one.low for key, one in space.items()}
        try:
            LIGHT[name](**values)
        except (TypeError, msgspec.ValidationError) as error:
            raise SettingsError(f"[{name}]: {error}") from error


def feasible(name: str, interactions: Interactions) -> bool:
    """Whether there are few enough items for a method."""
    return name != "ease" or len(interactions.items) <= MOST_ITEMS


def choose(
    name: str, space: Space, split: Split, *, trials: int, seed: int, tell: Callable[[int, int], None]
) -> Choice:
    """The best of ``trials`` on the validation part: all choices where they are no more, else searched by
    tree-structured Parzen estimators (Bergstra et al. 2011)."""
    logging.getLogger("optuna").setLevel(logging.WARNING)
    study = optuna.create_study(direction="maximize", sampler=_sampler(space, trials, seed))

    def run(trial: optuna.Trial) -> float:
        tell(trial.number, trials)
        return quality(scores(fit(name, split.train, suggested(trial, space)), split.valid), split.valid)

    study.optimize(run, n_trials=trials)
    return Choice(study.best_params, study.best_value)


def _sampler(space: Space, trials: int, seed: int) -> optuna.samplers.BaseSampler:
    choices = {name: choice for name, choice in space.items() if isinstance(choice, list)}
    if len(choices) == len(space) and math.prod(map(len, choices.values())) <= trials:
        return optuna.samplers.GridSampler(choices, seed=seed)
    return optuna.samplers.TPESampler(seed=seed)


def scores(source: Source, asked: Asked) -> Scores:
    """Of all shoppers that are asked for, (b, items)."""
    blocks = [
        source.score(asked.histories.block(start, start + BLOCK)) for start in range(0, len(asked), BLOCK)
    ]
    return np.concatenate(blocks)


def for_choosing(split: Split) -> Split:
    """With so few shoppers of the validation part that their scores are held at once (``CELLS``)."""
    most = max(200, CELLS // max(len(split.train.items), 1))
    return Split(split.train, split.valid.some(most), split.final, split.test)


def blended(found: Mapping[str, Scores], valid: Asked, tell: Callable[[int, int], None]) -> Choice:
    """Weights of a blend, from each method's scores for the validation part: the best method, then the one
    that helps most, again and again, until none does (Caruana et al. 2004)."""
    parts = {name: standardised(own) for name, own in found.items()}
    total, counts, reached = np.zeros_like(next(iter(parts.values()))), dict.fromkeys(parts, 0), -1.0
    for step in range(ADDED):
        tell(step, ADDED)
        tried = {name: quality(total + part, valid) for name, part in parts.items()}
        name = max(tried, key=lambda one: tried[one])
        if tried[name] <= reached:
            break
        total, reached = total + parts[name], tried[name]
        counts[name] += 1
    added = sum(counts.values())
    return Choice({name: count / added for name, count in counts.items() if count}, reached)
