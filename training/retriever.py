"""Fine-tunes the encoder on questions that an assistant's documents answer: a small LoRA adapter.

Contrastive, with the others of a batch as negatives (Multiple Negatives Ranking, Henderson et al. 2017): a
question beside a unit that answers it, and beside another question that the same unit answers, with the
nearest question that nothing answers as a hard negative. The second teaches the memory of questions asked
before to tell twins apart. Only low-rank updates of attention and feed-forward matrices are trained (Hu et
al. 2021), so that the result is a file of about a megabyte that lies with the assistant.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerModelCardData,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer import losses
from sentence_transformers.sentence_transformer.training_args import BatchSamplers

from retrieval.documents.labelled import Shop
from retrieval.documents.remember import answering_units
from retrieval.documents.units import unit_text
from retrieval.encode import MAX_TOKENS, bundled_model
from retrieval.export import quiet
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


class RetrieverConfig(LowRankConfig):
    """See training/configs/retriever.toml. ``warmup`` in steps, ``length`` in tokens."""

    length: int


class _NoCard(SentenceTransformerModelCardData):
    """Nobody reads the card of an adapter: no examples are looked for."""

    def set_widget_examples(self, dataset: Any) -> None:
        """See there."""


class _Trainer(ResumableTrainer, SentenceTransformerTrainer):
    pass


def train_retriever(
    shops: Sequence[Shop],
    output: Path,
    config: RetrieverConfig,
    *,
    start: Path | None = None,
    resume: bool = False,
    tell: Progress = lambda _done, _total: None,
) -> dict[str, float]:
    """Train on the units of the shops' indexes and write the adapter to ``output``; returns loss and seconds.

    ``start``: an adapter to go on from; the result is then the mean of its weights and the new ones
    (``mean_with``). ``resume``: go on where a training of this ``output`` was cut off. Questions whose gold
    lies in no unit are left out.
    """
    torch.manual_seed(config.seed)
    with quiet():
        model = SentenceTransformer(str(bundled_model()), local_files_only=True, model_card_data=_NoCard())
    model.max_seq_length = min(config.length, MAX_TOKENS)
    adapted = with_updates(model[0].auto_model, start, config.rank)
    before = trained_weights(adapted)
    data = processes.of_first(lambda: training_data(shops, model, config))
    checkpoints = checkpoints_of(output)
    trainer = _Trainer(
        model=model,
        args=SentenceTransformerTrainingArguments(
            **contrastive(config, checkpoints, data), batch_sampler=BatchSamplers.NO_DUPLICATES
        ),
        train_dataset=data,
        loss=losses.MultipleNegativesRankingLoss(
            model, scale=20.0, gather_across_devices=processes.count() > 1
        ),
        callbacks=[Steps(tell)],
    )
    report = train(trainer, checkpoints, resume=resume)
    if start:
        mean_with(adapted, before, config.kept)
    processes.of_first(lambda: save_adapter(adapted, output))
    return report


def training_data(
    shops: Sequence[Shop], model: SentenceTransformer, config: RetrieverConfig
) -> dict[str, Dataset]:
    """``answers``: pairs (question, unit that answers). ``alike``: triplets (question, another one that the
    same unit answers, the nearest one that nothing answers), where there are such. Of several shops each has
    its own, numbered, so that a batch is of one shop."""
    if len(shops) == 1:
        return _of_shop(shops[0], model, config)
    data = [_of_shop(shop, model, config) for shop in shops]
    return {f"{name} {number}": part for number, own in enumerate(data) for name, part in own.items()}


def _of_shop(shop: Shop, model: SentenceTransformer, config: RetrieverConfig) -> dict[str, Dataset]:
    snapshot, questions = shop
    content, rng = snapshot.content, random.Random(config.seed)
    texts = [unit_text(content.passages[o], u) for o, u in zip(content.owners, content.units, strict=True)]
    answers = answering_units(snapshot)
    pairs: list[tuple[str, int]] = []
    asked: dict[int, list[str]] = {}
    for question in questions:
        gold = answers(question)
        for number in gold:
            asked.setdefault(number, []).append(question.question)
        if gold:
            pairs.append((question.question, rng.choice(gold)))
    data = {"answers": _dataset(("anchor", "positive"), [(text, texts[number]) for text, number in pairs])}
    others = [(text, [other for other in asked[number] if other != text]) for text, number in pairs]
    alike = [(text, rng.choice(same)) for text, same in others if same]
    missed = [question.question for question in questions if not question.answerable]
    if alike and missed:
        twins = _nearest(model, [text for text, _ in alike], missed)
        triplets = [(*pair, twin) for pair, twin in zip(alike, twins, strict=True)]
        data["alike"] = _dataset(("anchor", "positive", "negative"), triplets)
    return data


def _nearest(model: SentenceTransformer, texts: Sequence[str], among: Sequence[str]) -> list[str]:
    """The nearest of the others for each text."""
    vectors = model.encode(
        [*texts, *among], normalize_embeddings=True, batch_size=256, show_progress_bar=False
    )  # (n + m, d)
    blocks = np.array_split(vectors[: len(texts)], 1 + len(texts) // 1024)
    nearest = np.concatenate([(block @ vectors[len(texts) :].T).argmax(axis=1) for block in blocks])  # (n,)
    return [among[number] for number in nearest]


def _dataset(names: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Dataset:
    return Dataset.from_dict({name: [row[i] for row in rows] for i, name in enumerate(names)})
