"""``shopclerk teach``: tell the bot what answers a question."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, State

if TYPE_CHECKING:
    from bot.knowledge.port import Lesson, Taught


def command(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    document: Annotated[str, typer.Option(help="The document that answers it, by its path.")] = "",
    sentence: Annotated[str, typer.Option(help="Its sentence or row that does, or a part of that.")] = "",
    nothing: Annotated[bool, typer.Option("--nothing", help="No document answers it: decline.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Take back what was taught of it.")] = False,
    later: Annotated[bool, typer.Option("--later", help="Write it down; `prepare` will learn it.")] = False,
    state: State = HERE,
) -> None:
    """Teach what answers a question: it and those like it are answered so from the next question on.

    It is written to training/retrieval/taught.jsonl. Teaching a question again replaces what was taught. In
    the console the pages Search and Gaps do the same.
    """
    from bot.errors import BadRequest
    from bot.knowledge.port import Lesson

    lesson = Lesson(question=question, document=document, sentence=sentence, nothing=nothing, forget=forget)
    if not lesson.is_one_of_three:
        raise BadRequest("Name --document and --sentence, or --nothing, or --forget.")
    taught = _write_down(state, lesson)
    answers = [f"\n  {quote} [{taught.document}]" for quote in taught.sentences] if taught else []
    _say(f"{'Forgotten' if forget else 'Taught'}: {question}{''.join(answers)}")
    if not later:
        _learn(state)


def _write_down(state: Path, lesson: Lesson) -> Taught | None:
    from bot.knowledge.taught import write_down
    from bot.knowledge.translate import translated_errors
    from bot.model_files import model_files
    from bot.settings import load_settings
    from retrieval.documents import snapshot as snapshots
    from retrieval.generations import Generations

    generations = Generations(model_files(load_settings(state)).index / "documents")
    with translated_errors(), generations.writing():
        return write_down(state, lesson, snapshots.read(generations) if lesson.document else None)


def _learn(state: Path) -> None:
    from bot.cli.progress import Steps
    from bot.models import open_encoder
    from bot.prepare import prepare_documents
    from bot.settings import load_settings

    settings = load_settings(state)
    with Steps() as steps:
        prepare_documents(settings, open_encoder(settings), steps)


def _say(text: str) -> None:
    from rich.console import Console

    Console(soft_wrap=True).print(text, highlight=False, markup=False)
