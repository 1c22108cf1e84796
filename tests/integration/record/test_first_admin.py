"""Several processes that start together on one database make one administrator, and all of them start."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.console.accounts import Accounts
from bot.record.audit import AuditLog
from bot.record.database import open_database
from bot.record.migrate import migrate
from bot.record.staff import StaffStore
from bot.serving import first_admin


async def test_processes_that_start_together_make_one_administrator(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    await migrate(url)
    databases = [open_database(url) for _ in range(3)]
    try:
        made = await asyncio.gather(
            *(first_admin(Accounts(StaffStore(one), AuditLog(one))) for one in databases)
        )
        assert sum(admin is not None for admin in made) == 1
        assert len(await StaffStore(databases[0]).everybody()) == 1
    finally:
        await asyncio.gather(*(one.close() for one in databases))
