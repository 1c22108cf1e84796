"""Messages as rows of numbers, and rows as batches."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from tokenizers import Tokenizer

from bot.errors import BadRequest
from bot.understand.words import first_tokens, token_shapes
from training import processes
from training.understanding.data import Message
from training.understanding.model import ROUND, Aims

UNKNOWN = -100
"""A label that is not trained on."""


def tokenizer(source: Path, length: int) -> Tokenizer:
    """That of the model in a folder, which cuts at ``length`` tokens."""
    made = Tokenizer.from_file(str(source / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(length)
    return made


def as_rows(messages: Sequence[Message], aims: Aims, source: Path, length: int) -> Dataset:
    """A row a message: token ids of the model in the folder ``source``, the shape of each token's word,
    intent, mood, and the tag of each word at its first token."""
    made, intents, tags = tokenizer(source, length), _numbers(aims.intents), _numbers(aims.tags)
    moods = _numbers(aims.moods)
    rows: dict[str, list[Any]] = defaultdict(list)
    for message in messages:
        encoding = made.encode(list(message.words), is_pretokenized=True)
        labels = [UNKNOWN] * len(encoding.ids)
        for token, word in first_tokens(encoding.word_ids) if message.tags else ():
            labels[token] = tags.get(message.tags[word], UNKNOWN)
        rows["input_ids"].append(encoding.ids)
        rows["word_shapes"].append(token_shapes(message.words, encoding.word_ids))
        rows["intent_labels"].append(intents.get(message.intent, UNKNOWN))
        rows["mood_labels"].append(moods.get(message.mood, UNKNOWN))
        rows["tag_labels"].append(labels)
        rows["length"].append(len(encoding.ids))
    return Dataset.from_dict(rows)


def _numbers(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}


def collate(rows: Sequence[dict[str, Any]]) -> dict[str, torch.Tensor]:
    """Rows filled up to the longest, rounded up: (b, t) each, intents and moods (b,)."""
    width = -(-max(len(row["input_ids"]) for row in rows) // ROUND) * ROUND

    def column(name: str, fill: int) -> torch.Tensor:
        return torch.tensor([[*row[name], *[fill] * (width - len(row[name]))] for row in rows])

    return {
        "input_ids": column("input_ids", 0),
        "attention_mask": torch.tensor(
            [[1] * len(row["input_ids"]) + [0] * (width - len(row["input_ids"])) for row in rows]
        ),
        "word_shapes": column("word_shapes", 0),
        "intent_labels": torch.tensor([row["intent_labels"] for row in rows]),
        "mood_labels": torch.tensor([row["mood_labels"] for row in rows]),
        "tag_labels": column("tag_labels", UNKNOWN),
    }


def contrastive_order(intents: Sequence[str], steps: int, alike: int, at_once: int, seed: int) -> list[int]:
    """Rows for ``steps`` batches of equal size, in order: of each of the batch's intents ``alike`` rows, some
    of them twice where an intent has fewer. With more than ``at_once`` intents they take turns."""
    rng = random.Random(seed)
    rows: dict[str, list[int]] = defaultdict(list)
    for number, intent in enumerate(intents):
        rows[intent].append(number)
    order: list[int] = []
    for _ in range(steps):
        for intent in rng.sample(sorted(rows), min(at_once, len(rows))):
            own = rows[intent]
            order += rng.sample(own, alike) if len(own) >= alike else rng.choices(own, k=alike)
    return order


def intents_at_once(intents: Sequence[str], alike: int, most: int) -> int:
    """The intents of such a batch: as many as there are, at most ``most``, and so that the processes can
    share the batch.

    Raises: BadRequest where these are too many for that.
    """
    step = processes.count() // math.gcd(alike, processes.count())
    found = min(most, len(set(intents))) // step * step
    if not found:
        raise BadRequest(f"{processes.count()} processes are too many for {len(set(intents))} intents.")
    return found
