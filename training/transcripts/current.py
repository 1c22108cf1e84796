"""The transcripts of an installation, and the version of today."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.cli.stored import with_database
from bot.installation import installation_secret
from bot.prepare import Steps
from bot.record.database import Database
from bot.settings import Settings
from training.transcripts.building import Build
from training.transcripts.erasure import erased_keys, purge
from training.transcripts.event_log import recorded_dialogues
from training.transcripts.keys import Keys
from training.transcripts.masking import Masked, Masker
from training.transcripts.pool import Pool
from training.transcripts.shop_masker import shop_masker
from training.transcripts.split import SHARES, Shares
from training.transcripts.versions import Manifest, Versions


@dataclass(frozen=True)
class Stores:
    """What an installation keeps of transcripts."""

    settings: Settings
    keys: Keys
    pool: Pool
    versions: Versions


@dataclass(frozen=True)
class Plan:
    """How a version is made. ``idle_hours``: a conversation that is not closed is over after so long;
    ``seed`` and ``shares`` of the split."""

    order_numbers: bool = False
    idle_hours: float = 24.0
    seed: int = 1
    shares: Shares = SHARES


def open_stores(settings: Settings) -> Stores:
    """The pool and the versions of an installation."""
    keys = Keys(installation_secret(settings.var))
    pool = Pool(settings.var / "transcripts", keys.fingerprint)
    return Stores(settings, keys, pool, Versions(settings.var / "datasets"))


def build_version(stores: Stores, plan: Plan, steps: Steps) -> tuple[Manifest, bool]:
    """The version of all that was said until now, and whether it is new: from the pool, the event log and
    dialogues/*.jsonl. What is no dialogue there is warned of.

    Raises: DatasetError when there is nothing, TranscriptError, StorageError, Conflict.
    """
    masker = shop_masker(stores.settings, order_numbers=plan.order_numbers)
    with stores.pool.locked():
        steps.begin("Event log")
        erased, recorded = _recorded(stores, masker, time.time() - plan.idle_hours * 3600.0)
        steps.end(f"{len(recorded):,} conversations")
        gone = purge(stores.pool, stores.versions, stores.settings.var / "reports", erased)
        if gone.dialogues or gone.reports:
            steps.warn(
                f"{gone.dialogues} dialogues of erased shoppers are gone from the pool, and the reports on"
                f" {gone.reports} releases, which quoted them."
            )
        steps.begin("Dialogues")
        build = Build(
            stores.pool, stores.versions, stores.keys, masker, erased, order_numbers=plan.order_numbers,
            seed=plan.seed, shares=plan.shares,
        )  # fmt: skip
        own = sorted((stores.settings.state / "dialogues").glob("*.jsonl"))
        manifest, is_new, errors = build.run(own, recorded, steps.advance)
        steps.end(f"{manifest.statistics['all'].dialogues:,} in version {manifest.version}")
    for error in errors:
        steps.warn(str(error))
    return manifest, is_new


def _recorded(stores: Stores, masker: Masker, over: float) -> tuple[frozenset[str], list[Masked]]:
    """Keys of erased shoppers, and the conversations of the log in which nothing has happened since ``over``
    or that are closed."""

    async def read(database: Database) -> tuple[frozenset[str], list[Masked]]:
        erased = await erased_keys(database, stores.keys)
        return erased, await recorded_dialogues(database, stores.keys, masker, idle_since=over)

    return with_database(stores.settings.state, read)
