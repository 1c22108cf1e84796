"""Bring a database to the layout that this version needs. Runs at every start; a second run does nothing."""

from __future__ import annotations

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.errors import ConfigError, StorageError
from bot.record.database import database_url, open_database, storage_errors

MIGRATIONS = Path(__file__).parent / "migrations"
ANSWERS = 5.0
"""Seconds within which a database answers who asks what it lacks."""
_LOCK = 7_309_113
"""Key of PostgreSQL's advisory lock: of several processes that start together, one migrates."""


async def migrate(url: str) -> list[str]:
    """Apply the missing migrations, all or none; returns their names.

    Raises: ConfigError when the database is of a newer version; StorageError, DiskFull.
    """
    script = await asyncio.to_thread(_prepare, url)
    async with _alone(url):
        database = open_database(url)
        try:
            return await database.write(lambda connection: _upgrade(connection, script))
        finally:
            await database.close()


async def missing_migrations(url: str) -> list[str]:
    """The names of those that are not applied yet; nothing is written.

    Raises: ConfigError when the database is of a newer version; StorageError, also where it does not answer
    within ``ANSWERS``.
    """
    script = await asyncio.to_thread(_existing, url)
    database = open_database(url)
    try:
        async with asyncio.timeout(ANSWERS):
            return await database.read(lambda connection: _missing(connection, script))
    except TimeoutError as error:
        raise StorageError(detail=f"no answer within {ANSWERS:g} s") from error
    finally:
        await database.close()


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[None]:
    """One process at a time opens a new SQLite file: switching it to WAL does not wait for a lock.

    On PostgreSQL the transaction itself takes a lock.
    """
    target = database_url(url)
    if target.drivername != "sqlite" or not target.database:
        yield
        return
    with storage_errors():
        file = await asyncio.to_thread(Path(f"{target.database}.migrating").open, "w")
    try:
        await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
        yield
    finally:
        file.close()


def _existing(url: str) -> ScriptDirectory:
    """Read all migrations; of SQLite there must be a file: opening it would make one."""
    target = database_url(url)
    if target.drivername == "sqlite" and not Path(target.database or "").is_file():
        raise StorageError("The database is not there yet.")
    return ScriptDirectory(str(MIGRATIONS))


def _prepare(url: str) -> ScriptDirectory:
    """Read all migrations, and make the folder of a SQLite file."""
    target = database_url(url)
    if target.drivername == "sqlite" and target.database:
        folder = Path(target.database).absolute().parent
        if not folder.parent.is_dir():
            raise ConfigError(f"There is no folder {folder.parent}.")
        with storage_errors():
            folder.mkdir(exist_ok=True)
    script = ScriptDirectory(str(MIGRATIONS))
    list(script.walk_revisions())
    return script


def _missing(connection: Connection, script: ScriptDirectory) -> list[str]:
    context = MigrationContext.configure(connection)
    _refuse_newer(context, script)
    applied = context.get_current_heads() or "base"
    return [revision.revision for revision in script.iterate_revisions("head", applied)]


def _upgrade(connection: Connection, script: ScriptDirectory) -> list[str]:
    applied: list[str] = []

    def steps(revision: Any, _context: MigrationContext) -> Any:
        found = script._upgrade_revs("head", revision)
        applied.extend(step.revision.revision for step in found)
        return found

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    context = MigrationContext.configure(connection, opts={"fn": steps})
    _refuse_newer(context, script)
    with Operations.context(context):
        context.run_migrations()
    return applied


def _refuse_newer(context: MigrationContext, script: ScriptDirectory) -> None:
    known = {revision.revision for revision in script.walk_revisions()}
    for head in context.get_current_heads():
        if head not in known:
            raise ConfigError(
                f"The database was written by a newer version of Shopclerk (layout {head}). "
                "Install that version, or restore a backup made before it."
            )
