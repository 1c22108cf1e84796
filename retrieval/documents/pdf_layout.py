"""The order in which a PDF page is read: its columns one after the other, not line by line across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

GUTTER = 5.0
"""Half the width, in points, of the corridor between columns that no word stands in."""
STEP = 3.0
MIN_LINES = 4
"""Lines that each column has at least,"""
MIN_WORDS = 3.0
"""with so many words in most of them,"""
MAX_LEADING = 1.6
"""and at most so many times their height apart; rows of a table stand wider and say less."""
MIN_FILLED = 0.5
"""Share of the lines that fill most of their column."""


class Box(NamedTuple):
    """A place on a page in points, from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """Whether the other's middle lies within."""
        across, down = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return self.left <= across < self.right and self.top <= down < self.bottom


def box_of(item: dict[str, Any]) -> Box:
    """The place of a word or character as pdfplumber gives it."""
    return Box(item["x0"], item["top"], item["x1"], item["bottom"])


def reading_order(words: Sequence[Box], tables: Sequence[Box], page: Box) -> list[Box]:
    """The parts of a page in the order in which they are read; one for a page without columns."""
    inside = [word for word in words if page.holds(word)]
    blocks = [table for table in tables if page.holds(table)]
    found = max(_columns(inside, blocks, page), default=None)
    if found is None:
        return [page]
    _, gutter, top, bottom = found
    parts = [
        Box(page.left, page.top, page.right, top), Box(page.left, top, gutter, bottom),
        Box(gutter, top, page.right, bottom), Box(page.left, bottom, page.right, page.bottom),
    ]  # fmt: skip
    return [box for part in parts for box in reading_order(inside, blocks, part)]


def _columns(
    words: Sequence[Box], tables: Sequence[Box], page: Box
) -> Iterator[tuple[int, float, float, float]]:
    """Gutters with the band that they divide: (lines of the shorter column, x, top, bottom)."""
    steps = int((page.right - page.left) * 0.7 / STEP)
    for step in range(steps):
        gutter = page.left + (page.right - page.left) * 0.15 + step * STEP
        crossing = [
            box for box in (*words, *tables) if box.left < gutter + GUTTER and box.right > gutter - GUTTER
        ]
        for top, bottom in _bands(crossing, page):
            band = [word for word in words if word.top >= top - 1 and word.bottom <= bottom + 1]
            left = [word for word in band if word.right <= gutter]
            right = [word for word in band if word.left >= gutter]
            lines = min(_prose(left), _prose(right))
            if lines:
                yield lines, gutter, top, bottom


def _bands(crossing: Sequence[Box], page: Box) -> Iterator[tuple[float, float]]:
    """What is left of the page's height between the boxes that stand in the way."""
    top = page.top
    for box in sorted(crossing, key=lambda box: box.top):
        if box.top > top:
            yield top, box.top
        top = max(top, box.bottom)
    if page.bottom > top:
        yield top, page.bottom


def _prose(words: Sequence[Box]) -> int:
    """How many lines of running text these words make; 0 where they make a table, or too few."""
    lines: dict[int, list[Box]] = {}
    for word in words:
        lines.setdefault(round(word.bottom / 2), []).append(word)
    if len(lines) < MIN_LINES or median(map(len, lines.values())) < MIN_WORDS:
        return 0
    tops = sorted(min(word.top for word in line) for line in lines.values())
    height = median(word.bottom - word.top for word in words)
    if median(below - above for above, below in pairwise(tops)) > MAX_LEADING * height:
        return 0
    widths = [max(word.right for word in line) - min(word.left for word in line) for line in lines.values()]
    filled = sum(width > 0.7 * max(widths) for width in widths)
    return len(lines) if filled >= MIN_FILLED * len(lines) else 0
