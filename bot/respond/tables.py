"""Rows of one table that follow each other in an answer, as that table."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.conversation.messages import Table
from retrieval.documents.blocks import cells
from retrieval.documents.table_rows import header_of
from retrieval.types import AnswerSentence

LEAST = 2
"""Rows from which a table is read more easily than lines."""


@dataclass
class _Run:
    """Rows of a table, where they stand in the text, and of which passage they are."""

    passage_id: str
    columns: list[str]
    start: int
    end: int
    rows: list[list[str]] = field(default_factory=list)


class Tables:
    """The tables of an answer, gathered sentence by sentence."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def add(self, sentence: AnswerSentence, start: int, end: int) -> None:
        """Take up a sentence that stands at ``text[start:end]``."""
        passage = sentence.hits[0].passage
        columns = [] if sentence.otherwise else header_of(passage.text, sentence.quote)
        row = cells(sentence.quote) if columns else []
        last = self._runs[-1] if self._runs else None
        if last and len(row) == len(columns) and _goes_on(last, passage.passage_id, columns, start):
            last.rows.append(row)
            last.end = end
        else:
            fits = bool(row) and len(row) == len(columns)
            self._runs.append(_Run(passage.passage_id, columns, start, end, [row] if fits else []))

    def of_several_rows(self) -> tuple[Table, ...]:
        """Those of at least ``LEAST`` rows; columns that are empty in all rows are left out."""
        return tuple(_table(run) for run in self._runs if len(run.rows) >= LEAST)


def _goes_on(run: _Run, passage_id: str, columns: list[str], start: int) -> bool:
    """Whether a row comes right behind a run, on a line of its own, in the same table."""
    return bool(run.rows) and (run.passage_id, run.columns) == (passage_id, columns) and start - run.end == 1


def _table(run: _Run) -> Table:
    kept = [place for place in range(len(run.columns)) if any(row[place] for row in run.rows)]
    return Table(
        start=run.start, end=run.end, columns=tuple(run.columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in run.rows),
    )  # fmt: skip
