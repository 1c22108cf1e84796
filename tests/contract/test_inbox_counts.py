"""The numbers of the inbox, which are asked after every change, come from an index alone."""

from __future__ import annotations

import sqlalchemy as sa

from bot.record.database import open_database
from bot.record.inbox import COUNTS
from bot.record.migrate import migrate


async def test_counting_looks_at_no_conversation(url: str) -> None:
    await migrate(url)
    database = open_database(url)

    def plan(connection: sa.Connection) -> str:
        explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
        if explain == "EXPLAIN":
            connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        counts = COUNTS.compile(connection, compile_kwargs={"literal_binds": True})
        return "\n".join(map(str, connection.execute(sa.text(f"{explain} {counts}"))))

    try:
        assert "ix_conversations_counted" in await database.read(plan)
    finally:
        await database.close()
