"""Releases: immutable folders of models with a manifest and checksums. Exactly one is live.

    var/releases/<id>/manifest.json, and the files that it names, MODEL_CARD.md among them
    var/releases/LIVE                 the id of the live release, replaced atomically
    var/releases/HISTORY.jsonl        which release went live when, and why

Reading and verifying is done here; making and judging a release is training's.
"""

from __future__ import annotations

import fcntl
import hashlib
import itertools
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from bot.errors import ReleaseError
from bot.manifest import Manifest, Recipe
from bot.model_card import MODEL_CARD, model_card
from bot.program import commit_of, program

LIVE = "LIVE"
HISTORY = "HISTORY.jsonl"
MANIFEST = "manifest.json"
_UNKNOWN = Recipe()


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release on disk."""

    path: Path
    manifest: Manifest

    @property
    def release_id(self) -> str:
        """Its name, as it stands in the events that it spoke."""
        return self.manifest.release_id


class WentLive(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the history. ``time`` is Unix seconds; ``way``: promoted or rolled_back; ``why``: what was
    said when it was promoted though the gates refused it."""

    release_id: str
    time: float
    way: Literal["promoted", "rolled_back"]
    why: str = ""


def live_id(releases: Path) -> str:
    """The id of the live release, "" where none was made yet; its files are not looked at."""
    pointer = releases / LIVE
    return pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""


def live_release(releases: Path) -> Release | None:
    """The live release, verified; None where none was made yet.

    Raises: ReleaseError when it is incomplete or a checksum differs.
    """
    name = live_id(releases)
    return read_release(releases / name) if name else None


def release_ids(releases: Path) -> list[str]:
    """Of all finished releases, newest first."""
    return sorted((manifest.parent.name for manifest in releases.glob(f"*/{MANIFEST}")), reverse=True)


def read_release(path: Path) -> Release:
    """Read and verify a release.

    Raises: ReleaseError.
    """
    try:
        manifest = msgspec.json.decode((path / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as error:
        raise ReleaseError(detail=f"{path / MANIFEST}: {error}") from error
    for name, expected in manifest.files.items():
        file = path / name
        if not file.is_file():
            raise ReleaseError(detail=f"{file} is missing")
        if _sha256(file) != expected:
            raise ReleaseError(detail=f"{file} does not have the checksum in its manifest")
    return Release(path=path, manifest=manifest)


def new_folder(releases: Path) -> Path:
    """An empty folder for a release, named by the time in UTC. What has no manifest yet is no release."""
    name = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    for number in itertools.count(1):
        folder = releases / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        return folder
    raise AssertionError


@contextmanager
def being_made(releases: Path) -> Iterator[Path]:
    """A new folder to fill and seal. While the block runs it is locked, which the system undoes however the
    process ends, so that others know it from one that was left; where the block fails it is removed."""
    releases.mkdir(parents=True, exist_ok=True)
    with _locked(releases):
        folder = new_folder(releases)
        lock = _lock(folder)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        os.close(lock)


def given_up(releases: Path) -> list[Path]:
    """Folders that never became a release, or are one no longer, and that no process is making: what a killed
    one left."""
    if not releases.is_dir():
        return []
    with _locked(releases):
        unsealed = (f for f in sorted(releases.glob("*")) if f.is_dir() and not (f / MANIFEST).exists())
        return [folder for folder in unsealed if not _is_locked(folder)]


@contextmanager
def _locked(releases: Path) -> Iterator[None]:
    """Alone for a moment: a folder is never seen between being made and being locked."""
    lock = _lock(releases)
    try:
        yield
    finally:
        os.close(lock)


def _lock(folder: Path, *, wait: bool = True) -> int:
    """Raises: BlockingIOError where another one has it and it is not waited for."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_locked(folder: Path) -> bool:
    try:
        os.close(_lock(folder, wait=False))
    except BlockingIOError:
        return True
    return False


def seal(
    path: Path,
    *,
    data_hash: str,
    base_model: str,
    metrics: Mapping[str, Any],
    dataset: str = "",
    recipe: Recipe = _UNKNOWN,
) -> Release:
    """Write the model card and the manifest of a finished folder: from here it never changes."""
    (path / MODEL_CARD).unlink(missing_ok=True)  # of the release whose files were taken over
    files = {str(f.relative_to(path)): _sha256(f) for f in sorted(path.rglob("*")) if f.is_file()}
    draft = Manifest(
        release_id=path.name,
        created=time.time(),
        data_hash=data_hash,
        base_model=base_model,
        files=files,
        metrics=dict(metrics),
        dataset=dataset,
        program=program(),
        commit=commit_of(),
        recipe=recipe,
    )
    write_atomically(path / MODEL_CARD, model_card(draft).encode())
    manifest = msgspec.structs.replace(draft, files={**files, MODEL_CARD: _sha256(path / MODEL_CARD)})
    write_atomically(path / MANIFEST, msgspec.json.encode(manifest))
    return Release(path=path, manifest=manifest)


def promote(release: Release, why: str = "") -> None:
    """Make a release the live one; readers see the old or the new one, never half. ``why``: see WentLive."""
    _go_live(release, "promoted", why)


def roll_back(releases: Path) -> Release:
    """Make the release live that was so before.

    Raises: ReleaseError where there is none, or it is damaged.
    """
    earlier = live_before(releases)
    if not earlier:
        raise ReleaseError("There is no release to go back to.")
    release = read_release(releases / earlier[-1])
    _go_live(release, "rolled_back")
    return release


def live_before(releases: Path) -> list[str]:
    """The releases to which one can go back, the last one first to be tried: what was promoted and neither
    rolled back nor removed since."""
    path: list[str] = []
    for entry in history(releases):
        if entry.way == "rolled_back":
            path = path[: path.index(entry.release_id)] if entry.release_id in path else path[:-1]
        if entry.release_id in path:
            path.remove(entry.release_id)
        path.append(entry.release_id)
    return [name for name in path if name != live_id(releases) and (releases / name / MANIFEST).is_file()]


def history(releases: Path) -> list[WentLive]:
    """What went live, oldest first; a line that a crash cut off is left out."""
    file = releases / HISTORY
    entries = []
    for line in file.read_bytes().splitlines() if file.exists() else ():
        with suppress(msgspec.MsgspecError):
            entries.append(msgspec.json.decode(line, type=WentLive))
    return entries


def _go_live(release: Release, way: Literal["promoted", "rolled_back"], why: str = "") -> None:
    releases = release.path.parent
    entries = [WentLive(release_id=release.release_id, time=time.time(), way=way, why=why)]
    live = live_id(releases)
    if live and live not in {entry.release_id for entry in history(releases)}:  # older than the history
        entries.insert(0, WentLive(release_id=live, time=(releases / LIVE).stat().st_mtime, way="promoted"))
    with (releases / HISTORY).open("ab") as file:
        file.writelines(msgspec.json.encode(entry) + b"\n" for entry in entries)
        file.flush()
        os.fsync(file.fileno())
    write_atomically(releases / LIVE, release.release_id.encode())


def write_atomically(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Replace a file so that a crash leaves the old or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
