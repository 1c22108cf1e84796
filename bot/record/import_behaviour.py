"""Brings files of events in: streaming, in batches, each event once however often a file is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import msgspec

from retrieval.recommend.admission import Admission, Admitted, Refused
from retrieval.recommend.behaviour import SHOP, NewBehaviour, Outcome
from retrieval.recommend.event_files import Line, read_events

BATCH = 500
"""Events of one transaction."""
NAMED = 1_000
"""Lines that the report names; the others are counted."""

Progress = Callable[[Path, int, int], None]
"""Called with the file, how many bytes of it are read, and how many there are."""


class Store(Protocol):
    """Where events go."""

    async def add(self, events: Sequence[NewBehaviour]) -> list[Outcome]:
        """Store each event once."""


class BadLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line that is not in, by one of ``retrieval.recommend.admission.CODES``."""

    file: str
    line: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text} ({self.code})"


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of the lines: ``stored`` now, ``duplicates`` of what was stored before, ``refused`` by
    code. ``problems`` names the first of the refused."""

    lines: int
    stored: int
    duplicates: int
    refused: dict[str, int]
    problems: tuple[BadLine, ...]


class EventImport:
    """One import. Stopped at any moment, it goes on when it is begun again: what is in is a duplicate."""

    def __init__(self, admission: Admission, store: Store, progress: Progress = lambda *_: None) -> None:
        self._admission, self._store, self._progress = admission, store, progress
        self._counts: Counter[str] = Counter()
        self._refused: Counter[str] = Counter()
        self._problems: list[BadLine] = []

    async def read(self, files: Iterable[Path]) -> ImportReport:
        """Bring the files in, one after the other.

        Raises: RetrievalError for a file that cannot be opened or has not the columns; StorageError. What was
        read before stays in.
        """
        for path in files:
            lines, size = read_events(path), path.stat().st_size if path.exists() else 0
            while batch := list(islice(lines, BATCH)):
                await self._take(path.name, batch)
                self._progress(path, min(batch[-1].end, size), size)
        return ImportReport(
            lines=self._counts["lines"],
            stored=self._counts["stored"],
            duplicates=self._counts["duplicate"],
            refused=dict(self._refused.most_common()),
            problems=tuple(self._problems),
        )

    async def _take(self, file: str, batch: Sequence[Line]) -> None:
        self._counts["lines"] += len(batch)
        admitted = list(self._admitted(file, batch))
        outcomes = await self._store.add([_new(one) for _, one in admitted])
        self._counts.update(outcomes)
        for (line, _), outcome in zip(admitted, outcomes, strict=True):
            if outcome == "erased":
                refused = Refused(code="erased", text="This shopper was erased later than that.")
                self._refuse(file, line, refused)

    def _admitted(self, file: str, batch: Iterable[Line]) -> Iterator[tuple[Line, Admitted]]:
        for line in batch:
            if line.problem:
                self._refuse(file, line, Refused(code="invalid_event", text=line.problem))
                continue
            judged = self._admission.judge(line.body, trusted=True)
            if isinstance(judged, Admitted):
                yield line, judged
            else:
                self._refuse(file, line, judged)

    def _refuse(self, file: str, line: Line, refused: Refused) -> None:
        self._refused[refused.code] += 1
        if len(self._problems) < NAMED:
            self._problems.append(BadLine(file=file, line=line.number, code=refused.code, text=refused.text))


def _new(admitted: Admitted) -> NewBehaviour:
    return NewBehaviour(
        scope=SHOP, shopper_id=f"p_{admitted.shopper_id}", time=admitted.time, event=admitted.event
    )
