"""Options that several commands share."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer


def _installation(state: Path) -> Path:
    """The folder, lest a command leaves var/ wherever it is run.

    Raises: NoInstallation.
    """
    from bot.assistant_files import require_installation

    require_installation(state)
    return state


State = Annotated[
    Path,
    typer.Option(
        "--state",
        envvar="SHOPCLERK_STATE",
        help="The installation's folder: assistant, documents, catalogue; var/ in it is written.",
        show_default="the current folder",
        callback=_installation,
    ),
]
AnyState = Annotated[
    Path,
    typer.Option(
        "--state",
        envvar="SHOPCLERK_STATE",
        help="The folder whose settings and models count, an installation's or not; models are kept in its"
        " var/.",
        show_default="the current folder",
    ),
]
"""For what works on anybody's data."""
Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default="from settings")]
Port = Annotated[int | None, typer.Option(help="Port to listen on.", show_default="from settings")]
Days = Annotated[float, typer.Option(help="How far to look back.", min=0.01)]
JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the report to this file as JSON.")]

HERE = Path()


def since(days: float) -> float:
    """When that was, in Unix seconds."""
    return time.time() - days * 86_400.0


def write_json(file: Path | None, report: object) -> None:
    """Write a report to the file of ``--json``, if one was given."""
    if file is not None:
        import msgspec

        file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
