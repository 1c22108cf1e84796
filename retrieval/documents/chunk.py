"""Documents to passages of about 60 to 180 words, cut at headings and blocks, never inside a sentence.

A list or table stays whole where it fits; a longer one is split between items or rows, and each part repeats
its lead-in or header row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from retrieval.documents.anchors import section_url
from retrieval.documents.blocks import Block, sentences
from retrieval.documents.loaders import Document
from retrieval.types import Passage

VERSION = 6
"""Raised when passages change for equal documents: indexes are then built anew."""
MOST_WORDS = 180
SEPARATOR = " › "


class Piece(NamedTuple):
    """A text that is not cut any more, with its page."""

    text: str
    page: int | None


def chunk(document: Document) -> list[Passage]:
    """The passages of a document, in order."""
    passages: list[Passage] = []
    for path, blocks in _sections(document):
        heading = SEPARATOR.join(part for part in (document.section, _path(path, document.title)) if part)
        url = section_url(document.url, next((block.anchor for block in path[::-1] if block.anchor), ""))
        for text, page in _grouped(_pieces(blocks)):
            passages.append(_passage(document, heading, url, text, page, len(passages)))
    return passages


def _passage(
    document: Document, heading: str, url: str, text: str, page: int | None, position: int
) -> Passage:
    return Passage(
        passage_id=f"{document.document_id}#{position}", document_id=document.document_id,
        title=document.title, text=text, heading=heading, url=url, page=page, position=position,
        updated=document.updated, language=document.language,
    )  # fmt: skip


def _sections(document: Document) -> Iterator[tuple[list[Block], list[Block]]]:
    """The blocks below each heading, after the path of headings that leads there."""
    path: list[Block] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if block.kind != "heading":
            blocks.append(block)
            continue
        if blocks:
            yield path, blocks
        blocks = []
        path = [*(above for above in path if above.level < block.level), block]
    if blocks:
        yield path, blocks


def _path(headings: Iterable[Block], title: str) -> str:
    """Headings as one line; the document's title is not repeated in it."""
    return SEPARATOR.join(h.lines[0] for h in headings if h.lines[0].casefold() != title.casefold())


def _pieces(blocks: list[Block]) -> list[Piece]:
    """Blocks as texts of at most ``MOST_WORDS``; a line ending in a colon stays with what it leads in."""
    pieces: list[Piece] = []
    for block in blocks:
        lead = pieces[-1] if pieces and pieces[-1].text.endswith(":") else None
        if lead is not None and block.kind in ("list", "table"):
            pieces[-1:] = [Piece(f"{lead.text}\n{text}", block.page) for text in _texts(block)]
        else:
            pieces.extend(Piece(text, block.page) for text in _texts(block))
    return pieces


def _texts(block: Block) -> list[str]:
    if block.kind == "table":
        return [table_text(block.lines[0], rows) for rows in _split(block.lines[1:])] or [
            table_text(block.lines[0], [])
        ]
    if block.kind == "list":
        marked = [f"{n}. {item}" if block.ordered else f"- {item}" for n, item in enumerate(block.lines, 1)]
        return ["\n".join(items) for items in _split(marked)]
    if _words(block.lines[0]) <= MOST_WORDS:
        return [block.lines[0]]
    return [" ".join(part) for part in _split(sentences(block.lines[0]))]


def table_text(header: str, rows: Iterable[str]) -> str:
    """A Markdown table."""
    rule = "|" + " --- |" * (header.count(" | ") + 1)
    return "\n".join([header, rule, *rows])


def _split(lines: Iterable[str]) -> list[list[str]]:
    """Runs of lines, each of at most ``MOST_WORDS`` unless one line alone is longer."""
    runs: list[list[str]] = []
    count = 0
    for line in lines:
        words = _words(line)
        if not runs or count + words > MOST_WORDS:
            runs.append([])
            count = 0
        runs[-1].append(line)
        count += words
    return runs


def _grouped(pieces: Iterable[Piece]) -> Iterator[tuple[str, int | None]]:
    """Neighbouring pieces together up to ``MOST_WORDS``."""
    run: list[Piece] = []
    for piece in pieces:
        if run and sum(_words(p.text) for p in run) + _words(piece.text) > MOST_WORDS:
            yield "\n\n".join(p.text for p in run), run[0].page
            run = []
        run.append(piece)
    if run:
        yield "\n\n".join(p.text for p in run), run[0].page


def _words(text: str) -> int:
    return len(text.split())


class Unit(msgspec.Struct, frozen=True):
    """The smallest thing that is shown: a sentence, a list item or a table row.

    ``text`` can be read on its own (a row with its column names, an item with its lead-in); ``quote`` is how
    it stands in the passage.
    """

    text: str
    quote: str
