"""Passages to units: the sentences, list items and table rows that an answer is made of."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.documents.blocks import Block, cells, parse, sentences
from retrieval.documents.chunk import Unit
from retrieval.types import Passage

SHORT_ITEM = 12
"""Items of at most so many words are shown together with their lead-in, as one unit as well."""


def passage_text(passage: Passage) -> str:
    """What the models see of a passage."""
    return ". ".join(part for part in (passage.title, passage.heading, passage.text) if part)


def unit_text(passage: Passage, unit: Unit) -> str:
    """What the models see of a unit: a sentence says little without the headings that it stands below."""
    return ". ".join(part for part in (passage.title, passage.heading, unit.text) if part)


def units(passage: Passage) -> list[Unit]:
    """The units of a passage, in order."""
    found: list[Unit] = []
    lead = ""
    for block in parse(passage.text):
        if block.kind == "paragraph":
            found.extend(Unit(text, text) for text in sentences(block.lines[0]))
            last = found[-1].text
            lead = last if last.endswith(":") else ""
            if lead:
                found.pop()
        elif block.kind == "list":
            found.extend(_items(block, lead))
            lead = ""
        elif block.kind == "table":
            found.extend(_rows(block))
            lead = ""
    return found


def _items(block: Block, lead: str) -> Iterator[Unit]:
    whole = "; ".join(item.rstrip(".;,") for item in block.lines)
    if lead and sum(len(item.split()) for item in block.lines) <= 60 and not block.ordered:
        yield Unit(f"{lead} {whole}.", "\n".join(f"- {item}" for item in block.lines))
    for item in block.lines:
        said = item if item.endswith((".", "!", "?")) else f"{item}."
        yield Unit(f"{lead} {said}" if lead and len(item.split()) <= SHORT_ITEM else said, item)


def _rows(block: Block) -> Iterator[Unit]:
    header = cells(block.lines[0])
    for row in block.lines[1:]:
        pairs = zip(header, cells(row), strict=False)
        named = [f"{name}: {value}" if name else value for name, value in pairs if value]
        yield Unit(f"{'; '.join(named)}.", row)
