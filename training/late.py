"""Fine-tunes late interaction (``retrieval/late.py``) on questions with texts (``lists``): which one answers.

The tokens of a question are compared with those of the text that answers it, of some that do not, and of all
that the other questions of the batch are shown with; it learns the right one by cross-entropy. Model, loss
and trainer are those of sentence-transformers for several vectors a text. As with the encoder only low-rank
updates are trained.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import PeftModel, get_peft_model
from peft.helpers import disable_input_dtype_casting
from sentence_transformers import MultiVectorEncoder, MultiVectorEncoderTrainer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.multi_vector_encoder.losses import MultiVectorMultipleNegativesRankingLoss
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from sentence_transformers.multi_vector_encoder.training_args import MultiVectorEncoderTrainingArguments
from sentence_transformers.sentence_transformer.modules import Normalize

from retrieval.encode import bundled_model
from retrieval.late import MAX_TOKENS
from training.adapters import lora, mean_with, save_adapter, trained_weights
from training.lists import Row, draw

SHARPNESS = 2.0
"""What the sum of the nearest cosines is multiplied by before the softmax."""


@dataclass(frozen=True)
class LateConfig:
    """How to train. ``batch`` questions a step with ``negatives`` wrong texts each, drawn anew every epoch;
    ``warmup`` in steps, ``rank`` of the updates; ``bf16`` halves the time on processors that have it;
    ``resume`` goes on from the output folder, and ``kept`` is then the share of those weights in the mean of
    old and new (``mean_with``)."""

    epochs: int = 1
    batch: int = 16
    negatives: int = 6
    learning_rate: float = 3e-4
    warmup: int = 30
    rank: int = 32
    bf16: bool = False
    resume: bool = False
    kept: float = 0.5
    seed: int = 0


def train_late(data: Dataset, output: Path, config: LateConfig) -> dict[str, float]:
    """Train on rows of ``lists`` and write the adapter to ``output``; returns the mean loss and the seconds
    that it took. Questions that nothing answers are left out. With ``config.resume`` it starts from what lies
    there."""
    torch.manual_seed(config.seed)
    transformer = Transformer(
        str(bundled_model()),
        max_seq_length=MAX_TOKENS,
        model_kwargs={
            "attn_implementation": "eager",  # as for the re-ranker
            "dtype": torch.bfloat16 if config.bf16 else torch.float32,
            "local_files_only": True,
        },
    )
    bare: Any = transformer.auto_model  # both put the updates into it in place
    adapted = (
        PeftModel.from_pretrained(bare, str(output), is_trainable=True)
        if config.resume
        else get_peft_model(bare, lora(config.rank))
    )
    before = trained_weights(adapted)
    model = MultiVectorEncoder(modules=[transformer, Normalize("token_embeddings"), MultiVectorMask()])
    trainer = MultiVectorEncoderTrainer(
        model=model,
        args=_arguments(output, config),
        train_dataset=_examples(data, config),
        loss=MultiVectorMultipleNegativesRankingLoss(model, scale=SHARPNESS),
    )
    with disable_input_dtype_casting(adapted, active=config.bf16):  # autocast casts already
        result = trainer.train()
    if config.resume:
        mean_with(adapted, before, config.kept)
    save_adapter(adapted, output)
    return {"loss": float(result.training_loss), "seconds": float(result.metrics["train_runtime"])}


def _examples(data: Dataset, config: LateConfig) -> Dataset:
    """Every epoch's lists, one behind the other, each epoch in an order of its own."""
    rng = random.Random(config.seed)
    rows: list[Row] = [row for row in data if row["right"]]
    examples = []
    for _ in range(config.epochs):
        rng.shuffle(rows)
        for row in rows:
            right, *wrong = draw(row, rng, config.negatives, answer=True)
            named = {f"negative_{number}": text for number, text in enumerate(wrong)}
            examples.append({"anchor": row["question"], "positive": right, **named})
    return Dataset.from_list(examples)


def _arguments(output: Path, config: LateConfig) -> MultiVectorEncoderTrainingArguments:
    return MultiVectorEncoderTrainingArguments(
        output_dir=str(output.parent / f".{output.name}.training"),
        num_train_epochs=1,
        per_device_train_batch_size=config.batch,
        learning_rate=config.learning_rate,
        warmup_steps=config.warmup,
        lr_scheduler_type="linear",
        weight_decay=0.01,
        bf16=config.bf16,
        save_strategy="no",
        report_to="none",
        logging_steps=20,
        seed=config.seed,
        dataloader_pin_memory=False,
        use_cpu=not torch.cuda.is_available(),
    )
