"""``shopclerk evaluate wording``: language models at wording answers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json
from bot.errors import BadRequest

if TYPE_CHECKING:
    from bot.cli.progress import Steps
    from bot.respond.local import LocalModel
    from bot.settings import Settings
    from retrieval.documents.labelled import Labelled
    from training.evaluate.wording import Report


def wording(
    questions: Annotated[
        list[Path] | None,
        typer.Option(
            "--set", help="Labelled questions (JSON lines); default tests/questions*.jsonl.", exists=True
        ),
    ] = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            help="A language model as [wording] model takes it: a folder in --state, or a name; several times"
            " for several. Default: that of the settings."
        ),
    ] = None,
    sample: Annotated[
        int, typer.Option(help="Ask so many of the questions only, drawn at random; 0 for all.", min=0)
    ] = 0,
    state: State = HERE,
    blind: Annotated[
        Path | None,
        typer.Option(
            help="Write a blind table (CSV) of 50 extracted and worded answers of the last model, and to"
            " NAME.key.csv which is which."
        ),
    ] = None,
    json: JsonFile = None,
) -> None:
    """Let local language models word the answers to the labelled questions.

    An answer is accepted when all that was written passes the grounding check. Models are converted first,
    which takes a minute each.
    """
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.models import open_answerer, open_rerankers
    from bot.settings import load_settings
    from training.evaluate.wording import answered, key_of, report_of, word_all, write_blind

    settings = load_settings(state)
    cases = _cases(settings, questions, sample)
    reports: dict[str, Report] = {}
    with translated_errors(), Steps() as steps:
        _, answerer = open_answerer(settings)
        reranker = open_rerankers(settings).cross
        steps.begin("Asking")
        answers = answered(answerer, cases, steps.advance)
        steps.end(f"{len(answers)} of {len(cases)} questions are answered from documents")
        if not answers:
            raise BadRequest("None of the questions is answered, so there is nothing to word.")
        for name in model or [settings.wording.model]:
            local = _opened(settings, name, steps)
            steps.begin("Wording")
            worded = asyncio.run(word_all(local, answers, reranker, settings.wording.attempts, steps.advance))
            reports[name or "default"] = report_of(worded)
            steps.end(name or "default")
    if blind is not None:
        typer.echo(
            f"{write_blind(worded, blind)} pairs are in {blind}; not to be opened before: {key_of(blind)}"
        )
    _show(reports)
    write_json(json, reports)


def _cases(settings: Settings, files: list[Path] | None, sample: int) -> list[Labelled]:
    import random

    import msgspec

    from retrieval.documents.labelled import read_labelled

    files = files or sorted((settings.state / "tests").glob("questions*.jsonl"))
    if not files:
        raise BadRequest(f"There are no questions in {settings.state / 'tests'}. Name a file with --set.")
    try:
        cases = read_labelled(files)
    except (OSError, msgspec.MsgspecError) as error:
        raise BadRequest(f"The data cannot be read: {error}") from error
    return random.Random(0).sample(cases, min(sample, len(cases))) if sample else cases


def _opened(settings: Settings, name: str, steps: Steps) -> LocalModel:
    from bot.respond.convert import convert
    from bot.respond.local import LocalModel, local_name

    place = settings.language_model(name)
    steps.begin("Converting")
    done = convert(place, settings.var / "models")
    steps.end(f"{name or 'default'} converted" if done else f"{name or 'default'} is current")
    local = LocalModel(
        settings.var / "models" / local_name(place),
        threads=settings.wording.threads,
        max_tokens=settings.wording.max_tokens,
    )
    local.load()
    return local


def _show(reports: dict[str, Report]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", *reports, box=None, header_style="dim")
    for figure in next(iter(reports.values())).__struct_fields__:
        values = (getattr(report, figure) for report in reports.values())
        table.add_row(figure, *(f"{value:g}" for value in values))
    Console().print(table)
