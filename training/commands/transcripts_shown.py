"""How transcripts and their versions are shown on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from training.transcripts.cleaning import REASONS
from training.transcripts.datasheet import day
from training.transcripts.importing import Imported
from training.transcripts.pool import Import
from training.transcripts.split import SIDES
from training.transcripts.statistics import Lengths
from training.transcripts.versions import Manifest

ERRORS = 20
"""Wrong lines shown of a file, unless all are asked for."""
_COUNTS = frozenset({"dialogues", "turns", "none", "masked", "erased", "all", *SIDES})
ROWS = 12
"""Values shown of a count; the datasheet has all."""


def show_imports(results: Sequence[Imported], *, every_error: bool) -> None:
    """What came of each file, and the lines that are no dialogues."""
    console = Console()
    for one in results:
        shown = one.errors if every_error else one.errors[:ERRORS]
        for error in shown:
            console.print(error, markup=False, highlight=False, soft_wrap=True)
        if len(one.errors) > len(shown):
            console.print(f"... and {len(one.errors) - len(shown):,} more: --dry-run names all.", style="dim")
        if one.failure:
            console.print(f"[red]{escape(one.failure)}[/]", highlight=False, soft_wrap=True)
    table = _table("file", "format", "dialogues", "turns", "none", "masked", "")
    for one in results:
        if one.manifest:
            table.add_row(escape(Path(one.file).name), *_numbers(one.manifest), _note(one))
    if table.rows:
        console.print(table)


def _table(*names: str) -> Table:
    """The first column gives way where the terminal is narrow; numbers stand at the right."""
    table = Table(box=None, header_style="dim")
    for place, name in enumerate(names):
        justify: Literal["left", "right"] = "right" if name in _COUNTS else "left"
        table.add_column(name, no_wrap=place > 0, overflow="fold", justify=justify)
    return table


def _note(one: Imported) -> str:
    if one.again:
        return "was imported before"
    return "nothing written" if one.dry else ""


def _numbers(one: Import) -> tuple[str, ...]:
    masked = sum(one.masked.values())
    return (one.source, f"{one.dialogues:,}", f"{one.turns:,}", f"{one.rejected:,}", f"{masked:,}")


def show_list(imports: Sequence[Import], versions: Sequence[Manifest]) -> None:
    """What was imported, and what was made of it."""
    console = Console()
    if not imports:
        console.print("Nothing was imported yet.")
    else:
        table = _table("file", "imported", "format", "dialogues", "turns", "none", "masked", "erased")
        for one in imports:
            table.add_row(escape(one.file), day(one.created), *_numbers(one), f"{one.erased:,}")
        console.print(table)
    if not versions:
        console.print("No version was made yet.")
        return
    table = _table("version", "made", "train", "dev", "test")
    for made in versions:
        sides = (f"{made.statistics[side].dialogues:,}" for side in SIDES)
        table.add_row(made.version, day(made.created), *sides)
    console.print(table)


def show_version(manifest: Manifest) -> None:
    """What is in it, and what was left out."""
    console = Console()
    console.print(_overview(manifest))
    every = manifest.statistics["all"]
    counts = Table(box=None, show_header=False)
    for title, values in (
        ("sources", every.by_source),
        ("roles", every.by_role),
        ("outcomes", every.by_outcome),
        ("locales", every.by_locale),
        ("intents", every.by_intent),
        ("moods", every.by_mood),
        ("entities", every.by_entity),
        ("masked", manifest.masked),
        ("dropped", {REASONS[name]: count for name, count in manifest.dropped.items()}),
    ):
        counts.add_row(f"[dim]{title}[/]", escape(_listed(values)))
    console.print(counts)


def _overview(manifest: Manifest) -> Table:
    table = _table("", "all", *SIDES)
    columns = [manifest.statistics[name] for name in ("all", *SIDES)]
    _row(table, "dialogues", (f"{one.dialogues:,}" for one in columns))
    _row(table, "turns", (f"{one.turns:,}" for one in columns))
    _row(table, "turns a dialogue", (_shown(one.turns_per_dialogue) for one in columns))
    _row(table, "words a turn", (_shown(one.words_per_turn) for one in columns))
    _row(table, "labelled by people", (f"{one.labelled:,}" for one in columns))
    _row(table, "shoppers", (f"{one.shoppers:,}" for one in columns))
    _row(table, "first", (day(one.first) for one in columns))
    _row(table, "last", (day(one.last) for one in columns))
    return table


def _row(table: Table, title: str, cells: Iterable[str]) -> None:
    table.add_row(title, *cells)


def _listed(counts: Mapping[str, int]) -> str:
    rows = list(counts.items())
    more = f", and {len(rows) - ROWS} more" if len(rows) > ROWS else ""
    return (", ".join(f"{name} {count:,}" for name, count in rows[:ROWS]) + more) or "none"


def _shown(lengths: Lengths) -> str:
    return f"{lengths.median} (to {lengths.most:,})"
