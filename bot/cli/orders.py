"""``shopclerk orders``: orders from what the shop system exports."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.shop.exports.take_in import OrdersReport, Progress

SHOWN = 20
"""Refused orders that are printed; ``--json`` has more."""

app = typer.Typer(help="The orders that shoppers ask about.", no_args_is_help=True)


@app.callback()
def orders() -> None:
    """The orders that shoppers ask about."""


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="The export.", exists=True, dir_okay=False)],
    kind: Annotated[
        str, typer.Option("--format", help="shopify, shopify-csv, woocommerce; auto looks.")
    ] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Take orders, parcels and refunds into the tables in shop/, also while serving.

    Orders of the file take the place of what was known of them, all others stay: run it as often as you like,
    with the orders since the last time. A running server tells the new state from the next question on.
    """
    from bot.cli.progress import Steps
    from bot.settings import load_settings

    settings = load_settings(state)
    with Steps() as steps:
        steps.begin(f"Reading {file.name}")
        report = take_orders(settings, file, kind, dry_run=dry_run, progress=steps.advance)
        steps.end(report.counted)
    write_json(json, report)
    _show(report)


def take_orders(
    settings: Settings,
    file: Path,
    kind: str = "auto",
    *,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> OrdersReport:
    """Raises: DataError for a file of which nothing can be taken."""
    from bot.errors import DataError
    from bot.shop.exports.registry import EXPORTS
    from bot.shop.exports.take_in import import_orders
    from retrieval.errors import RetrievalError
    from retrieval.products.catalogue import Catalogue
    from retrieval.products.rows import read_catalogue

    if kind != "auto" and kind not in EXPORTS:
        raise DataError(f"There is no format {kind!r}. There are: auto, {', '.join(EXPORTS)}.")
    try:
        path = settings.state / "catalogue.csv"
        products = read_catalogue(path, currency=settings.shop.currency).products if path.exists() else ()
        catalogue = Catalogue(products)
        return import_orders(
            file, settings.state / "shop", "" if kind == "auto" else kind,
            variant_of=lambda ids: next(filter(catalogue.variant_alone, ids), ""),
            previous=settings.var / "orders-before", dry_run=dry_run, progress=progress,
        )  # fmt: skip
    except RetrievalError as error:
        raise DataError(str(error)) from error


def _show(report: OrdersReport) -> None:
    from rich.console import Console

    said = Console(stderr=True, soft_wrap=True)
    for problem in report.problems[:SHOWN]:
        said.print(str(problem), markup=False, highlight=False)
    if len(report.problems) > SHOWN:
        codes = ", ".join(f"{count} {code}" for code, count in report.refused.items())
        said.print(f"Refused in all: {codes}. --json FILE names the lines.", markup=False, highlight=False)
    out = Console(soft_wrap=True)
    verb = "Written" if report.written else "Would be"
    out.print(f"{verb}: {report.added} added, {report.changed} changed, {report.kept} kept.", highlight=False)
    if report.passed_over:
        out.print(f"{report.passed_over} are no orders yet: drafts, failed payments, tests.", highlight=False)
    if report.untold:
        out.print(
            f"{report.untold} lines are of articles that catalogue.csv does not have: they are told by the"
            " title that the export gives.",
            highlight=False,
        )
    if not report.complete:
        out.print("The file breaks off: what stands behind the break is as it was.", highlight=False)
