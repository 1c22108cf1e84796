"""Fine-tunes the encoder on questions that an assistant's documents answer: a small LoRA adapter.

Contrastive, with the other answers of a batch as negatives (Multiple Negatives Ranking, Henderson et al.
2017) and, on demand, mined hard ones. Only low-rank updates of the attention and feed-forward matrices are
trained (Hu et al. 2021), so that the result is a file of about a megabyte that lies with the assistant.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from peft import get_peft_model
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer import losses
from sentence_transformers.sentence_transformer.training_args import BatchSamplers

from retrieval.documents.labelled import Labelled
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.units import unit_text
from retrieval.encode import MAX_TOKENS, bundled_model
from training.adapters import lora, save_adapter


@dataclass(frozen=True)
class EncoderConfig:
    """How to train. ``warmup`` in steps, ``rank`` of the updates, ``length`` in tokens, ``margin`` in cosine
    distance; ``bf16`` halves the time on processors that have it."""

    epochs: float = 2.0
    batch: int = 64
    learning_rate: float = 1e-3
    warmup: int = 20
    rank: int = 16
    length: int = 64
    margin: float = 0.6
    hard_negatives: bool = False
    bf16: bool = False
    seed: int = 0


def train_encoder(
    snapshot: Snapshot, questions: Sequence[Labelled], output: Path, config: EncoderConfig
) -> dict[str, float]:
    """Train on the units of an index and write the adapter to ``output``; returns what was seen of it.

    Questions whose gold lies in no unit are left out.
    """
    model = SentenceTransformer(str(bundled_model()), local_files_only=True)
    model.max_seq_length = min(config.length, MAX_TOKENS)
    data = training_data(snapshot, questions, model, config)
    transformer: Any = model[0]
    adapted = get_peft_model(
        transformer.auto_model, lora(config.rank)
    )  # puts the updates into the model in place
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(output.parent / f".{output.name}.training"),
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch,
        learning_rate=config.learning_rate,
        bf16=config.bf16,
        use_cpu=not torch.cuda.is_available(),
        warmup_steps=config.warmup,
        lr_scheduler_type="linear",
        batch_sampler=BatchSamplers.NO_DUPLICATES,
        save_strategy="no",
        report_to="none",
        logging_steps=20,
        seed=config.seed,
        dataloader_pin_memory=False,
    )
    trainer = SentenceTransformerTrainer(
        model=model, args=arguments, train_dataset=data, loss=_losses(model, config, data)
    )
    result = trainer.train()
    save_adapter(adapted, output)
    return {"loss": float(result.training_loss), "seconds": float(result.metrics["train_runtime"])}


def _losses(
    model: SentenceTransformer, config: EncoderConfig, data: dict[str, Dataset]
) -> dict[str, torch.nn.Module]:
    every: dict[str, torch.nn.Module] = {
        "answers": losses.MultipleNegativesRankingLoss(model, scale=20.0),
        "near_misses": losses.ContrastiveLoss(model, margin=config.margin),
    }
    return {name: every[name] for name in data}


def training_data(
    snapshot: Snapshot, questions: Sequence[Labelled], model: SentenceTransformer, config: EncoderConfig
) -> dict[str, Dataset]:
    """Pairs (question, unit that answers); with hard negatives triplets with the nearest unit that does not,
    and for what no document answers pairs of label 0 with the nearest unit, balanced by pairs of label 1."""
    content, rng = snapshot.content, random.Random(config.seed)
    texts = [unit_text(content.passages[o], u) for o, u in zip(content.owners, content.units, strict=True)]
    gold = [gold_units(snapshot, question) for question in questions]
    asked = [(q.question, rng.choice(sorted(g)), g) for q, g in zip(questions, gold, strict=True) if g]
    if not config.hard_negatives:
        return {"answers": _dataset(("anchor", "positive"), [(q, texts[n]) for q, n, _ in asked])}
    units = model.encode(texts, normalize_embeddings=True, batch_size=64)  # (u, d)
    triplets = [
        (q, texts[n], texts[next(i for i in near if i not in g)])
        for (q, n, g), near in zip(asked, _nearest(model, [q for q, _, _ in asked], units), strict=True)
    ]
    missed = [q.question for q in questions if not q.answerable]
    pairs = [(q, texts[near[0]], 0.0) for q, near in zip(missed, _nearest(model, missed, units), strict=True)]
    pairs += [(q, answer, 1.0) for q, answer, _ in rng.sample(triplets, min(len(triplets), len(pairs)))]
    return {
        "answers": _dataset(("anchor", "positive", "negative"), triplets),
        "near_misses": _dataset(("sentence1", "sentence2", "label"), pairs),
    }


def _nearest(
    model: SentenceTransformer, texts: Sequence[str], units: npt.NDArray[np.float32]
) -> npt.NDArray[np.int64]:
    """Numbers of the 20 nearest units a text, nearest first, shape (n, 20)."""
    vectors = model.encode(list(texts), normalize_embeddings=True)  # (n, d)
    return np.argsort(-(vectors @ units.T), axis=1)[:, :20]


def gold_units(snapshot: Snapshot, question: Labelled) -> set[int]:
    """Numbers of the units that lie in the question's gold."""
    content = snapshot.content
    documents = {gold.document for gold in question.gold}
    return {
        number
        for place, passage in enumerate(content.passages)
        if passage.document_id in documents
        for number in snapshot.unit_range(place)
        if question.shows_gold(passage, content.units[number].quote)
    }


def _dataset(names: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Dataset:
    return Dataset.from_dict({name: [row[i] for row in rows] for i, name in enumerate(names)})
