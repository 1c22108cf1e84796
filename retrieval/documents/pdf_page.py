"""PDF pages to Markdown: headings by their size, tables by their lines, paragraphs by their gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfminer.psparser import PSException
from pdfplumber.utils.exceptions import PdfminerException

from retrieval.documents.pdf_layout import Box, box_of, reading_order
from retrieval.documents.unseen_ink import seen
from retrieval.errors import UnreadableDocument

_BULLET = re.compile(r"^(?:[•●▪■◦–\-*·]|\(cid:\d+\))\s*(?=\S)")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s+\S")
_LEADER = re.compile(r"(?:[.…]\s?){5,}\d+$")
"""A line of a table of contents."""
_NUMBER = re.compile(r"\d+")
MARGIN = 0.09
"""Share of the page's height at top and bottom where running heads and page numbers stand."""


class Pdf(msgspec.Struct, frozen=True, kw_only=True):
    """Pages as (number from 1, Markdown); pages without text are left out."""

    pages: list[tuple[int, str]]
    title: str = ""
    updated: str = ""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line of text with its place in points; ``table`` holds Markdown where a table stands instead."""

    text: str
    top: float
    bottom: float
    left: float
    right: float
    size: float
    bold: bool
    table: str = ""

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.left, self.top, self.right, self.bottom)


def read_pdf(path: Path) -> Pdf:
    """Read all pages.

    Raises: UnreadableDocument for a broken or protected file.
    """
    try:
        with pdfplumber.open(path) as pdf:
            heights = [float(page.height) for page in pdf.pages]
            pages = [_lines(seen(page)) for page in pdf.pages]
    except (
        PdfminerException,
        PDFPasswordIncorrect,
        PDFSyntaxError,
        PSException,
        OSError,
        ValueError,
    ) as error:
        raise UnreadableDocument("This PDF is damaged or protected by a password.", file=path) from error
    body = _body_size(line for lines in pages for line in lines)
    running = _running(pages, heights, body)
    kept = [
        [line for line in lines if (_shape(line), _edge(line, height)) not in running]
        for lines, height in zip(pages, heights, strict=True)
    ]
    kept = _continued(kept)
    levels = _levels((line for lines in kept for line in lines), body)
    title = next((line.text for lines in kept for line in lines if levels.get(line.size) == 1), "")
    texts = [(number, _markdown(lines, body, levels)) for number, lines in enumerate(kept, 1)]
    return Pdf(pages=[(number, text) for number, text in texts if text.strip()], title=title)


def _lines(page: Any) -> list[Line]:
    """The lines of a page in the order of reading, each table as one line."""
    tables = [table for table in page.find_tables() if len(table.rows) > 1]
    boxes = [Box(*table.bbox) for table in tables]
    text = page.filter(lambda o: not any(_inside(o, box) for box in boxes)) if boxes else page
    lines = [_table_line(table) for table in tables]
    words = [box_of(word) for word in text.extract_words()]
    found: list[Line] = []
    for part in reading_order(words, boxes, Box(*page.bbox)):
        own = text.filter(lambda o, part=part: _inside(o, part))
        here = [_line(line) for line in own.extract_text_lines() if line["text"].strip()]
        here += [line for line in lines if line.table and part.holds(line.box)]
        found += sorted(here, key=lambda line: line.top)
    return found


def _continued(pages: list[list[Line]]) -> list[list[Line]]:
    """Tables that go on at the top of the next page, with their column names repeated there."""
    header, done = "", []
    for lines in pages:
        first = lines[0] if lines else None
        if (
            header
            and first is not None
            and first.table
            and _names(first.table).count("|") == header.count("|")
        ):
            go_on = first.table if _names(first.table) == header else _below(header, first.table)
            lines = [msgspec.structs.replace(first, table=go_on), *lines[1:]]
        done.append(lines)
        header = _names(lines[-1].table) if lines and lines[-1].table else ""
    return done


def _names(table: str) -> str:
    return table.split("\n", 1)[0]


def _below(header: str, table: str) -> str:
    """A table without column names, below those of another."""
    first, rule, *rows = table.split("\n")
    return "\n".join([header, rule, first, *rows])


def _inside(item: dict[str, Any], box: Box) -> bool:
    return item.get("object_type") == "char" and box.holds(box_of(item))


def _table_line(table: Any) -> Line:
    left, top, right, bottom = table.bbox
    return Line(
        text="", top=top, bottom=bottom, left=left, right=right, size=0, bold=False,
        table=_table(table.extract()),
    )  # fmt: skip


def _line(found: dict[str, Any]) -> Line:
    chars = found["chars"]
    sizes = Counter(round(float(c["size"]), 1) for c in chars)
    bold = sum("bold" in c["fontname"].lower() for c in chars) > len(chars) / 2
    return Line(
        text=" ".join(found["text"].split()), top=found["top"], bottom=found["bottom"], left=found["x0"],
        right=found["x1"], size=sizes.most_common(1)[0][0], bold=bold,
    )  # fmt: skip


def _table(rows: list[list[str | None]]) -> str:
    cells = [[" ".join((cell or "").split()).replace("|", "/") for cell in row] for row in rows]
    cells = [row for row in cells if any(row)]
    if not cells:
        return ""
    lines = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * len(cells[0]), *lines[1:]])


def _body_size(lines: Iterable[Line]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        if not line.table:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _shape(line: Line) -> str:
    return _NUMBER.sub("#", line.text)


def _edge(line: Line, height: float) -> str:
    if line.bottom < height * MARGIN:
        return "top"
    return "bottom" if line.top > height * (1 - MARGIN) else ""


def _running(pages: list[list[Line]], heights: list[float], body: float) -> set[tuple[str, str]]:
    """Heads and feet: lines in the margins that come again (page numbers apart), or name a page; at the top
    also those that come once, unless they are large enough for a title."""
    seen: Counter[tuple[str, str]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        seen.update({(_shape(line), _edge(line, height)) for line in lines if _edge(line, height)})
    titles = {
        _shape(line)
        for lines, height in zip(pages, heights, strict=True) for line in lines
        if line.bold and line.size > 1.3 * body and _edge(line, height) == "top"
    }  # fmt: skip
    return {
        (shape, edge) for (shape, edge), n in seen.items()
        if n > 1 or re.search(r"\bpage #|^#$|^- # -$|^# ?/ ?#$", shape, re.IGNORECASE)
        or (edge == "top" and shape not in titles)
    }  # fmt: skip


def _levels(lines: Iterable[Line], body: float) -> dict[float, int]:
    """Sizes clearly above the body's, largest first, as heading levels."""
    sizes = {line.size for line in lines if not line.table and line.bold and line.size > body * 1.08}
    return {size: min(level, 6) for level, size in enumerate(sorted(sizes, reverse=True), 1)}


def _markdown(lines: list[Line], body: float, levels: dict[float, int]) -> str:
    parts: list[str] = []
    before: Line | None = None
    for line in lines:
        if _LEADER.search(line.text):
            continue
        if line.table:
            parts.append(line.table)
        elif line.bold and line.size in levels:
            parts.append(f"{'#' * levels[line.size]} {line.text}")
        elif (
            line.bold
            and line.size >= body
            and len(line.text) < 80
            and not line.text.endswith((".", ",", ":"))
        ):
            parts.append(f"{'#' * (len(levels) + 1 if len(levels) < 6 else 6)} {line.text}")
        elif bullet := _BULLET.match(line.text):
            parts.append(f"- {line.text[bullet.end() :]}")
        elif _NUMBERED.match(line.text):
            parts.append(line.text)
        elif before is not None and _goes_on(before, line) and parts:
            parts[-1] = _joined(parts[-1], line.text)
        else:
            parts.append(line.text)
        before = line
    return "\n\n".join(parts)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether the line belongs to the paragraph or item of the line before."""
    if before.table or abs(before.size - line.size) > 0.2 or before.bold != line.bold:
        return False
    if line.top < before.top:  # the next column
        return not before.text.endswith((".", "!", "?", ":"))
    return line.top - before.bottom < 0.75 * line.size


def _joined(text: str, more: str) -> str:
    """A word cut at the line's end grows together when it goes on in lower case."""
    if re.search(r"[a-zäöü]-$", text) and more[:1].islower() and not re.search(r"\b\w+-\w+-$", text):
        return text[:-1] + more
    return f"{text} {more}"
