"""``shopclerk curated``: the approved answers, and how often each was given."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from bot.cli.gaps import DAY
from bot.cli.options import HERE, JsonFile, State

if TYPE_CHECKING:
    from bot.record.gaps import Given
    from retrieval.documents.curated import Curated


def command(
    state: State = HERE,
    days: Annotated[float, typer.Option(help="How far to look back.", min=0.01)] = 30.0,
    json: JsonFile = None,
) -> None:
    """List the approved answers of answers.yml, how often each was given, and which have run out.

    One that is never given may be asked for in other words than its questions: add some. Works while the
    installation is being served.
    """
    from bot.knowledge.translate import translated_errors
    from bot.settings import load_settings
    from retrieval.documents.curated import load_curated

    with translated_errors():
        answers = load_curated(load_settings(state).state / "answers.yml")
    given = asyncio.run(_given(state, time.time() - days * DAY))
    if json is not None:
        rows = [{"id": answer.id, "given": given.get(answer.id)} for answer in answers]
        json.write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=2))
    _show(answers, given, days)


async def _given(state: Path, since: float) -> dict[str, Given]:
    from bot.record.database import open_database
    from bot.record.gaps import given_since
    from bot.record.migrate import migrate
    from bot.settings import load_settings

    url = load_settings(state).database_url
    await migrate(url)
    database = open_database(url)
    try:
        return await given_since(database, since)
    finally:
        await database.close()


def _show(answers: tuple[Curated, ...], given: dict[str, Given], days: float) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not answers:
        console.print("There are no approved answers. Write some into answers.yml (docs/assistant.md).")
        return
    today = datetime.now(UTC).date().isoformat()
    table = Table("times", "answer", "last", box=None, header_style="dim")
    for answer in sorted(answers, key=lambda answer: -given[answer.id].times if answer.id in given else 0):
        own = given.get(answer.id)
        last = time.strftime("%Y-%m-%d", time.localtime(own.last)) if own else ""
        over = f" [yellow]ran out on {answer.valid_until}[/]" if "" < answer.valid_until < today else ""
        text = f"[bold]{escape(answer.id)}[/]{over}\n[dim]{escape(answer.answer[:110])}[/]"
        table.add_row(str(own.times if own else 0), text, last)
    console.print(table)
    console.print(f"Given in the last {days:g} days.", style="dim")
