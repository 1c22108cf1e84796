"""Searching a configuration, on an objective whose best is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import SettingsError
from training.config import Range, read_config, read_space
from training.retriever import RetrieverConfig
from training.search import Values, search

SPACE = {"rate": Range(low=0.01, high=1.0, log=True), "layers": Range(low=1, high=9), "tied": [True, False]}


class Curve:
    """Best at rate 0.1, 5 layers, tied; remembers how far each trial went."""

    def __init__(self) -> None:
        self.steps: list[int] = []

    def __call__(self, values: Values, watch: Callable[[int, float], None]) -> float:
        rate, layers = float(values["rate"]), int(values["layers"])
        best = 1.0 - abs(rate - 0.1) - abs(layers - 5) / 10 - (0.0 if values["tied"] else 0.5)
        self.steps.append(0)
        for step in range(5):
            watch(step, best * (step + 1) / 5)
            self.steps[-1] = step
        return best


def test_it_finds_the_best_cuts_off_the_hopeless_and_goes_on(tmp_path: Path) -> None:
    curve, told = Curve(), list[int]()
    first = search("toy", SPACE, curve, tmp_path, trials=10, seed=1)
    assert first.ended + first.pruned == 10
    again = search("toy", SPACE, curve, tmp_path, trials=25, seed=2, tell=lambda done, _: told.append(done))
    assert told == list(range(11, 36))
    assert again.ended + again.pruned == 35
    assert again.pruned > 5
    assert min(curve.steps) < 4 == max(curve.steps)
    assert again.best >= first.best > 0.3
    assert again.best > 0.85
    assert again.values["tied"] is True


def test_the_best_is_written_as_a_configuration(tmp_path: Path) -> None:
    space = read_space("retriever")
    found = search("retriever", space, lambda values, _watch: values["rank"], tmp_path, trials=6, seed=1)
    config = read_config(RetrieverConfig, "retriever", tmp_path / "retriever.best.toml")
    assert found.best == config.rank == 32
    changed = {name: getattr(config, name) for name in found.values}
    assert changed == found.values
    assert config.batch == read_config(RetrieverConfig, "retriever").batch
    with pytest.raises(SettingsError, match="nothing to search"):
        read_space("reranker")


@pytest.mark.parametrize("task", ["understanding", "retriever"])
def test_what_comes_with_the_package_can_be_searched(task: str) -> None:
    assert {"learning_rate", "epochs"} <= set(read_space(task))
