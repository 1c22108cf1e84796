"""A database that went away and is back: nobody's request fails for it."""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from bot.record.database import PostgresDatabase, open_database
from bot.record.migrate import migrate

CUT = sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> :own")


async def cut_all(database: PostgresDatabase) -> None:
    """End all connections of the database but this one, as a server does that is started anew."""
    name = database.engine.url.database
    admin = open_database(database.engine.url.render_as_string(hide_password=False))
    own = await admin.read(lambda connection: connection.execute(sa.text("SELECT pg_backend_pid()")).scalar())
    await admin.read(lambda connection: connection.execute(CUT, {"name": name, "own": own}).all())
    await admin.close()


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_connections_that_the_server_ended_are_opened_anew(url: str) -> None:
    await migrate(url)
    database = open_database(url)
    assert isinstance(database, PostgresDatabase)
    one = sa.text("SELECT 1")
    for work in (database.read, database.write):
        await asyncio.gather(*(work(lambda c: c.execute(one).scalar()) for _ in range(4)))
        await cut_all(database)
        await asyncio.sleep(0.1)  # what the server says last arrives
        assert await asyncio.gather(*(work(lambda c: c.execute(one).scalar()) for _ in range(4))) == [1] * 4
    await database.close()
