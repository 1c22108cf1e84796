"""Options that several commands share."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

State = Annotated[
    Path,
    typer.Option(
        "--state",
        envvar="SHOPCLERK_STATE",
        help="The installation's folder: assistant, documents, catalogue; var/ in it is written.",
        show_default="the current folder",
    ),
]
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
