"""``shopclerk train recommender``: what is recommended to whom, from what shoppers did."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from training.recommender.judging import RankingReport


def recommender(
    state: State = HERE,
    interactions: Annotated[
        Path | None,
        typer.Option(
            help="Events of shoppers: CSV (shopper_id, time, event, product_id, query), or (user, item,"
            " timestamp). Without it, the events that the shop has told.",
            exists=True,
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="TOML file with keys of training/configs/ranking.toml.", exists=True),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="As [quick] of the configuration says.")] = False,
    json: JsonFile = None,
) -> None:
    """Learn from events what to recommend to whom, and judge it on the last weeks.

    The result is the live release with the new recommender, as a release of its own that is not live before
    it is promoted. Some minutes for 60,000 events.
    """
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.logs import set_up_logs
    from bot.manifest import Recipe
    from bot.model_files import RECOMMENDER
    from bot.settings import load_settings
    from training.config import read_spaces
    from training.recommender.ranking import ranking_config
    from training.recommender.shop import shop_of, train_recommender
    from training.registry.following import tell_registry
    from training.releases import live_release_with

    how, settings = ranking_config(config, quick=quick), load_settings(state)
    set_up_logs(settings.logs)
    with TemporaryDirectory() as made, Steps() as steps, translated_errors():
        steps.begin("Recommender")
        shop = shop_of(settings, interactions)
        report = train_recommender(
            shop, how, read_spaces(RECOMMENDER), Path(made) / RECOMMENDER,
            lambda _what, done, total: steps.advance(done, total),
        )  # fmt: skip
        steps.end(f"{len(shop.shopping.interactions):,} events, {report.learned_from:,} moments")
        recipe = Recipe(
            command="shopclerk train recommender",
            counts={"events_of_the_recommender": len(shop.shopping.interactions)},
            configurations={RECOMMENDER: how.model_dump(mode="json")},
        )
        release = live_release_with(settings, Path(made), _metrics(report), recipe)
        tell_registry(settings, [release.release_id], steps.warn)
    _show(report)
    typer.echo(
        f"Release {release.release_id} is made. Make it live with"
        f" `shopclerk release promote {release.release_id}`."
    )
    write_json(json, report)


def _metrics(report: RankingReport) -> dict[str, float]:
    """Figures for the manifest of a release."""
    return {
        "recommender_ndcg_at_10": report.rows["ranking"].ndcg_10,
        "recommender_gain": report.gain,
        "recommender_moments": report.judged_on,
    }


def _show(report: RankingReport) -> None:
    from rich.console import Console
    from rich.table import Table

    title = f"NDCG@10 of {report.judged_on:,} moments"
    columns = ("all", "searched", "silent", "category said", "budget too", "recall@10")
    table = Table(title, *columns, box=None, header_style="dim")
    ordered = sorted(report.rows, key=lambda name: report.rows[name].ndcg_10)
    for name in ordered:
        row = report.rows[name]
        figures = (
            row.ndcg_10, report.searched[name], report.silent[name], report.category[name],
            report.budget[name], row.recall_10,
        )  # fmt: skip
        table.add_row(name, *(f"{figure:.4f}" for figure in figures))
    console = Console()
    console.print(table)
    console.print(
        f"The ranking has {report.gain:.2f} times the NDCG@10 of {report.best_source}, the best source;"
        f" {report.constrained_gain:.2f} times where category and budget were said."
        f" Made varied: {report.varied:.4f}. Calibration is off by {report.calibration_error:.4f}."
    )
