"""Lets the registry follow what happens to releases here.

No command fails because of it: what goes wrong is a warning, and ``shopclerk release sync`` makes up for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from bot.errors import RegistryUnavailable, ReleaseError, SettingsError
from bot.releases import Release, live_id, read_release, release_ids
from bot.settings import Settings
from training.judge.report import newest_report, reports_of
from training.registry.mlflow_registry import MlflowRegistry, open_registry

_PASSWORD = re.compile(r"//[^/@\s]+@")
_LONGEST = 200
"""Characters of a reason."""
Warn = Callable[[str], None]


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """What the registry did not know: releases that were added, reports on releases, and whether the alias
    has moved."""

    added: int
    judged: int
    moved: bool


def tell_registry(settings: Settings, releases: Sequence[str], warn: Warn) -> None:
    """Tell of some releases, and which one is live, if a registry is set. Never raises for its sake."""
    if settings.release.registry == "none":
        return
    try:
        _synced(settings, releases, warn)
    except (RegistryUnavailable, SettingsError) as error:
        warn(
            f"{error.text} Here everything is done, and serving goes on. Once that is mended, tell the"
            " registry with: shopclerk release sync"
        )


def sync(settings: Settings, warn: Warn, told: Callable[[int, int], None]) -> Synced:
    """Bring the registry up to date with all releases, their newest reports and the live one.

    Raises: RegistryUnavailable, SettingsError where no registry is set or MLflow is not installed.
    """
    if settings.release.registry == "none":
        raise SettingsError('No registry is set. Set [release] registry = "mlflow" (docs/settings.md).')
    oldest_first = release_ids(settings.var / "releases")[::-1]
    return _synced(settings, oldest_first, warn, told)


def _synced(
    settings: Settings,
    releases: Sequence[str],
    warn: Warn,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Synced:
    """The live release is told of as well: without its version there is nothing for the alias."""
    live = live_id(settings.var / "releases")
    names = [*releases, *([live] if live and live not in releases else [])]
    found = [release for name in names if (release := _read(settings, name, warn))]
    added = judged = 0
    moved = False
    try:
        registry = open_registry(settings)
        for done, release in enumerate(found, start=1):
            added += registry.add(release)
            judged += _judged(registry, settings, release)
            moved = (release.release_id == live and registry.point_to(release)) or moved
            told(done, len(found))
    except SettingsError:
        raise
    except Exception as error:  # whatever MLflow, its drivers and the network raise
        raise RegistryUnavailable(f"The model registry was not told: {_reason(error)}") from error
    return Synced(added=added, judged=judged, moved=moved)


def _read(settings: Settings, name: str, warn: Warn) -> Release | None:
    try:
        return read_release(settings.var / "releases" / name)
    except ReleaseError as error:
        warn(f"{name} is damaged, and left out of the registry: {error.detail}")
        return None


def _judged(registry: MlflowRegistry, settings: Settings, release: Release) -> bool:
    report = newest_report(reports_of(settings.var, release.release_id))
    return report is not None and registry.judge(release, report)


def _reason(error: Exception) -> str:
    """The first line of what went wrong, without a password that stands in an address."""
    first = str(error).strip().partition("\n")[0] or type(error).__name__
    return _PASSWORD.sub("//***@", first)[:_LONGEST].rstrip(".") + "."
