"""Bitext's sets for customer support: an utterance a row with its intent, mostly with an agent's response.

Entities are given by their place in the utterance, or stand as placeholders in it (``{{Order Number}}``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from training.transcripts.dialogue import Dialogue, LineError, Span, Turn, checked
from training.transcripts.sources.opened import Opened
from training.transcripts.sources.table import columns, rows

NAME = "bitext"
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


def recognises(header: Collection[str]) -> bool:
    """Whether these are its columns."""
    return "intent" in header and bool({"instruction", "utterance"} & set(header)) and "category" in header


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """A dialogue a row, of one turn where no response is given."""
    if not recognises(columns(file)):
        raise file.error("Its first row must name intent, category, and instruction or utterance.")
    for row in rows(file):
        if isinstance(row, LineError):
            yield row
            continue
        try:
            yield checked(_dialogue(row.line, row.cells))
        except ValueError as error:
            yield row.error(str(error))


def _dialogue(line: int, cells: Mapping[str, str]) -> Dialogue:
    asked = cells.get("instruction") or cells.get("utterance") or ""
    if not asked.strip() or not cells["intent"]:
        raise ValueError("Expected an utterance with its intent")
    spans = (*_given(cells, asked), *_placeholders(asked))
    question = Turn(role="shopper", text=asked, intent=cells["intent"], entities=spans)
    response = cells.get("response", "").strip()
    answer = (Turn(role="agent", text=response),) if response else ()
    return Dialogue(id=str(line), turns=(question, *answer), topic=cells["category"].lower(), source=NAME)


def _given(cells: Mapping[str, str], asked: str) -> Iterator[Span]:
    """By its offsets. The value in the table has lost its leading zeros: what is written counts."""
    start, end = cells.get("start_offset", ""), cells.get("end_offset", "")
    if not cells.get("entity_type"):
        return
    if not (start.isdecimal() and end.isdecimal()):
        raise ValueError("Expected start_offset and end_offset of the entity")
    yield Span(entity=cells["entity_type"], start=int(start), end=min(int(end), len(asked)))


def _placeholders(asked: str) -> Iterator[Span]:
    for found in _PLACEHOLDER.finditer(asked):
        name = re.sub(r"\W+", "_", found[1].lower()).strip("_")
        yield Span(entity=name, start=found.start(), end=found.end())
