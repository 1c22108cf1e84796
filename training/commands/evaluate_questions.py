"""``shopclerk evaluate questions``: what the questions that narrow a choice are worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.errors import BadRequest


def questions(
    interactions: Annotated[
        Path,
        typer.Option(help="Purchases: CSV (user, item, timestamp), or a shop's events.csv.", exists=True),
    ],
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Play shoppers of whom nothing is known: how far up their product comes after 0, 1, 2, 3 answers.

    Each wants the kind of thing that was bought last, and answers as that product does: what questions can
    give at most. Popularity is counted without what is played.
    """
    from rich.console import Console
    from rich.table import Table

    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.settings import load_settings
    from retrieval.products.rows import read_catalogue
    from retrieval.recommend.reading import read_interactions
    from training.evaluate.narrowing import evaluate_narrowing

    with translated_errors():
        products = read_catalogue(load_settings(state).state / "catalogue.csv").products
    with Steps() as steps:
        steps.begin("Shoppers")
        try:
            found = read_interactions(interactions, events=["purchase"])
            report = evaluate_narrowing(found, products, steps.advance)
        except (OSError, ValueError) as error:
            raise BadRequest(f"The purchases cannot be played: {error}") from error
        steps.end(f"{report.shoppers:,} played, {report.asked} questions each")
    table = Table("answers", "NDCG@10", "first", "products left", box=None, header_style="dim")
    for answers, figures in enumerate(zip(report.ndcg, report.first, report.products, strict=True)):
        table.add_row(str(answers), f"{figures[0]:.4f}", f"{figures[1]:.4f}", f"{figures[2]:.1f}")
    Console().print(table)
    write_json(json, report)
