"""``shopclerk backup``: a copy of the installation that can be restored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HERE, State


def command(
    target: Annotated[Path, typer.Argument(help="The folder to make; it must not be there yet.")],
    state: State = HERE,
) -> None:
    """Copy the installation's folder to TARGET, whole, also while it serves. Move it back to restore it.

    A database on a server is not in it: back that up with its own tools (pg_dump) right after.
    """
    from rich.console import Console

    from bot.assistant_files import read_sources
    from bot.backup import back_up
    from bot.settings import load_settings

    settings = load_settings(state)
    read_sources(settings.state)
    console = Console(soft_wrap=True)
    complete = back_up(settings, target)
    console.print(f"Backed up in {target}.", highlight=False, markup=False)
    if not complete:
        console.print("The database is not in it: back it up now too (pg_dump).", highlight=False)
