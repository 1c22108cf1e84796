"""What the fine-tuning of low-rank updates has in common: arguments of a Trainer, checkpoints, going on."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import torch
from datasets import Dataset
from safetensors.torch import load_file, save_file
from transformers import PrinterCallback, TrainerCallback
from transformers.trainer_pt_utils import LengthGroupedSampler

from bot.errors import BadRequest
from retrieval.export import quiet
from training import processes
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
SHARED = {"split_batches": True}
"""A batch is what all processes take in a step together: with more of them a training stays the same."""


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

    def _get_train_sampler(self, train_dataset: Any = None) -> Any:
        sampler = super()._get_train_sampler(train_dataset)  # type: ignore[misc]
        return GroupedByLength(sampler) if isinstance(sampler, LengthGroupedSampler) else sampler


class GroupedByLength(LengthGroupedSampler):
    """Whose order follows from the epoch alone: one training in several processes has one order, and one that
    goes on has the same as before."""

    def __init__(self, other: LengthGroupedSampler) -> None:
        super().__init__(other.batch_size, lengths=other.lengths)
        self.epoch = 0

    def set_epoch(self, epoch: int) -> None:
        """The epoch that begins, from 0."""
        self.epoch = epoch

    def __iter__(self) -> Iterator[int]:
        self.generator = torch.Generator().manual_seed(self.epoch)
        order: Iterator[int] = super().__iter__()  # type: ignore[no-untyped-call]
        return order


class Epochs(TrainerCallback):
    """Tells what orders and draws the examples which epoch begins. The Trainer tells it to some of them only:
    to none where a training in several processes goes on in the middle of an epoch."""

    def on_epoch_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **more: Any
    ) -> None:
        """See ``TrainerCallback``."""
        del args, control
        loader = more["train_dataloader"]
        for part in (loader.collate_fn, *_samplers(loader)):
            if hasattr(part, "set_epoch"):
                part.set_epoch(int(state.epoch or 0))


def _samplers(loader: Any) -> Iterator[Any]:
    """Those of a loader, each around the next one."""
    inside = loader
    while inside := getattr(inside, "batch_sampler", None) or getattr(inside, "sampler", None):
        yield inside


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
    """Of a Trainer that does so many ``steps``, keeping its checkpoints in a folder.

    Raises: BadRequest where the processes cannot share a batch.
    """
    processes.check_batch(config.batch)
    return {
        "output_dir": str(checkpoints),
        "num_train_epochs": config.epochs,
        "per_device_train_batch_size": config.batch,
        "accelerator_config": SHARED,
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


def contrastive(config: LowRankConfig, checkpoints: Path, parts: Mapping[str, Dataset]) -> dict[str, Any]:
    """Of a Trainer whose rows are each other's negatives. Several processes leave a last batch out that is
    not full: filled up with other rows, as the Trainer does, some would be negatives of themselves.

    Raises: BadRequest where the processes cannot share a batch, or a part has no full one.
    """
    several = processes.count() > 1
    for name, part in parts.items():
        if several and len(part) < config.batch:
            raise BadRequest(
                f"There are {len(part)} rows of {name}, and a step takes {config.batch}: set the key batch to"
                " less, in a file for --config, or train in one process."
            )
    steps = int(config.epochs * sum(len(part) for part in parts.values()) / config.batch)
    return {**arguments(config, checkpoints, steps), "dataloader_drop_last": several}


def train(trainer: Any, checkpoints: Path, *, resume: bool) -> dict[str, float]:
    """Train, from the last checkpoint where there is one and ``resume`` is wanted; returns ``loss``, the mean
    since then, and ``seconds``.

    The checkpoints go when it is done.
    """
    last = processes.of_first(lambda: _last_or_cleared(checkpoints, resume=resume))
    trainer.add_callback(Epochs())
    trainer.remove_callback(PrinterCallback)  # the curves go to the tracker, the steps to the terminal
    with quiet():
        result = trainer.train(resume_from_checkpoint=last)
    processes.of_first(lambda: _remove(checkpoints))
    losses = processes.whole_batch(torch.tensor([result.training_loss], device=trainer.args.device))
    return {"loss": float(losses.mean()), "seconds": float(result.metrics["train_runtime"])}


def _last_or_cleared(checkpoints: Path, *, resume: bool) -> str | None:
    last = last_checkpoint(checkpoints) if resume else None
    if last is None:
        shutil.rmtree(checkpoints, ignore_errors=True)
    return last


def _remove(checkpoints: Path) -> None:
    for folder in checkpoints.glob("checkpoint-*"):
        shutil.rmtree(folder)


def last_checkpoint(checkpoints: Path) -> str | None:
    """The newest checkpoint that was written to its end: the state is written last."""
    whole = [state.parent for state in checkpoints.glob("checkpoint-*/trainer_state.json") if _is_json(state)]
    return str(max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]))) if whole else None


def _is_json(file: Path) -> bool:
    try:
        json.loads(file.read_bytes())
    except ValueError:
        return False
    return True
