"""``shopclerk release``: the releases of an installation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from pathlib import Path

    from bot.releases import Release

Id = Annotated[str, typer.Argument(help="As `shopclerk release list` shows it.")]

app = typer.Typer(help="Look at releases, and change which one is live.", no_args_is_help=True)


@app.command(name="list")
def list_releases(state: State = HERE, json: JsonFile = None) -> None:
    """All releases, newest first; a star marks the live one."""
    from rich.console import Console
    from rich.table import Table

    from bot.errors import ReleaseError
    from bot.releases import live_id, read_release, release_ids

    folder = _folder(state)
    live, found = live_id(folder), {}
    table = Table(
        "", "release", "made", "transcripts", "intents right", "state", box=None, header_style="dim"
    )
    for name in release_ids(folder):
        try:
            manifest = read_release(folder / name).manifest
        except ReleaseError as error:
            table.add_row("*" if name == live else "", name, "", "", "", f"damaged: {error.detail}")
            continue
        found[name] = manifest
        right = manifest.metrics.get("accuracy")
        table.add_row(
            "*" if name == live else "", name, _ago(manifest.created), manifest.dataset or "-",
            f"{right:.1%}" if isinstance(right, float) else "-", "live" if name == live else "",
        )  # fmt: skip
    Console().print(table if table.row_count else "No release was made yet. Run: shopclerk prepare")
    write_json(json, {"live": live, "releases": found})


@app.command()
def show(release: Id, state: State = HERE, json: JsonFile = None) -> None:
    """What a release was made of and how well it did, with its checksums compared."""
    from rich.console import Console
    from rich.table import Table

    manifest = _read(_folder(state), release).manifest
    table = Table("", "", box=None, show_header=False)
    table.add_row("made", f"{time.strftime('%Y-%m-%d %H:%M', time.localtime(manifest.created))}")
    table.add_row("by", manifest.program)
    table.add_row("base model", manifest.base_model)
    table.add_row("transcripts", manifest.dataset or "none")
    table.add_row("data", manifest.data_hash[:12])
    table.add_row("files", f"{len(manifest.files)}, all checksums right")
    for name, value in manifest.metrics.items():
        table.add_row(name, f"{value:.4f}" if isinstance(value, float) else str(value))
    Console().print(table)
    write_json(json, manifest)


@app.command()
def promote(release: Id, state: State = HERE) -> None:
    """Make a release the live one. A running server takes it over within seconds, without a dropped turn."""
    from bot.cli.progress import Steps
    from bot.releases import promote as go_live
    from bot.settings import load_settings
    from training.releases import build_indexes

    settings = load_settings(state)
    candidate = _read(_folder(state), release)
    with Steps() as steps:
        build_indexes(settings, candidate, steps)
    go_live(candidate)
    typer.echo(f"{release} is live.")


@app.command()
def rollback(state: State = HERE) -> None:
    """Go back to the release that was live before this one."""
    from bot.cli.progress import Steps
    from bot.errors import ReleaseError
    from bot.releases import live_before, roll_back
    from bot.settings import load_settings
    from training.releases import build_indexes

    folder = _folder(state)
    earlier = live_before(folder)
    if not earlier:
        raise ReleaseError("There is no release to go back to.")
    with Steps() as steps:
        build_indexes(load_settings(state), _read(folder, earlier[-1]), steps)
    typer.echo(f"{roll_back(folder).release_id} is live again.")


@app.command()
def prune(
    keep: Annotated[int, typer.Option(help="Releases that stay beside the live one.", min=1)] = 5,
    state: State = HERE,
) -> None:
    """Remove old releases; the live one and those to go back to stay."""
    from training.releases import prune_releases

    removed = prune_releases(_folder(state), keep)
    typer.echo(f"Removed {', '.join(removed)}." if removed else "There is nothing to remove.")


def _folder(state: Path) -> Path:
    from bot.settings import load_settings

    return load_settings(state).var / "releases"


def _read(folder: Path, name: str) -> Release:
    from bot.errors import NotFound
    from bot.releases import read_release, release_ids

    if name not in release_ids(folder):
        raise NotFound(f"There is no release {name}. See: shopclerk release list")
    return read_release(folder / name)


def _ago(moment: float) -> str:
    minutes = max(0, time.time() - moment) / 60
    if minutes < 120:
        return f"{minutes:.0f} minutes ago"
    return f"{minutes / 60:.0f} hours ago" if minutes < 2880 else f"{minutes / 1440:.0f} days ago"
