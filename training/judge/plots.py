"""The plots of a report as SVG that stands in the page: colours are the page's own, so that they follow light
and dark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from typing import Any, NamedTuple

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.judge.compare import Row
from training.judge.tables import Bin, ScopePoint, Slice, Tables

INK, SOFT, LINE, ACCENT, BAD, GOOD = "#000001", "#000002", "#000003", "#000004", "#000005", "#000006"
"""Stand for the page's colours until the SVG is written."""
_COLOURS = {INK: "ink", SOFT: "soft", LINE: "line", ACCENT: "accent", BAD: "bad", GOOD: "good"}
_STYLE: Any = {
    "svg.fonttype": "none", "font.size": 9, "text.color": INK, "axes.edgecolor": LINE,
    "axes.labelcolor": SOFT, "xtick.color": SOFT, "ytick.color": SOFT,
    "axes.spines.top": False, "axes.spines.right": False,
    "axes.linewidth": 0.8, "xtick.major.width": 0.8, "ytick.major.width": 0.8,
}  # fmt: skip
INTENTS = 20
"""Intents of the confusion matrix: those with most mistakes."""


def calibration(bins: Sequence[Bin], title: str) -> str:
    """How sure, how often right: on the diagonal where confidence is what it says."""
    with rc_context(_STYLE):
        figure, axes = _square()
        axes.plot([0, 1], [0, 1], color=LINE, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot([b.confidence for b in bins], [b.right for b in bins], color=ACCENT, linewidth=1.5)
        most = max(b.count for b in bins)
        sizes = [12 + 90 * b.count / most for b in bins]
        axes.scatter([b.confidence for b in bins], [b.right for b in bins], s=sizes, color=ACCENT, zorder=3)
        _shares(axes, "said probability", "share that is right")
        return _svg(figure, title)


def scope_curve(points: Sequence[ScopePoint], title: str) -> str:
    """Out-of-scope turns found, for what is turned away wrongly."""
    with rc_context(_STYLE):
        figure, axes = _square()
        axes.plot([0, 1], [0, 1], color=LINE, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot([p.turned_away for p in points], [p.found for p in points], color=ACCENT, linewidth=1.8)
        _shares(axes, "in scope, turned away", "out of scope, found")
        return _svg(figure, title)


def confusion(tables: Tables, title: str) -> str:
    """The intents with most mistakes: rows are what was meant, columns what it was taken for; the shares of a
    row, what is right as well."""
    wrong = {
        intent: sum(n for got, n in row.items() if got != intent) for intent, row in tables.confusion.items()
    }
    names = [name for name in sorted(wrong, key=lambda n: -wrong[n]) if wrong[name]][:INTENTS]
    taken = {got for name in names for got in tables.confusion[name]}
    columns = [*names, *sorted(taken - set(names))][: INTENTS + 5]
    with rc_context(_STYLE):
        figure = Figure(figsize=(2.4 + 0.24 * len(columns), 2.0 + 0.24 * len(names)), layout="constrained")
        axes = figure.subplots()
        _cells(axes, [_row_cells(tables.confusion[name], columns, name, y) for y, name in enumerate(names)])
        axes.set(xlim=(-0.5, len(columns) - 0.5), ylim=(len(names) - 0.5, -0.5))
        axes.set_xticks(range(len(columns)), columns, rotation=90)
        axes.set_yticks(range(len(names)), names)
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        return _svg(figure, title)


class _Cell(NamedTuple):
    """``share``: of the row."""

    x: int
    y: int
    turns: int
    share: float
    right: bool


def _row_cells(row: dict[str, int], columns: Sequence[str], name: str, y: int) -> list[_Cell]:
    total = sum(row.values())
    return [
        _Cell(columns.index(got), y, count, count / total, got == name)
        for got, count in row.items()
        if got in columns
    ]


def _cells(axes: Axes, rows: Sequence[Sequence[_Cell]]) -> None:
    """A square a cell, the larger the greater its share."""
    for right, colour in ((True, ACCENT), (False, BAD)):
        cells = [cell for row in rows for cell in row if cell.right is right]
        axes.scatter(
            [c.x for c in cells], [c.y for c in cells], s=[28 + 120 * c.share for c in cells], marker="s",
            color=colour, alpha=0.55, linewidths=0,
        )  # fmt: skip
    for cell in (cell for row in rows for cell in row):
        axes.text(cell.x, cell.y, str(cell.turns), ha="center", va="center", fontsize=7)


def slices(found: dict[str, Slice], whole: float, title: str) -> str:
    """Intents right by slice, beside all turns."""
    names = list(found)[::-1]
    with rc_context(_STYLE):
        figure = Figure(figsize=(6.0, 0.6 + 0.32 * len(names)), layout="constrained")
        axes = figure.subplots()
        axes.barh(range(len(names)), [found[n].accuracy for n in names], color=ACCENT, height=0.5)
        axes.axvline(whole, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        for y, name in enumerate(names):
            one = found[name]
            axes.text(1.03, y, f"{one.accuracy:.1%} of {one.count}", va="center", fontsize=8)
        axes.set_yticks(range(len(names)), names)
        axes.set(xlim=(0, 1.25))
        axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        axes.tick_params(axis="y", length=0)
        return _svg(figure, title)


def differences(rows: Sequence[Row], title: str) -> str:
    """Each difference with its interval; to the right is better."""
    drawn = [row for row in rows if row.low is not None and row.high is not None][::-1]
    with rc_context(_STYLE):
        figure = Figure(figsize=(6.4, 0.7 + 0.3 * len(drawn)), layout="constrained")
        axes = figure.subplots()
        axes.axvline(0, color=SOFT, linewidth=1)
        for y, row in enumerate(drawn):
            assert row.low is not None
            assert row.high is not None
            colour = {"better": GOOD, "worse": BAD, "no difference": SOFT}[row.verdict]
            sign = -1 if row.lower else 1
            axes.plot([sign * row.low * 100, sign * row.high * 100], [y, y], color=colour, linewidth=2)
            axes.plot(sign * row.difference * 100, y, marker="o", color=colour, markersize=5)
        axes.set_yticks(range(len(drawn)), [row.title for row in drawn])
        axes.set_xlabel("points better")
        axes.tick_params(axis="y", length=0)
        return _svg(figure, title)


def _square() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(3.4, 3.2), layout="constrained")
    return figure, figure.subplots()


def _shares(axes: Axes, x: str, y: str) -> None:
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.05), xlabel=x, ylabel=y)
    axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
    axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])


def _svg(figure: Figure, title: str) -> str:
    """The picture alone, with names that no other one of the page has, and the page's font and colours."""
    figure.patch.set_alpha(0)
    for axes in figure.axes:
        axes.patch.set_alpha(0)
    file = StringIO()
    with rc_context({"svg.hashsalt": title}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    text = file.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    width = float(re.search(r'width="([\d.]+)pt"', text)[1]) * 4 / 3  # type: ignore[index]  # always written
    text = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"|height="[\d.]+pt"|width="[\d.]+pt"', "", text)
    prefix = re.sub(r"\W+", "-", title)
    text = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{prefix}-", text)
    text = re.sub(r"'DejaVu Sans'[^;\"]*", "var(--font)", text)
    for colour, name in _COLOURS.items():
        text = text.replace(colour, f"var(--{name})")
    return text.replace("<svg", f'<svg role="img" aria-label="{title}" style="max-width: {width:.0f}px"', 1)
