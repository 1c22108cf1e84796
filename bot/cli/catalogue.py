"""``shopclerk catalogue``: products from other systems' feeds, and prices and stock of now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from bot.settings import Settings
    from retrieval.products.feeds.take_in import FeedReport, Progress
    from retrieval.products.updates import RefusedUpdate

SHOWN = 20
"""Bad rows that are printed; ``--json`` has more."""

app = typer.Typer(help="The catalogue: import feeds, update prices and stock.", no_args_is_help=True)


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="The feed.", exists=True, dir_okay=False)],
    kind: Annotated[
        str, typer.Option("--format", help="csv, jsonl, google, shopify, woocommerce; auto looks.")
    ] = "auto",
    merge: Annotated[
        bool, typer.Option("--merge", help="Keep products that the feed does not name.")
    ] = False,
    remove_most: Annotated[
        bool, typer.Option("--remove-most", help="Let more than half of the products go.")
    ] = False,
    refuse_most: Annotated[
        bool, typer.Option("--refuse-most", help="Replace the catalogue though most rows are refused.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report only; change nothing.")] = False,
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Make a feed the catalogue, also while serving: good rows are in, each bad one is named with its line.

    Takes catalogue.csv's own columns, JSON Lines, Google Merchant XML (RSS and Atom), and the products
    JSON or CSV of Shopify and WooCommerce, in any size. A running server shows it within a second.
    """
    from bot.cli.progress import Steps
    from bot.settings import load_settings

    settings = load_settings(state)
    with Steps() as steps:
        steps.begin(f"Reading {file.name}")
        report = import_catalogue(
            settings,
            file,
            kind,
            merge=merge,
            remove_most=remove_most,
            refuse_most=refuse_most,
            dry_run=dry_run,
            progress=steps.advance,
        )
        steps.end(
            f"{report.products} products, {report.variants} variants, {sum(report.refused.values())} refused"
        )
    write_json(json, report)
    _show(report)


@app.command()
def update(
    file: Annotated[
        Path,
        typer.Argument(help="CSV: variant_id, and price, compare_at_price, currency, stock.", exists=True),
    ],
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Set prices and stock of variants, also while serving; a running server shows them within a second."""
    from rich.console import Console

    from bot.settings import load_settings

    refused, accepted = update_catalogue(load_settings(state), file)
    write_json(json, {"accepted": accepted, "refused": refused})
    said = Console(stderr=True, soft_wrap=True)
    for line, one in list(refused.items())[:SHOWN]:
        said.print(f"{file.name}:{line}: {one.text} ({one.code})", markup=False, highlight=False)
    Console().print(f"{accepted} updated, {len(refused)} refused.", highlight=False)


def update_catalogue(settings: Settings, file: Path) -> tuple[dict[int, RefusedUpdate], int]:
    """The refused by line, and how many were taken. Raises: DataError."""
    from bot.errors import DataError
    from retrieval.errors import RetrievalError
    from retrieval.products.catalogue import Catalogue
    from retrieval.products.rows import read_catalogue
    from retrieval.products.update_file import read_updates
    from retrieval.products.updates import RefusedUpdate, UpdateJournal, judge

    currency = settings.shop.currency
    try:
        catalogue = Catalogue(read_catalogue(settings.state / "catalogue.csv", currency=currency).products)
        lines = read_updates(file)
        judged = {line: judge(raw, catalogue.variant_alone, currency) for line, raw in lines}
    except RetrievalError as error:
        raise DataError(str(error)) from error
    refused = {line: one for line, one in judged.items() if isinstance(one, RefusedUpdate)}
    taken = [one for one in judged.values() if not isinstance(one, RefusedUpdate)]
    try:
        UpdateJournal(settings.updates_file).append(taken)
    except OSError as error:
        raise DataError(f"{settings.updates_file}: {error.strerror}.") from error
    return refused, len(taken)


def import_catalogue(
    settings: Settings,
    file: Path,
    kind: str = "auto",
    *,
    merge: bool = False,
    remove_most: bool = False,
    refuse_most: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> FeedReport:
    """Raises: DataError for a feed of which nothing or too little can be taken, or that would remove most."""
    from bot.errors import DataError
    from retrieval.errors import RetrievalError
    from retrieval.products.feeds.registry import FEEDS
    from retrieval.products.feeds.take_in import FeedImport
    from retrieval.products.updates import UpdateJournal

    if kind != "auto" and kind not in FEEDS:
        raise DataError(f"There is no format {kind!r}. There are: auto, {', '.join(FEEDS)}.")
    taking = FeedImport(
        settings.state / "catalogue.csv", currency=settings.shop.currency, merge=merge,
        remove_most=remove_most, refuse_most=refuse_most, previous=settings.var / "catalogue-before.csv",
        progress=progress,
    )  # fmt: skip
    try:
        return taking.take(
            file, "" if kind == "auto" else kind, dry_run=dry_run,
            swap=UpdateJournal(settings.updates_file).begin_anew,
        )  # fmt: skip
    except RetrievalError as error:
        raise DataError(str(error)) from error


def _show(report: FeedReport) -> None:
    from rich.console import Console

    said = Console(stderr=True, soft_wrap=True)
    for problem in report.problems[:SHOWN]:
        said.print(f"{problem} ({problem.code})", markup=False, highlight=False)
    if len(report.problems) > SHOWN:
        codes = ", ".join(f"{count} {code}" for code, count in report.refused.items())
        said.print(f"Refused in all: {codes}. --json FILE names the lines.", markup=False, highlight=False)
    out = Console(soft_wrap=True)
    kept = f", {report.kept} kept" if report.kept else ""
    verb = "Would be" if not report.written else "Written"
    out.print(f"{verb}: {report.added} added, {report.removed} removed{kept}.", highlight=False)
    if not report.complete:
        out.print("The file breaks off: what the catalogue had before was kept.", highlight=False)
    if report.written:
        out.print("Run `shopclerk prepare` so that new products are found by their meaning.", highlight=False)
