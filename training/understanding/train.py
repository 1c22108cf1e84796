"""Trains an understanding model from labelled messages into one folder that serves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from bot.errors import AssistantError
from bot.understand.context_fitting import NO_TURNS, Turns
from bot.understand.fitting import Report
from bot.understand.heads import OUT_OF_SCOPE, Heads, save_heads
from bot.understand.joined import JoinedEncoder
from bot.understand.pipeline import FeatureEncoder
from bot.understand.selection import Fold, fold_numbers
from bot.understand.tags import OUTSIDE
from bot.understand.training import Folds, TrainingTexts, fit_texts
from bot.understand.tuned import BASE, TunedModel, open_base
from retrieval.export import seal_export
from training import processes
from training.machine import peak_memory_mb
from training.understanding.config import UnderstandingConfig
from training.understanding.data import Message, strata, with_moods
from training.understanding.export import export_network
from training.understanding.fine_tuning import Tell, Watch, features_of, tune_contrast, tune_epochs
from training.understanding.model import Aims, UnderstandingNetwork
from training.understanding.scores import EntityScores, score_entities

Rows = NDArray[np.intp]


class UnderstandingReport(msgspec.Struct, frozen=True):
    """Of a training. ``intents`` are measured on ``judged`` messages that the encoder was not tuned on, and
    ``entities`` on those of them that have tags; each is null where nothing of the kind was learned.
    ``peak_memory_mb`` is of the process, in MiB."""

    messages: int
    judged: int
    intents: Report | None
    entities: EntityScores | None
    seconds: float
    peak_memory_mb: float


def train_understanding(
    messages: Sequence[Message],
    moods: Sequence[tuple[str, str]],
    folder: Path,
    config: UnderstandingConfig,
    tell: Tell,
    *,
    models: Path,
    start: Path | None = None,
    turns: Turns = NO_TURNS,
    resume: bool = False,
    watch: Watch = lambda _epoch, _score: None,
) -> UnderstandingReport:
    """Tune the encoder of ``config``, which begins with the adapter ``start``, export it, fit the heads on
    what it gives and gave before, and put all into ``folder`` at once.

    ``models``: where the export of the encoder as it began is kept. Checkpoints lie beside ``folder`` until
    the end, curves stay there; ``resume`` goes on from them. ``moods`` are (text, mood), ``turns`` say what
    was meant after something else. Without intents there are no heads, without tags no tagger.
    Raises: AssistantError for fewer than two intents where there are any, ModelUnavailable.
    """
    started = time.perf_counter()
    messages = list(dict.fromkeys(messages))
    work, new = folder.parent / f".{folder.name}.training", folder.parent / f".{folder.name}.new"
    if not resume:
        processes.of_first(lambda: shutil.rmtree(work, ignore_errors=True))
    network, unseen = _tune(messages, moods, config, work, tell, watch, start=start, resume=resume)

    def finish() -> UnderstandingReport:
        texts = TrainingTexts(_pairs(messages), tuple(moods), turns)
        intents, entities = _written(network, texts, unseen, new, models, config.encoder, start, tell)
        _place(new, folder)
        _clear(work)
        return UnderstandingReport(
            messages=len(messages),
            judged=len(unseen.messages),
            intents=intents,
            entities=entities,
            seconds=time.perf_counter() - started,
            peak_memory_mb=peak_memory_mb(),
        )

    return processes.of_first(finish)


class Unseen(NamedTuple):
    """What judges a tuned network: messages that it was not tuned on, the folds of messages with an intent,
    and those of the texts with a mood. ``beside_base``: whether heads read what it was before as well."""

    messages: Sequence[Message]
    intents: Folds
    moods: Folds
    beside_base: bool


def _written(
    network: UnderstandingNetwork,
    texts: TrainingTexts,
    unseen: Unseen,
    folder: Path,
    models: Path,
    encoder_name: str,
    start: Path | None,
    tell: Tell,
) -> tuple[Report | None, EntityScores | None]:
    """Write all that serves into a folder, and measure it as it serves."""
    tell("Exporting", 0, 1)
    export_network(network, folder, encoder_name)
    model, aims = TunedModel(folder), network.aims
    encoder: FeatureEncoder = model
    if unseen.beside_base and aims.intents:
        if start is not None:
            shutil.copytree(start, folder / BASE)
        encoder = JoinedEncoder(model, open_base(folder, models))
    fitted = _fit(texts, encoder, unseen, tell) if aims.intents else None
    if fitted:
        save_heads(fitted[0], folder)
    entities = _measure_entities(unseen.messages, model) if aims.tags else None
    seal_export(folder)
    return fitted[1] if fitted else None, entities


def _tune(
    messages: Sequence[Message],
    moods: Sequence[tuple[str, str]],
    config: UnderstandingConfig,
    work: Path,
    tell: Tell,
    watch: Watch,
    *,
    start: Path | None,
    resume: bool,
) -> tuple[UnderstandingNetwork, Unseen]:
    intents = sorted({message.intent for message in messages if message.intent})
    tags = sorted({tag for message in messages for tag in message.tags} - {OUTSIDE})
    if intents and len(set(intents) - {OUT_OF_SCOPE}) < 2:
        raise AssistantError("At least two intents with examples are needed.", file="nlu.yml")
    aims = Aims(
        intents=tuple(intents),
        tags=(OUTSIDE, *tags) if tags else (),
        moods=tuple(sorted({mood for _, mood in moods})) if intents else (),
        smoothing=config.smoothing,
        contrast=config.contrast,
        heat=config.heat,
    )
    if intents and not tags and len(messages) <= config.few:
        few = replace(aims, moods=(), classify=0.0, contrast=1.0, heat=config.few_heat)
        network = tune_contrast(messages, few, config, work, tell, "Contrast", start=start)
        folds, others = cross_fitted(messages, few, config, work, tell, start)
        mean_weights(network, others)
        return network, Unseen(messages, lambda _features: folds, lambda _features: (), beside_base=False)
    return _tune_many(messages, moods, aims, config, work, tell, watch, start=start, resume=resume)


def _tune_many(
    messages: Sequence[Message],
    moods: Sequence[tuple[str, str]],
    aims: Aims,
    config: UnderstandingConfig,
    work: Path,
    tell: Tell,
    watch: Watch,
    *,
    start: Path | None,
    resume: bool,
) -> tuple[UnderstandingNetwork, Unseen]:
    taught = with_moods(messages, moods) if aims.moods else messages
    held = held_out(taught, config.held_out, config.seed)
    train = [taught[row] for row in np.setdiff1d(np.arange(len(taught)), held)]
    judged = [taught[row] for row in held]
    labelled = [message for message in judged if message.intent or message.tags]
    network = tune_epochs(train, labelled, aims, config, work, tell, start=start, resume=resume, watch=watch)
    kept, seen = {(m.text, m.intent) for m in judged}, {m.text for m in train if m.mood}
    known = [(m.text, m.intent) for m in messages if m.intent]
    felt = {m.text for m in judged if m.mood} - seen
    rows = np.asarray([n for n, pair in enumerate(known) if pair in kept], np.intp)
    mood_rows = np.asarray([n for n, (text, _) in enumerate(moods) if text in felt], np.intp)
    return network, Unseen(labelled, _one_fold(rows), _one_fold(mood_rows), beside_base=True)


def _one_fold(rows: Rows) -> Folds:
    return lambda features: [Fold(rows, features)] if len(rows) else []


def cross_fitted(
    messages: Sequence[Message],
    aims: Aims,
    config: UnderstandingConfig,
    work: Path,
    tell: Tell,
    start: Path | None,
) -> tuple[list[Fold], list[UnderstandingNetwork]]:
    """Every message once by an encoder that was not tuned on it, and these encoders, one a fold."""
    labels = np.asarray([message.intent for message in messages])
    numbers = fold_numbers(labels, count=config.folds)
    folds, networks = [], []
    for number in range(config.folds):
        others = [message for message, at in zip(messages, numbers, strict=True) if at != number]
        title = f"Confidence {number + 1}/{config.folds}"
        network = tune_contrast(others, aims, config, work, tell, title, start=start)
        features = features_of(network, messages, config.length)
        folds.append(Fold(np.flatnonzero(numbers == number), features))
        networks.append(network)
    return folds, networks


def mean_weights(network: UnderstandingNetwork, others: Sequence[UnderstandingNetwork]) -> None:
    """Give ``network`` the mean of its weights and theirs (Wortsman et al. 2022): all began at the same
    ones."""
    with torch.no_grad():
        for weights in zip(*(one.parameters() for one in (network, *others)), strict=True):
            weights[0].copy_(torch.stack([weight.detach() for weight in weights]).mean(0))


def held_out(messages: Sequence[Message], share: float, seed: int) -> Rows:
    """Rows of messages to keep from the tuning, evenly over intents, and moods where there is no intent."""
    even = strata([message.intent or f"mood {message.mood}" for message in messages])
    wanted = max(round(share * len(messages)), len(set(even)))
    _, held = train_test_split(
        np.arange(len(messages)),
        test_size=wanted,
        random_state=seed,
        stratify=even if wanted <= len(messages) - len(set(even)) else None,
    )
    return np.sort(held)


def _pairs(messages: Sequence[Message]) -> tuple[tuple[str, str], ...]:
    return tuple((message.text, message.intent) for message in messages if message.intent)


def _fit(texts: TrainingTexts, encoder: FeatureEncoder, unseen: Unseen, tell: Tell) -> tuple[Heads, Report]:
    parts = 2 if unseen.beside_base else 1
    return fit_texts(
        texts, encoder, lambda done, total: tell("Fitting", done, total), unseen.intents, unseen.moods, parts
    )


def _measure_entities(messages: Sequence[Message], model: TunedModel) -> EntityScores:
    tagged = [message for message in messages if message.tags]
    found = model.tag([message.words for message in tagged])
    return score_entities([message.tags for message in tagged], found)


def _clear(work: Path) -> None:
    """Remove the checkpoints; curves stay."""
    for checkpoint in work.glob("checkpoint-*"):
        shutil.rmtree(checkpoint)
    if work.is_dir() and not any(work.iterdir()):
        work.rmdir()


def _place(new: Path, folder: Path) -> None:
    """Put the finished folder in the place of the old one."""
    old = folder.parent / f".{folder.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
