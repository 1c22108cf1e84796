"""A version of the training data, as those who train open it.

dataset = open_dataset(state)            # the newest, or open_dataset(state, "0003-5f1c09d2ab34")
for dialogue in dataset.train: ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.errors import DatasetError
from training.transcripts.dialogue import Dialogue, LineError, read_dialogues
from training.transcripts.split import Side
from training.transcripts.versions import FILES, Manifest, Versions


@dataclass(frozen=True)
class Dataset:
    """Dialogues to train on, to choose by, and to judge by. Each side is read when it is first asked for.

    Reading one raises DatasetError when it is damaged.
    """

    folder: Path
    manifest: Manifest

    @cached_property
    def train(self) -> Sequence[Dialogue]:
        """To train on."""
        return self._read("train")

    @cached_property
    def dev(self) -> Sequence[Dialogue]:
        """To choose settings and to stop by."""
        return self._read("dev")

    @cached_property
    def test(self) -> Sequence[Dialogue]:
        """To judge by, once; the newest where times are known. Never tune on it."""
        return self._read("test")

    def _read(self, side: Side) -> tuple[Dialogue, ...]:
        found = tuple(read_dialogues(self.folder / FILES[side]))
        for one in found:
            if isinstance(one, LineError):
                raise DatasetError(f"Version {self.manifest.version} is damaged: {one}")
        return found  # type: ignore[return-value]  # no errors are among them


def open_dataset(state: Path, version: str | None = None) -> Dataset:
    """A version of the installation in ``state``, checked against its checksums; the newest one for None.

    Raises: DatasetError when there is none, or it is not as it was written.
    """
    versions = Versions(state / "var" / "datasets")
    manifest = versions.verified(version)
    return Dataset(folder=versions.folder / manifest.version, manifest=manifest)
