"""``shopclerk train``: fine-tune a model of an assistant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from datasets import Dataset

    from bot.understand.fitting import Report
    from retrieval.documents.labelled import Labelled
    from retrieval.documents.search import Documents

Bf16 = Annotated[
    bool | None,
    typer.Option(help="Half precision; by default where the processor has it: it takes half the time."),
]

EvidenceFiles = Annotated[
    list[Path] | None, typer.Option(help="Instead: texts with questions on them, as in data/evidence.")
]

app = typer.Typer(help="Train the models of an assistant.", no_args_is_help=True)


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
    epochs: Annotated[float, typer.Option(help="Passes over the questions.", min=0.01)] = 2.0,
    batch: Annotated[int, typer.Option(help="Questions a step.", min=2)] = 128,
    learning_rate: Annotated[float, typer.Option(help="At the start; it falls to 0.", min=0.0)] = 1e-3,
    resume: Annotated[bool, typer.Option(help="Go on from the adapter in --output.")] = False,
    bf16: Bf16 = None,
) -> None:
    """Fine-tune the encoder on training/retrieval/*.jsonl, labelled questions as in tests/.

    Some minutes a thousand questions on two idle cores. Set [understand] adapter to the folder, then run
    `shopclerk prepare`: index and heads are made anew with it.
    """
    from training.adapters import half_precision
    from training.retriever import RetrieverConfig, train_retriever

    documents, questions, folder = _opened(state, output or Path("adapters/encoder"))
    config = RetrieverConfig(
        epochs=epochs, batch=batch, learning_rate=learning_rate, resume=resume, bf16=half_precision(bf16)
    )
    report = train_retriever(documents.snapshot, questions, folder, config)
    typer.echo(f"Wrote {folder} (loss {report['loss']:.3f}, {report['seconds']:.0f} s).")


@app.command()
def reranker(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the re-ranker goes; default adapters/reranker in --state.")
    ] = None,
    epochs: Annotated[float, typer.Option(help="Passes over the questions.", min=0.01)] = 2.0,
    batch: Annotated[int, typer.Option(help="Questions a step, each with six sentences.", min=2)] = 16,
    learning_rate: Annotated[float, typer.Option(help="At the start; it falls to 0.", min=0.0)] = 1e-3,
    resume: Annotated[bool, typer.Option(help="Go on from the re-ranker in --output.")] = False,
    evidence: EvidenceFiles = None,
    bf16: Bf16 = None,
) -> None:
    """Fine-tune a re-ranker on training/retrieval/*.jsonl, labelled questions as in tests/.

    It reads question and sentence together, and learns from questions that no document answers to decline.
    Two minutes a thousand questions and epoch on two idle cores with bf16. Set [retrieval] reranker to the
    folder, then run `shopclerk prepare`.
    """
    from training.adapters import half_precision
    from training.reranker import RerankerConfig, train_reranker

    documents, questions, folder = _opened(state, output or Path("adapters/reranker"))
    config = RerankerConfig(
        epochs=epochs, batch=batch, learning_rate=learning_rate, bf16=half_precision(bf16), resume=resume
    )
    report = train_reranker(_lists(documents, questions, evidence), folder, config)
    typer.echo(f"Wrote {folder} (loss {report['loss']:.3f}, {report['seconds']:.0f} s).")


@app.command()
def late(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the adapter goes; default adapters/late in --state.")
    ] = None,
    epochs: Annotated[int, typer.Option(help="Passes over the questions.", min=1)] = 1,
    batch: Annotated[int, typer.Option(help="Questions a step, each with seven texts.", min=2)] = 16,
    learning_rate: Annotated[float, typer.Option(help="At the start; it falls to 0.", min=0.0)] = 3e-4,
    resume: Annotated[bool, typer.Option(help="Go on from the adapter in --output.")] = False,
    evidence: EvidenceFiles = None,
    bf16: Bf16 = None,
) -> None:
    """Fine-tune late interaction on training/retrieval/*.jsonl, labelled questions as in tests/.

    It reads question and text apart, and compares them token by token. That of the package was trained on
    data/evidence. Set [retrieval] late to the folder, then run `shopclerk prepare`.
    """
    from training.adapters import half_precision
    from training.late import LateConfig, train_late

    documents, questions, folder = _opened(state, output or Path("adapters/late"))
    config = LateConfig(
        epochs=epochs, batch=batch, learning_rate=learning_rate, bf16=half_precision(bf16), resume=resume
    )
    report = train_late(_lists(documents, questions, evidence), folder, config)
    typer.echo(f"Wrote {folder} (loss {report['loss']:.3f}, {report['seconds']:.0f} s).")


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
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.models import open_assistant
    from bot.settings import load_settings
    from training.understanding.assistant import assistant_material
    from training.understanding.config import understanding_config
    from training.understanding.train import train_understanding

    settings, how = load_settings(state), understanding_config(config, quick=quick)
    files = [*sorted((settings.state / "dialogues").glob("*.jsonl")), *(dialogues or ())]
    examples = open_assistant(settings).nlu.examples
    folder = output or settings.var / "understanding"
    with translated_errors(), Steps() as steps:
        material = assistant_material(examples, files)
        steps.begin("Understanding")
        report = train_understanding(
            material.messages, material.moods, folder, how, steps.tell, resume=resume
        )
        steps.end(f"{report.messages:,} messages, {report.judged:,} kept to judge")
    if report.intents is not None:
        _show_heads(report.intents, pairs=8)
    if report.entities is not None:
        typer.echo(f"entities: F1 {report.entities.micro_f1:.4f}")
    typer.echo(f"Wrote {folder} ({report.seconds:.0f} s, {report.peak_memory_mb:,.0f} MiB).")
    write_json(json, report)


def _lists(documents: Documents, questions: list[Labelled], evidence: list[Path] | None) -> Dataset:
    """Questions with texts that do and do not answer them, from files of evidence or from the documents."""
    from bot.cli.progress import Steps
    from training.lists import from_documents, from_evidence

    with Steps() as steps:
        steps.begin("Candidates")
        if evidence:
            data = from_evidence(evidence, documents.encoder, steps.advance)
        else:
            data = from_documents(documents, questions, steps.advance)
        steps.end(f"{len(data):,} questions")
    return data


def _opened(state: Path, output: Path) -> tuple[Documents, list[Labelled], Path]:
    """The assistant's documents, its questions to train on, and where the result goes."""
    from bot.errors import BadRequest
    from bot.knowledge.translate import translated_errors
    from bot.models import open_encoder
    from bot.settings import load_settings
    from retrieval.documents.labelled import read_labelled
    from retrieval.documents.search import Documents

    settings = load_settings(state)
    folder = settings.state / "training" / "retrieval"
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BadRequest(f"There are no questions in {folder}.")
    with translated_errors():
        documents = Documents(settings.var / "index" / "documents", open_encoder(settings), settings.vectors)
        documents.load()
        questions = read_labelled(files)
    return documents, questions, settings.state / output


def _train_heads(state: Path) -> tuple[str, Report]:
    from bot.cli.progress import Steps
    from bot.logs import set_up_logs
    from bot.models import open_assistant, open_encoder
    from bot.prepare import make_release
    from bot.settings import load_settings

    settings = load_settings(state)
    set_up_logs(settings.logs)
    with Steps() as steps:
        steps.begin("Understanding")
        release, report = make_release(
            settings, open_assistant(settings), open_encoder(settings), steps.advance
        )
        steps.end(f"{report.examples} examples of {report.intents} intents")
    return release.release_id, report


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
