"""Erased shoppers: gone from the pool and from reports, and in no later version. The audit log knows who
they are."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.record.audit import AuditLog
from bot.record.database import Database
from bot.record.privacy import erased_shoppers
from training.transcripts.keys import Keys
from training.transcripts.pool import Pool
from training.transcripts.versions import Versions


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: dialogues taken out of the pool, reports that were removed, and how many of the
    shopper's dialogues still lie in versions that were made before, which are never changed: delete them."""

    pool: int
    reports: int
    versions: dict[str, int]


class Purged(NamedTuple):
    """Dialogues and reports that went."""

    dialogues: int
    reports: int


class _JudgedOn(msgspec.Struct, frozen=True):
    version: str = ""


class _Report(msgspec.Struct, frozen=True):
    judged_on: _JudgedOn = _JudgedOn()


async def erased_keys(database: Database, keys: Keys) -> frozenset[str]:
    """The keys of all shoppers who were erased. Raises: StorageError."""
    return frozenset(map(keys.shopper, await erased_shoppers(database)))


async def write_down(database: Database, shopper: str) -> None:
    """Put it into the audit log, so that nothing of the shopper is taken again. Raises: StorageError."""
    await AuditLog(database).add("erased", target=shopper)


def purge(pool: Pool, versions: Versions, reports: Path, shoppers: Collection[str]) -> Purged:
    """Forget these shoppers, by their keys: in the pool, and in ``reports`` (var/reports).

    Raises: TranscriptError, DatasetError.
    """
    sides, removed = versions.sides(), 0
    if known := sides.keys() & set(shoppers):
        removed = _remove_reports(reports, {version for key in known for version in versions.holding(key)})
        versions.remember_sides({name: side for name, side in sides.items() if name not in known})
    return Purged(pool.purge(shoppers), removed)


def _remove_reports(reports: Path, versions: Collection[str]) -> int:
    """Remove the reports on releases that were judged on these versions, which quote what was said there:
    they are made again with the next judgement. Returns of how many releases."""
    quoting = {file.parent for file in reports.glob("*/*.json") if _quotes(file, versions)}
    for folder in quoting:
        shutil.rmtree(folder)
    return len(quoting)


def _quotes(file: Path, versions: Collection[str]) -> bool:
    """Whether a report was made on one of them, or cannot be read; comparisons lie beside the reports that
    they are of."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Report).judged_on.version in versions
    except msgspec.MsgspecError:
        return True
