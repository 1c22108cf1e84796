"""``shopclerk transcripts``: what was said, as data to train on."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.errors import BadRequest, TranscriptError

if TYPE_CHECKING:
    from bot.settings import Settings
    from training.transcripts.current import Stores
    from training.transcripts.importing import Imported, Importer
    from training.transcripts.masking import Masker

app = typer.Typer(help="Import transcripts, and keep them as versions to train on.", no_args_is_help=True)

OrderNumbers = Annotated[
    bool,
    typer.Option(
        "--keep-order-numbers/--mask-order-numbers",
        help="Whether order numbers stay: models learn to find them, but they lead to a person.",
    ),
]
Version = Annotated[
    str | None, typer.Argument(help="As `list` shows it; by default the newest.", show_default=False)
]


@app.callback()
def group() -> None:
    """Import transcripts, and keep them as versions to train on."""


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Files, or folders of them.")],
    state: State = HERE,
    source: Annotated[
        str,
        typer.Option(
            "--format",
            help="jsonl, csv, rasa, chatwoot, zendesk, zendesk_chat, intercom, bitext or multiwoz; by default"
            " told by the content.",
        ),
    ] = "",
    encoding: Annotated[str, typer.Option(help="Of files that are not UTF-8, e.g. cp1252.")] = "",
    order_numbers: OrderNumbers = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; name every line that is no dialogue.")
    ] = False,
    json: JsonFile = None,
) -> None:
    """Bring transcripts into the pool: personal data masked, people and conversations replaced by keys.

    What is no dialogue is named and passed over. The same file again adds nothing. Then run
    `shopclerk transcripts build`.
    """
    from bot.cli.stored import with_database
    from training.commands.transcripts_shown import show_imports
    from training.transcripts.erasure import erased_keys
    from training.transcripts.importing import Importer, files_in

    found = files_in(files)
    stores = _stores(state)
    erased = with_database(state, lambda database: erased_keys(database, stores.keys))
    importer = Importer(
        stores.pool, stores.keys, _masker(stores.settings, order_numbers=order_numbers),
        order_numbers=order_numbers, source=source, encoding=encoding, erased=erased, dry=dry_run,
    )  # fmt: skip
    with stores.pool.locked():
        results = [_imported(importer, file) for file in found]
    write_json(json, results)
    show_imports(results, every_error=dry_run)
    _fail_for(results, dry=dry_run)


@app.command()
def build(
    state: State = HERE,
    order_numbers: OrderNumbers = False,
    idle_hours: Annotated[
        float, typer.Option(help="A conversation that is not closed is over after so long.", min=0.0)
    ] = 24.0,
    dev: Annotated[float, typer.Option(help="Share of dialogues to choose models by.", min=0, max=0.4)] = 0.1,
    test: Annotated[float, typer.Option(help="Share to judge models by.", min=0, max=0.4)] = 0.1,
    seed: Annotated[int, typer.Option(help="Draws the sides of dialogues without a time.")] = 1,
    json: JsonFile = None,
) -> None:
    """Make a version of the training data: from the pool, the event log, and dialogues/*.jsonl.

    Near-duplicates and what teaches nothing are dropped; the newest dialogues are kept for the test. What was
    once in the test stays there. Without anything new, nothing is written.
    """
    from bot.cli.progress import Steps
    from training.commands.transcripts_shown import show_version
    from training.transcripts.current import Plan, build_version
    from training.transcripts.split import Shares

    plan = Plan(order_numbers, idle_hours, seed, Shares(dev=dev, test=test))
    with Steps() as steps:
        manifest, is_new = build_version(_stores(state), plan, steps)
    write_json(json, manifest)
    show_version(manifest)
    typer.echo(
        f"Version {manifest.version} is made." if is_new else f"Nothing has changed: {manifest.version}."
    )


@app.command("list")
def list_all(state: State = HERE, json: JsonFile = None) -> None:
    """What was imported, and the versions that were made."""
    from training.commands.transcripts_shown import show_list

    stores = _stores(state)
    imports, versions = stores.pool.imports(), stores.versions.all()
    write_json(json, {"imports": imports, "versions": versions})
    show_list(imports, versions)


@app.command()
def show(version: Version = None, state: State = HERE, json: JsonFile = None) -> None:
    """What is in a version, counted; its files are compared with their checksums."""
    from training.commands.transcripts_shown import show_version

    manifest = _stores(state).versions.verified(version)
    write_json(json, manifest)
    show_version(manifest)


@app.command()
def datasheet(version: Version = None, state: State = HERE) -> None:
    """Print the datasheet of a version, as Markdown."""
    from training.transcripts.versions import DATASHEET

    versions = _stores(state).versions
    manifest = versions.verified(version)
    text = (versions.folder / manifest.version / DATASHEET).read_text(encoding="utf-8")
    typer.echo(text, nl=False)


@app.command()
def export(
    version: Annotated[str, typer.Argument(help="As `list` shows it.")],
    folder: Annotated[Path, typer.Argument(help="Where its files go; new or empty.")],
    state: State = HERE,
) -> None:
    """Copy a version to a folder, to train elsewhere."""
    versions = _stores(state).versions
    manifest = versions.verified(version)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadRequest(f"{folder} is not empty.")
    shutil.copytree(versions.folder / manifest.version, folder, dirs_exist_ok=True)
    typer.echo(f"Copied {manifest.version} to {folder}.")


@app.command()
def erase(
    shopper: Annotated[str, typer.Argument(help="The person's id in the source, or in this installation.")],
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Take a person out of the pool and the reports, and keep them out of every later version.

    The audit log remembers it. Versions that exist are never changed: those that hold the person are named.
    """
    from bot.cli.stored import with_database
    from training.transcripts.erasure import Erasure, purge, write_down

    stores = _stores(state)
    key = stores.keys.shopper(shopper)
    with stores.pool.locked():
        with_database(state, lambda database: write_down(database, shopper))
        gone = purge(stores.pool, stores.versions, stores.settings.var / "reports", {key})
    erasure = Erasure(pool=gone.dialogues, reports=gone.reports, versions=stores.versions.holding(key))
    write_json(json, erasure)
    typer.echo(
        f"Erased: {gone.dialogues} dialogues in the pool, and the reports on {gone.reports} releases."
        " No later version will hold any of this person."
    )
    if not gone.dialogues and not erasure.versions:
        typer.echo("Nothing of this person was there. Is the id written as in the source?")
    for name, number in erasure.versions.items():
        folder = stores.versions.folder / name
        typer.echo(
            f"Version {name} holds {number} dialogues of this person. Delete {folder} to be rid of them."
        )


def _stores(state: Path) -> Stores:
    from bot.settings import load_settings
    from training.transcripts.current import open_stores

    return open_stores(load_settings(state))


def _masker(settings: Settings, *, order_numbers: bool) -> Masker:
    from training.transcripts.shop_masker import shop_masker

    return shop_masker(settings, order_numbers=order_numbers)


def _imported(importer: Importer, file: Path) -> Imported:
    """What came of a file, also when nothing of it can be read: the others are imported all the same."""
    from bot.cli.progress import Steps
    from training.transcripts.importing import Imported

    size, done = file.stat().st_size, 0

    def told(number: int) -> None:
        nonlocal done
        done += number
        steps.advance(min(done, size) // 1000, size // 1000)

    with Steps() as steps:
        steps.begin(file.name)
        try:
            result = importer.take(file, told)
        except TranscriptError as error:
            result = Imported(file=str(file), failure=error.text)
        steps.end("read" if result.manifest else "not read")
    return result


def _fail_for(results: list[Imported], *, dry: bool) -> None:
    """Raises: TranscriptError when a file could not be read; in a dry run BadRequest for wrong lines too."""
    failed = [one.failure for one in results if one.failure]
    if len(failed) == 1:
        raise TranscriptError(failed[0])
    if failed:
        raise TranscriptError(f"{len(failed)} of {len(results)} files cannot be read; see above.")
    if dry and any(one.errors for one in results):
        raise BadRequest("Mend these lines, or leave them: what is no dialogue is passed over.")
