"""``shopclerk bench``: how fast, on this machine."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from bot.cli.options import HERE, JsonFile, State

app = typer.Typer(help="Measure speed on this machine.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Measure speed on this machine."""


@app.command()
def turn(
    state: State = HERE,
    messages: Annotated[int, typer.Option(help="Messages a run.", min=10)] = 600,
    runs: Annotated[int, typer.Option(help="Runs; the median of each figure is reported.", min=1)] = 3,
    intents: Annotated[
        str, typer.Option(help="Only examples of these intents, with commas between; default: of all.")
    ] = "",
    json_file: JsonFile = None,
) -> None:
    """A turn without generation, at 1 and at 32 shoppers: message sent to answer received, over HTTP.

    The messages are drawn from the assistant's own training examples (seeded). Those of intents that a rule
    answers (greet, thanks) do not search, and can be compared with another bot's rules. The server is a
    process of its own on a copy of the installation, so that nothing of yours is touched.
    """
    from rich.console import Console
    from rich.table import Table

    from training.bench.turn import bench_turn

    report = bench_turn(state, messages=messages, runs=runs, intents=[i for i in intents.split(",") if i])
    table = Table("shoppers", "p50 ms", "p95 ms", "messages/s", box=None)
    for name, row in report.items():
        table.add_row(
            name.removeprefix("shoppers_"), *(f"{row[key]:.1f}" for key in ("p50_ms", "p95_ms", "per_second"))
        )
    Console().print(table)
    if json_file:
        json_file.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
