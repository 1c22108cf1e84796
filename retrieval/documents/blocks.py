"""The common form of every document: Markdown, read into blocks; and sentences."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from retrieval.documents.anchors import split_anchor

Kind = Literal["heading", "paragraph", "list", "table"]

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+(.*)$")
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_END = re.compile(r"(?<=[.!?…])[\"')\]”’]*\s+(?=[\"'(\[“‘]?[A-Z0-9ÄÖÜ+])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|ca|no|nos|incl|excl|max|min|mr|mrs|ms|dr|st|vs|etc|art|fig|tel|p|pp|sec|resp)\.)$",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[\d@]")
LABELLED = 2
"""Cells of a label and what stands behind it."""
LABEL = 4
"""Words of a label, or of a name of a column, at most."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a document.

    ``level`` is 1 to 6 for headings, else 0. ``lines`` holds the text of a heading or paragraph as its only
    element, the items of a list without markers, or the rows of a table, each ``| a | b |``, header first.
    ``page`` counts from 1. ``anchor`` names the heading's place on its page, or is "".
    """

    kind: Kind
    lines: tuple[str, ...]
    level: int = 0
    page: int | None = None
    ordered: bool = False
    anchor: str = ""


def parse(markdown: str, *, page: int | None = None) -> list[Block]:
    """The blocks of a Markdown text, in order."""
    blocks: list[Block] = []
    lines = markdown.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        at = _skip_blank(lines, at)
        if at < len(lines):
            block, at = _block(lines, at, page)
            if block is not None:
                blocks.append(block)
    return blocks


def _skip_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _block(lines: list[str], at: int, page: int | None) -> tuple[Block | None, int]:
    """The block that begins at line ``at``, and the line after it."""
    if heading := _HEADING.match(lines[at].strip()):
        text, anchor = split_anchor(heading[2].strip())
        block = Block(kind="heading", lines=(text,), level=len(heading[1]), page=page, anchor=anchor)
        return (block if text else None), at + 1
    if lines[at].lstrip().startswith("|"):
        return _table(lines, at, page)
    if _ITEM.match(lines[at]):
        return _list(lines, at, page)
    return _paragraph(lines, at, page)


def _table(lines: list[str], at: int, page: int | None) -> tuple[Block | None, int]:
    begin, rows = at, list[list[str]]()
    while at < len(lines) and lines[at].lstrip().startswith("|"):
        row = [cell.strip() for cell in re.split(r"(?<!\\)\|", lines[at].strip().strip("|"))]
        if not _RULE.match(lines[at]) and any(row):
            rows.append(row)
        at += 1
    if not lines[begin].strip("| \t") and _is_labelled(rows):
        labelled = tuple(": ".join(filter(None, row)) for row in rows)
        return Block(kind="list", lines=labelled, page=page), at
    told = tuple("| " + " | ".join(row) + " |" for row in rows)
    return (Block(kind="table", lines=told, page=page) if rows else None), at


def _is_labelled(rows: list[list[str]]) -> bool:
    """Whether rows below an empty heading are labels, each with what stands behind it ("Phone", a number),
    and not rows of which the first names the columns."""
    if not rows or any(len(row) != LABELLED for row in rows):
        return False
    label, value = rows[0]
    return _FIGURE.search(value) is not None or len(label.split()) <= LABEL < len(value.split())


def _list(lines: list[str], at: int, page: int | None) -> tuple[Block, int]:
    """Items; an indented line goes on with its item, a blank line ends the list unless an item follows."""
    items: list[str] = []
    ordered = lines[at].lstrip()[0].isdigit()
    while at < len(lines):
        if item := _ITEM.match(lines[at]):
            items.append(item[1].strip())
        elif lines[at].strip() and lines[at][:1].isspace():
            items[-1] += " " + lines[at].strip()
        elif not lines[at].strip():
            after = _skip_blank(lines, at)
            if after >= len(lines) or not _ITEM.match(lines[after]):
                break
        else:
            break
        at += 1
    return Block(kind="list", lines=tuple(items), page=page, ordered=ordered), at


def _paragraph(lines: list[str], at: int, page: int | None) -> tuple[Block, int]:
    texts: list[str] = []
    while at < len(lines) and lines[at].strip() and (not texts or not _starts_other(lines[at])):
        texts.append(lines[at].strip())
        at += 1
    return Block(kind="paragraph", lines=(" ".join(texts),), page=page), at


def _starts_other(line: str) -> bool:
    return bool(_HEADING.match(line.strip()) or line.lstrip().startswith("|") or _ITEM.match(line))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph. Abbreviations and numbers do not end one."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def cells(row: str) -> list[str]:
    """The cells of a table row as ``Block.lines`` holds it."""
    return [cell.strip() for cell in row.strip().strip("|").split(" | ")]
