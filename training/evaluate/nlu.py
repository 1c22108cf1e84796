"""Measures intents on anybody's data, through the product's own models and decision."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_recall_fscore_support
from sklearn.model_selection import train_test_split

from bot.understand.heads import OUT_OF_SCOPE, Heads
from bot.understand.pipeline import FeatureEncoder, rank_intents, read_features
from bot.understand.training import TrainingTexts, built_in_moods, fit_texts
from bot.understand.tuned import open_understanding
from training.machine import peak_memory_mb
from training.understanding.config import UnderstandingConfig
from training.understanding.data import Message, read_messages, strata
from training.understanding.fine_tuning import Tell
from training.understanding.train import train_understanding


class Split(NamedTuple):
    """Labelled messages to fit on and to measure on."""

    train: tuple[Message, ...]
    test: tuple[Message, ...]

    def unseen(self) -> Split:
        """Without the test messages whose text stands in the training messages."""
        seen = {message.text for message in self.train}
        return Split(self.train, tuple(message for message in self.test if message.text not in seen))


class Fitted(NamedTuple):
    """What decides."""

    encoder: FeatureEncoder
    heads: Heads


class IntentScores(msgspec.Struct, frozen=True):
    """Of one intent; ``support`` counts its test texts."""

    precision: float
    recall: float
    f1: float
    support: int


class NluReport(msgspec.Struct, frozen=True):
    """Of the test texts. ``in_scope_accuracy`` and ``oos_recall`` part them by whether an intent fits;
    one that has no texts is null. The latency is that of one text: encoding and decision.
    ``peak_memory_mb`` is of the whole process."""

    train: int
    test: int
    intents: int
    accuracy: float
    macro_f1: float
    in_scope_accuracy: float | None
    oos_recall: float | None
    latency_ms_p50: float
    fit_seconds: float
    peak_memory_mb: float
    per_intent: dict[str, IntentScores]


def read_split(train: Path, test: Path | None, share: float, seed: int) -> Split:
    """The messages of both files; without ``test`` the ``share`` of ``train`` is kept out, evenly
    over the intents.

    A CLINC file parts itself: train is fitted on, test (where there is none: val) is measured on.
    Raises: ValueError for a file that is in no known format or without intents, OSError.
    """
    learned = _with_intents(train, "train")
    if test is not None or train.suffix == ".json":
        return Split(learned, _with_intents(test or train, "test"))
    pairs = list(dict.fromkeys(learned))
    kept, held = train_test_split(
        pairs, test_size=share, random_state=seed, stratify=strata([pair.intent for pair in pairs])
    )
    return Split(tuple(kept), tuple(held))


def _with_intents(file: Path, part: str) -> tuple[Message, ...]:
    """Messages without their tags, which are another command's."""
    found = tuple(m._replace(tags=()) for m in read_messages(file, part) if m.intent)
    if not found:
        raise ValueError(f"{file} has no intents")
    return found


def fit_frozen(train: Sequence[Message], encoder: FeatureEncoder, tell: Tell) -> Fitted:
    """Heads on an encoder as it is.

    Raises: AssistantError for fewer than two intents, ModelUnavailable.
    """
    intents = tuple(dict.fromkeys((message.text, message.intent) for message in train))
    texts = TrainingTexts(intents, tuple(built_in_moods()))
    heads, _ = fit_texts(texts, encoder, lambda done, total: tell("Encoding", done, total))
    return Fitted(encoder, heads)


def fit_tuned(train: Sequence[Message], config: UnderstandingConfig, tell: Tell) -> Fitted:
    """The understanding model that ``shopclerk train understanding`` would make, as it serves.

    Raises: AssistantError for fewer than two intents, ModelUnavailable.
    """
    with TemporaryDirectory() as scratch:
        folder, models = Path(scratch) / "understanding", Path(scratch) / "models"
        train_understanding(train, tuple(built_in_moods()), folder, config, tell, models=models)
        model = open_understanding(folder, models)
    return Fitted(model.encoder, model.heads)


def evaluate_nlu(test: Sequence[Message], fitted: Fitted, tell: Tell) -> tuple[NDArray[np.str_], float]:
    """The intent of every test text as the bot decides it, and the median latency of one, seconds."""
    answers, latencies = [], []
    for done, message in enumerate(test, start=1):
        started = time.perf_counter()
        answers.append(_decide(message.text, fitted))
        latencies.append(time.perf_counter() - started)
        tell("Testing", done, len(test))
    return np.asarray(answers), float(np.median(latencies))


def _decide(text: str, fitted: Fitted) -> str:
    ranking, _ = rank_intents(fitted.heads, read_features(fitted.encoder, [text]))
    return ranking[0].name


def score_intents(split: Split, answers: NDArray[np.str_], latency: float, seconds: float) -> NluReport:
    """The report of ``answers`` to the test texts. ``latency`` of one and ``seconds`` of the fit."""
    truth = np.asarray([message.intent for message in split.test])
    right, inside = truth == answers, truth != OUT_OF_SCOPE
    names = sorted(set(truth))
    columns = precision_recall_fscore_support(truth, answers, labels=names, zero_division=0)
    return NluReport(
        train=len(split.train),
        test=len(truth),
        intents=len(set(truth[inside])),
        accuracy=float(right.mean()),
        macro_f1=float(f1_score(truth, answers, labels=names, average="macro", zero_division=0)),
        in_scope_accuracy=float(right[inside].mean()) if inside.any() else None,
        oos_recall=float(right[~inside].mean()) if not inside.all() else None,
        latency_ms_p50=latency * 1000,
        fit_seconds=seconds,
        peak_memory_mb=peak_memory_mb(),
        per_intent={
            str(name): IntentScores(float(p), float(r), float(f), int(n))
            for name, p, r, f, n in zip(names, *columns, strict=True)
        },
    )
