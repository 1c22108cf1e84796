"""Searches a task's configuration with Optuna: resumable, hopeless trials cut off, the best one as a file.

var/training/search.db           every trial of every task
var/training/<task>.best.toml    the keys of the best one, for --config
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

import msgspec
import optuna

from bot.releases import write_atomically
from training.config import Range, Space

Values = dict[str, int | float | str | bool]
UNJUDGED = 4
"""Trials that run to their end before one is cut off, and values of a trial before it may be."""


class Objective(Protocol):
    """Trains with some keys changed, and says how good the result is."""

    def __call__(self, values: Values, watch: Callable[[int, float], None]) -> float:
        """Higher is better; of data that is neither trained on nor kept for the test. ``watch`` is told what
        is reached on the way (step, value); it raises optuna.TrialPruned where it is no use to go on."""


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: the best value and its keys, trials that ended, and that were cut off."""

    task: str
    best: float
    values: Values
    ended: int
    pruned: int


def search(
    task: str,
    space: Space,
    objective: Objective,
    folder: Path,
    *,
    trials: int,
    seed: int,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Searched:
    """Run ``trials`` more; those of earlier searches of the task in this folder count for what is tried next.

    Tree-structured Parzen estimators (Bergstra et al. 2011); a trial whose value lies below the median of the
    others at the same step is cut off.
    """
    logging.getLogger("optuna").setLevel(logging.WARNING)
    folder.mkdir(parents=True, exist_ok=True)
    study = optuna.create_study(
        study_name=task,
        storage=f"sqlite:///{folder / 'search.db'}",
        load_if_exists=True,
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=UNJUDGED, n_warmup_steps=1),
    )

    def run(trial: optuna.Trial) -> float:
        return objective(suggested(trial, space), lambda step, value: _watch(trial, step, value))

    study.optimize(run, n_trials=trials, callbacks=[lambda *_: tell(_done(study), trials)])
    return _written(task, study, folder)


def suggested(trial: optuna.Trial, space: Space) -> Values:
    """The keys that a trial tries."""
    return {name: _suggest(trial, name, choice) for name, choice in space.items()}


def _suggest(
    trial: optuna.Trial, name: str, choice: Range | list[int | float | str | bool]
) -> int | float | str | bool:
    if isinstance(choice, list):
        return cast("int | float | str | bool", trial.suggest_categorical(name, choice))
    if isinstance(choice.low, int) and isinstance(choice.high, int):
        return trial.suggest_int(name, choice.low, choice.high, log=choice.log)
    return trial.suggest_float(name, float(choice.low), float(choice.high), log=choice.log)


def _watch(trial: optuna.Trial, step: int, value: float) -> None:
    trial.report(value, step)
    if trial.should_prune():
        raise optuna.TrialPruned


def _done(study: optuna.Study) -> int:
    return sum(trial.state.is_finished() for trial in study.trials)


def _written(task: str, study: optuna.Study, folder: Path) -> Searched:
    states = [trial.state for trial in study.trials]
    best = study.best_trial
    lines = [f"# The best of {len(states)} trials: {best.value:.4f}"]
    lines += [f"{name} = {_toml(value)}" for name, value in best.params.items()]
    write_atomically(folder / f"{task}.best.toml", ("\n".join(lines) + "\n").encode())
    return Searched(
        task=task,
        best=round(float(best.value or 0.0), 4),
        values=best.params,
        ended=states.count(optuna.trial.TrialState.COMPLETE),
        pruned=states.count(optuna.trial.TrialState.PRUNED),
    )


def _toml(value: int | float | str | bool) -> str:
    return msgspec.json.encode(value).decode()
