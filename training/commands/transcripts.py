"""``shopclerk transcripts``: what was said, as data to train on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.errors import BadRequest

app = typer.Typer(help="Import transcripts, and keep them as versions to train on.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Import transcripts, and keep them as versions to train on."""


@app.command()
def check(files: Annotated[list[Path], typer.Argument(help="Dialogues as JSON lines.")]) -> None:
    """Say which lines are no dialogues, and why."""
    from training.transcripts.dialogue import LineError, read_dialogues

    read = [dialogue for file in files for dialogue in read_dialogues(file)]
    wrong = [one for one in read if isinstance(one, LineError)]
    for error in wrong:
        typer.echo(error)
    typer.echo(f"{len(read) - len(wrong)} dialogues, {len(wrong)} lines that are none.")
    if wrong:
        raise BadRequest("Mend these lines, or leave them: what is no dialogue is skipped.")
