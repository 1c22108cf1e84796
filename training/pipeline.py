"""All models of an assistant, from one version of its transcripts: a candidate for the next release.

    var/training/<version>/     what is being made; a training that is cut off goes on there
    var/releases/<id>/          where it ends, sealed, but not live

A task whose result lies in the folder already is not done again with ``resume``.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bot.model_files import (
    POLICY,
    POLICY_FILE,
    RESPONDER,
    RETRIEVER,
    UNDERSTANDING,
    keep_recommender,
    live_folder,
    model_files,
)
from bot.models import open_assistant, open_documents, open_encoder
from bot.names import shop_words
from bot.prepare import Steps
from bot.releases import Release, being_made, live_id, read_release, seal, write_atomically
from bot.settings import Settings
from bot.understand.context_fitting import Turns
from bot.understand.talks import talks_for
from bot.understand.training import as_metrics, gather, train_heads
from retrieval.documents.labelled import Labelled, Shop, read_labelled
from retrieval.documents.remember import others
from retrieval.documents.snapshot import Snapshot
from retrieval.encode import Encoder, is_default
from training import processes
from training.config import Config, read_config
from training.objectives import RightFirst, kept_questions, right_first
from training.policy.config import policy_config
from training.policy.train import policy_metrics, train_policy
from training.recipe import Learned, recipe_of_candidate
from training.responder.assistant import adapter_of, gather_examples
from training.responder.trainers import ResponderConfig, train_responder
from training.retriever import RetrieverConfig, train_retriever
from training.transcripts.dataset import Dataset
from training.transcripts.questions import answered_questions
from training.understanding.assistant import material_of, start_of
from training.understanding.config import understanding_config
from training.understanding.train import train_understanding

DONE = "done.json"
REPLAYED = 3000
"""Old questions that a quick training of the retriever sees beside the new ones, lest it forgets."""


@dataclass(frozen=True)
class Making:
    """A candidate in the making. ``folder`` holds what is finished of it."""

    settings: Settings
    dataset: Dataset
    folder: Path
    quick: bool
    resume: bool
    steps: Steps
    without: frozenset[str] = frozenset()


def make_candidate(
    settings: Settings, dataset: Dataset, steps: Steps, *, quick: bool, resume: bool, without: frozenset[str]
) -> Release:
    """Train all tasks but those ``without``, and seal the result as a release that is not live.

    What a task that is left out would have made is taken over from the live release.
    Raises: AssistantError, ModelUnavailable, IndexUnavailable, DatasetError, ReleaseError.
    """
    folder = settings.var / "training" / dataset.manifest.version
    processes.of_first(lambda: _begin(folder, resume=resume))
    making = Making(settings, dataset, folder, quick, resume, steps, without)
    learned = {
        name: _kept(making, name) if name in without else _done(making, name, task)
        for name, task in TASKS.items()
    }
    return processes.of_first(lambda: _sealed(making, learned))


def _begin(folder: Path, *, resume: bool) -> None:
    if not resume:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def _done(making: Making, name: str, task: Callable[[Making], Learned]) -> Learned:
    """What came of a task, which is done unless it was before."""
    done = processes.of_first(lambda: _done_before(making))
    if name not in done:
        done[name] = task(making)
        data = msgspec.json.encode(done)
        processes.of_first(lambda: write_atomically(making.folder / DONE, data))
    return done[name]


def _done_before(making: Making) -> dict[str, Learned]:
    file = making.folder / DONE
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Learned]) if file.exists() else {}


def _kept(making: Making, name: str) -> Learned:
    """Take a model over from the live release; where that has no understanding model of its own, heads are
    fitted as at set-up, on the candidate's encoder."""
    return processes.of_first(lambda: _taken_over(making, name))


def _taken_over(making: Making, name: str) -> Learned:
    releases = making.settings.var / "releases"
    live = releases / live_id(releases)
    if live != releases and (live / name).is_dir():
        shutil.copytree(live / name, making.folder / name, dirs_exist_ok=True)
    elif name == POLICY and (live / POLICY_FILE).exists():
        shutil.copyfile(live / POLICY_FILE, making.folder / POLICY_FILE)
    elif name == UNDERSTANDING:
        return _heads(making)
    else:
        return Learned()
    return Learned(configuration=read_release(live).manifest.recipe.configurations.get(name, {}))


def _heads(making: Making) -> Learned:
    making.steps.begin("Heads")
    settings = making.settings
    assistant = open_assistant(settings)
    examples = [(example.text, example.intent) for example in assistant.nlu.examples]
    dialogues = sorted((settings.state / "dialogues").glob("*.jsonl"))
    talks = talks_for(settings.understand.talks, examples)
    texts = gather(examples, dialogues, assistant.topics, shop_words(settings), talks)
    encoder = open_encoder(settings, model_files(settings, making.folder))
    report = train_heads(texts, encoder, making.folder, making.steps.advance)
    making.steps.end(f"{report.examples:,} examples of {report.intents} intents")
    return Learned(as_metrics(report))


def _retriever(making: Making) -> Learned:
    """Fine-tune the encoder from where it is, on what agents answered and on labelled questions."""
    making.steps.begin("Retriever")
    settings = making.settings
    if not is_default(settings.understand.encoder):
        making.steps.end("left as it is: updates are learned for the encoder that comes with the package")
        return _kept(making, RETRIEVER)
    files = model_files(settings)
    encoder = open_encoder(settings, files)
    documents = open_documents(settings, encoder, files)
    new = processes.of_first(lambda: answered_questions(making.dataset.train, documents.snapshot, encoder))
    config = read_config(RetrieverConfig, RETRIEVER, quick=making.quick)
    questions = _questions(settings, new, REPLAYED if making.quick else None)
    if not questions:
        making.steps.end("there are no answered questions to learn from")
        return Learned()
    report = train_retriever(
        [Shop(documents.snapshot, questions)], making.folder / RETRIEVER, config, start=files.encoder,
        resume=making.resume, tell=making.steps.advance,
    )  # fmt: skip
    learned = f"{len(new):,} questions from transcripts, {len(questions) - len(new):,} labelled ones"
    figures: dict[str, float] = {
        "retriever_questions": len(questions), "retriever_seconds": round(report["seconds"]),
    }  # fmt: skip
    judged = processes.of_first(lambda: _right_first(making, documents.snapshot, encoder))
    if judged is None or judged.is_better:
        making.steps.end(learned if judged is None else f"{learned}; {judged.told}")
        return Learned(figures, _keys(config))
    processes.of_first(lambda: _drop_retriever(making, judged.trained))
    making.steps.end(f"left as it is: {judged.told}")
    return _kept(making, RETRIEVER)


def _right_first(making: Making, snapshot: Snapshot, before: Encoder) -> RightFirst | None:
    """None where no questions are kept."""
    kept = kept_questions(making.settings)
    if not kept:
        return None
    after = open_encoder(making.settings, model_files(making.settings, making.folder))
    was, now = (right_first(snapshot, kept, encoder) for encoder in (before, after))
    return RightFirst(was, now, after.name)


def _drop_retriever(making: Making, name: str) -> None:
    """Remove what was trained, and its export."""
    shutil.rmtree(making.folder / RETRIEVER)
    shutil.rmtree(making.settings.var / "models" / name, ignore_errors=True)


def _questions(settings: Settings, new: list[Labelled], most: int | None) -> list[Labelled]:
    files = sorted((settings.state / "training" / "retrieval").glob("*.jsonl"))
    old = others(read_labelled(files), kept_questions(settings))
    return new + (old if most is None else random.Random(0).sample(old, min(most, len(old))))


def _understanding(making: Making) -> Learned:
    """Fine-tune a model of intents, entities and moods on the assistant's examples and what shoppers said."""
    assistant = open_assistant(making.settings)
    material = material_of(assistant, making.dataset.train, making.settings.understand.talks)
    config = understanding_config(quick=making.quick, encoder=making.settings.understand.encoder)
    making.steps.begin("Understanding")
    report = train_understanding(
        material.messages,
        material.moods,
        making.folder / UNDERSTANDING,
        config,
        making.steps.tell,
        models=making.settings.var / "models",
        start=start_of(making.settings, config.encoder, making.folder),
        turns=Turns(material.turns, shop_words(making.settings)),
        resume=making.resume,
    )
    making.steps.end(f"{report.messages:,} messages, {report.judged:,} of them kept to judge")
    figures = as_metrics(report.intents) if report.intents else {}
    if report.entities:
        figures["entity_f1"] = round(report.entities.micro_f1, 4)
    return Learned(figures, _keys(config))


def _responder(making: Making) -> Learned:
    """Fine-tune the language model that words answers, where a local one does."""
    settings = making.settings
    if settings.wording.mode != "local":
        return _kept(making, RESPONDER)
    making.steps.begin("Responder")
    gathered = processes.of_first(
        lambda: gather_examples(settings, making.dataset.train, making.steps.advance)
    )
    if not gathered.examples:
        making.steps.end("no agent's answer is supported by what is found for its question")
        return _kept(making, RESPONDER)
    config = read_config(ResponderConfig, RESPONDER, quick=making.quick)
    report = train_responder(
        gathered, making.folder / RESPONDER, config, start=adapter_of(settings), resume=making.resume,
        tell=making.steps.advance,
    )  # fmt: skip
    making.steps.end(f"{len(gathered.examples):,} answers, {len(gathered.pairs):,} preferences")
    figures = {
        "responder_answers": len(gathered.examples),
        "responder_seconds": round(report.get("seconds", 0)),
    }
    return Learned(figures, _keys(config))


def _policy(making: Making) -> Learned:
    """Learn when a person should take over, and what was meant where the rules are not sure."""
    making.steps.begin("Policy")
    settings = making.settings
    how, tell = policy_config(quick=making.quick), making.steps.advance
    encoder = open_encoder(settings, model_files(settings, making.folder))
    assistant, dialogues = open_assistant(settings), making.dataset.train
    report = processes.of_first(
        lambda: train_policy(settings, assistant, encoder, dialogues, making.folder, how, tell)
    )
    making.steps.end(f"{report.dialogues:,} dialogues, {report.handed_over:,} of them handed over")
    return Learned(policy_metrics(report), _keys(how))


def _keys(config: Config) -> dict[str, Any]:
    return config.model_dump(mode="json")


TASKS: dict[str, Callable[[Making], Learned]] = {
    RETRIEVER: _retriever,
    UNDERSTANDING: _understanding,
    RESPONDER: _responder,
    POLICY: _policy,
}
"""In the order in which one needs the other."""


def _sealed(making: Making, learned: Mapping[str, Learned]) -> Release:
    unfinished = shutil.ignore_patterns(".*", DONE)
    manifest = making.dataset.manifest
    with being_made(making.settings.var / "releases") as release:
        shutil.copytree(making.folder, release, ignore=unfinished, dirs_exist_ok=True)
        keep_recommender(live_folder(making.settings), release)
        base = open_encoder(making.settings, model_files(making.settings, release)).name
        sealed = seal(
            release, data_hash=manifest.data_hash, base_model=base, dataset=manifest.version,
            metrics={name: value for one in learned.values() for name, value in one.metrics.items()},
            recipe=recipe_of_candidate(manifest, learned, quick=making.quick, without=making.without),
        )  # fmt: skip
    shutil.rmtree(making.folder)
    return sealed
