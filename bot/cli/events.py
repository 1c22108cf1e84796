"""``shopclerk events``: what shoppers did, from files of the shop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.cli.stored import with_database

if TYPE_CHECKING:
    from bot.record.database import Database
    from bot.record.import_behaviour import ImportReport, Progress
    from retrieval.recommend.behaviour import RecordedBehaviour

SHOWN = 20
"""Bad lines that are printed; ``--json`` has more."""

app = typer.Typer(help="Events of behaviour: views, carts, purchases and the like.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Events of behaviour: views, carts, purchases and the like (docs/data-in.md)."""


@app.command("import")
def bring_in(
    files: Annotated[list[Path], typer.Argument(help="CSV or JSON Lines.", exists=True, dir_okay=False)],
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Bring in events from CSV (shopper_id, time, event, product_id, ...) or JSON Lines, also while serving.

    Good lines are in, each bad one is named with its line. A second run, or one after a stop, brings in
    what is missing.
    """
    from bot.cli.progress import Steps

    with Steps() as steps:
        steps.begin("Events")
        report = import_events(files, state, lambda path, done, size: steps.tell(path.name, done, size))
        steps.end(
            f"{report.stored} stored, {report.duplicates} known, {sum(report.refused.values())} refused"
        )
    write_json(json, report)
    _show(report)


@app.command()
def report(
    state: State = HERE,
    testers: Annotated[
        str, typer.Option(help="The shop's own test accounts: ids of shoppers, with commas between.")
    ] = "",
    json: JsonFile = None,
) -> None:
    """What is recorded, and what of it is left out of learning: bots, repeats, test orders, returns."""
    import time

    from rich.console import Console
    from rich.table import Table

    from retrieval.recommend.cleaning import REASONS, Rules, clean

    ids = frozenset(f"p_{name.strip()}" for name in testers.split(",") if name.strip())
    cleaned = clean(with_database(state, _everything), time.time(), Rules(testers=ids)).report
    write_json(json, cleaned)
    table = Table("events", "", box=None, show_header=False)
    table.add_row(f"{cleaned.read:,}", "recorded")
    for reason, number in cleaned.dropped.items():
        of = f" ({cleaned.shoppers[reason]:,} shoppers)" if reason in cleaned.shoppers else ""
        table.add_row(f"{number:,}", f"{reason}: {REASONS[reason]}{of}")
    table.add_row(f"{cleaned.kept:,}", "left to learn from")
    Console().print(table)


async def _everything(database: Database) -> list[RecordedBehaviour]:
    from bot.record.behaviour import SqlBehaviour

    log = SqlBehaviour(database)
    found: list[RecordedBehaviour] = []
    while page := await log.since(found[-1].seq if found else 0, limit=5_000):
        found.extend(page)
    return found


def import_events(files: list[Path], state: Path, progress: Progress) -> ImportReport:
    """Raises: DataError for a file of which nothing can be read, StorageError."""
    from bot.errors import DataError
    from bot.record.behaviour import SqlBehaviour
    from bot.record.import_behaviour import EventImport
    from bot.settings import load_settings
    from retrieval.errors import RetrievalError
    from retrieval.products.catalogue import Catalogue
    from retrieval.products.rows import read_catalogue
    from retrieval.recommend.admission import Admission

    settings = load_settings(state)
    try:
        products = read_catalogue(settings.state / "catalogue.csv", currency=settings.shop.currency).products
        admission = Admission(
            Catalogue(products), currency=settings.shop.currency, oldest_days=settings.data.oldest_days
        )
        return with_database(
            state, lambda database: EventImport(admission, SqlBehaviour(database), progress).read(files)
        )
    except RetrievalError as error:
        raise DataError(str(error)) from error


def _show(report: ImportReport) -> None:
    from rich.console import Console

    console = Console(stderr=True, soft_wrap=True)
    for problem in report.problems[:SHOWN]:
        console.print(str(problem), markup=False, highlight=False)
    if len(report.problems) > SHOWN:
        codes = ", ".join(f"{count} {code}" for code, count in report.refused.items())
        console.print(f"Refused in all: {codes}. --json FILE names the lines.", markup=False, highlight=False)
