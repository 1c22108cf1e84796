"""Looks at an installation part by part, for ``shopclerk doctor``: what is wrong, and how to mend it."""

from __future__ import annotations

import asyncio
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass

from redis import Redis
from redis.exceptions import RedisError

from bot.actions.registry import runnable_actions
from bot.app import DIST
from bot.assistant_files import document_ids, read_sources
from bot.decide.assistant import check_assistant
from bot.errors import ShopclerkError
from bot.knowledge.translate import translated_errors
from bot.models import open_answerer, open_encoder, open_understanding_of
from bot.record.migrate import missing_migrations
from bot.releases import live_release
from bot.settings import Settings
from bot.shop_data import look_at_data
from bot.starter import left_examples

LOW_SPACE = 500 * 1024**2
"""Bytes of free space below which a warning is due."""
ANOTHER_PORT = "shopclerk serve --port PORT, or [server] port in shopclerk.toml"
"""How a port is chosen."""
DATABASE_REMEDY = (
    "shopclerk migrate; where the server does not answer: start it, or mend [storage] url "
    "(SHOPCLERK_STORAGE__URL)"
)
REDIS_REMEDY = "start it, or mend [redis] url (SHOPCLERK_REDIS__URL)"
REDIS_ANSWERS = 3.0
"""Seconds."""
NAMED = 3
"""Mistakes in the tables that are named."""
PORT_REMEDY = (
    "stop what listens there; or, where the shop is served on another port, look at that one: "
    "shopclerk doctor --port PORT, or [server] port in shopclerk.toml"
)


@dataclass(frozen=True)
class Finding:
    """One part, whether it is good, what was seen, and what to do. A good one with a remedy is a warning."""

    part: str
    good: bool
    text: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which things are needed."""
    checks: tuple[tuple[str, str, Callable[[Settings], str]], ...] = (
        ("assistant", "shopclerk check", _assistant),
        ("database", DATABASE_REMEDY, _database),
        ("redis", REDIS_REMEDY, _redis),
        ("encoder", "shopclerk prepare", _encoder),
        ("release", "shopclerk prepare", _release),
        ("documents", "shopclerk index build", _documents),
        ("tables", "mend the files that are named; shopclerk check names their rows", _tables),
        ("browser files", "make setup", _browser_files),
        ("space", "free some space on this disk", _space),
        ("port", PORT_REMEDY, _port),
    )
    looked = (_look(part, remedy, check, settings) for part, remedy, check in checks)
    return [*looked, *_left_out(settings), _examples(settings)]


def _look(part: str, remedy: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(part, True, check(settings))
    except ShopclerkError as error:
        return Finding(part, False, error.told_operator, remedy)


def _assistant(settings: Settings) -> str:
    sources = read_sources(settings.state)
    problems = check_assistant(
        sources, documents=document_ids(settings.state), actions=runnable_actions(settings)
    )
    if problems:
        raise ShopclerkError(f"{len(problems)} mistakes, the first: {problems[0]}")
    return f"{len(sources)} files without mistakes"


def _database(settings: Settings) -> str:
    kind = "PostgreSQL" if settings.storage.url.startswith("postgres") else "SQLite"
    if missing := asyncio.run(missing_migrations(settings.database_url)):
        raise ShopclerkError(f"{kind} lacks {len(missing)} migrations: {', '.join(missing)}.")
    return f"{kind}, up to date"


def _redis(settings: Settings) -> str:
    if not settings.redis.url:
        return "none; one process serves"
    try:
        with Redis.from_url(
            settings.redis.url, socket_timeout=REDIS_ANSWERS, socket_connect_timeout=REDIS_ANSWERS
        ) as redis:
            redis.ping()
    except (RedisError, ValueError) as error:
        raise ShopclerkError(f"Redis cannot be used: {str(error).rstrip('.')}.") from error
    return "answers"


def _encoder(settings: Settings) -> str:
    return open_encoder(settings).name


def _release(settings: Settings) -> str:
    release = live_release(settings.var / "releases")
    if release is None:
        raise ShopclerkError("No release is live.")
    open_understanding_of(settings, release, open_encoder(settings))
    return f"{release.release_id}, checksums right"


def _documents(settings: Settings) -> str:
    documents, answerer = open_answerer(settings)
    with translated_errors():
        answerer.answer("Is anybody there?")
    return f"{len(documents.snapshot.content.passages)} passages"


def _browser_files(_settings: Settings) -> str:
    if not (DIST / "widget.js").is_file():
        raise ShopclerkError("Widget and console are not built.")
    return "built"


def _space(settings: Settings) -> str:
    free = shutil.disk_usage(settings.state).free
    if free < LOW_SPACE:
        raise ShopclerkError(f"Only {free // 1024**2} MiB are free.")
    return f"{free // 1024**3} GiB free"


def _tables(settings: Settings) -> str:
    data = look_at_data(settings)
    if data.mistakes:
        more = len(data.mistakes) - NAMED
        others = f" {more} more." if more > 0 else ""
        raise ShopclerkError(" ".join(map(str, data.mistakes[:NAMED])) + others)
    return data.counted


def _left_out(settings: Settings) -> tuple[Finding, ...]:
    left_out = look_at_data(settings).left_out
    if not left_out:
        return ()
    text = f"rows of the catalogue that are left out: {len(left_out)}, the first: {left_out[0]}"
    return (Finding("rows", True, text, "shopclerk check names each"),)


def _examples(settings: Settings) -> Finding:
    left = left_examples(settings.state)
    if not left:
        return Finding("examples", True, "none left beside your own documents")
    named = ", ".join(example.name for example in left)
    return Finding(
        "examples",
        True,
        f"as `shopclerk init` wrote them: {named}",
        "delete them, or write your own: shopclerk check names each",
    )


def _port(settings: Settings) -> str:
    server = settings.server
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host, server.port))
        except OSError as error:
            raise ShopclerkError(f"Port {server.port} cannot be used: {error.strerror}.") from error
    return f"{server.host}:{server.port} is free (for another one: {ANOTHER_PORT})"
