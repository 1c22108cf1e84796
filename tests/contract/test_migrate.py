"""Migrations, on every database."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.errors import ConfigError, StorageError
from bot.record.database import open_database
from bot.record.migrate import migrate
from bot.record.tables import metadata


async def run(url: str, work: Any) -> Any:
    database = open_database(url)
    try:
        return await database.write(work)
    finally:
        await database.close()


async def test_a_second_run_does_nothing(url: str) -> None:
    assert await migrate(url) == ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"]
    assert await migrate(url) == []


async def test_the_migrations_make_the_tables_of_the_code(url: str) -> None:
    await migrate(url)

    def differences(connection: sa.Connection) -> Any:
        return compare_metadata(MigrationContext.configure(connection), metadata)

    assert await run(url, differences) == []


async def test_processes_that_start_together_migrate_once(url: str) -> None:
    applied = await asyncio.gather(*(migrate(url) for _ in range(4)))
    assert sorted(applied) == [[], [], [], ["0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008"]]


async def test_a_newer_database_is_refused(url: str) -> None:
    await migrate(url)
    await run(url, lambda c: c.execute(sa.text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(ConfigError, match=r"newer version of Shopclerk \(layout 9999\)"):
        await migrate(url)


async def test_a_migration_that_fails_leaves_nothing(url: str) -> None:
    await run(url, lambda c: c.execute(sa.text("CREATE TABLE audit (x INTEGER)")))
    with pytest.raises(StorageError):
        await migrate(url)
    tables = await run(url, lambda c: sa.inspect(c).get_table_names())
    assert tables == ["audit"]


@pytest.mark.parametrize("wrong", ["mysql://x/y", "not a url", ""])
async def test_databases_that_are_not_supported(wrong: str) -> None:
    with pytest.raises(ConfigError, match=r"storage.url"):
        await migrate(wrong)


async def test_a_folder_that_is_not_there_is_not_made_up(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no folder"):
        await migrate(f"sqlite:///{tmp_path / 'typo' / 'var' / 'shopclerk.db'}")
    assert list(tmp_path.iterdir()) == []


async def test_the_folder_of_the_file_is_made(tmp_path: Path) -> None:
    await migrate(f"sqlite:///{tmp_path / 'var' / 'shopclerk.db'}")
    assert (tmp_path / "var" / "shopclerk.db").exists()


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"not a database" * 1000)
    with pytest.raises(StorageError):
        await migrate(f"sqlite:///{tmp_path / 'x.db'}")
