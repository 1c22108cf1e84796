"""Making releases ready to go live, and removing old ones."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import ReleaseError
from bot.model_files import model_files
from bot.models import open_encoder
from bot.prepare import Steps, prepare_documents, prepare_products, prepare_wording
from bot.releases import MANIFEST, Release, live_before, live_id, live_release, new_folder, release_ids, seal
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


def live_release_with(settings: Settings, made: Path, metrics: Mapping[str, Any]) -> Release:
    """The live release with the files in ``made`` among its own: a release of its own, sealed, not live.

    Raises: ReleaseError.
    """
    live = live_release(settings.var / "releases")
    if live is None:
        raise ReleaseError("No release is live yet. Run: shopclerk prepare")
    folder = new_folder(settings.var / "releases")
    shutil.copytree(live.path, folder, ignore=shutil.ignore_patterns(MANIFEST), dirs_exist_ok=True)
    for file in made.iterdir():
        shutil.copyfile(file, folder / file.name)
    before = live.manifest
    return seal(
        folder, data_hash=before.data_hash, base_model=before.base_model,
        metrics={**before.metrics, **metrics}, dataset=before.dataset,
    )  # fmt: skip


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
