"""``shopclerk index import`` and ``fetch``: documents from elsewhere into the documents folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.cli.progress import Steps
    from retrieval.documents.sources.importing import Imported

Progress = Callable[[int, int], None]
Topic = Annotated[
    str,
    typer.Option(help="Folder below documents/ to write to; otherwise one is named for the source."),
]
Replace = Annotated[
    bool,
    typer.Option("--replace", help="Remove what an earlier run wrote and the source no longer has."),
]


def import_files(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="ZIP of documents, table of questions and answers (CSV, XLSX), export of a help centre"
            " (JSON of Zendesk, Intercom, Chatwoot), documents, or folders of these."
        ),
    ],
    state: State = HERE,
    topic: Topic = "",
    replace: Replace = False,
    json: JsonFile = None,
) -> None:
    """Bring exports, tables, archives and folders into the documents folder. Then run: shopclerk index build.

    A second import changes only what changed. A bad entry is named and stops nothing.
    """
    from retrieval.documents.sources.importing import import_files as bring

    if missing := [str(file) for file in files if not file.exists()]:
        raise DocumentError(f"There is no file {', '.join(missing)}.")

    def read(documents: Path, progress: Progress) -> Imported:
        return bring(files, documents, topic=topic, replace=replace, progress=progress)

    _bring("Import", state, json, read)


def fetch(
    sources: Annotated[
        list[str],
        typer.Argument(
            help="Address of a sitemap (.xml, .gz), of a list of addresses (.txt) or of a page, or a file"
            " that holds a sitemap or a list."
        ),
    ],
    state: State = HERE,
    topic: Topic = "",
    replace: Replace = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from addresses of your own network too.")
    ] = False,
    json: JsonFile = None,
) -> None:
    """Fetch web pages into the documents folder. Then run: shopclerk index build.

    robots.txt is respected. Pages that did not change are not sent again, and a run that was stopped goes on.
    """
    import asyncio

    from retrieval.documents.sources.fetching import fetch_pages

    def read(documents: Path, progress: Progress) -> Imported:
        pages = fetch_pages(
            sources, documents, topic=topic, replace=replace, allow_private=allow_private, progress=progress
        )
        return asyncio.run(pages)

    _bring("Fetch", state, json, read)


def _bring(title: str, state: Path, json: Path | None, read: Callable[[Path, Progress], Imported]) -> None:
    """Bring documents in from a source, and say what was done."""
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.settings import load_settings

    documents = load_settings(state).state / "documents"
    with translated_errors(), Steps() as steps:
        steps.begin(title)
        report = read(documents, steps.advance)
        write_json(json, report)
        _show(steps, report)


def _show(steps: Steps, report: Imported) -> None:
    """What was done, and what was left out and why."""
    written, skipped, failed = report.written, report.skipped, report.failed
    for where, reason in failed.items():
        steps.warn(f"Left out {where}: {reason}")
    for where, reason in skipped.items():
        steps.warn(f"Skipped {where}: {reason}")
    for document in written.kept:
        steps.warn(f"Kept {document}: it was edited here. Delete it and import again to take the new one.")
    for document in written.gone:
        steps.warn(f"Still there, but not in its source any more: {document} (--replace removes it)")
    steps.end(
        f"{len(written.added)} added, {len(written.changed)} changed, {len(written.removed)} removed,"
        f" {len(written.unchanged)} unchanged, {len(skipped)} skipped, {len(failed)} left out"
    )
    if failed and not (written.added or written.changed or written.unchanged):
        raise DocumentError("Nothing could be read.")
