"""Measures entities, and intents with them, on anybody's data, through the model as it serves."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import numpy as np

from bot.understand.pipeline import rank_intents, read_features
from bot.understand.training import built_in_moods
from bot.understand.tuned import TunedModel, UnderstandingModel, open_understanding
from training.machine import peak_memory_mb
from training.understanding.config import UnderstandingConfig
from training.understanding.data import Message, read_messages
from training.understanding.fine_tuning import Tell
from training.understanding.scores import TagScores, score_entities
from training.understanding.train import train_understanding


class EntityReport(msgspec.Struct, frozen=True):
    """See ``EntityScores`` for the F1s. ``intent_accuracy`` and ``sentence_accuracy``, the share of messages
    whose intent and tags are all right, are null where the test messages have no intents."""

    train: int
    test: int
    micro_f1: float
    macro_f1: float
    token_micro_f1: float
    token_macro_f1: float
    intent_accuracy: float | None
    sentence_accuracy: float | None
    latency_ms_p50: float
    fit_seconds: float
    peak_memory_mb: float
    per_entity: dict[str, TagScores]
    per_tag: dict[str, TagScores]


def read_tagged(path: Path) -> list[Message]:
    """Messages with tags.

    Raises: ValueError where there are none, or for a file in no known format, OSError.
    """
    found = [message for message in read_messages(path) if message.tags]
    if not any(tag != "O" for message in found for tag in message.tags):
        raise ValueError(f"{path} has no entities")
    return found


def evaluate_entities(
    train: Sequence[Message], test: Sequence[Message], config: UnderstandingConfig, tell: Tell
) -> EntityReport:
    """Train on the one, tag the other.

    Raises: AssistantError for one intent alone, ModelUnavailable.
    """
    with TemporaryDirectory() as scratch:
        folder, models = Path(scratch) / "understanding", Path(scratch) / "models"
        started = time.perf_counter()
        learned = train_understanding(train, tuple(built_in_moods()), folder, config, tell, models=models)
        seconds = time.perf_counter() - started
        model = TunedModel(folder)
        model.load()
        tell("Testing", 0, 1)
        tags = model.tag([message.words for message in test])
        latency = _latency(model, test)
        intents = _intents(open_understanding(folder, models), test) if learned.intents else None
    return _report(len(train), test, tags, intents, latency, seconds)


def _intents(model: UnderstandingModel, test: Sequence[Message]) -> list[str]:
    features = read_features(model.encoder, [message.text for message in test])  # (n, f)
    return [rank_intents(model.heads, row[None, :])[0][0].name for row in features]


def _latency(model: TunedModel, test: Sequence[Message], texts: int = 200) -> float:
    """Median seconds to read one message by itself."""
    seconds = []
    for message in test[:texts]:
        started = time.perf_counter()
        model.tag([message.words])
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds))


def _report(
    train: int,
    test: Sequence[Message],
    tags: Sequence[Sequence[str]],
    intents: Sequence[str] | None,
    latency: float,
    seconds: float,
) -> EntityReport:
    scores = score_entities([message.tags for message in test], tags)
    right = [message.tags == tuple(found) for message, found in zip(test, tags, strict=True)]
    intent_right: list[bool] = []
    if intents is not None and all(message.intent for message in test):
        intent_right = [message.intent == found for message, found in zip(test, intents, strict=True)]
    return EntityReport(
        train=train,
        test=len(test),
        micro_f1=scores.micro_f1,
        macro_f1=scores.macro_f1,
        token_micro_f1=scores.token_micro_f1,
        token_macro_f1=scores.token_macro_f1,
        intent_accuracy=float(np.mean(intent_right)) if intent_right else None,
        sentence_accuracy=float(np.mean(np.logical_and(right, intent_right))) if intent_right else None,
        latency_ms_p50=latency * 1000,
        fit_seconds=seconds,
        peak_memory_mb=peak_memory_mb(),
        per_entity=scores.per_entity,
        per_tag=scores.per_tag,
    )
