"""``shopclerk curated``: the approved answers, and how often each was given."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.options import HERE, Days, JsonFile, State, since, write_json
from bot.cli.stored import with_database

if TYPE_CHECKING:
    from bot.record.gaps import Given
    from retrieval.documents.curated import Curated


def command(
    state: State = HERE,
    days: Days = 30.0,
    json: JsonFile = None,
) -> None:
    """List the approved answers of answers.yml, how often each was given, and which have run out.

    One that is never given may be asked for in other words than its questions: add some. Works while the
    installation is being served.
    """
    from bot.knowledge.translate import translated_errors
    from bot.record.gaps import given_since
    from bot.settings import load_settings
    from retrieval.documents.curated import load_curated

    with translated_errors():
        answers = load_curated(load_settings(state).state / "answers.yml")
    given = with_database(state, lambda database: given_since(database, since(days)))
    write_json(json, [{"id": answer.id, "given": given.get(answer.id)} for answer in answers])
    _show(answers, given, days)


def _show(answers: tuple[Curated, ...], given: dict[str, Given], days: float) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    if not answers:
        console.print(
            "No answer is approved. Write some in the console or into answers.yml (docs/assistant.md)."
        )
        return
    today = datetime.now(UTC).date().isoformat()
    table = Table("times", "answer", "last", box=None, header_style="dim")
    for answer in sorted(answers, key=lambda answer: -given[answer.id].times if answer.id in given else 0):
        own = given.get(answer.id)
        last = time.strftime("%Y-%m-%d", time.localtime(own.last)) if own else ""
        over = f" [yellow]ran out on {answer.valid_until}[/]" if answer.has_run_out(today) else ""
        text = f"[bold]{escape(answer.id)}[/]{over}\n[dim]{escape(answer.answer[:110])}[/]"
        table.add_row(str(own.times if own else 0), text, last)
    console.print(table)
    console.print(f"Given in the last {days:g} days.", style="dim")
