"""``shopclerk gaps``: what shoppers asked and the documents did not answer."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from bot.cli.options import HERE, JsonFile, State

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from bot.record.gaps import Declined

ALIKE = 0.85
"""Cosine from which two questions are counted as one."""
DAY = 86_400.0


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was asked last, how often it or one like it was, when last (Unix seconds), and the
    documents tried. ``now`` is what the documents answer today: empty while they still do not."""

    question: str
    times: int
    last: float
    tried: tuple[str, ...]
    now: str


def command(
    state: State = HERE,
    days: Annotated[float, typer.Option(help="How far to look back.", min=0.01)] = 30.0,
    k: Annotated[int, typer.Option("-k", help="Questions to list.", min=1)] = 20,
    json: JsonFile = None,
) -> None:
    """List declined questions, the most frequent first, and whether the documents answer them by now.

    Write a document, an approved answer in answers.yml, or a labelled question in training/retrieval/, run
    `shopclerk prepare`, and see the gap close. Works while the installation is being served.
    """
    declined = asyncio.run(_declined(state, time.time() - days * DAY))
    gaps = _gaps(state, declined, k)
    if json is not None:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(gaps), indent=2))
    _show(gaps, len(declined), days)


async def _declined(state: Path, since: float) -> list[Declined]:
    from bot.record.database import open_database
    from bot.record.gaps import declined_since
    from bot.record.migrate import migrate
    from bot.settings import load_settings

    url = load_settings(state).database_url
    await migrate(url)
    database = open_database(url)
    try:
        return await declined_since(database, since)
    finally:
        await database.close()


def _gaps(state: Path, declined: list[Declined], k: int) -> list[Gap]:
    if not declined:
        return []
    from bot.settings import load_settings
    from bot.wiring import open_answerer, open_encoder, translated_errors

    settings = load_settings(state)
    with translated_errors():
        vectors = open_encoder(settings).encode([one.question for one in declined])  # (n, d)
        groups = sorted(grouped(vectors), key=lambda group: (-len(group), group[0]))[:k]
        _, answerer = open_answerer(settings)
        answers = [answerer.answer(declined[group[0]].question) for group in groups]
    return [
        Gap(
            question=declined[group[0]].question, times=len(group), last=declined[group[0]].time,
            tried=declined[group[0]].tried,
            now=answer.curated or " ".join(sentence.text for sentence in answer.sentences),
        )
        for group, answer in zip(groups, answers, strict=True)
    ]  # fmt: skip


def grouped(vectors: npt.NDArray[np.float32]) -> list[list[int]]:
    """Rows of unit vectors, shape (n, d), in groups around their first row, in order."""
    groups: list[list[int]] = []
    for row, vector in enumerate(vectors):
        firsts = vectors[[group[0] for group in groups]]  # (g, d)
        cosines = firsts @ vector  # (g,)
        if len(groups) and cosines.max() >= ALIKE:
            groups[int(cosines.argmax())].append(row)
        else:
            groups.append([row])
    return groups


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
        table.add_row(str(gap.times), f"{escape(gap.question)}{now}", day, escape(", ".join(gap.tried[:2])))
    console.print(table)
    console.print(f"{count} declined in the last {days:g} days.", style="dim")
