"""What an installation keeps for itself on disk: its secret, and the lock of the process that serves it."""

from __future__ import annotations

import fcntl
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SettingsError
from bot.releases import write_atomically
from bot.settings import Settings


def installation_secret(var: Path) -> str:
    """The secret that signs visitor tokens: ``SHOPCLERK_SECRET``, else made once and kept in var/secret."""
    if given := os.environ.get("SHOPCLERK_SECRET"):
        return given
    file = var / "secret"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, secrets.token_urlsafe(48).encode(), mode=0o600)
    return file.read_text(encoding="utf-8").strip()


def recommender_key(settings: Settings) -> str:
    """What opens the recommender's process to the gateway: that of the settings, else one that follows from
    the installation's secret, so that both processes of an installation know it."""
    if own := settings.recommend.key.get_secret_value():
        return own
    secret = installation_secret(settings.var)
    return hmac.new(secret.encode(), b"recommender", "sha256").hexdigest()


@contextmanager
def sole_writer(settings: Settings) -> Iterator[None]:
    """On SQLite one process owns the installation.

    Raises: SettingsError when another one does.
    """
    if not settings.database_url.startswith("sqlite"):
        yield
        return
    settings.var.mkdir(parents=True, exist_ok=True)
    with (settings.var / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SettingsError(
                f"Another process serves {settings.state}. Stop it, talk to it with `shopclerk chat --url`, "
                "or set [storage] url to PostgreSQL to run several."
            ) from error
        yield
