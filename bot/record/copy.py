"""A copy of the database as it is at one moment, also while it is written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.record.database import BUSY_SECONDS, database_url, storage_errors


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None where it is another database."""
    target = database_url(url)
    return Path(target.database or "") if target.drivername == "sqlite" else None


def copy_sqlite(file: Path, target: Path) -> None:
    """Copy the database in ``file``, with what stands in its ``-wal``, into a new file; blocks.

    Raises: StorageError, DiskFull.
    """
    with (
        storage_errors(),
        closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)  # in one step: in WAL mode nobody who writes waits for it
