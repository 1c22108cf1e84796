"""``shopclerk search``: what the documents say to a question, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from retrieval.types import Answer, AskedBefore, PassageHit


def command(
    question: Annotated[str, typer.Argument(help="A shopper's question, in quotes.")],
    state: State = HERE,
    k: Annotated[int, typer.Option("-k", help="Passages to list.", min=1, max=50)] = 5,
    after: Annotated[
        list[str] | None, typer.Option(help="What the shopper asked before; may be repeated.")
    ] = None,
    json: JsonFile = None,
) -> None:
    """Search the documents, explain each hit, and show the answer that a shopper would get."""
    from rich.console import Console
    from rich.markup import escape

    from bot.knowledge.look_up import look_up
    from bot.knowledge.translate import translated_errors
    from bot.models import open_answerer
    from bot.settings import load_settings

    documents, answerer = open_answerer(load_settings(state))
    with translated_errors():
        found = look_up(documents, answerer, question, k, tuple(after or ()))
    write_json(json, found)
    console = Console()
    if found.read_as != found.question:
        console.print(f"[dim]Read as: {escape(found.read_as)}[/]", highlight=False)
    _show_answer(console, found.answer)
    _show_hits(console, found.hits)
    _show_asked(console, found.asked_before)


def _show_answer(console: Console, answer: Answer) -> None:
    from rich.markup import escape

    probability = f"[dim](answerable {answer.answerable:.2f})[/]"
    if not answer.answered:
        console.print(f"[yellow]Declined[/] {probability}: the documents do not cover this.")
    elif answer.curated:
        console.print(f"[green]Curated[/]: {escape(answer.curated)}")
    else:
        console.print(f"[green]Answer[/] {probability}")
    for sentence in () if answer.curated else answer.sentences:
        passage = sentence.hits[0].passage
        page = f", page {passage.page}" if passage.page else ""
        console.print(f"  {escape(sentence.text)} [dim]\\[{escape(passage.title)}{page}][/]")


def _show_hits(console: Console, hits: Sequence[PassageHit]) -> None:
    from rich.table import Table

    late = ["late"] if any(hit.late is not None for hit in hits) else []
    reranked = ["re-ranked"] if any(hit.reranked is not None for hit in hits) else []
    table = Table("", "passage", "lexical", "dense", "fused", *late, *reranked, box=None, header_style="dim")
    for rank, hit in enumerate(hits, 1):
        passage = hit.passage
        place = f"{passage.title} › {passage.heading}" if passage.heading else passage.title
        begin = " ".join(passage.text.split())[:110]
        table.add_row(
            str(rank), f"[bold]{passage.passage_id}[/] {place}\n[dim]{begin}[/]",
            f"{hit.lexical:.2f}", f"{hit.dense:.2f}", f"{hit.fused:+.2f}",
            *([] if hit.late is None else [f"{hit.late:.2f}"]),
            *([] if hit.reranked is None else [f"{hit.reranked:+.2f}"]),
        )  # fmt: skip
    console.print(table)


def _show_asked(console: Console, asked: Sequence[AskedBefore]) -> None:
    from rich.markup import escape
    from rich.table import Table

    if not asked:
        return
    table = Table("asked before", "cosine", box=None, header_style="dim")
    for before in asked:
        answers = " / ".join(before.answers) or "no document answers this"
        table.add_row(f"{escape(before.question)}\n[dim]{escape(answers[:110])}[/]", f"{before.cosine:.2f}")
    console.print(table)
