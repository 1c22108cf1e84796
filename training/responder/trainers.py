"""Fine-tunes a causal model to word answers: what agents wrote, then what they preferred.

First supervised, with the loss on the answer only. Then, where there are enough suggestions that agents
edited or discarded, direct preference optimisation (Rafailov et al. 2023) of what they wrote over what they
were offered. Trainers and losses are trl's; only low-rank updates are trained, so that the result is a file
of some megabytes that lies with the assistant.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import PeftModel, get_peft_model
from peft.helpers import disable_input_dtype_casting
from trl.trainer.dpo_config import DPOConfig
from trl.trainer.dpo_trainer import DPOTrainer
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from bot.errors import BadRequest
from bot.respond.convert import SYSTEM_FILE, adapter_base, open_causal
from bot.respond.local import DEFAULT_MODEL
from retrieval.export import quiet
from training import processes
from training.adapters import causal_lora, mean_with, save_adapter, trained_weights
from training.fine_tuning import (
    LowRankConfig,
    Progress,
    ResumableTrainer,
    Steps,
    arguments,
    checkpoints_of,
    train,
)
from training.responder.examples import Gathered
from training.responder.tokens import Tokens, preferred, worded


class ResponderConfig(LowRankConfig):
    """See training/configs/responder.toml. ``warmup`` in steps, ``longest`` in tokens."""

    model: str
    system: str
    longest: int
    pairs: int
    pairs_epochs: float
    pairs_learning_rate: float
    beta: float


class _Quiet:
    """Mixed into a trainer of trl before its class: no model cards, and nobody is told what is trained."""

    def _send_telemetry(self) -> None:
        pass

    def create_model_card(self, *_args: Any, **_kwargs: Any) -> None:
        """None: an adapter's card is its release's manifest."""


class _AnswerTrainer(_Quiet, ResumableTrainer, SFTTrainer):
    pass


class _PreferenceTrainer(_Quiet, ResumableTrainer, DPOTrainer):
    def _prepare_dataset(self, dataset: Dataset, *_args: Any) -> Dataset:
        """The tokens are there already, cut as they are at serving."""
        return dataset


def train_responder(
    gathered: Gathered,
    output: Path,
    config: ResponderConfig,
    *,
    start: Path | None = None,
    resume: bool = False,
    tell: Progress = lambda _done, _total: None,
) -> dict[str, float]:
    """Train, and write the adapter with its system text to ``output``; returns what it took: ``examples``,
    ``loss``, ``seconds``, ``tokens_per_second`` (prompts included), ``pairs``, and of a preference step
    ``preference_loss`` and ``preference_seconds``. ``start``, ``resume``: as of ``train_retriever``.

    Raises: BadRequest where there is nothing to train on, ModelUnavailable.
    """
    torch.manual_seed(config.seed)
    base = (adapter_base(str(start)) if start else None) or config.model or DEFAULT_MODEL
    with quiet(), redirect_stderr(StringIO()):  # reading GGUF shows a bar of its own
        model, tokenizer = open_causal(base, halved=config.halved)
    if not torch.cuda.is_available():
        model.set_attn_implementation("eager")  # as for the re-ranker: the fused one is slow in bf16
    tokens = Tokens(tokenizer, config.system, config.longest)
    pairs = preferred(gathered.pairs, tokens) if len(gathered.pairs) >= config.pairs else []
    later = checkpoints_of(output) / "preference"
    done_before = processes.of_first(lambda: resume and later.is_dir())
    adapted = _adapted(model, config, output if done_before else start)
    before = trained_weights(adapted)
    report: dict[str, float] = {"examples": len(gathered.examples), "pairs": len(gathered.pairs)}
    with disable_input_dtype_casting(adapted, active=config.halved):  # autocast casts already
        if not done_before:
            report |= _learn_answers(adapted, tokens, gathered, output, config, resume=resume, tell=tell)
            if start:
                mean_with(adapted, before, config.kept)
        if pairs:
            processes.of_first(lambda: _save(adapted, output, base, config.system))
            report |= _learn_preferences(adapted, tokens, pairs, later, config, resume=resume, tell=tell)
    # Before what was learned is written: else a training that goes on would learn the preferences twice.
    processes.of_first(lambda: shutil.rmtree(later, ignore_errors=True))
    processes.of_first(lambda: _save(adapted, output, base, config.system))
    return report


def _adapted(model: Any, config: ResponderConfig, start: Path | None) -> Any:
    if start is None:
        return get_peft_model(model, causal_lora(config.rank))
    return PeftModel.from_pretrained(model, str(start), is_trainable=True)


def _learn_answers(
    adapted: Any,
    tokens: Tokens,
    gathered: Gathered,
    output: Path,
    config: ResponderConfig,
    *,
    resume: bool,
    tell: Progress,
) -> dict[str, float]:
    rows = worded(gathered.examples, tokens)
    if not rows:
        reasons = ", ".join(f"{reason} {count}" for reason, count in gathered.left_out.items())
        raise BadRequest(f"No agent's answer can be trained on (left out: {reasons or 'none'}).")
    checkpoints = checkpoints_of(output)
    with quiet():
        trainer = _AnswerTrainer(
            model=adapted,
            args=SFTConfig(
                **arguments(config, checkpoints, int(config.epochs * len(rows) / config.batch)),
                **_NOT_TRLS,
                train_sampling_strategy="group_by_length",  # packing mixes examples on a CPU
            ),
            train_dataset=Dataset.from_list(rows),
            processing_class=tokens.tokenizer,
            callbacks=[Steps(tell)],
        )
    report = train(trainer, checkpoints, resume=resume)
    read = config.epochs * sum(len(row["input_ids"]) for row in rows)
    return {**report, "tokens_per_second": round(read / report["seconds"], 1)}


def _learn_preferences(
    adapted: Any,
    tokens: Tokens,
    pairs: Sequence[dict[str, list[int]]],
    checkpoints: Path,
    config: ResponderConfig,
    *,
    resume: bool,
    tell: Progress,
) -> dict[str, float]:
    own = config.model_copy(
        update={"epochs": config.pairs_epochs, "learning_rate": config.pairs_learning_rate, "warmup": 0}
    )
    checkpoints.mkdir(parents=True, exist_ok=True)
    with quiet():
        trainer = _PreferenceTrainer(
            model=adapted,
            args=DPOConfig(
                **arguments(own, checkpoints, int(own.epochs * len(pairs) / own.batch)),
                **_NOT_TRLS,
                beta=config.beta,
            ),
            train_dataset=Dataset.from_list(list(pairs)),
            processing_class=tokens.tokenizer,
            callbacks=[Steps(tell)],
        )
    report = train(trainer, checkpoints, resume=resume)
    return {"preference_loss": report["loss"], "preference_seconds": report["seconds"]}


_NOT_TRLS: dict[str, Any] = {
    "max_length": None,
    "activation_checkpointing": False,
    "weight_decay": 0.01,
    "ddp_find_unused_parameters": False,
}
"""What trl would do otherwise: cut texts off, compute everything twice to save memory, and look in several
processes for weights that are not used."""


def _save(adapted: Any, output: Path, base: str, system: str) -> None:
    save_adapter(adapted, output, base=base)
    (output / SYSTEM_FILE).write_text(f"{system}\n", encoding="utf-8")
