"""``shopclerk evaluate``: one command a subject, each on anybody's data, each with ``--json``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, AnyState, JsonFile, State
from bot.errors import BadRequest
from training.commands.evaluate_questions import questions
from training.commands.evaluate_recommender import recommender
from training.commands.evaluate_wording import wording
from training.evaluate.conversations import conversations
from training.judge.cli import release

if TYPE_CHECKING:
    from training.evaluate.answers import Bin

EncoderName = Annotated[
    str, typer.Option(help="The encoder that is tuned: the bundled one, a folder, or a model of the hub.")
]
OwnConfig = Annotated[
    Path | None,
    typer.Option(help="Keys that differ from training/configs/understanding.toml.", exists=True),
]
Quick = Annotated[bool, typer.Option("--quick", help="Less training, for a first look.")]

app = typer.Typer(help="Measure on anybody's data: a table, and JSON with --json.", no_args_is_help=True)


@app.command()
def retrieval(
    corpus: Annotated[Path, typer.Option(help="corpus.jsonl: _id, title, text.", exists=True)],
    queries: Annotated[Path, typer.Option(help="queries.jsonl: _id, text.", exists=True)],
    qrels: Annotated[Path, typer.Option(help="qrels.tsv: query-id, corpus-id, score.", exists=True)],
    candidates: Annotated[
        Path | None, typer.Option(help="candidates.tsv: query-id, corpus-id; ranks only these.", exists=True)
    ] = None,
    state: AnyState = HERE,
    json: JsonFile = None,
) -> None:
    """Rank a test collection in BEIR layout: lexical, dense, fused and re-ranked, weights cross-fitted."""
    from bot.models import open_encoder, open_rerankers
    from bot.settings import load_settings
    from training.evaluate.retrieval import METRICS, evaluate_retrieval, read_collection

    with _readable():
        collection = read_collection(corpus, queries, qrels, candidates)
    settings = load_settings(state)
    encoder, rerankers = open_encoder(settings), open_rerankers(settings)
    with _progress() as progress:
        report = evaluate_retrieval(collection, encoder, progress, rerankers)
    columns = (*METRICS, "latency_ms_p50", "latency_ms_p95")
    table = {
        name: [getattr(row, column.replace("@", "_")) for column in columns]
        for name, row in report.rows.items()
    }
    _table(f"{report.queries} queries, {report.texts} texts", columns, table)
    _write(json, report)


@app.command()
def answers(
    questions: Annotated[
        list[Path] | None,
        typer.Option(
            "--set", help="Labelled questions (JSON lines); default tests/questions*.jsonl.", exists=True
        ),
    ] = None,
    state: State = HERE,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="List the questions that fail.")] = False,
    json: JsonFile = None,
) -> None:
    """Ask the labelled questions: is the right sentence shown, and what is not covered declined?"""
    from bot.knowledge.translate import translated_errors
    from bot.models import open_answerer
    from bot.settings import load_settings
    from retrieval.documents.labelled import read_labelled
    from training.evaluate.answers import evaluate_answers

    settings = load_settings(state)
    files = questions or sorted((settings.state / "tests").glob("questions*.jsonl"))
    if not files:
        raise BadRequest(f"There are no questions in {settings.state / 'tests'}. Name a file with --set.")
    with _readable():
        cases = read_labelled(files)
    _, answerer = open_answerer(settings)
    with translated_errors(), _progress() as progress:
        report, failures = evaluate_answers(
            answerer, cases, lambda done, total: progress("Asking", done, total)
        )
    figures = _as_dict(report)
    shown = {name: [value] for name, value in figures.items() if name != "reliability"}
    _table(f"{report.questions} questions", ["value"], shown)
    _reliability(report.reliability)
    for failure in sorted(failures, key=lambda f: f.reason) if verbose else ():
        typer.echo(
            f"{failure.reason}: {failure.id} {failure.question!r} ({failure.probability}) {failure.got}"
        )
    _write(json, report)


@app.command()
def nlu(
    train: Annotated[
        Path,
        typer.Option(
            help="nlu.yml, an assistant's folder, CSV (text, intent), CLINC JSON, dialogues.", exists=True
        ),
    ],
    test: Annotated[
        Path | None, typer.Option(help="The same formats; without it a part of --train.", exists=True)
    ] = None,
    share: Annotated[
        float,
        typer.Option(help="Of --train that is kept to test on, where there is no --test.", min=0.01, max=0.9),
    ] = 0.2,
    unseen: Annotated[
        bool, typer.Option(help="Leave out the texts of --test that stand in --train as well.")
    ] = False,
    frozen: Annotated[
        bool, typer.Option(help="Only fit heads on the encoder as it is: seconds instead of minutes.")
    ] = False,
    encoder: EncoderName = "all-MiniLM-L6-v2",
    config: OwnConfig = None,
    quick: Quick = False,
    models: Annotated[
        Path | None, typer.Option(help="Where the exported encoder is kept; default the user's cache.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the split.")] = 0,
    json: JsonFile = None,
) -> None:
    """Train the understanding model on one set of texts and decide another one as the bot does.

    On two cores some minutes where there are few texts, up to half an hour for 15,000.
    """
    from training.machine import share_processors

    share_processors()
    import time

    from bot.knowledge.translate import translated_errors
    from retrieval.encode import load_encoder
    from training.evaluate.nlu import evaluate_nlu, fit_frozen, fit_tuned, read_split, score_intents
    from training.understanding.config import understanding_config

    with _readable():
        split = read_split(train, test, share, seed)
        split = split.unseen() if unseen else split
    settings = understanding_config(config, quick=quick, encoder=encoder)
    cache = models or Path(typer.get_app_dir("shopclerk")) / "models"
    started = time.perf_counter()
    with translated_errors(), _progress() as progress:
        if frozen:
            fitted = fit_frozen(split.train, load_encoder(settings.encoder, cache), progress)
        else:
            fitted = fit_tuned(split.train, settings, progress)
        seconds = time.perf_counter() - started
        found, latency = evaluate_nlu(split.test, fitted, progress)
    report = score_intents(split, found, latency, seconds)
    figures = {name: [value] for name, value in _as_dict(report).items() if name != "per_intent"}
    _table(f"{report.test} texts, {report.intents} intents", ["value"], figures)
    _write(json, report)


@app.command()
def entities(
    train: Annotated[
        Path,
        typer.Option(
            help="CoNLL columns (IOB1 or BIO), a folder with seq.in, seq.out and label, or nlu.yml.",
            exists=True,
        ),
    ],
    test: Annotated[Path, typer.Option(help="The same formats.", exists=True)],
    encoder: EncoderName = "all-MiniLM-L6-v2",
    config: OwnConfig = None,
    quick: Quick = False,
    json: JsonFile = None,
) -> None:
    """Train the understanding model on one set of tagged messages and tag another one as the bot does."""
    from training.machine import share_processors

    share_processors()
    from bot.knowledge.translate import translated_errors
    from training.evaluate.entities import evaluate_entities, read_tagged
    from training.understanding.config import understanding_config

    with _readable():
        learned, asked = read_tagged(train), read_tagged(test)
    settings = understanding_config(config, quick=quick, encoder=encoder)
    with translated_errors(), _progress() as progress:
        report = evaluate_entities(learned, asked, settings, progress)
    tables = ("per_entity", "per_tag")
    figures = {name: [value] for name, value in _as_dict(report).items() if name not in tables}
    _table(f"{report.test} messages", ["value"], figures)
    for title, rows in (("Entities", report.per_entity), ("Tags", report.per_tag)):
        columns = ("precision", "recall", "f1", "support")
        _table(title, columns, {name: [getattr(row, c) for c in columns] for name, row in rows.items()})
    _write(json, report)


@app.command("personal-data")
def personal_data(
    files: Annotated[
        list[Path],
        typer.Argument(help="JSON lines: dialogue, and planted: turn, start, end, kind, same.", exists=True),
    ],
    order_number: Annotated[str, typer.Option(help="An order number as the shop writes them.")] = "FW-204518",
    country: Annotated[
        str, typer.Option(help="ISO 3166, for telephone numbers without their country's.")
    ] = "DE",
    word: Annotated[
        list[str] | None, typer.Option(help="A word of the shop's products or its name; may be repeated.")
    ] = None,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="List what is left, or masked without need. Shows the data."),
    ] = False,
    finder: Annotated[
        str, typer.Option(help='"package", the folder of a finder, or "" for rules alone.')
    ] = "package",
    models: Annotated[
        Path | None, typer.Option(help="Where the exported finder is kept; default the user's cache.")
    ] = None,
    json: JsonFile = None,
) -> None:
    """Mask dialogues with planted personal data: what is left of it, and what is masked without need?"""
    from bot.shop.order_forms import OrderForms
    from training.evaluate.personal_data import evaluate_masking, read_cases
    from training.transcripts.personal_data import Masker
    from training.transcripts.personal_data.learned import finder_folder, open_finder

    with _readable():
        cases = read_cases(files)
    folder = finder_folder(finder, Path())
    cache = models or Path(typer.get_app_dir("shopclerk")) / "models"
    learned = open_finder(folder, cache) if folder else None
    masker = Masker(orders=OrderForms((order_number,)), country=country, words=word or (), finder=learned)
    report, misses = evaluate_masking(cases, masker)
    rows = {
        kind: [row.planted, row.recall, row.masks, row.precision] for kind, row in report.kinds.items()
    } | {"all": [report.planted, report.recall, report.masks, report.precision]}
    _table(f"{report.dialogues} dialogues", ["planted", "recall", "masks", "precision"], rows)
    typer.echo(f"The same mask for the same value: {report.consistent:.4f}")
    typer.echo(f"Order numbers kept: {report.order_numbers_kept:.4f}")
    for miss in misses if verbose else ():
        typer.echo(f"{miss.what}: {miss.dialogue} turn {miss.turn} {miss.kind} {miss.text!r}")
    _write(json, report)


app.command("conversations")(conversations)
app.command("recommender")(recommender)
app.command("questions")(questions)
app.command("release")(release)
app.command("wording")(wording)


@contextmanager
def _readable() -> Iterator[None]:
    """Files that are not in the format, as one sentence.

    Raises: BadRequest.
    """
    import msgspec

    try:
        yield
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise BadRequest(f"The data cannot be read: {error}") from error


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Of a command that is one step."""
    from bot.cli.progress import Steps

    with Steps() as steps:
        steps.begin("Measuring")
        yield steps.tell
        steps.end("done")


def _as_dict(report: object) -> dict[str, float]:
    import msgspec

    figures: dict[str, float] = msgspec.to_builtins(report)
    return figures


def _reliability(bins: Sequence[Bin]) -> None:
    """The reliability diagram: where it is calibrated, both bars of a row are of the same length."""
    from rich.console import Console
    from rich.table import Table

    table = Table("probability", "", "answerable", "", "questions", title="How sure, how often right",
        title_justify="left", box=None, header_style="dim")  # fmt: skip
    for one in bins:
        said, true = ("█" * round(20 * share) for share in (one.probability, one.answerable))
        table.add_row(f"{one.probability:.2f}", said, f"{one.answerable:.2f}", true, str(one.questions))
    Console().print(table)


def _table(title: str, columns: list[str] | tuple[str, ...], rows: dict[str, list[float]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", *columns, title=title, title_justify="left", box=None, header_style="dim")
    for name, values in rows.items():
        table.add_row(name, *(f"{value:.4f}" if isinstance(value, float) else str(value) for value in values))
    Console().print(table)


def _write(json: Path | None, report: object) -> None:
    import msgspec

    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
