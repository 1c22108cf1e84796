"""``shopclerk train``: fine-tune a model of an assistant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from retrieval.packaged import ENCODER_ADAPTER, LATE_ADAPTER, RERANKER_ADAPTER, adapter_folder
from training.commands.finder import finder
from training.commands.policy import policy
from training.commands.recommender import recommender
from training.commands.responder import responder

if TYPE_CHECKING:
    from datasets import Dataset

    from bot.understand.fitting import Report
    from retrieval.documents.labelled import Labelled
    from retrieval.documents.search import Documents

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", help="TOML file with keys of training/configs that are to differ.", exists=True),
]
Start = Annotated[
    Path | None,
    typer.Option(
        help='Go on from this model, a folder in --state or "package"; the result is the mean of old and new.'
    ),
]
Quick = Annotated[bool, typer.Option("--quick", help="As [quick] of the configuration says.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where a training was cut off.")]
EvidenceFiles = Annotated[
    list[Path] | None, typer.Option(help="Instead: texts with questions on them, as in data/evidence.")
]

app = typer.Typer(help="Train the models of an assistant.", no_args_is_help=True)
app.command()(responder)
app.command()(policy)
app.command()(finder)
app.command()(recommender)


@app.command(name="all")
def train_all(
    state: State = HERE,
    quick: Quick = False,
    resume: Resume = False,
    without: Annotated[
        list[str] | None, typer.Option(help="A task to leave out; its model stays as it is.")
    ] = None,
) -> None:
    """Make a candidate for the next release from today's transcripts. It is not live before it is promoted.

    Transcripts are gathered first: the pool of `transcripts import`, the event log and dialogues/*.jsonl.
    """
    from bot.cli.progress import Steps
    from bot.errors import BadRequest
    from bot.logs import set_up_logs
    from bot.settings import load_settings
    from training import processes
    from training.pipeline import TASKS, make_candidate
    from training.registry.following import tell_registry
    from training.transcripts.current import Plan, build_version, open_stores
    from training.transcripts.dataset import open_dataset

    if unknown := set(without or ()) - set(TASKS):
        raise BadRequest(f"There is no task {', '.join(sorted(unknown))}. There are: {', '.join(TASKS)}.")
    settings = load_settings(state)
    set_up_logs(settings.logs)
    with Steps() as steps:
        manifest, _ = processes.of_first(lambda: build_version(open_stores(settings), Plan(), steps))
        dataset = open_dataset(settings.state, manifest.version)
        release = make_candidate(
            settings, dataset, steps, quick=quick, resume=resume, without=frozenset(without or ())
        )
    if processes.is_first():
        tell_registry(settings, [release.release_id], steps.warn)
        typer.echo(
            f"Release {release.release_id} is made. Judge it with `shopclerk evaluate release`, and make it"
            f" live with `shopclerk release promote {release.release_id}`."
        )


@app.command()
def heads(
    state: State = HERE,
    pairs: Annotated[int, typer.Option(help="How many pairs of confused intents to list.", min=0)] = 8,
    json: JsonFile = None,
) -> None:
    """Train intents, out-of-scope and moods anew and make the result the live release.

    The figures come from texts that the measured model has not seen. The pairs say what to write next:
    examples that tell the two intents apart, or one intent instead of two.
    """
    release_id, report = _train_heads(state)
    typer.echo(f"Release {release_id} is live.")
    _show_heads(report, pairs)
    write_json(json, report)


@app.command()
def retriever(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the adapter goes; default adapters/encoder in --state.")
    ] = None,
    config: ConfigFile = None,
    start: Start = None,
    quick: Quick = False,
    resume: Resume = False,
) -> None:
    """Fine-tune the encoder on training/retrieval/*.jsonl, labelled questions as in tests/.

    Some minutes a thousand questions on two idle cores. Set [understand] adapter to the folder, then run
    `shopclerk prepare`: index and heads are made anew with it.
    """
    from retrieval.documents.labelled import Shop
    from training.config import read_config
    from training.retriever import RetrieverConfig, train_retriever

    wanted = read_config(RetrieverConfig, "retriever", config, quick=quick)
    documents, questions, folder = _opened(state, output or Path("adapters/encoder"))
    with _told("Retriever", folder) as tell:
        shop = Shop(documents.snapshot, questions)
        train_retriever(
            [shop], folder, wanted, start=_at(state, start, ENCODER_ADAPTER), resume=resume, tell=tell
        )


@app.command()
def reranker(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the re-ranker goes; default adapters/reranker in --state.")
    ] = None,
    config: ConfigFile = None,
    start: Start = None,
    quick: Quick = False,
    resume: Resume = False,
    evidence: EvidenceFiles = None,
) -> None:
    """Fine-tune a re-ranker on training/retrieval/*.jsonl, labelled questions as in tests/.

    It reads question and sentence together, and learns from questions that no document answers to decline.
    Two minutes a thousand questions and epoch on two idle cores with bf16. Set [retrieval] reranker to the
    folder, then run `shopclerk prepare`.
    """
    from training.config import read_config
    from training.reranker import RerankerConfig, train_reranker

    wanted = read_config(RerankerConfig, "reranker", config, quick=quick)
    documents, questions, folder = _opened(state, output or Path("adapters/reranker"))
    data = _lists(documents, questions, evidence)
    with _told("Re-ranker", folder) as tell:
        train_reranker(
            data, folder, wanted, start=_at(state, start, RERANKER_ADAPTER), resume=resume, tell=tell
        )


@app.command()
def late(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the adapter goes; default adapters/late in --state.")
    ] = None,
    config: ConfigFile = None,
    start: Start = None,
    resume: Resume = False,
    evidence: EvidenceFiles = None,
) -> None:
    """Fine-tune late interaction on training/retrieval/*.jsonl, labelled questions as in tests/.

    It reads question and text apart, and compares them token by token. That of the package was trained on
    data/evidence. Set [retrieval] late to the folder, then run `shopclerk prepare`.
    """
    from training.config import read_config
    from training.late import LateConfig, train_late

    wanted = read_config(LateConfig, "late", config)
    documents, questions, folder = _opened(state, output or Path("adapters/late"))
    data = _lists(documents, questions, evidence)
    with _told("Late interaction", folder) as tell:
        train_late(data, folder, wanted, start=_at(state, start, LATE_ADAPTER), resume=resume, tell=tell)


@contextmanager
def _told(title: str, output: Path) -> Iterator[Callable[[int, int], None]]:
    """A step on the terminal, and where the result is."""
    from bot.cli.progress import Steps

    with Steps() as steps:
        steps.begin(title)
        yield steps.advance
        steps.end(f"written to {output}")


def _at(state: Path, start: Path | None, packaged: Path) -> Path | None:
    """Where a training begins."""
    return adapter_folder(str(start), packaged, state) if start else None


@app.command()
def understanding(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the model goes; default var/understanding in --state.")
    ] = None,
    dialogues: Annotated[
        list[Path] | None,
        typer.Option(help="Dialogues to learn from beside dialogues/*.jsonl.", exists=True),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(help="Keys that differ from training/configs/understanding.toml.", exists=True),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Less training, for a first look.")] = False,
    resume: Annotated[bool, typer.Option(help="Go on where a training of --output was stopped.")] = False,
    json: JsonFile = None,
) -> None:
    """Fine-tune the encoder on intents and entities: nlu.yml, dialogues/*.jsonl and --dialogues.

    The figures are of messages that were kept from the tuning. The folder holds all that serves; it appears
    complete or not at all.
    """
    from training.machine import share_processors

    share_processors()
    from msgspec import structs

    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.models import open_assistant
    from bot.names import shop_words
    from bot.settings import load_settings
    from bot.understand.context_fitting import Turns
    from training import processes
    from training.quotable import quotable
    from training.understanding.assistant import assistant_material, start_of
    from training.understanding.config import understanding_config
    from training.understanding.train import train_understanding

    settings = load_settings(state)
    how = understanding_config(config, quick=quick, encoder=settings.understand.encoder)
    files = [*sorted((settings.state / "dialogues").glob("*.jsonl")), *(dialogues or ())]
    assistant = open_assistant(settings)
    folder = output or settings.var / "understanding"
    with translated_errors(), Steps() as steps:
        material = assistant_material(assistant, files, settings.understand.talks)
        steps.begin("Understanding")
        report = train_understanding(
            material.messages,
            material.moods,
            folder,
            how,
            steps.tell,
            models=settings.var / "models",
            start=start_of(settings, how.encoder),
            turns=Turns(material.turns, shop_words(settings)),
            resume=resume,
        )
        steps.end(f"{report.messages:,} messages, {report.judged:,} kept to judge")
    if not processes.is_first():
        return
    if report.intents is not None:
        intents = quotable(report.intents, settings)
        report = structs.replace(report, intents=intents)
        _show_heads(intents, pairs=8)
    if report.entities is not None:
        typer.echo(f"entities: F1 {report.entities.micro_f1:.4f}")
    typer.echo(f"Wrote {folder} ({report.seconds:.0f} s, {report.peak_memory_mb:,.0f} MiB).")
    write_json(json, report)


@app.command()
def search(
    task: Annotated[str, typer.Argument(help="understanding or retriever.")],
    state: State = HERE,
    trials: Annotated[int, typer.Option(help="Trainings, beside those of earlier searches.", min=1)] = 20,
    config: ConfigFile = None,
    quick: Quick = False,
    seed: Annotated[int, typer.Option(help="Of what is tried.")] = 0,
    json: JsonFile = None,
) -> None:
    """Search a task's configuration: its [search] says what is tried, Optuna what is tried next.

    A search that was cut off, or was too short, goes on where it was. The best keys are written to
    var/training/TASK.best.toml, for `shopclerk train TASK --config`. Never on what is kept for the test.
    """
    from bot.cli.progress import Steps
    from bot.settings import load_settings
    from training.config import read_space
    from training.objectives import objective_of
    from training.search import search as run_search

    settings, space = load_settings(state), read_space(task, config)
    objective, folder = objective_of(task, settings, config, quick=quick), settings.var / "training"
    with Steps() as steps:
        steps.begin(f"Trials of {task}")
        found = run_search(task, space, objective, folder, trials=trials, seed=seed, tell=steps.advance)
        steps.end(f"{found.ended} ended, {found.pruned} cut off; the best reached {found.best:.4f}")
    for name, value in found.values.items():
        typer.echo(f"  {name} = {value}")
    typer.echo(f"Wrote {folder / f'{task}.best.toml'}.")
    write_json(json, found)


def _lists(documents: Documents, questions: list[Labelled], evidence: list[Path] | None) -> Dataset:
    """Questions with texts that do and do not answer them, from files of evidence or from the documents."""
    from bot.cli.progress import Steps
    from training import processes
    from training.lists import from_documents, from_evidence

    with Steps() as steps:
        steps.begin("Candidates")
        if evidence:
            data = processes.of_first(lambda: from_evidence(evidence, documents.encoder, steps.advance))
        else:
            data = processes.of_first(lambda: from_documents(documents, questions, steps.advance))
        steps.end(f"{len(data):,} questions")
    return data


def _opened(state: Path, output: Path) -> tuple[Documents, list[Labelled], Path]:
    """The assistant's documents, its questions to train on, and where the result goes."""
    from bot.errors import BadRequest
    from bot.knowledge.translate import translated_errors
    from bot.models import open_documents, open_encoder
    from bot.settings import load_settings
    from retrieval.documents.labelled import read_labelled

    settings = load_settings(state)
    folder = settings.state / "training" / "retrieval"
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BadRequest(f"There are no questions in {folder}.")
    with translated_errors():
        questions = read_labelled(files)
    return open_documents(settings, open_encoder(settings)), questions, settings.state / output


def _train_heads(state: Path) -> tuple[str, Report]:
    from bot.cli.progress import Steps
    from bot.logs import set_up_logs
    from bot.models import open_assistant, open_encoder
    from bot.prepare import make_release
    from bot.settings import load_settings
    from training.quotable import quotable
    from training.registry.following import tell_registry

    settings = load_settings(state)
    set_up_logs(settings.logs)
    with Steps() as steps:
        steps.begin("Understanding")
        release, report = make_release(
            settings, open_assistant(settings), open_encoder(settings), steps.advance
        )
        steps.end(f"{report.examples} examples of {report.intents} intents")
        tell_registry(settings, [release.release_id], steps.warn)
    return release.release_id, quotable(report, settings)


def _show_heads(report: Report, pairs: int) -> None:
    from rich.console import Console
    from rich.table import Table

    figures = Table("", "on texts not seen", box=None, header_style="dim")
    for title, name in (
        ("accuracy", "accuracy"),
        ("in-scope accuracy", "in_scope_accuracy"),
        ("out-of-scope recall", "oos_recall"),
        ("calibration error", "calibration_error"),
        ("mood accuracy", "mood_accuracy"),
    ):
        figures.add_row(title, f"{getattr(report, name):.4f}")
    confused = Table("intent", "taken for", "texts", "such as", box=None, header_style="dim")
    for pair in report.confused[:pairs]:
        confused.add_row(pair.intent, pair.taken_for, str(pair.count), pair.examples[0])
    console = Console()
    console.print(figures)
    if pairs and report.confused:
        console.print(confused)
