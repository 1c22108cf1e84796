"""Keeps an index at the state of its folder while files change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

import watchfiles

from retrieval.documents.files import is_document
from retrieval.documents.index import DocumentIndex, Report
from retrieval.errors import RetrievalError

QUIET = 200
"""Milliseconds without a change after which a batch is complete;"""
LONGEST = 1600
"""it is closed after so many in any case."""
TICK = 1000
"""Milliseconds after which a batch that could not be indexed is tried again."""


def watch(
    index: DocumentIndex,
    source: Path,
    *,
    tell: Callable[[Report], None],
    warn: Callable[[str], None],
    stop: Event | None = None,
) -> None:
    """Build, then follow the changes below ``source`` until ``stop`` is set or Ctrl-C is pressed.

    ``tell`` hears what each batch did; ``warn`` why one has to wait (another process is writing).
    """
    pending: set[str] | None = None  # None: everything
    waiting = True  # for the first tick: from then on no change is missed
    changes = watchfiles.watch(
        source, watch_filter=None, step=QUIET, debounce=LONGEST, rust_timeout=TICK, yield_on_timeout=True,
        stop_event=stop, raise_interrupt=False, ignore_permission_denied=True,
    )  # fmt: skip
    for batch in changes:
        pending = _more(pending if waiting else set(), source, (path for _, path in batch))
        waiting = pending is None or bool(pending)
        if not waiting:
            continue
        try:
            tell(index.build() if pending is None else index.update(pending))
            waiting = False
        except RetrievalError as error:
            warn(error.text)


def _more(pending: set[str] | None, source: Path, paths: Iterable[str]) -> set[str] | None:
    """Documents to index, those of ``paths`` included; None for all, where a folder came or went."""
    for path in paths:
        name = Path(path).resolve().relative_to(source.resolve()).as_posix()
        if is_document(name) and not Path(path).is_dir():
            pending = None if pending is None else pending | {name}
        elif Path(path).is_dir() or not Path(path).suffix:
            pending = None
    return pending
