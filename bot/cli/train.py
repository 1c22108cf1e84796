"""``shopclerk train``: better models from the assistant's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State

if TYPE_CHECKING:
    from bot.understand.fitting import Report

app = typer.Typer(help="Train on the assistant's own files.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep ``heads`` a command of its own while it is the only one."""


@app.command()
def heads(
    state: State = HERE,
    pairs: Annotated[int, typer.Option(help="How many pairs of confused intents to list.", min=0)] = 8,
    json: JsonFile = None,
) -> None:
    """Train intents, out-of-scope and moods anew and make the result the live release.

    The figures come from texts that the measured model has not seen. The pairs say what to write next:
    examples that tell the two intents apart, or one intent instead of two.
    """
    release_id, report = _train(state)
    typer.echo(f"Release {release_id} is live.")
    _show(report, pairs)
    _write(json, report)


def _train(state: Path) -> tuple[str, Report]:
    from bot.cli.progress import Steps
    from bot.logs import set_up_logs
    from bot.models import open_assistant, open_encoder
    from bot.prepare import make_release
    from bot.settings import load_settings

    settings = load_settings(state)
    set_up_logs(settings.logs)
    with Steps() as steps:
        steps.begin("Understanding")
        release, report = make_release(
            settings, open_assistant(settings), open_encoder(settings), steps.advance
        )
        steps.end(f"{report.examples} examples of {report.intents} intents")
    return release.release_id, report


def _show(report: Report, pairs: int) -> None:
    from rich.console import Console
    from rich.table import Table

    figures = Table("", "out of fold", box=None, header_style="dim")
    for title, name in (
        ("accuracy", "accuracy"),
        ("in-scope accuracy", "in_scope_accuracy"),
        ("out-of-scope recall", "oos_recall"),
        ("calibration error", "calibration_error"),
        ("mood accuracy", "mood_accuracy"),
    ):
        figures.add_row(title, f"{getattr(report, name):.4f}")
    confused = Table("intent", "taken for", "texts", "such as", box=None, header_style="dim")
    for pair in report.confused[:pairs]:
        confused.add_row(pair.intent, pair.taken_for, str(pair.count), pair.examples[0])
    console = Console()
    console.print(figures)
    if pairs and report.confused:
        console.print(confused)


def _write(json: Path | None, report: Report) -> None:
    if json is not None:
        import msgspec

        json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
