"""Trains the finder of names and addresses from examples that it makes itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import torch
from datasets import Dataset
from pydantic import Field
from tokenizers import Tokenizer
from transformers import Trainer, TrainingArguments

from bot.understand.tags import OUTSIDE
from retrieval.encode import bundled_model
from training import processes
from training.adapters import mean_with, trained_weights
from training.finder.examples import Example, make_examples
from training.finder.network import UNKNOWN, TaughtNetwork, new_network, save_network
from training.finder.pieces import Span
from training.fine_tuning import (
    LowRankConfig,
    Progress,
    ResumableTrainer,
    Steps,
    arguments,
    checkpoints_of,
    train,
)
from training.machine import keep_freed_memory
from training.transcripts.personal_data.learned import FINDER, TAGS, Finder
from training.transcripts.personal_data.reading import TOKENS, as_inputs, windows

HEADS_FASTER = 3.0
"""How much faster than the updates the head learns, which begins at nothing."""
ROUND = 8
"""Lengths are padded to a multiple of so many tokens: the CPU compiles its kernels anew for every shape."""


class FinderConfig(LowRankConfig):
    """See training/configs/finder.toml. ``epochs`` are whole ones; ``warmup`` in steps."""

    epochs: int
    examples: int = Field(ge=1)
    harmless: float = Field(ge=0, lt=1)
    sure_name: float = Field(gt=0, lt=1)
    sure_address: float = Field(gt=0, lt=1)


class _Trainer(ResumableTrainer, Trainer):
    pass


def train_finder(
    output: Path,
    config: FinderConfig,
    *,
    products: Sequence[str] = (),
    start: Path | None = None,
    resume: bool = False,
    tell: Progress = lambda _done, _total: None,
) -> dict[str, float]:
    """Make the examples, train on them and write the finder to ``output``; returns the mean loss and the
    seconds that it took. ``products``: names of a shop's products, which are nobody's. ``start``: goes on
    from that finder and ends with the mean of old and new weights, of which the old ones are the share
    ``config.kept``; ``resume``: goes on from the last checkpoint of a training that was cut off."""
    examples = make_examples(config.examples, config.seed, harmless=config.harmless, products=products)
    return train_on(examples, output, config, start=start, resume=resume, tell=tell)


def train_on(
    examples: Sequence[Example],
    output: Path,
    config: FinderConfig,
    *,
    start: Path | None = None,
    resume: bool = False,
    tell: Progress = lambda _done, _total: None,
) -> dict[str, float]:
    """The same with examples that are there."""
    torch.manual_seed(config.seed)
    keep_freed_memory()
    network = new_network(len(TAGS), config.rank, start)
    before = trained_weights(network)
    rows, checkpoints = as_rows(examples), checkpoints_of(output)
    trainer = _Trainer(
        model=TaughtNetwork(network),
        args=TrainingArguments(
            **arguments(config, checkpoints, config.epochs * len(rows) // config.batch),
            train_sampling_strategy="group_by_length",
            length_column_name="length",
            remove_unused_columns=False,
            label_names=["labels"],
        ),
        train_dataset=rows,
        data_collator=collate,
        optimizers=(_optimizer(network, config.learning_rate), None),
        callbacks=[Steps(tell)],
    )
    report = train(trainer, checkpoints, resume=resume)
    if start:
        mean_with(network, before, config.kept)
    processes.of_first(lambda: _write(network, output, config))
    return report


def _write(network: Any, output: Path, config: FinderConfig) -> None:
    save_network(network, output)
    finder = Finder(tags=TAGS, sure={"name": config.sure_name, "address": config.sure_address})
    (output / FINDER).write_bytes(msgspec.json.format(msgspec.json.encode(finder), indent=2))


def as_rows(examples: Sequence[Example]) -> Dataset:
    """A row a window of an example: what the network reads, and the tag of each word at its first token."""
    tokenizer = Tokenizer.from_file(str(bundled_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(TOKENS)
    rows: dict[str, list[Any]] = defaultdict(list)
    for example in examples:
        for words, said in windows(example.text, example.before):
            inputs, tags = as_inputs(tokenizer, words.texts, said), tags_of(words.places, example.spans)
            labels = [UNKNOWN] * len(inputs.ids)
            for token, word in inputs.firsts:
                labels[token] = TAGS.index(tags[word])
            rows["input_ids"].append(inputs.ids)
            rows["token_type_ids"].append(inputs.types)
            rows["word_shapes"].append(inputs.shapes)
            rows["labels"].append(labels)
            rows["length"].append(len(inputs.ids))
    return Dataset.from_dict(rows)


def tags_of(places: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[str]:
    """BIO tags of words by their places: a word whose middle lies in a span belongs to it."""
    tags = [OUTSIDE] * len(places)
    for kind, start, end in spans:
        inside = [n for n, (first, last) in enumerate(places) if start <= (first + last) / 2 < end]
        for number in inside:
            tags[number] = f"{'B' if number == inside[0] else 'I'}-{kind}"
    return tags


def collate(rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
    """Rows filled up to the longest, rounded up: (b, t) each."""
    width = -(-max(len(row["input_ids"]) for row in rows) // ROUND) * ROUND

    def column(name: str, fill: int) -> torch.Tensor:
        return torch.tensor([[*row[name], *[fill] * (width - len(row[name]))] for row in rows])

    mask = [[1] * len(row["input_ids"]) + [0] * (width - len(row["input_ids"])) for row in rows]
    return {
        "input_ids": column("input_ids", 0),
        "attention_mask": torch.tensor(mask),
        "token_type_ids": column("token_type_ids", 0),
        "word_shapes": column("word_shapes", 0),
        "labels": column("labels", UNKNOWN),
    }


def _optimizer(network: torch.nn.Module, learning_rate: float) -> torch.optim.Optimizer:
    """AdamW; what begins at nothing learns faster."""
    groups: dict[bool, list[torch.nn.Parameter]] = {True: [], False: []}
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            groups[not name.startswith("transformer.")].append(weight)
    rates = {True: learning_rate * HEADS_FASTER, False: learning_rate}
    return torch.optim.AdamW(
        [{"params": weights, "lr": rates[fresh]} for fresh, weights in groups.items()],
        weight_decay=0.01,
        fused=True,
    )
