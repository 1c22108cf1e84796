"""What commands read and write in the installation's database, also while it is being served."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bot.record.database import Database

Result = TypeVar("Result")


def with_database(state: Path, work: Callable[[Database], Awaitable[Result]]) -> Result:
    """What ``work`` makes of the database, which is brought up to date first.

    Raises: StorageError.
    """
    from bot.record.database import open_database
    from bot.record.migrate import migrate
    from bot.settings import load_settings

    async def run() -> Result:
        url = load_settings(state).database_url
        await migrate(url)
        database = open_database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())
