"""Making releases ready to go live, and removing old ones."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.model_files import model_files
from bot.models import open_encoder
from bot.prepare import Steps, prepare_documents, prepare_products, prepare_wording
from bot.releases import MANIFEST, Release, live_before, live_id, release_ids
from bot.settings import Settings


def build_indexes(settings: Settings, release: Release, steps: Steps) -> None:
    """Bring the indexes to today's documents and products with a release's models, before it goes live: only
    what changed since they were built is encoded.

    Raises: ModelUnavailable, IndexUnavailable, IndexBusy.
    """
    files = model_files(settings, release.path)
    encoder = open_encoder(settings, files)
    prepare_documents(settings, encoder, steps, files)
    prepare_products(settings, encoder, steps, files)
    prepare_wording(settings, steps, files)


def prune_releases(releases: Path, keep: int) -> list[str]:
    """Remove all but the live release, the one before it and the ``keep`` newest others; returns what went.

    A folder is unmade before it is removed: what a crash leaves of it is no release.
    """
    stays = {live_id(releases), *live_before(releases)[-1:]}
    others = [name for name in release_ids(releases) if name not in stays]
    for name in others[keep:]:
        (releases / name / MANIFEST).unlink()
        shutil.rmtree(releases / name)
    return others[keep:]
