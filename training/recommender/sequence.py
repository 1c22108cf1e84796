"""Trains the sequence model with the Trainer: early stopping by what is recommended, resumable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from transformers import EarlyStoppingCallback, EvalPrediction, Trainer, TrainingArguments, set_seed

from retrieval.recommend.interactions import Histories, Interactions
from retrieval.recommend.sources.port import Scores
from retrieval.recommend.sources.sequence import PAD, Sequence, inputs_of, without_repeats
from training import processes
from training.config import Config
from training.fine_tuning import SHARED, Progress, Steps, train
from training.machine import keep_freed_memory
from training.recommender.network import UNKNOWN, SequenceNetwork, export_network
from training.track import Tracker, report_to

Judge = Callable[[Scores], float]
"""How good scores (b, items) for the shoppers of the validation part are; higher is better."""


class SequenceConfig(Config):
    """See training/configs/sequence.toml. ``warmup`` in steps."""

    seed: int
    tracker: Tracker
    length: int
    width: int
    layers: int
    heads: int
    dropout: float
    all_items: int
    negatives: int
    epochs: int
    batch: int
    learning_rate: float
    warmup: int
    weight_decay: float
    patience: int


class Trained:
    """The network, and the epoch that it is of."""

    def __init__(self, network: SequenceNetwork, epochs: int) -> None:
        self.network, self.epochs = network.eval().cpu(), epochs

    def saved(self, folder: Path) -> Sequence:
        """The source to serve, in ``folder``."""
        file = folder / "network.onnx"
        export_network(self.network, file)
        vectors = self.network.items.weight.detach().numpy()[1:].copy()
        source = Sequence(length=self.network.length, vectors=vectors, network=file)
        source.save(folder)
        return source


def train_sequence(
    interactions: Interactions,
    config: SequenceConfig,
    work: Path,
    tell: Progress = lambda _done, _total: None,
    *,
    judged: tuple[Histories, Judge] | None = None,
    resume: bool = False,
) -> Trained:
    """The network after all epochs, or after the best one where ``judged`` histories say so. Checkpoints lie
    in ``work`` until it is done; ``resume`` goes on from the last one there.

    Raises: BadRequest where the processes cannot share a batch.
    """
    processes.check_batch(config.batch)
    keep_freed_memory()
    set_seed(config.seed)
    network = _new_network(len(interactions.items), config)
    rows = windows(interactions, config.length)
    trainer = Trainer(
        model=network,
        args=_arguments(config, work, judge=judged is not None),
        train_dataset=rows,
        eval_dataset=_asked(judged[0], config.length) if judged else None,
        data_collator=_collate,
        compute_metrics=_scorer(network, judged[1]) if judged else None,
        callbacks=[Steps(tell), *([EarlyStoppingCallback(config.patience)] if judged else [])],
    )
    train(trainer, work, resume=resume)
    best = trainer.state.best_global_step if judged else trainer.state.global_step
    return Trained(network, round((best or trainer.state.global_step) / -(-len(rows) // config.batch)))


def windows(interactions: Interactions, length: int) -> Dataset:
    """Histories as rows of at most ``length`` items and what came after each; a longer one is several rows,
    counted from its end."""
    histories = interactions.histories()
    items, targets = [], []
    for row in range(len(histories)):
        own = without_repeats(histories.items[histories.starts[row] : histories.starts[row + 1]])
        for end in range(len(own), 1, -length):
            window = own[max(0, end - length - 1) : end]
            items.append((window[:-1] + 1).tolist())
            targets.append(window[1:].tolist())
    return Dataset.from_dict({"items": items, "targets": targets})


def _new_network(items: int, config: SequenceConfig) -> SequenceNetwork:
    return SequenceNetwork(
        items,
        config.length,
        width=config.width,
        layers=config.layers,
        heads=config.heads,
        dropout=config.dropout,
        all_items=config.all_items,
        negatives=config.negatives,
    )


def _arguments(config: SequenceConfig, work: Path, *, judge: bool) -> TrainingArguments:
    chosen: dict[str, Any] = {
        "eval_strategy": "epoch",
        "load_best_model_at_end": True,
        "metric_for_best_model": "quality",
        "greater_is_better": True,
        "restore_callback_states_from_checkpoint": True,  # how long it has not become better
    }
    return TrainingArguments(
        output_dir=str(work),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch,
        per_device_eval_batch_size=512,
        accelerator_config=SHARED,
        learning_rate=config.learning_rate,
        warmup_steps=config.warmup,
        lr_scheduler_type="linear",
        weight_decay=config.weight_decay,
        adam_beta2=0.98,
        save_strategy="epoch",
        save_total_limit=1,
        use_cpu=not torch.cuda.is_available(),
        remove_unused_columns=False,
        label_names=["rows"],
        report_to=report_to(config.tracker),
        logging_steps=20,
        seed=config.seed,
        dataloader_pin_memory=False,
        disable_tqdm=True,
        **(chosen if judge else {}),
    )


def _asked(histories: Histories, length: int) -> Dataset:
    return Dataset.from_dict(
        {"items": list(inputs_of(histories, length)), "rows": list(range(len(histories)))}
    )


def _collate(rows: list[dict[str, Any]]) -> dict[str, torch.Tensor]:
    """Padded before; all rows are for training, or all to be asked for."""
    if "rows" in rows[0]:
        return {key: torch.tensor([row[key] for row in rows]) for key in ("items", "rows")}
    return {name: _padded(rows, name, fill) for name, fill in (("items", PAD), ("targets", UNKNOWN))}


def _padded(rows: list[dict[str, Any]], key: str, fill: int) -> torch.Tensor:
    """Shape (b, t) of rows that are no longer than the longest one."""
    longest = max(len(row[key]) for row in rows)
    return torch.tensor([[fill] * (longest - len(row[key])) + row[key] for row in rows])


def _scorer(network: SequenceNetwork, judge: Judge) -> Callable[[EvalPrediction], dict[str, float]]:
    def score(prediction: EvalPrediction) -> dict[str, float]:
        states: Any = prediction.predictions  # (n, d)
        vectors = network.items.weight.detach().cpu().numpy()[1:]
        return {"quality": judge(np.asarray(states, np.float32) @ vectors.T)}

    return score
