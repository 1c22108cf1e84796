"""Fewer epochs where this machine would take too long for all of them."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from training import processes

WARM, TIMED = 5, 20
"""Steps after which the clock starts, as the first ones compile their kernels, and after which it is read."""
LEAST_EPOCHS = 2
"""Fewer do not come near what more of them learn."""


class TimeLimit(TrainerCallback):
    """Times the first steps, and lets a training make as many of its epochs as fit into ``minutes`` (0: all).
    The learning rate falls to 0 over those that are made: see ``rate``. A training that goes on from
    ``checkpoint`` keeps to what was found out before it."""

    def __init__(self, minutes: float, steps: int, epochs: int, checkpoint: Path | None = None) -> None:
        """``steps`` of all ``epochs``."""
        self._minutes, self._epochs, self._of_epoch = minutes, epochs, steps // epochs
        self._steps = _steps_of(checkpoint) if checkpoint else steps
        self._is_timed = minutes == 0 or checkpoint is not None
        self._started = 0.0

    def rate(self, step: int, warm_up: int) -> float:
        """The share of the learning rate at a step: it rises for ``warm_up`` steps and falls to 0."""
        if step < warm_up:
            return step / max(1, warm_up)
        return max(0.0, (self._steps - step) / max(1, self._steps - warm_up))

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **more: Any
    ) -> None:
        """See ``TrainerCallback``."""
        del args, control, more
        state.max_steps = self._steps

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **more: Any
    ) -> None:
        """See ``TrainerCallback``."""
        del args, control, more
        if self._is_timed:
            return
        if state.global_step == WARM:
            self._started = monotonic()
        if state.global_step == TIMED:
            self._is_timed = True
            step = processes.of_first(lambda: (monotonic() - self._started) / (TIMED - WARM))
            fitting = max(int(self._minutes * 60 / (step * self._of_epoch)), LEAST_EPOCHS)
            self._steps = state.max_steps = min(fitting, self._epochs) * self._of_epoch


def _steps_of(checkpoint: Path) -> int:
    """The steps of the training that left it."""
    return int(TrainerState.load_from_json(str(checkpoint / "trainer_state.json")).max_steps)
