"""The database: units of work by URL, and the translation of its errors.

SQL is written once, as plain functions of a SQLAlchemy connection. On PostgreSQL they run on the event loop
(asyncpg). On SQLite they run in threads, one that writes and a few that read: a unit of work is then one
change of thread instead of a dozen, which is four fifths of its cost.

SQLite runs in WAL mode with ``synchronous=NORMAL``: a commit is handed to the operating system before it is
acknowledged, so it survives the death of the process (kill -9) at any moment. Only a power cut can take back
the last commits, and it never damages the file. PostgreSQL keeps its own promise (``synchronous_commit``).
"""

from __future__ import annotations

import asyncio
import errno
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import ConfigError, DiskFull, StorageError

BUSY_SECONDS = 5
"""Time that SQLite waits for another process that writes."""
READERS = 2
"""Threads that read from SQLite."""
CONNECTIONS = 10
"""Connections of a process to PostgreSQL. All are kept: opening one costs more than many queries."""

Result = TypeVar("Result")
Work = Callable[[Connection], Result]


class Database(Protocol):
    """Runs units of work. ``sole_writer``: no other process writes, so what was written is still so.

    Both raise StorageError or DiskFull, and let IntegrityError pass; nothing of the work is stored then.
    """

    sole_writer: bool

    async def write(self, work: Work[Result]) -> Result:
        """Run ``work`` in one transaction; returns after the commit."""

    async def read(self, work: Work[Result]) -> Result:
        """Run ``work``, which only reads."""

    async def close(self) -> None:
        """Close all connections."""


def open_database(url: str) -> Database:
    """The database at ``url``: ``sqlite:///file`` or ``postgresql://...``. Connects when first used.

    Raises: ConfigError for a database that is not supported.
    """
    parsed = database_url(url)
    return SqliteDatabase(parsed) if parsed.drivername == "sqlite" else PostgresDatabase(parsed)


def database_url(url: str) -> URL:
    """The URL with the driver that is used here, whatever driver it names.

    Raises: ConfigError for a database that is not supported.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigError("storage.url is not a database URL such as postgresql://host/name.") from error
    backend = parsed.drivername.partition("+")[0]
    drivers = {"sqlite": "sqlite", "postgresql": "postgresql+asyncpg"}
    if backend not in drivers:
        raise ConfigError(f"storage.url: {backend!r} is not supported; use sqlite or postgresql.")
    return parsed.set(drivername=drivers[backend])


class SqliteDatabase:
    """One file, one process."""

    sole_writer = True

    def __init__(self, url: URL) -> None:
        self._file = url.database or ""
        self.engine: Engine = create_engine(
            "sqlite://", creator=self._connect, poolclass=QueuePool, hide_parameters=True
        )
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="sqlite-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-read")

    async def write(self, work: Work[Result]) -> Result:
        """Run ``work`` in one transaction, after those that came before."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._transact, work)

    async def read(self, work: Work[Result]) -> Result:
        """Run ``work`` beside the writer, on what was committed before."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._query, work)

    async def close(self) -> None:
        """Let what runs end, and close the file."""
        for threads in (self._writer, self._readers):
            await asyncio.to_thread(threads.shutdown)
        await asyncio.to_thread(self.engine.dispose)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file, timeout=BUSY_SECONDS, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _transact(self, work: Work[Result]) -> Result:
        with storage_errors(), self.engine.begin() as connection:
            # Python's driver would begin at the first change only, and not at all for a CREATE TABLE.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return work(connection)

    def _query(self, work: Work[Result]) -> Result:
        with storage_errors(), self.engine.connect() as connection:
            return work(connection)


class PostgresDatabase:
    """A server that any number of processes share."""

    sole_writer = False

    def __init__(self, url: URL) -> None:
        # hide_parameters: what was being written never reaches an error text or a log.
        self.engine = create_async_engine(url, hide_parameters=True, pool_size=CONNECTIONS, max_overflow=0)
        event.listen(self.engine.sync_engine, "checkout", _refuse_ended)
        self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    async def write(self, work: Work[Result]) -> Result:
        """Run ``work`` in one transaction."""
        with storage_errors():
            async with self.engine.begin() as connection:
                return await connection.run_sync(work)

    async def read(self, work: Work[Result]) -> Result:
        """Run ``work``, which only reads."""
        with storage_errors():
            async with self._reader.connect() as connection:
                return await connection.run_sync(work)

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


def _refuse_ended(connection: Any, _record: object, _fairy: object) -> None:
    """Have the pool open another connection for one that the server has ended: whoever was first after a
    restart got its error. What the driver knows is asked: a ping costs each unit of work a round trip."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError


@contextmanager
def storage_errors() -> Iterator[None]:
    """Translate the database's errors into StorageError and DiskFull; an IntegrityError passes."""
    try:
        yield
    except IntegrityError:
        raise
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        kind = DiskFull if _is_disk_full(error) else StorageError
        raise kind(detail=_detail(error)) from error


def _is_disk_full(error: Exception) -> bool:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if getattr(cause, "errno", None) == errno.ENOSPC or getattr(cause, "sqlstate", None) == "53100":
        return True
    return "database or disk is full" in str(cause)


def _detail(error: Exception) -> str:
    """For logs: the driver's words, without the statement."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    return f"{type(cause).__name__}: {cause}".splitlines()[0]
