"""``shopclerk gaps``: what shoppers asked and the documents did not answer."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, Days, JsonFile, State, since, write_json
from bot.cli.stored import with_database

if TYPE_CHECKING:
    from bot.knowledge.port import Gap
    from bot.record.gaps import Declined


def command(
    state: State = HERE,
    days: Days = 30.0,
    k: Annotated[int, typer.Option("-k", help="Questions to list.", min=1)] = 20,
    json: JsonFile = None,
) -> None:
    """List declined questions, the most frequent first, and whether the documents answer them by now.

    Write a document, an approved answer in answers.yml, or a labelled question in training/retrieval/, run
    `shopclerk prepare`, and see the gap close. Works while the installation is being served.
    """
    from bot.record.gaps import declined_since

    declined = with_database(state, lambda database: declined_since(database, since(days)))
    gaps = _gaps(state, declined, k)
    write_json(json, gaps)
    _show(gaps, len(declined), days)


def _gaps(state: Path, declined: list[Declined], k: int) -> list[Gap]:
    if not declined:
        return []
    from bot.knowledge.gaps import different, gap_of, groups_of
    from bot.knowledge.translate import translated_errors
    from bot.models import open_answerer, open_encoder
    from bot.settings import load_settings

    settings = load_settings(state)
    with translated_errors():
        groups = groups_of(declined, open_encoder(settings).encode(different(declined)))
        documents, answerer = open_answerer(settings)
        return [gap_of(group, documents, answerer) for group in groups[:k]]


def _show(gaps: list[Gap], count: int, days: float) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not gaps:
        console.print(f"Nothing was declined in the last {days:g} days.")
        return
    table = Table("times", "question", "last", "tried", box=None, header_style="dim")
    for gap in gaps:
        day = time.strftime("%Y-%m-%d", time.localtime(gap.last))
        now = f"\n[green]answered by now:[/] [dim]{escape(gap.now[:110])}[/]" if gap.now else ""
        now = "\n[dim]taught that nothing answers it[/]" if gap.settled else now
        tried = ", ".join(one.document for one in gap.tried[:2])
        table.add_row(str(gap.times), f"{escape(gap.question)}{now}", day, escape(tried))
    console.print(table)
    console.print(f"{count} declined in the last {days:g} days.", style="dim")
