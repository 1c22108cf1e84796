"""``shopclerk release``: the releases of an installation."""

from __future__ import annotations

import typer

from bot.cli.options import HERE, State

app = typer.Typer(help="Look at releases, compare them, and change which one is live.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look at releases, compare them, and change which one is live."""


@app.command(name="list")
def list_releases(state: State = HERE) -> None:
    """All releases, newest first; a star marks the live one."""
    from bot.releases import LIVE, MANIFEST, read_release
    from bot.settings import load_settings

    releases = load_settings(state).var / "releases"
    live = releases / LIVE
    name = live.read_text(encoding="utf-8").strip() if live.exists() else ""
    for manifest in sorted(releases.glob(f"*/{MANIFEST}"), reverse=True):
        release = read_release(manifest.parent)
        typer.echo(f"{'*' if release.release_id == name else ' '} {release.release_id}")
