"""Fine-tunes a re-ranker on questions with texts (``lists``): which one answers, and whether one does at all.

For each question the model scores a few texts, and "none" with a constant 0; it learns the right one by
cross-entropy over them (listwise, as in Cao et al. 2007, with a null answer as in SQuAD 2.0). Near misses,
questions that nothing answers, teach it to decline. As with the encoder only low-rank
updates are trained, so that the result is a file of some megabytes that lies with the assistant.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from peft import PeftModel, get_peft_model
from peft.helpers import disable_input_dtype_casting
from safetensors.torch import save_file
from transformers import AutoModel, AutoTokenizer, Trainer, TrainingArguments

from retrieval.encode import HEAD_WEIGHTS, bundled_model
from retrieval.export import ScoringModel, read_head
from training.adapters import lora, mean_with, save_adapter, trained_weights
from training.lists import Lists


@dataclass(frozen=True)
class RerankerConfig:
    """How to train. ``batch`` questions a step with ``negatives`` wrong texts each, drawn anew every epoch; a
    ``hidden`` share of the answerable ones is shown without its answer: what is near is none. ``warmup`` in
    steps, ``rank`` of the updates; ``bf16`` halves the time on processors that have it; ``resume`` goes on
    from the output folder, and ``kept`` is then the share of those weights in the mean of old and new
    (``mean_with``)."""

    epochs: float = 2.0
    batch: int = 16
    negatives: int = 5
    hidden: float = 0.1
    learning_rate: float = 1e-3
    warmup: int = 60
    rank: int = 32
    bf16: bool = False
    resume: bool = False
    kept: float = 0.5
    seed: int = 0


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


def train_reranker(data: Dataset, output: Path, config: RerankerConfig) -> dict[str, float]:
    """Train on rows of ``lists`` and write adapter and head to ``output``; returns the mean loss and
    the seconds it took. With ``config.resume`` it starts from what lies there.

    Raises: ModelFileError for a damaged head to start from.
    """
    torch.manual_seed(config.seed)
    source = bundled_model()
    tokenizer: Any = AutoTokenizer.from_pretrained(str(source), local_files_only=True)
    transformer: Any = AutoModel.from_pretrained(
        str(source),
        local_files_only=True,
        attn_implementation="eager",  # in bf16 on the CPU the fused one's gradient takes a third of a step
        dtype=torch.bfloat16 if config.bf16 else torch.float32,  # the updates stay in full precision
    )
    if config.resume:
        adapted = PeftModel.from_pretrained(transformer, str(output), is_trainable=True)
        head = read_head(output, transformer.config.hidden_size)
    else:
        adapted = get_peft_model(transformer, lora(config.rank))
        head = torch.nn.Linear(transformer.config.hidden_size, 1)
    scoring = ScoringModel(adapted, head)
    before = trained_weights(scoring)
    trainer = Trainer(
        model=ListwiseModel(scoring),
        args=_arguments(output, config),
        train_dataset=data,
        data_collator=Lists(tokenizer, config.negatives, config.hidden, config.seed),
    )
    with disable_input_dtype_casting(adapted, active=config.bf16):  # autocast casts already
        result = trainer.train()
    if config.resume:
        mean_with(scoring, before, config.kept)
    save_adapter(adapted, output)
    save_file(
        {name: tensor.contiguous() for name, tensor in head.state_dict().items()}, output / HEAD_WEIGHTS
    )
    return {"loss": float(result.training_loss), "seconds": float(result.metrics["train_runtime"])}


def _arguments(output: Path, config: RerankerConfig) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(output.parent / f".{output.name}.training"),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch,
        learning_rate=config.learning_rate,
        warmup_steps=config.warmup,
        lr_scheduler_type="linear",
        weight_decay=0.01,
        bf16=config.bf16,
        train_sampling_strategy="group_by_length",
        length_column_name="length",
        remove_unused_columns=False,
        label_names=["labels"],
        save_strategy="no",
        report_to="none",
        logging_steps=20,
        seed=config.seed,
        dataloader_pin_memory=False,
        use_cpu=not torch.cuda.is_available(),
    )
