"""Databases to run the contracts on: SQLite always, PostgreSQL in a throw-away cluster."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from redis.asyncio import Redis
from redis_server import RedisServer
from sqlalchemy.ext.asyncio import create_async_engine

from bot.record.database import Database, open_database
from bot.record.migrate import migrate


def _postgres_programs() -> Path | None:
    """The folder with initdb and pg_ctl, newest version first."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *map(Path, os.environ["PATH"].split(os.pathsep))]
    found = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    return max(found, key=str) if found else None


def _run(*command: object) -> None:
    """Run a server program; it refuses to run as root, so root lends it to the user postgres; by runuser:
    where Python changes the user it forks, and gRPC, which other tests start, aborts what was forked."""
    lent = ("runuser", "-u", "postgres", "--") if getpass.getuser() == "root" else ()
    words = [*lent, *(str(part) for part in command)]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a server of our own, without a database name."""
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL programs (initdb, pg_ctl) on this machine")
    folder = Path(tempfile.mkdtemp(prefix="shopclerk-postgres-"))
    if getpass.getuser() == "root":
        shutil.chown(folder, "postgres")
    port = _free_port()
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c max_connections=50"
    _run(programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "shop", "-E", "UTF8", "--no-sync")
    _run(programs / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-o", options, "-w", "start")
    try:
        yield f"postgresql://shop@127.0.0.1:{port}"
    finally:
        _run(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'shopclerk.db'}"
    server = request.getfixturevalue("postgres_server")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_async_engine(
        server.replace("postgresql:", "postgresql+asyncpg:") + "/postgres", isolation_level="AUTOCOMMIT"
    )
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    await admin.dispose()
    return f"{server}/{name}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A database with all tables."""
    await migrate(url)
    database = open_database(url)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def redis(redis_server: RedisServer) -> AsyncIterator[Redis]:
    """A client of an empty server."""
    async with Redis.from_url(redis_server.url) as redis:
        await redis.flushall()
        yield redis
