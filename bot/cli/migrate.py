"""``shopclerk migrate``: bring the database to this version's layout."""

from __future__ import annotations

import asyncio

from bot.cli.options import HERE, State


def command(state: State = HERE) -> None:
    """Bring the database to the layout that this version needs, all or nothing.

    `serve` does this too. Make a backup first: older versions refuse the new layout.
    """
    from rich.console import Console

    from bot.record.migrate import migrate
    from bot.settings import load_settings

    applied = asyncio.run(migrate(load_settings(state).database_url))
    said = f"Applied {', '.join(applied)}." if applied else "The database is up to date."
    Console(soft_wrap=True).print(said, highlight=False)
