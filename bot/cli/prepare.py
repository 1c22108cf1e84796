"""``shopclerk prepare``: build what is missing or out of date."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.cli.options import HERE, State


def command(state: State = HERE) -> None:
    """Bring an installation up to date: database, models, indexes.

    Only what is missing or out of date is built, so running it again is quick. `serve` does the same first.
    """
    run_prepare(state)


def run_prepare(state: Path, *, serving: bool = False) -> bool:
    """Prepare with a progress bar a step, and say what was skipped; ``serving`` and what is returned: see
    ``bot.prepare``.

    Raises: ConfigError and its kin, for a mistake in the installation's files.
    """
    from bot.cli.progress import Steps
    from bot.logs import set_up_logs
    from bot.prepare import prepare
    from bot.settings import load_settings

    settings = load_settings(state)
    set_up_logs(settings.logs)
    with Steps() as steps:
        return asyncio.run(prepare(settings, steps, serving=serving))
