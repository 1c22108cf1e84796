"""A whole copy of an installation, also while it serves: what a plain copy of its folder is not."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.errors import SettingsError
from bot.record.copy import copy_sqlite, sqlite_file
from bot.settings import Settings

LOCK = "lock"
"""Of the process that serves."""


def back_up(settings: Settings, target: Path) -> bool:
    """Copy the folder to ``target``, which must not be there yet; it appears when it is whole.

    Returns whether the database is in it: one on a server is not.

    Raises: SettingsError; OSError where it cannot be written; StorageError.
    """
    target = target.expanduser().resolve()
    if target.exists():
        raise SettingsError(f"{target} is there already. Choose another name: nothing is written over.")
    if target.is_relative_to(settings.state):
        raise SettingsError(f"{target} lies in the folder that is copied. Choose one outside it.")
    partial = target.with_name(f".{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    database = sqlite_file(settings.database_url)
    own = database is not None and database.is_relative_to(settings.state)
    try:
        _copy_files(settings, partial, database)
        if database is not None and own and database.is_file():
            copy_sqlite(database, partial / database.relative_to(settings.state))
        partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return own


def _copy_files(settings: Settings, partial: Path, database: Path | None) -> None:
    """All but database and lock; a file that goes in the meantime, as old indexes do, is not missed."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        here = Path(folder)
        own = {LOCK} if here == settings.var else set()
        if database is not None and here == database.parent:
            own |= {name for name in names if name.startswith(database.name)}
        return own

    shutil.copytree(settings.state, partial, symlinks=True, copy_function=_copy, ignore=left_out)


def _copy(source: str, target: str) -> None:
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        if Path(source).exists():
            raise
