"""Keeps an index at the state of its folder and of the approved answers while files change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event

import watchfiles

from retrieval.documents.files import ABOUT, is_document
from retrieval.documents.index import DocumentIndex, Report
from retrieval.errors import NoDocuments, RetrievalError, UnreadableDocument

QUIET = 200
"""Milliseconds without a change after which a batch is complete;"""
LONGEST = 1600
"""it is closed after so many in any case."""
TICK = 1000
"""Milliseconds after which a batch that could not be indexed is tried again, and the approved answers are
looked at."""


def watch(
    index: DocumentIndex,
    source: Path,
    *,
    tell: Callable[[Report], None],
    warn: Callable[[str], None],
    stop: Event | None = None,
) -> None:
    """Build, then follow the changes below ``source`` and of the index's file of approved answers, until
    ``stop`` is set or Ctrl-C is pressed.

    ``tell`` hears what each batch did; ``warn`` why one has to wait (another process is writing, or a file
    that the whole index depends on has a mistake, or no document is left).
    """
    pending: set[str] | None = None  # None: everything
    due = True  # for the first tick: from then on no change is missed
    answers = _stamp(index.answers)
    changes = watchfiles.watch(
        source, watch_filter=None, step=QUIET, debounce=LONGEST, rust_timeout=TICK, yield_on_timeout=True,
        stop_event=stop, raise_interrupt=False, ignore_permission_denied=True,
    )  # fmt: skip
    for batch in changes:
        changed = _documents(source, (path for _, path in batch))
        before, answers = answers, _stamp(index.answers)
        due = due or changed is None or bool(changed) or answers != before
        pending = None if pending is None or changed is None else pending | changed
        if not due:
            continue
        try:
            tell(index.build() if pending is None else index.update(pending))
            pending, due = set(), False
        except (UnreadableDocument, NoDocuments) as error:
            warn(str(error))
            due = False  # it is no use before something has changed
        except RetrievalError as error:
            warn(error.text)


def _documents(source: Path, paths: Iterable[str]) -> set[str] | None:
    """The documents among ``paths``; None for all, where a folder came or went."""
    documents: set[str] = set()
    for path in paths:
        name = Path(path).resolve().relative_to(source.resolve()).as_posix().removesuffix(ABOUT)
        if is_document(name) and not Path(path).is_dir():
            documents.add(name)
        elif Path(path).is_dir() or not Path(path).suffix:
            return None
    return documents


def _stamp(path: Path | None) -> tuple[int, int] | None:
    """What tells one state of a file from another; None where there is none. A file alone is not followed by
    the system: an editor that puts a new one in its place would end that."""
    try:
        state = path.stat() if path else None
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size) if state else None
