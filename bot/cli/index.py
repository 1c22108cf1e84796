"""``shopclerk index``: the life cycle of the document index."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State
from bot.cli.progress import Steps
from bot.cli.retrieving import documents_of, encoder_of, index_of, translated
from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.documents.index import DocumentIndex, Report

app = typer.Typer(help="Build and change the index of the shop's documents.", no_args_is_help=True)


@app.command()
def build(
    state: State = HERE,
    full: Annotated[bool, typer.Option("--full", help="Take nothing over from the index before.")] = False,
    json: JsonFile = None,
) -> None:
    """Bring the index to the state of the documents folder: only what changed is read again.

    A document that cannot be read is named and left out. The old index serves until the new one is complete.
    """
    with translated(), Steps() as steps:
        settings, index = _open(state, steps)
        _show(steps, index.build(full=full, progress=_teller(steps)), settings, json)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Files, inside or outside of the documents folder.")],
    state: State = HERE,
    topic: Annotated[str, typer.Option(help="Folder below documents/ for files from outside.")] = "",
    json: JsonFile = None,
) -> None:
    """Index new or changed documents, and touch no other. Files from outside are copied in."""
    with translated(), Steps() as steps:
        settings, index = _open(state, steps)
        ids = [_placed(file, settings.state / "documents", topic) for file in files]
        _show(steps, index.add(ids, progress=_teller(steps)), settings, json)


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(help="Paths below documents/, e.g. returns/gifts.md.")],
    state: State = HERE,
    keep: Annotated[
        bool, typer.Option("--keep-file", help="Leave the file: the next build brings it back.")
    ] = False,
    json: JsonFile = None,
) -> None:
    """Take documents out of the index and delete their files."""
    with translated(), Steps() as steps:
        settings, index = _open(state, steps)
        report = index.remove(documents, progress=_teller(steps))
        if missing := sorted(set(documents) - set(report.removed)):
            steps.warn(f"Not in the index: {', '.join(missing)}")
        if not keep:
            for document in report.removed:
                (settings.state / "documents" / document).unlink(missing_ok=True)
        _show(steps, report, settings, json)


@app.command()
def status(state: State = HERE, json: JsonFile = None) -> None:
    """Say what is indexed, and what changed in the documents folder since."""
    from bot.settings import load_settings
    from retrieval.documents.status import index_status

    settings = load_settings(state)
    with translated():
        report = index_status(settings.var / "index" / "documents", settings.state / "documents")
    _write(json, report)
    typer.echo(
        f"Generation {report.generation}, {report.created}: {report.documents} documents, {report.passages} passages,"
        f" encoder {report.encoder}."
    )
    for name in ("new", "changed", "gone"):
        for document in getattr(report, name):
            typer.echo(f"  {name}: {document}")
    for document, reason in report.failed.items():
        typer.echo(f"  left out: {document}: {reason}")


@app.command()
def check(state: State = HERE) -> None:
    """Read the whole index, compare its checksums, and search each part of it once."""
    from bot.settings import load_settings

    settings = load_settings(state)
    with translated():
        documents = documents_of(settings, encoder_of(settings))
        snapshot = documents.snapshot
        passages = snapshot.content.passages
        lost = [
            p.passage_id
            for p in passages[:: max(1, len(passages) // 50)]
            if not _finds(documents, p.text, p.passage_id)
        ]
    if lost:
        raise DocumentError(
            f"The index does not find its own passages: {', '.join(lost[:5])}. Run: shopclerk index build --full"
        )
    typer.echo(f"Generation {snapshot.number} is sound: {len(passages)} passages, all checksums right.")


def _finds(documents: object, text: str, passage_id: str) -> bool:
    hits = documents.search(text, 10)  # type: ignore[attr-defined]
    return any(hit.passage.passage_id == passage_id or hit.passage.text == text for hit in hits)


def _open(state: Path, steps: Steps) -> tuple[Settings, DocumentIndex]:
    from bot.settings import load_settings

    settings = load_settings(state)
    steps.begin("Documents")
    return settings, index_of(settings, encoder_of(settings))


def _teller(steps: Steps) -> object:
    return lambda _what, done, total: steps.advance(done, total)


def _placed(file: Path, documents: Path, topic: str) -> str:
    """The document id of a file; copied below ``documents`` if it lies elsewhere."""
    if not file.is_file():
        raise DocumentError(f"There is no file {file}.")
    if file.resolve().is_relative_to(documents.resolve()):
        return file.resolve().relative_to(documents.resolve()).as_posix()
    target = documents / topic / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    return target.relative_to(documents).as_posix()


def _show(steps: Steps, report: Report, settings: Settings, json: Path | None) -> None:
    _write(json, report)
    for document, reason in report.failed.items():
        steps.warn(f"Left out {settings.state / 'documents' / document}: {reason}")
    steps.end(
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, {report.unchanged}"
        f" unchanged: {report.passages} passages in {report.seconds:.1f} s, generation {report.generation}"
    )


def _write(json: Path | None, report: object) -> None:
    if json is not None:
        import msgspec

        json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
