"""Reports and comparisons as tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from training.judge.compare import Comparison
from training.judge.gates import Passage
from training.judge.page import TITLES, difference, figure, interval
from training.judge.report import ReleaseReport
from training.judge.shadow import ShadowReport

LISTED = 20
"""Differences shown of a shadow."""


def show_report(report: ReleaseReport) -> None:
    """The figures, and what they are of."""
    table = Table("", "value", box=None, header_style="dim")
    for name in (name for name in TITLES if name in report.figures):
        table.add_row(TITLES[name], figure(name, report.figures[name]))
    slices = Table("slice", "intents right", "turns", box=None, header_style="dim")
    for name, one in report.tables.slices.items():
        slices.add_row(name, f"{one.accuracy:.1%}", str(one.count))
    console = Console()
    console.print(table)
    if report.tables.slices:
        console.print(slices)
    console.print(report.judged_on.note, highlight=False)


def show_comparison(comparison: Comparison) -> None:
    """Both values, the difference and its interval."""
    columns = ("", comparison.base, comparison.candidate, "points", "95 % interval", "", "n")
    table = Table(*columns, box=None, header_style="dim")
    colours = {"better": "green", "worse": "red", "no difference": "dim"}
    for row in comparison.rows:
        verdict = f"[{colours[row.verdict]}]{row.verdict}[/]"
        values = (figure(row.name, row.base), figure(row.name, row.candidate), difference(row), interval(row))
        table.add_row(row.title, *values, verdict, str(row.items))
    console = Console()
    console.print(table)
    console.print(comparison.note, highlight=False)
    console.print(f"Mended: {comparison.counts['mended']}; broken: {comparison.counts['broken']}.")


def show_gates(gates: Sequence[Passage]) -> None:
    """Each gate: how much worse is allowed, and how much worse it is."""
    table = Table("gate", "live", "candidate", "worse by", "at most", "", box=None, header_style="dim")
    for gate in gates:
        allowed = f"{100 * gate.allowed:.1f}"
        if gate.live is None or gate.candidate is None:
            table.add_row(gate.gate, "", "", "", allowed, "[dim]not measured[/]")
            continue
        values = (figure(gate.gate, gate.live), figure(gate.gate, gate.candidate))
        worse = f"{100 * max(0.0, gate.worse_by):.1f}"
        table.add_row(gate.gate, *values, worse, allowed, "[red]refuses[/]" if gate.refused else "passes")
    Console().print(table)


def show_shadow(report: ShadowReport) -> None:
    """Counts, and the first differences."""
    console = Console()
    counted = ", ".join(f"{kind}: {count}" for kind, count in report.counts.items()) or "no difference"
    console.print(
        f"{report.turns} messages, {report.questions} of them questions. {counted}.", highlight=False
    )
    if not report.differences:
        return
    table = Table("", "message", "live", "candidate", box=None, header_style="dim")
    for one in report.differences[:LISTED]:
        table.add_row(one.kind, escape(one.text), escape(one.live), escape(one.candidate))
    console.print(table)
    if len(report.differences) > LISTED:
        console.print(f"{len(report.differences) - LISTED} more: --json FILE lists all.")
