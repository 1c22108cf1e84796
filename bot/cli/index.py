"""``shopclerk index``: the life cycle of the document index."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import index_sources
from bot.cli.options import HERE, JsonFile, State, write_json
from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.cli.progress import Steps
    from retrieval.documents.index import DocumentIndex, Report

app = typer.Typer(help="Build and change the index of the shop's documents.", no_args_is_help=True)


app.command("import")(index_sources.import_files)
app.command("fetch")(index_sources.fetch)


@app.command()
def build(
    state: State = HERE,
    full: Annotated[bool, typer.Option("--full", help="Take nothing over from the index before.")] = False,
    remove_all: Annotated[
        bool, typer.Option("--remove-all", help="Take all documents out where the folder has none.")
    ] = False,
    workers: Annotated[
        int, typer.Option(help="Encode with so many workers of a Ray cluster; 0: in this process.", min=0)
    ] = 0,
    ray: Annotated[str, typer.Option(help="Address of the cluster; by default one is started here.")] = "",
    lines: Annotated[
        bool, typer.Option("--lines", help="Print the progress as JSON lines, for a program that watches.")
    ] = False,
    json: JsonFile = None,
) -> None:
    """Bring the index to the state of the documents folder: only what changed is read again.

    A document that cannot be read is named and left out. Where the folder is empty or gone all stay, unless
    --remove-all is given. The old index serves until the new one is complete.
    """
    with _writing(state, json, workers, ray) as work:
        progress = _print_line if lines else work.progress
        work.show(work.index.build(full=full, remove_all=remove_all, progress=progress))


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Files, inside or outside of the documents folder.")],
    state: State = HERE,
    topic: Annotated[str, typer.Option(help="Folder below documents/ for files from outside.")] = "",
    json: JsonFile = None,
) -> None:
    """Index new or changed documents, and touch no other. Files from outside are copied in."""
    with _writing(state, json) as work:
        ids = [_placed(file, work.documents, topic) for file in files]
        work.show(work.index.add(ids, progress=work.progress))


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(help="Paths below documents/, e.g. returns/gifts.md.")],
    state: State = HERE,
    keep: Annotated[
        bool, typer.Option("--keep-file", help="Leave the file; the next build brings it back.")
    ] = False,
    json: JsonFile = None,
) -> None:
    """Take documents out of the index and delete their files."""
    with _writing(state, json) as work:
        report = work.index.remove(documents, progress=work.progress)
        if missing := sorted(set(documents) - set(report.removed)):
            work.steps.warn(f"Not in the index: {', '.join(missing)}")
        for document in () if keep else report.removed:
            _delete(work.documents / document)
        work.show(report)


@app.command()
def watch(state: State = HERE) -> None:
    """Bring the index up to date, and keep it so while documents and answers.yml change, until Ctrl-C."""
    from time import strftime

    from bot.knowledge.translate import translated_errors
    from bot.models import open_encoder
    from bot.prepare import document_index
    from bot.settings import load_settings
    from retrieval.documents.watch import watch as follow

    settings = load_settings(state)
    documents = settings.state / "documents"
    if not documents.is_dir():
        raise DocumentError(f"There is no folder {documents}.")

    def tell(report: Report) -> None:
        for document, reason in report.failed.items():
            warn(f"Left out {document}: {reason}")
        if report.renewed or report.failed:
            typer.echo(f"{strftime('%H:%M:%S')} {_changes(report)}")

    def warn(text: str) -> None:
        typer.echo(f"{strftime('%H:%M:%S')} {text}", err=True)

    index = document_index(settings, open_encoder(settings))
    typer.echo(f"Watching {documents} and {index.answers}. Stop with Ctrl-C.")
    with translated_errors(), suppress(KeyboardInterrupt):
        follow(index, documents, tell=tell, warn=warn)
    typer.echo("Stopped.")


@app.command()
def status(state: State = HERE, json: JsonFile = None) -> None:
    """Say what is indexed, and what changed in the documents folder since."""
    from bot.knowledge.translate import translated_errors
    from bot.model_files import model_files
    from bot.settings import load_settings
    from retrieval.documents.status import index_status

    settings = load_settings(state)
    with translated_errors():
        report = index_status(model_files(settings).index / "documents", settings.state / "documents")
    write_json(json, report)
    typer.echo(
        f"Generation {report.generation} of {report.created}: {report.documents} documents,"
        f" {report.passages} passages, {report.merged} more merged with ones that say the same,"
        f" encoder {report.encoder}."
    )
    for name in ("new", "changed", "gone"):
        for document in getattr(report, name):
            typer.echo(f"  {name}: {document}")
    for document, reason in report.failed.items():
        typer.echo(f"  left out: {document}: {reason}")
    for document, parts in report.left_out.items():
        for part in dict.fromkeys(parts):
            typer.echo(f"  left out of {document}: {part}")


@app.command()
def check(state: State = HERE) -> None:
    """Read the whole index, compare its checksums, and search for a sample of its own passages."""
    from bot.knowledge.translate import translated_errors
    from bot.models import open_documents, open_encoder
    from bot.settings import load_settings

    settings = load_settings(state)
    documents = open_documents(settings, open_encoder(settings))
    with translated_errors():
        lost = documents.lost_passages(sample=50)
    if lost:
        raise DocumentError(
            f"The index does not find its own passages: {', '.join(lost[:5])}."
            " Run: shopclerk index build --full"
        )
    count = len(documents.snapshot.content.passages)
    typer.echo(f"Generation {documents.snapshot.number} is sound: {count} passages, all checksums right.")


@dataclass(frozen=True)
class _Work:
    """An open index, and where its changes are told."""

    index: DocumentIndex
    documents: Path
    steps: Steps
    json: Path | None

    @property
    def progress(self) -> Callable[[str, int, int], None]:
        """For the index to tell how far it is."""
        return self.steps.tell

    def show(self, report: Report) -> None:
        """What was changed, and what was left out."""
        write_json(self.json, report)
        for document, reason in report.failed.items():
            self.steps.warn(f"Left out {self.documents / document}: {reason}")
        for document, parts in report.left_out.items():
            self.steps.warn(f"Left out of {self.documents / document}: {'; '.join(dict.fromkeys(parts))}")
        self.steps.end(_changes(report))


def _changes(report: Report) -> str:
    return (
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed,"
        f" {report.unchanged} unchanged; {report.passages} passages ({report.merged} more merged)"
        f" in {report.seconds:.1f} s, generation {report.generation}"
    )


@contextmanager
def _writing(state: Path, json: Path | None, workers: int = 0, ray: str = "") -> Iterator[_Work]:
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.logs import set_up_logs
    from bot.models import open_bulk, open_encoder
    from bot.prepare import document_index
    from bot.settings import load_settings

    settings = load_settings(state)
    set_up_logs(settings.logs)
    with translated_errors(), Steps() as steps:
        steps.begin("Documents")
        bulk = open_bulk(settings, workers, ray) if workers else None
        index = document_index(settings, open_encoder(settings), bulk)
        yield _Work(index, settings.state / "documents", steps, json)


def _print_line(step: str, done: int, total: int) -> None:
    import msgspec

    typer.echo(msgspec.json.encode({"step": step, "done": done, "total": total}))


def _delete(document: Path) -> None:
    from retrieval.documents.files import about

    document.unlink(missing_ok=True)
    about(document).unlink(missing_ok=True)


def _placed(file: Path, documents: Path, topic: str) -> str:
    """The document id of a file; copied below ``documents`` if it lies elsewhere."""
    from retrieval.documents.files import about

    if not file.is_file():
        raise DocumentError(f"There is no file {file}.")
    if file.resolve().is_relative_to(documents.resolve()):
        return file.resolve().relative_to(documents.resolve()).as_posix()
    target = documents / topic / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    if about(file).is_file():
        shutil.copyfile(about(file), about(target))
    return target.relative_to(documents).as_posix()
