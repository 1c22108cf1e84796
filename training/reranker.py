"""Fine-tunes a re-ranker on questions with texts (``lists``): which one answers, and whether one does at all.

For each question the model scores a few texts, and "none" with a constant 0; it learns the right one by
cross-entropy over them (listwise, as in Cao et al. 2007, with a null answer as in SQuAD 2.0). Near misses,
questions that nothing answers, teach it to decline. As with the encoder only low-rank
updates are trained, so that the result is a file of some megabytes that lies with the assistant.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft.helpers import disable_input_dtype_casting
from safetensors.torch import save_file
from transformers import AutoModel, AutoTokenizer, Trainer, TrainingArguments

from retrieval.encode import HEAD_WEIGHTS, bundled_model
from retrieval.export import ScoringModel, quiet, read_head
from training import processes
from training.adapters import mean_with, save_adapter, trained_weights, with_updates
from training.fine_tuning import (
    LowRankConfig,
    Progress,
    ResumableTrainer,
    Steps,
    arguments,
    checkpoints_of,
    train,
)
from training.lists import Lists


class RerankerConfig(LowRankConfig):
    """See training/configs/reranker.toml. ``warmup`` in steps."""

    negatives: int
    hidden: float


class _Trainer(ResumableTrainer, Trainer):
    pass


class ListwiseModel(torch.nn.Module):
    """The scoring model with its loss."""

    def __init__(self, scoring: ScoringModel) -> None:
        super().__init__()
        self.scoring = scoring

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        labels: torch.Tensor,
    ) -> dict[str, torch.Tensor]:
        """Three of shape (q c, t) for c units a question; ``labels`` (q,): 0 for none, 1 for the first."""
        scores = (
            self.scoring(input_ids, attention_mask, token_type_ids).float().view(len(labels), -1)
        )  # (q, c)
        logits = torch.cat([scores.new_zeros(len(labels), 1), scores], dim=1)  # (q, 1 + c)
        return {"loss": torch.nn.functional.cross_entropy(logits, labels), "logits": logits}


def train_reranker(
    data: Dataset,
    output: Path,
    config: RerankerConfig,
    *,
    start: Path | None = None,
    resume: bool = False,
    tell: Progress = lambda _done, _total: None,
) -> dict[str, float]:
    """Train on rows of ``lists`` and write adapter and head to ``output``; returns the mean loss and the
    seconds it took. ``start``, ``resume``: as of ``train_retriever``.

    Raises: ModelFileError for a damaged head to start from.
    """
    torch.manual_seed(config.seed)
    source = bundled_model()
    tokenizer: Any = AutoTokenizer.from_pretrained(str(source), local_files_only=True)
    with quiet():
        adapted, head = _opened(source, config, start)
    scoring = ScoringModel(adapted, head)
    before = trained_weights(scoring)
    checkpoints = checkpoints_of(output)
    trainer = _Trainer(
        model=ListwiseModel(scoring),
        args=TrainingArguments(
            **arguments(config, checkpoints, int(config.epochs * len(data) / config.batch)),
            weight_decay=0.01,
            train_sampling_strategy="group_by_length",
            length_column_name="length",
            remove_unused_columns=False,
            label_names=["labels"],
        ),
        train_dataset=data,
        data_collator=Lists(tokenizer, config.negatives, config.hidden, config.seed),
        callbacks=[Steps(tell)],
    )
    with disable_input_dtype_casting(adapted, active=config.halved):  # autocast casts already
        report = train(trainer, checkpoints, resume=resume)
    if start:
        mean_with(scoring, before, config.kept)
    processes.of_first(lambda: _save(adapted, head, output))
    return report


def _save(adapted: Any, head: torch.nn.Linear, output: Path) -> None:
    save_adapter(adapted, output)
    save_file(
        {name: tensor.contiguous() for name, tensor in head.state_dict().items()}, output / HEAD_WEIGHTS
    )


def _opened(source: Path, config: RerankerConfig, start: Path | None) -> tuple[Any, torch.nn.Linear]:
    """The model with the updates that are trained, and its head."""
    transformer: Any = AutoModel.from_pretrained(
        str(source),
        local_files_only=True,
        attn_implementation="eager",  # in bf16 on the CPU the fused one's gradient takes a third of a step
        dtype=torch.bfloat16 if config.halved else torch.float32,  # the updates stay in full precision
    )
    width = transformer.config.hidden_size
    head = read_head(start, width) if start else torch.nn.Linear(width, 1)
    return with_updates(transformer, start, config.rank), head
