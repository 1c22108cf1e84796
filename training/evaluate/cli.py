"""``shopclerk evaluate``: one command a subject, each on anybody's data, each with ``--json``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State
from bot.errors import BadRequest
from training.evaluate.conversations import conversations
from training.judge.cli import release

if TYPE_CHECKING:
    from training.evaluate.answers import Bin

app = typer.Typer(help="Measure on anybody's data: a table, and JSON with --json.", no_args_is_help=True)


@app.command()
def retrieval(
    corpus: Annotated[Path, typer.Option(help="corpus.jsonl: _id, title, text.", exists=True)],
    queries: Annotated[Path, typer.Option(help="queries.jsonl: _id, text.", exists=True)],
    qrels: Annotated[Path, typer.Option(help="qrels.tsv: query-id, corpus-id, score.", exists=True)],
    candidates: Annotated[
        Path | None, typer.Option(help="candidates.tsv: query-id, corpus-id; ranks only these.", exists=True)
    ] = None,
    state: State = HERE,
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
    train: Annotated[Path, typer.Option(help="nlu.yml, CSV (text, intent) or CLINC JSON.", exists=True)],
    test: Annotated[
        Path | None, typer.Option(help="The same formats; without it a fifth of --train.", exists=True)
    ] = None,
    models: Annotated[
        Path | None, typer.Option(help="Where the exported encoder is kept; default the user's cache.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the split.")] = 0,
    json: JsonFile = None,
) -> None:
    """Fit the heads on one set of texts and decide another one as the bot does."""
    from bot.knowledge.translate import translated_errors
    from retrieval.encode import DEFAULT_MODEL, load_encoder
    from training.evaluate.nlu import evaluate_nlu, read_split

    with _readable():
        split = read_split(train, test, seed)
    cache = models or Path(typer.get_app_dir("shopclerk")) / "models"
    with translated_errors(), _progress() as progress:
        report = evaluate_nlu(split, load_encoder(DEFAULT_MODEL, cache), progress)
    figures = {name: [value] for name, value in _as_dict(report).items() if name != "per_intent"}
    _table(f"{report.test} texts, {report.intents} intents", ["value"], figures)
    _write(json, report)


app.command("conversations")(conversations)
app.command("release")(release)


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
    """A progress bar on a terminal, nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda what, done, total: bar.update(
            task, description=what, completed=done, total=max(total, 1)
        )


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
