"""Releases: immutable folders of models with a manifest and checksums. Exactly one is live.

    var/releases/<id>/manifest.json, and the files that it names
    var/releases/LIVE                 the id of the live release, replaced atomically

Reading and verifying is done here; making and judging a release is training's.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import ReleaseError

LIVE = "LIVE"
MANIFEST = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a release is. ``data_hash`` is of all it was trained on; ``files`` maps a path to its sha256;
    ``created`` is Unix seconds."""

    release_id: str
    created: float
    data_hash: str
    base_model: str
    files: dict[str, str]
    metrics: dict[str, Any] = {}


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A release on disk."""

    path: Path
    manifest: Manifest

    @property
    def release_id(self) -> str:
        """Its name, as it stands in the events that it spoke."""
        return self.manifest.release_id


def live_release(releases: Path) -> Release | None:
    """The live release, verified; None where none was made yet.

    Raises: ReleaseError when it is incomplete or a checksum differs.
    """
    pointer = releases / LIVE
    if not pointer.exists():
        return None
    return read_release(releases / pointer.read_text(encoding="utf-8").strip())


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


def seal(path: Path, *, data_hash: str, base_model: str, metrics: Mapping[str, Any]) -> Release:
    """Write the manifest of a finished folder: from here it never changes."""
    files = {str(f.relative_to(path)): _sha256(f) for f in sorted(path.rglob("*")) if f.is_file()}
    manifest = Manifest(
        release_id=path.name,
        created=time.time(),
        data_hash=data_hash,
        base_model=base_model,
        files=files,
        metrics=dict(metrics),
    )
    write_atomically(path / MANIFEST, msgspec.json.encode(manifest))
    return Release(path=path, manifest=manifest)


def promote(release: Release) -> None:
    """Make a release the live one; readers see the old or the new one, never half."""
    write_atomically(release.path.parent / LIVE, release.release_id.encode())


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
