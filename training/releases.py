"""Making releases ready to go live, and removing old ones."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from bot.errors import ReleaseError
from bot.manifest import Recipe
from bot.model_files import RESPONDER, ModelFiles, model_files
from bot.models import open_encoder
from bot.prepare import Steps, prepare_documents, prepare_products, prepare_wording
from bot.releases import (
    MANIFEST,
    Release,
    being_made,
    given_up,
    live_before,
    live_id,
    live_release,
    release_ids,
    seal,
)
from bot.respond.local import local_name
from bot.settings import Settings
from training.recipe import with_more

UNMADE = "removed.json"
"""A manifest of a release that is being removed."""


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


def live_release_with(settings: Settings, made: Path, metrics: Mapping[str, Any], recipe: Recipe) -> Release:
    """The live release with what is in ``made``, made by ``recipe``, among its own: a release of its own,
    sealed, not live.

    Raises: ReleaseError.
    """
    live = live_release(settings.var / "releases")
    if live is None:
        raise ReleaseError("No release is live yet. Run: shopclerk prepare")
    before = live.manifest
    with being_made(settings.var / "releases") as folder:
        shutil.copytree(live.path, folder, ignore=shutil.ignore_patterns(MANIFEST), dirs_exist_ok=True)
        for item in made.iterdir():
            if item.is_dir():
                shutil.rmtree(folder / item.name, ignore_errors=True)  # nothing of the one before stays in it
        shutil.copytree(made, folder, dirs_exist_ok=True)
        return seal(
            folder, data_hash=before.data_hash, base_model=before.base_model,
            metrics={**before.metrics, **metrics}, dataset=before.dataset,
            recipe=with_more(before.recipe, recipe),
        )  # fmt: skip


class Prunable(NamedTuple):
    """What `release prune` removes: releases by their ids; and what is left of those that go or are gone:
    folders without a manifest, reports, indexes, and converted responders."""

    releases: list[str]
    folders: list[Path]


def prunable(settings: Settings, keep: int) -> Prunable:
    """All releases but the live one, the one before it and the ``keep`` newest others, and what is left of
    those that go or are gone. A release that is being made stays."""
    releases = settings.var / "releases"
    stays = {live_id(releases), *live_before(releases)[-1:]}
    known = release_ids(releases)
    others = [name for name in known if name not in stays]
    left = set(known) - set(others[keep:])
    unsealed = given_up(releases)
    reports = [folder for folder in _folders(settings.var / "reports") if folder.name not in left]
    made = _unused(settings, [model_files(settings, releases / name) for name in left])
    return Prunable(others[keep:], [*unsealed, *reports, *made])


def prune_releases(settings: Settings, found: Prunable) -> None:
    """Remove what was found. A release is unmade before its folder is removed: what a crash leaves of it is
    no release, and goes the next time."""
    releases = settings.var / "releases"
    for name in found.releases:
        (releases / name / MANIFEST).rename(releases / name / UNMADE)
        shutil.rmtree(releases / name)
    for folder in found.folders:
        shutil.rmtree(folder)


def _folders(parent: Path) -> list[Path]:
    return sorted(folder for folder in parent.glob("*") if folder.is_dir())


def _unused(settings: Settings, left: Sequence[ModelFiles]) -> list[Path]:
    """Indexes and converted responders of no release that is left; those of the settings stay."""
    indexes = {files.index for files in left}
    responders = {local_name(files.responder) for files in left}
    responders.add(local_name(settings.language_model(settings.wording.model)))
    own = [folder for folder in _folders(settings.var / "index") if re.fullmatch("[0-9a-f]{12}", folder.name)]
    converted = sorted((settings.var / "models").glob(f"{RESPONDER}+*-int8"))
    return [
        *(folder for folder in own if folder not in indexes),
        *(folder for folder in converted if folder.name not in responders),
    ]
