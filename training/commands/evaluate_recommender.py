"""``shopclerk evaluate recommender``: methods of recommending on anybody's interactions."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import JsonFile, write_json
from bot.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from retrieval.recommend.interactions import Interactions
    from training.evaluate.recommender import Progress, Report, Row


WIDTH = 130
"""Of the table where it goes to a file."""


class By(StrEnum):
    """How the interactions are divided."""

    LAST = "leave-last-out"
    RATIO = "ratio"
    TIME = "time"


def recommender(
    interactions: Annotated[
        Path,
        typer.Option(
            help="CSV (user, item, timestamp[, rating]), a shop's events.csv, or RecBole's .inter.",
            exists=True,
        ),
    ],
    protocol: Annotated[By, typer.Option(help="What is kept for the test: see docs/recommend.md.")] = By.LAST,
    items: Annotated[
        Path | None,
        typer.Option(help='All items there are, as JSON lines: {"item": "P0001"}.', exists=True),
    ] = None,
    method: Annotated[
        list[str] | None,
        typer.Option(
            help="Only popularity, item_knn, item_knn_recent, als, ease, sequence or blend; repeat it."
        ),
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(help="Of events.csv, kinds that count: view, click, add_to_cart, purchase (all)."),
    ] = None,
    least_rating: Annotated[
        float | None, typer.Option(help="Lower ratings are no interaction; all are one without it.")
    ] = None,
    keep_known: Annotated[
        bool, typer.Option("--keep-known", help="Rank what the shopper already had, too.")
    ] = False,
    trials: Annotated[int, typer.Option(help="Parameters tried of each method.", min=1)] = 20,
    spaces: Annotated[
        Path | None,
        typer.Option(help="Tables that differ from training/configs/recommender.toml.", exists=True),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(help="Keys that differ from training/configs/sequence.toml.", exists=True)
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Less training, for a first look.")] = False,
    seed: Annotated[int, typer.Option(help="Of the division and the search.")] = 2020,
    json: JsonFile = None,
) -> None:
    """Rank all items for each shopper by several methods, and compare with what the shopper took.

    Everything is chosen on a part for validation and tested once: minutes for 100,000 interactions.
    """
    from training.machine import share_processors

    share_processors()
    from training.config import read_config, read_spaces
    from training.evaluate.recommender import METHODS, Plan, evaluate_recommender
    from training.recommender import methods
    from training.recommender.sequence import SequenceConfig

    tried = read_spaces("recommender", spaces)
    methods.check(tried)
    unknown = sorted(set(method or ()) - set(METHODS))
    if unknown:
        raise BadRequest(f"There is no method {unknown[0]}. There are {', '.join(METHODS)}.")
    found = _read(interactions, items, event or (), least_rating)
    with tempfile.TemporaryDirectory() as work:
        plan = Plan(
            protocol=protocol.value,
            spaces=tried,
            sequence=read_config(SequenceConfig, "sequence", config, quick=quick),
            work=Path(work),
            methods=method or METHODS,
            trials=trials,
            seed=seed,
            keep_known=keep_known,
        )
        report = _evaluated(lambda tell: evaluate_recommender(found, plan, tell))
    _show(report)
    write_json(json, report)


def _read(
    file: Path, items: Path | None, events: Collection[str], least_rating: float | None
) -> Interactions:
    """Raises: BadRequest, naming lines and what was expected there."""
    from retrieval.recommend.reading import read_interactions, read_items

    try:
        listed = read_items(items) if items else ()
        return read_interactions(file, items=listed, events=events, least_rating=least_rating)
    except (OSError, ValueError) as error:
        raise BadRequest(f"The data cannot be read:\n{error}") from error


def _evaluated(evaluate: Callable[[Progress], Report]) -> Report:
    """With its progress shown.

    Raises: BadRequest where there is too little to divide.
    """
    from bot.cli.progress import Steps

    with Steps() as steps:
        steps.begin("Measuring")
        try:
            report = evaluate(steps.tell)
        except ValueError as error:
            raise BadRequest(str(error)) from error
        steps.end("done")
        return report


def _show(report: Report) -> None:
    from rich.console import Console
    from rich.table import Table

    from training.evaluate.recommender import COSTS, FIGURES, Data, Row

    data, rows = report["data"], {name: row for name, row in report.items() if isinstance(row, Row)}
    assert isinstance(data, Data)
    title = (
        f"{data.shoppers:,} shoppers tested by {data.protocol}, {data.items:,} items, known items"
        f" {data.known_items}, learned from {data.learned_from:,} interactions"
    )
    table = Table("", *FIGURES, *COSTS, title=title, title_justify="left", box=None, header_style="dim")
    for name, row in rows.items():
        shown = f"best: {row.method}" if name == "best" else name
        table.add_row(shown, *_cells(row))
    console = Console()
    (console if console.is_terminal else Console(width=WIDTH)).print(table)


def _cells(row: Row) -> list[str]:
    from training.evaluate.recommender import COSTS, FIGURES

    figures = [f"{getattr(row, name.replace('@', '_')):.4f}" for name in FIGURES]
    return [*figures, *(f"{getattr(row, name):.0f}" for name in COSTS)]
