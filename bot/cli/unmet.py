"""``shopclerk unmet``: what shoppers wished for and the shop does not have."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, Days, JsonFile, State, since, write_json
from bot.cli.stored import with_database

if TYPE_CHECKING:
    from bot.record.unmet import Unmet


def command(
    state: State = HERE,
    days: Days = 30.0,
    k: Annotated[int, typer.Option("-k", help="Wishes to list.", min=1)] = 20,
    json: JsonFile = None,
) -> None:
    """List wishes for products that the shop could not meet, the most frequent first.

    Either nothing in the catalogue is called so, or it has such things and none in stock fits: another
    size, a lower price, a kind of its own. Works while the installation is being served.
    """
    from bot.record.unmet import unmet_since

    found = with_database(state, lambda database: unmet_since(database, since(days)))[:k]
    write_json(json, found)
    _show(found, days)


def _show(found: list[Unmet], days: float) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not found:
        console.print(f"Every wish of the last {days:g} days was met, or none was made.")
        return
    table = Table("times", "wish", "", "last", box=None, header_style="dim")
    for one in found:
        why = "none fits" if one.known else "not sold"
        day = time.strftime("%Y-%m-%d", time.localtime(one.last))
        table.add_row(str(one.times), escape(one.wish), f"[dim]{why}[/]", day)
    console.print(table)
