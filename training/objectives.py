"""What a search of a task's configuration makes better: measured on what is kept from its training."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.errors import BadRequest
from bot.model_files import RETRIEVER, UNDERSTANDING
from bot.models import open_assistant, open_documents, open_encoder
from bot.settings import Settings
from retrieval.documents.labelled import Labelled, Shop, read_labelled
from retrieval.documents.remember import answering_units, others
from retrieval.documents.snapshot import Snapshot
from retrieval.documents.units import unit_text
from retrieval.encode import Encoder, in_blocks, load_encoder
from training.config import read_config
from training.retriever import RetrieverConfig, train_retriever
from training.search import Objective, Values
from training.understanding.assistant import assistant_material, start_of
from training.understanding.config import understanding_config
from training.understanding.train import train_understanding

MORE_THAN_CHANCE = 1.64
"""Standard deviations that a trained retriever has to be better by: five in a hundred are so by chance."""


def objective_of(task: str, settings: Settings, own: Path | None, *, quick: bool) -> Objective:
    """For a task whose configuration can be searched.

    Raises: BadRequest for another one, or where there is nothing to judge by.
    """
    known: dict[str, Callable[..., Objective]] = {RETRIEVER: _retriever, UNDERSTANDING: _understanding}
    if task not in known:
        raise BadRequest(f"{task} cannot be searched. There are: {', '.join(known)}.")
    return known[task](settings, own, quick=quick)


def _understanding(settings: Settings, own: Path | None, *, quick: bool) -> Objective:
    """The share of right intents among the messages that a training keeps for itself."""
    config = understanding_config(own, quick=quick, encoder=settings.understand.encoder)
    files = sorted((settings.state / "dialogues").glob("*.jsonl"))
    material = assistant_material(open_assistant(settings), files, settings.understand.talks)

    def judge(values: Values, watch: Callable[[int, float], None]) -> float:
        with tempfile.TemporaryDirectory() as folder:
            report = train_understanding(
                material.messages, material.moods, Path(folder) / UNDERSTANDING,
                config.model_copy(update=values), lambda *_: None,
                models=settings.var / "models", start=start_of(settings, config.encoder), watch=watch,
            )  # fmt: skip
        assert report.intents is not None
        return report.intents.accuracy

    return judge


def _retriever(settings: Settings, own: Path | None, *, quick: bool) -> Objective:
    """How often the nearest sentence answers, of questions in training/dev_questions*.jsonl; trained on
    those of training/retrieval."""
    config = read_config(RetrieverConfig, RETRIEVER, own, quick=quick)
    folder = settings.state / "training"
    kept = kept_questions(settings)
    if not kept:
        raise BadRequest(f"There are no questions in {folder}/dev_questions*.jsonl to judge by.")
    questions = others(read_labelled(sorted((folder / "retrieval").glob("*.jsonl"))), kept)
    snapshot = open_documents(settings, open_encoder(settings)).snapshot

    def judge(values: Values, watch: Callable[[int, float], None]) -> float:  # noqa: ARG001 - the port
        with tempfile.TemporaryDirectory() as folder:
            adapter = Path(folder) / RETRIEVER
            train_retriever([Shop(snapshot, questions)], adapter, config.model_copy(update=values))
            encoder = load_encoder("all-MiniLM-L6-v2", Path(folder) / "models", "cpu", adapter=adapter)
            return float(right_first(snapshot, kept, encoder).mean())

    return judge


def kept_questions(settings: Settings) -> list[Labelled]:
    """The answerable questions in training/dev_questions*.jsonl, which no encoder is trained on."""
    files = sorted((settings.state / "training").glob("dev_questions*.jsonl"))
    return [question for question in read_labelled(files) if question.answerable]


def right_first(snapshot: Snapshot, questions: Sequence[Labelled], encoder: Encoder) -> NDArray[np.bool_]:
    """Of each question whether the nearest sentence answers it."""
    content, answering = snapshot.content, answering_units(snapshot)
    owners = zip(content.owners, content.units, strict=True)
    units = in_blocks(encoder.encode, [unit_text(content.passages[o], u) for o, u in owners])  # (u, d)
    asked = in_blocks(encoder.encode, [question.question for question in questions])  # (q, d)
    nearest = (asked @ units.T).argmax(axis=1)  # (q, d) @ (d, u) -> (q,)
    return np.array([n in answering(q) for n, q in zip(nearest, questions, strict=True)])


class RightFirst(NamedTuple):
    """Of each kept question (n,) whether the nearest sentence answers it, before and after a training;
    ``trained`` names the encoder after it."""

    before: NDArray[np.bool_]
    after: NDArray[np.bool_]
    trained: str

    @property
    def is_better(self) -> bool:
        """Whether more questions are won than lost, by more than chance (McNemar 1947)."""
        won, lost = (int(n.sum()) for n in (self.after & ~self.before, self.before & ~self.after))
        return won - lost > MORE_THAN_CHANCE * math.sqrt(won + lost)

    @property
    def told(self) -> str:
        """Both shares in a sentence."""
        before, after = self.before.mean(), self.after.mean()
        return f"{before:.1%} of {len(self.before):,} kept questions right before, {after:.1%} after"
