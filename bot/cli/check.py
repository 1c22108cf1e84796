"""``shopclerk check``: is everything right in the assistant's files?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli.options import HERE, JsonFile, State

if TYPE_CHECKING:
    from bot.dangling import Dangling
    from bot.decide.problems import Problem
    from bot.names import OrdinaryName
    from bot.shop_data import DataMistake, ShopData
    from bot.starter import Example
    from retrieval.products.rows import Problem as BadRow


EXAMPLES = 3
"""Titles that are named where several do not say what the product is."""
SHOWN = 20
"""Rows left out, and mistakes in the tables, that are printed; ``--json`` has all."""


def command(state: State = HERE, json: JsonFile = None) -> None:
    """Check settings, domain, training data, flows, curated answers, catalogue, orders and rules, and that
    there is code for each action.

    Every mistake is printed as file:line: reason, with the nearest right name; exit status 1 if there is
    any. Rows of the catalogue that are left out are named too, and titles that do not say what the product
    is, and what is left of the examples of `init` beside your own documents, and products that an ordinary
    word would mean ("the second one", for a product that is called One), and lines of orders and labelled
    questions that name what is not there; these are no mistakes. Nothing is written, and no model is needed.
    """
    from bot.actions.registry import runnable_actions
    from bot.assistant_files import document_ids, read_sources
    from bot.dangling import dangling
    from bot.decide.assistant import check_assistant
    from bot.names import ordinary_names
    from bot.settings import load_settings
    from bot.shop.order_forms import order_forms
    from bot.shop_data import look_at_data
    from bot.starter import left_examples

    settings = load_settings(state)
    sources = read_sources(state)
    problems = check_assistant(sources, documents=document_ids(state), actions=runnable_actions(settings))
    examples = left_examples(state)
    names = ordinary_names(settings)
    data = look_at_data(settings)
    loose = dangling(settings)
    for said in (*problems, *_first(data.mistakes), *_some(data.left_out), *examples, *names):
        typer.echo(str(said))
    for text in (*_shortly(loose), *_unread(data.unread), *_untold(data)):
        typer.echo(text)
    if json is not None:
        _write(json, problems, data, examples, names, loose)
    if number := len(problems) + len(data.mistakes):
        typer.echo(f"{number} {'mistake' if number == 1 else 'mistakes'}.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{data.counted}.")
    typer.echo(f"{len(sources)} files, no mistakes; {settings.shop.taken}, {order_forms(settings).told}.")


def _first(mistakes: tuple[DataMistake, ...]) -> Iterator[str]:
    yield from map(str, mistakes[:SHOWN])
    if (more := len(mistakes) - SHOWN) > 0:
        yield f"{more} more mistakes in the tables; --json FILE names them."


def _some(rows: tuple[BadRow, ...]) -> Iterator[str]:
    for row in rows[:SHOWN]:
        yield f"{row} It is left out. ({row.code})"
    if (more := len(rows) - SHOWN) > 0:
        yield f"catalogue.csv: {more} more rows are left out; --json FILE names them."


def _shortly(loose: tuple[Dangling, ...]) -> Iterator[str]:
    yield from map(str, loose[:SHOWN])
    if (more := len(loose) - SHOWN) > 0:
        yield f"{more} more names of what is not there; --json FILE has them."


def _unread(files: tuple[str, ...]) -> Iterator[str]:
    for file in files[:SHOWN]:
        yield f"documents/{file}: This is of no kind that can be read, so nothing is answered from it."
    if (more := len(files) - SHOWN) > 0:
        yield f"documents: {more} more files cannot be read; --json FILE names them."


def _untold(data: ShopData) -> Iterator[str]:
    titles = data.untold
    if titles:
        some = ", ".join(map(repr, titles[:EXAMPLES])) + (" and others" if titles[EXAMPLES:] else "")
        yield (
            f"catalogue.csv: {len(titles)} of {len(data.titles)} titles do not say what the product is"
            f" ({some}). They are found by name and shelf alone. A word for it in the title helps, and"
            " a shelf that is named after what stands there; --json FILE shows how each title is read."
            " (untold_title)"
        )


def _write(
    file: Path,
    problems: list[Problem],
    data: ShopData,
    examples: tuple[Example, ...],
    names: tuple[OrdinaryName, ...],
    loose: tuple[Dangling, ...],
) -> None:
    import msgspec

    rows = [
        {"file": p.place.file, "line": p.place.line, "text": p.text, "hint": p.hint or None} for p in problems
    ]
    left = [{"name": example.name, "text": str(example)} for example in examples]
    called = [{"title": name.title, "word": name.word, "text": str(name)} for name in names]
    wrong = [{"text": str(mistake), "code": mistake.code} for mistake in data.mistakes]
    report = {
        "mistakes": len(rows) + len(wrong), "problems": rows, "data": wrong, "left_out": data.left_out,
        "titles": data.titles, "documents": data.documents, "unread": data.unread,
        "examples": left, "names": called,
        "dangling": [{"text": str(one), "code": one.code} for one in loose],
    }  # fmt: skip
    file.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2))
