"""Fine-tunes the network with the Trainer: epochs over many messages, or a contrastive stage over few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from seqeval.metrics import f1_score
from torch.optim.lr_scheduler import LambdaLR
from transformers import (
    EarlyStoppingCallback,
    EvalPrediction,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
    set_seed,
)

from retrieval.encode import Vectors
from retrieval.export import pool, quiet
from training import processes
from training.adapters import half_precision
from training.fine_tuning import SHARED, Epochs, last_checkpoint
from training.machine import keep_freed_memory
from training.track import report_to
from training.understanding.batches import UNKNOWN, as_rows, collate, contrastive_order, intents_at_once
from training.understanding.config import UnderstandingConfig
from training.understanding.data import Message
from training.understanding.model import Aims, UnderstandingNetwork, new_network
from training.understanding.time_limit import TimeLimit

Tell = Callable[[str, int, int], None]
"""Told what is done, and how much of how much."""
Watch = Callable[[int, float], None]
"""Told the epoch and its score on the held-out messages; it may raise, to end a training that is no use."""
HEADS_FASTER = 5.0
"""How much faster than the encoder the heads learn, which begin at nothing."""


def tune_epochs(
    train: Sequence[Message],
    held: Sequence[Message],
    aims: Aims,
    config: UnderstandingConfig,
    work: Path,
    tell: Tell,
    *,
    start: Path | None = None,
    resume: bool = False,
    watch: Watch = lambda _epoch, _score: None,
) -> UnderstandingNetwork:
    """The network of the epoch that is best on ``held``; it begins at the encoder with the adapter ``start``.
    Checkpoints and curves go to ``work``; ``resume`` goes on from the last one there.

    Raises: BadRequest where the processes cannot share a batch.
    """
    processes.check_batch(config.batch)
    network = _begin(aims, config, start)
    rows, judged = (as_rows(part, aims, network.source, config.length) for part in (train, held))
    steps = -(-len(rows) // config.batch) * config.epochs
    checkpoint = processes.of_first(lambda: last_checkpoint(work)) if resume else None
    limit = TimeLimit(config.minutes, steps, config.epochs, Path(checkpoint) if checkpoint else None)
    optimizer, warm_up = _optimizer(network, config.learning_rate), round(config.warmup * steps)
    arguments = TrainingArguments(
        **_common(config, work),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch,
        per_device_eval_batch_size=256,
        eval_strategy="epoch",
        save_strategy="epoch",
        save_total_limit=1,
        load_best_model_at_end=True,
        metric_for_best_model="score",
        greater_is_better=True,
        restore_callback_states_from_checkpoint=True,  # how long it has not become better
    )
    trainer = Trainer(
        model=network,
        args=arguments,
        train_dataset=rows,
        eval_dataset=judged,
        data_collator=collate,
        compute_metrics=_scorer(aims),
        optimizers=(optimizer, LambdaLR(optimizer, lambda step: limit.rate(step, warm_up))),
        callbacks=[limit, _Told(tell, "Epochs"), _Watched(watch), EarlyStoppingCallback(config.patience)],
    )
    trainer.add_callback(Epochs())
    trainer.remove_callback(PrinterCallback)
    with quiet():
        trainer.train(resume_from_checkpoint=checkpoint)
    return network.eval().cpu()


def tune_contrast(
    train: Sequence[Message],
    aims: Aims,
    config: UnderstandingConfig,
    work: Path,
    tell: Tell,
    title: str,
    *,
    start: Path | None = None,
) -> UnderstandingNetwork:
    """The network after ``few_steps`` of the contrastive loss; more of them make it worse."""
    network = _begin(aims, config, start)
    intents = [message.intent for message in train]
    at_once = intents_at_once(intents, config.few_alike, config.few_intents)
    order = contrastive_order(intents, config.few_steps, config.few_alike, at_once, config.seed)
    trainer = Trainer(
        model=network,
        args=TrainingArguments(
            **_common(config, work),
            num_train_epochs=1,
            per_device_train_batch_size=config.few_alike * at_once,
            warmup_steps=round(config.warmup * config.few_steps),
            train_sampling_strategy="sequential",
            save_strategy="no",
        ),
        train_dataset=as_rows(train, aims, network.source, config.length).select(order),
        data_collator=collate,
        optimizers=(_optimizer(network, config.few_learning_rate), None),
        callbacks=[_Told(tell, title)],
    )
    trainer.remove_callback(PrinterCallback)
    with quiet():
        trainer.train()
    return network.eval().cpu()


def features_of(network: UnderstandingNetwork, messages: Sequence[Message], length: int) -> Vectors:
    """The features (n, f) that the network serves, without exporting it."""
    rows = as_rows(messages, network.aims, network.source, length)
    order = np.argsort(rows["length"])
    features: list[Vectors] = []
    with torch.inference_mode():
        for block in np.array_split(order, 1 + len(order) // 128):
            batch = collate([rows[int(row)] for row in block])
            inputs = [batch[name] for name in ("input_ids", "attention_mask", "word_shapes")]
            layers = network.states(*inputs)
            features.append(pool(layers, batch["attention_mask"])[1].float().numpy())
    found: Vectors = np.concatenate(features)[np.argsort(order)]
    return found


def _begin(aims: Aims, config: UnderstandingConfig, start: Path | None) -> UnderstandingNetwork:
    keep_freed_memory()
    set_seed(config.seed)
    with quiet():
        return new_network(aims, config.dropout, start, config.encoder)


def _common(config: UnderstandingConfig, work: Path) -> dict[str, Any]:
    return {
        "output_dir": str(work),
        "accelerator_config": SHARED,
        "weight_decay": 0.01,
        "lr_scheduler_type": "linear",
        "bf16": half_precision(None if config.bf16 == "auto" else config.bf16),
        "use_cpu": not torch.cuda.is_available(),
        "remove_unused_columns": False,
        "label_names": ["intent_labels", "tag_labels"],
        "report_to": report_to(config.tracker),
        "logging_steps": 20,
        "seed": config.seed,
        "dataloader_pin_memory": False,
        "disable_tqdm": True,
    }


def _optimizer(network: UnderstandingNetwork, learning_rate: float) -> torch.optim.Optimizer:
    """AdamW; biases and norms do not decay, and what begins at nothing learns faster."""
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, weight in network.named_parameters():
        fresh = not name.startswith("transformer.")
        groups.setdefault((fresh, weight.ndim > 1), []).append(weight)
    return torch.optim.AdamW(
        [
            {
                "params": weights,
                "lr": learning_rate * (HEADS_FASTER if fresh else 1.0),
                "weight_decay": 0.01 if decays else 0.0,
            }
            for (fresh, decays), weights in groups.items()
        ],
        fused=True,
    )


def _scorer(aims: Aims) -> Callable[[EvalPrediction], dict[str, float]]:
    """The share of right intents, the F1 of entities, and their mean as the score."""

    def score(prediction: EvalPrediction) -> dict[str, float]:
        found: Any = prediction.predictions
        truth: Any = prediction.label_ids
        (intents, tags), (true_intents, true_tags) = found, truth
        known, scores = true_intents != UNKNOWN, {}
        if aims.intents and known.any():
            scores["intent_accuracy"] = float((intents == true_intents)[known].mean())
        if aims.tags and (true_tags != UNKNOWN).any():
            scores["entity_f1"] = _entity_f1(true_tags, tags, aims.tags)
        return {**scores, "score": float(np.mean(list(scores.values()) or [0.0]))}

    return score


def _entity_f1(truth: NDArray[np.intp], found: NDArray[np.intp], names: Sequence[str]) -> float:
    """Both (n, t), as columns of ``names``."""
    named = np.asarray(names)
    rows = [row != UNKNOWN for row in truth]
    return float(
        f1_score(
            [list(named[row[known]]) for row, known in zip(truth, rows, strict=True)],
            [list(named[row[known]]) for row, known in zip(found, rows, strict=True)],
            zero_division=0,
        )
    )


class _Told(TrainerCallback):
    """Tells each step."""

    def __init__(self, tell: Tell, title: str) -> None:
        self._tell, self._title = tell, title

    def on_step_end(
        self,
        args: TrainingArguments,  # noqa: ARG002 - the Trainer's signature
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **_: Any,
    ) -> None:
        self._tell(self._title, state.global_step, state.max_steps)


class _Watched(TrainerCallback):
    """Tells the score of each epoch."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def on_evaluate(
        self,
        args: TrainingArguments,  # noqa: ARG002 - the Trainer's signature
        state: TrainerState,
        control: TrainerControl,  # noqa: ARG002
        **more: Any,
    ) -> None:
        self._watch(round(state.epoch or 0), more["metrics"]["eval_score"])
