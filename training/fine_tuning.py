"""What the fine-tuning of low-rank updates has in common: arguments of a Trainer, checkpoints, going on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import torch
from safetensors.torch import load_file, save_file
from transformers import PrinterCallback, TrainerCallback

from retrieval.export import quiet
from training.adapters import half_precision, trained_weights
from training.config import Config
from training.track import Tracker, report_to

if TYPE_CHECKING:
    from transformers import TrainerControl, TrainerState, TrainingArguments

Progress = Callable[[int, int], None]
WEIGHTS = "trained.safetensors"
"""Of a checkpoint: the weights that training changes, no others."""
CHECKPOINTS = 8
"""Checkpoints of a training, evenly spread; the last one is kept."""


class LowRankConfig(Config):
    """The keys that all of them have; see training/configs/*.toml."""

    epochs: float
    batch: int
    learning_rate: float
    warmup: int
    rank: int
    kept: float
    bf16: Literal["auto"] | bool
    tracker: Tracker
    seed: int

    @property
    def halved(self) -> bool:
        """Whether half precision is trained in."""
        return half_precision(None if self.bf16 == "auto" else self.bf16)


class ResumableTrainer:
    """Mixed into a Trainer before its class: checkpoints of some megabytes, from which it goes on."""

    model: Any
    args: Any

    def _save(self, output_dir: str | None = None, state_dict: Any = None) -> None:  # noqa: ARG002 - as there
        folder = Path(output_dir or self.args.output_dir)
        folder.mkdir(parents=True, exist_ok=True)
        weights = trained_weights(self.model)
        save_file({name: tensor.contiguous() for name, tensor in weights.items()}, folder / WEIGHTS)

    def _load_from_checkpoint(self, checkpoint: str, model: Any = None) -> None:
        saved = load_file(Path(checkpoint) / WEIGHTS)
        with torch.no_grad():
            for name, weight in (model or self.model).named_parameters():
                if weight.requires_grad:
                    weight.copy_(saved[name])


class Steps(TrainerCallback):
    """Tells how many steps of how many are done."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        """See ``TrainerCallback``."""
        del args, control, kwargs
        self._tell(state.global_step, state.max_steps)


def checkpoints_of(output: Path) -> Path:
    """Where those of the training of an output lie."""
    return output.parent / f".{output.name}.training"


def arguments(config: LowRankConfig, checkpoints: Path, steps: int) -> dict[str, Any]:
    """Of a Trainer that does so many ``steps``, keeping its checkpoints in a folder."""
    return {
        "output_dir": str(checkpoints),
        "num_train_epochs": config.epochs,
        "per_device_train_batch_size": config.batch,
        "learning_rate": config.learning_rate,
        "warmup_steps": config.warmup,
        "lr_scheduler_type": "linear",
        "bf16": config.halved,
        "use_cpu": not torch.cuda.is_available(),
        "save_strategy": "steps",
        "save_steps": max(1, steps // CHECKPOINTS),
        "save_total_limit": 1,
        "report_to": report_to(config.tracker),
        "logging_steps": 20,
        "seed": config.seed,
        "dataloader_pin_memory": False,
        "disable_tqdm": True,
    }


def train(trainer: Any, checkpoints: Path, *, resume: bool) -> dict[str, float]:
    """Train, from the last checkpoint where there is one and ``resume`` is wanted; mean loss and seconds.

    The checkpoints go when it is done.
    """
    last = _last(checkpoints) if resume else None
    if last is None:
        shutil.rmtree(checkpoints, ignore_errors=True)
    trainer.remove_callback(PrinterCallback)  # the curves go to the tracker, the steps to the terminal
    with quiet():
        result = trainer.train(resume_from_checkpoint=last)
    for folder in checkpoints.glob("checkpoint-*"):
        shutil.rmtree(folder)
    return {"loss": float(result.training_loss), "seconds": float(result.metrics["train_runtime"])}


def _last(checkpoints: Path) -> str | None:
    """The newest checkpoint that was written to its end: the state is written last."""
    whole = [state.parent for state in checkpoints.glob("checkpoint-*/trainer_state.json")]
    return str(max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]))) if whole else None
