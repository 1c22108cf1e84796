"""Versions of the training data: immutable folders, as releases are.

    var/datasets/<version>/{train,dev,test}.jsonl, DATASHEET.md, manifest.json with their checksums
    var/datasets/sides.json     which side each dialogue and shopper is on, for ever

A version is named by its number and by the hash of its dialogues: the same data is the same version.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec

from bot.errors import DatasetError
from bot.releases import write_atomically
from training.transcripts.pool import Import
from training.transcripts.split import SIDES, Side
from training.transcripts.statistics import Statistics

MANIFEST = "manifest.json"
DATASHEET = "DATASHEET.md"
FILES = {side: f"{side}.jsonl" for side in SIDES}
_SIDES = "sides.json"


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """Where dialogues came from: an import, the event log, or files of the assistant. ``read`` counts them
    before cleaning; ``rejected`` what was none."""

    name: str
    source: str
    read: int
    rejected: int = 0
    import_id: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a version is. ``data_hash`` is the SHA-256 of all its dialogues with their sides; ``created`` Unix
    seconds; ``dropped`` counts by reason (cleaning.py); ``masked`` by kind, before cleaning;
    ``order_numbers`` says whether they were kept in what was not masked at its import; ``statistics`` is by
    side, and ``all``; ``files`` maps names to their SHA-256."""

    version: str
    created: float
    data_hash: str
    origins: tuple[Origin, ...]
    seed: int
    shares: dict[str, float]
    order_numbers: bool
    dropped: dict[str, int]
    masked: dict[str, int]
    statistics: dict[str, Statistics]
    files: dict[str, str] = {}


class Versions:
    """The versions of an installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self) -> list[Manifest]:
        """Oldest first. Raises: DatasetError for a damaged manifest."""
        return [self._read(path.parent) for path in sorted(self.folder.glob(f"[!.]*/{MANIFEST}"))]

    def get(self, version: str | None) -> Manifest:
        """The manifest of a version, of the newest one for None.

        Raises: DatasetError.
        """
        if version is None:
            known = self.all()
            if not known:
                raise DatasetError("There is no training data yet. Make some: shopclerk transcripts build")
            return known[-1]
        if not (self.folder / version / MANIFEST).is_file() or Path(version).name != version:
            known_names = ", ".join(one.version for one in self.all()) or "none"
            raise DatasetError(
                f"There is no version {version!r} of the training data. There are: {known_names}."
            )
        return self._read(self.folder / version)

    def verified(self, version: str | None) -> Manifest:
        """The same, its files compared with their checksums.

        Raises: DatasetError.
        """
        manifest = self.get(version)
        for name, expected in manifest.files.items():
            file = self.folder / manifest.version / name
            if not file.is_file():
                raise DatasetError(f"Version {manifest.version} is not complete: {name} is missing.")
            if sha256(file) != expected:
                raise DatasetError(f"Version {manifest.version} is damaged: {name} has another checksum.")
        return manifest

    def same(self, data_hash: str) -> Manifest | None:
        """The version with these data, if there is one."""
        return next((one for one in self.all() if one.data_hash == data_hash), None)

    def new_name(self, data_hash: str) -> str:
        """A number that counts up, and the beginning of the hash."""
        last = max((int(one.version.partition("-")[0]) for one in self.all()), default=0)
        return f"{last + 1:04d}-{data_hash[:12]}"

    def draft(self) -> Path:
        """An empty folder to make a version in; drafts that were given up are gone."""
        for left in self.folder.glob(".draft-*"):
            shutil.rmtree(left)
        path = self.folder / f".draft-{os.getpid()}"
        path.mkdir(parents=True)
        return path

    def seal(self, draft: Path, manifest: Manifest) -> Manifest:
        """Give a draft its checksums and its place: from here it never changes."""
        files = {path.name: sha256(path) for path in sorted(draft.iterdir())}
        sealed = msgspec.structs.replace(manifest, files=files)
        write_atomically(draft / MANIFEST, msgspec.json.format(msgspec.json.encode(sealed)))
        draft.rename(self.folder / sealed.version)
        return sealed

    def sides(self) -> dict[str, Side]:
        """The sides that were given so far, by dialogue and shopper. Raises: DatasetError."""
        file = self.folder / _SIDES
        try:
            return msgspec.json.decode(file.read_bytes(), type=dict[str, Side]) if file.exists() else {}
        except msgspec.MsgspecError as error:
            raise DatasetError(f"{file} is damaged: it says which dialogues are for the test.") from error

    def holding(self, shopper: str) -> dict[str, int]:
        """How many dialogues of a shopper lie in which versions, by the key."""
        key, found = f'"shopper":"{shopper}"'.encode(), {}
        for manifest in self.all():
            files = (self.folder / manifest.version / name for name in FILES.values())
            if number := sum(key in line for file in files for line in file.read_bytes().splitlines()):
                found[manifest.version] = number
        return found

    def remember_sides(self, sides: Mapping[str, Side]) -> None:
        """Keep them, whatever becomes of the versions."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self.folder / _SIDES, msgspec.json.encode(dict(sorted(sides.items()))))

    def _read(self, folder: Path) -> Manifest:
        try:
            return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        except (OSError, msgspec.MsgspecError) as error:
            raise DatasetError(f"{folder / MANIFEST} is damaged.") from error


def origin_of(one: Import) -> Origin:
    """Of an import."""
    return Origin(
        name=one.file, source=one.source, read=one.dialogues, rejected=one.rejected, import_id=one.import_id
    )


def sha256(file: Path) -> str:
    """Of its content."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
