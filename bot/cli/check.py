"""``shopclerk check``: is everything right in the assistant's files?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.options import HERE, JsonFile, State

if TYPE_CHECKING:
    from bot.decide.problems import Problem
    from bot.names import OrdinaryName
    from bot.starter import Example


def command(state: State = HERE, json: JsonFile = None) -> None:
    """Check settings, domain, training data, flows, curated answers, and that there is code for each action.

    Every mistake is printed as file:line: reason, with the nearest right name; exit status 1 if there is
    any. What is left of the examples of `init` beside your own documents is named too, and so are products
    that an ordinary word would mean ("the second one", for a product that is called One); these are no
    mistakes. Nothing is written, and no model is needed.
    """
    from bot.actions.registry import runnable_actions
    from bot.assistant_files import document_ids, read_sources
    from bot.decide.assistant import check_assistant
    from bot.names import ordinary_names
    from bot.settings import load_settings
    from bot.starter import left_examples

    settings = load_settings(state)
    sources = read_sources(state)
    problems = check_assistant(sources, documents=document_ids(state), actions=runnable_actions(settings))
    examples = left_examples(state)
    names = ordinary_names(settings)
    for said in (*problems, *examples, *names):
        typer.echo(str(said))
    if json is not None:
        _write(json, problems, examples, names)
    if problems:
        typer.echo(f"{len(problems)} {'mistake' if len(problems) == 1 else 'mistakes'}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(sources)} files, no mistakes; {settings.shop.taken}.")


def _write(
    file: Path, problems: list[Problem], examples: tuple[Example, ...], names: tuple[OrdinaryName, ...]
) -> None:
    import msgspec

    rows = [
        {"file": p.place.file, "line": p.place.line, "text": p.text, "hint": p.hint or None} for p in problems
    ]
    left = [{"name": example.name, "text": str(example)} for example in examples]
    called = [{"title": name.title, "word": name.word, "text": str(name)} for name in names]
    report = {"mistakes": len(rows), "problems": rows, "examples": left, "names": called}
    file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
