"""Erased shoppers: gone from the pool, and in no later version. The audit log knows who they are."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from bot.record.audit import AuditLog
from bot.record.database import Database
from bot.record.privacy import erased_shoppers
from training.transcripts.keys import Keys
from training.transcripts.pool import Pool
from training.transcripts.versions import Versions


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: dialogues taken out of the pool, and how many of the shopper's still lie in versions
    that were made before, which are never changed: delete them."""

    pool: int
    versions: dict[str, int]


async def erased_keys(database: Database, keys: Keys) -> frozenset[str]:
    """The keys of all shoppers who were erased. Raises: StorageError."""
    return frozenset(map(keys.shopper, await erased_shoppers(database)))


async def write_down(database: Database, shopper: str) -> None:
    """Put it into the audit log, so that nothing of the shopper is taken again. Raises: StorageError."""
    await AuditLog(database).add("erased", target=shopper)


def purge(pool: Pool, versions: Versions, shoppers: Collection[str]) -> int:
    """Forget these shoppers, by their keys; returns how many dialogues went. Raises: TranscriptError."""
    sides = versions.sides()
    if known := sides.keys() & set(shoppers):
        versions.remember_sides({name: side for name, side in sides.items() if name not in known})
    return pool.purge(shoppers)
