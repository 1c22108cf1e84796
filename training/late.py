"""Fine-tunes late interaction (``retrieval/late.py``) on questions with texts (``lists``): which one answers.

The tokens of a question are compared with those of the text that answers it, of some that do not, and of all
that the other questions of the batch are shown with; it learns the right one by cross-entropy. Model, loss
and trainer are those of sentence-transformers for several vectors a text. As with the encoder only low-rank
updates are trained.
"""

from __future__ import annotations

import random
from pathlib import Path

import torch
from datasets import Dataset
from peft.helpers import disable_input_dtype_casting
from sentence_transformers import MultiVectorEncoder, MultiVectorEncoderTrainer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.multi_vector_encoder.losses import MultiVectorMultipleNegativesRankingLoss
from sentence_transformers.multi_vector_encoder.modules import MultiVectorMask
from sentence_transformers.multi_vector_encoder.scoring import colbert_scores
from sentence_transformers.multi_vector_encoder.training_args import MultiVectorEncoderTrainingArguments
from sentence_transformers.sentence_transformer.modules import Normalize

from retrieval.encode import bundled_model
from retrieval.late import MAX_TOKENS
from training import processes
from training.adapters import mean_with, save_adapter, trained_weights, with_updates
from training.fine_tuning import (
    LowRankConfig,
    Progress,
    ResumableTrainer,
    Steps,
    checkpoints_of,
    contrastive,
    train,
)
from training.lists import Row, draw

SHARPNESS = 2.0
"""What the sum of the nearest cosines is multiplied by before the softmax."""


class LateConfig(LowRankConfig):
    """See training/configs/late.toml. ``epochs`` are whole ones; ``warmup`` in steps."""

    epochs: int
    negatives: int


class _Trainer(ResumableTrainer, MultiVectorEncoderTrainer):
    pass


def train_late(
    data: Dataset,
    output: Path,
    config: LateConfig,
    *,
    start: Path | None = None,
    resume: bool = False,
    tell: Progress = lambda _done, _total: None,
) -> dict[str, float]:
    """Train on rows of ``lists`` and write the adapter to ``output``; returns the mean loss and the seconds
    that it took. Questions that nothing answers are left out. ``start``, ``resume``: as of
    ``train_retriever``."""
    torch.manual_seed(config.seed)
    transformer = Transformer(
        str(bundled_model()),
        max_seq_length=MAX_TOKENS,
        model_kwargs={
            "attn_implementation": "eager",  # as for the re-ranker
            "dtype": torch.bfloat16 if config.halved else torch.float32,
            "local_files_only": True,
        },
    )
    adapted = with_updates(transformer.auto_model, start, config.rank)
    before = trained_weights(adapted)
    model = MultiVectorEncoder(modules=[transformer, Normalize("token_embeddings"), MultiVectorMask()])
    examples, checkpoints = _examples(data, config), checkpoints_of(output)
    once = config.model_copy(update={"epochs": 1})  # all of them lie in the examples
    trainer = _Trainer(
        model=model,
        args=MultiVectorEncoderTrainingArguments(
            **contrastive(once, checkpoints, {"questions": examples}), weight_decay=0.01
        ),
        train_dataset=examples,
        # named, as the default of 6.3 asks the model for it, which has none once several processes share it
        loss=MultiVectorMultipleNegativesRankingLoss(
            model,
            scale=SHARPNESS,
            similarity_fct=colbert_scores,
            gather_across_devices=processes.count() > 1,
        ),
        callbacks=[Steps(tell)],
    )
    with disable_input_dtype_casting(adapted, active=config.halved):  # autocast casts already
        report = train(trainer, checkpoints, resume=resume)
    if start:
        mean_with(adapted, before, config.kept)
    processes.of_first(lambda: save_adapter(adapted, output))
    return report


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
