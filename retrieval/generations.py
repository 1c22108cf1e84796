"""Generations: a folder of index files that becomes current in one atomic step, or not at all.

root/CURRENT         the number of the current generation
root/<n>/            one generation; manifest.json holds the checksums of its other files
root/<n>.partial/    one in the making; left over after a crash, removed by the next writer
root/.lock           held by the writer
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.checksums import sha256
from retrieval.errors import IndexBusy, IndexDamaged, IndexMissing

KEPT = 2


class Generations:
    """The generations below one folder. Any number of readers, one writer at a time over all processes.

    ``forget`` is called with each folder that is about to be removed, for what it has elsewhere."""

    def __init__(self, root: Path, forget: Callable[[Path], None] | None = None) -> None:
        self._root, self._forget = root, forget

    def current(self) -> int:
        """The number of the current generation; 0 when there is none. Reads one small file."""
        try:
            return int((self._root / "CURRENT").read_text())
        except FileNotFoundError:
            return 0
        except ValueError as error:
            raise IndexDamaged(
                "This file is damaged. Build the index again.", file=self._root / "CURRENT"
            ) from error

    def folder(self, number: int) -> Path:
        """The folder of a generation.

        Raises: IndexMissing.
        """
        folder = self._root / str(number)
        if not number or not folder.is_dir():
            raise IndexMissing("There is no index yet. Run: shopclerk index build", file=self._root)
        return folder

    def kept(self, number: int) -> bool:
        """Whether a generation is still there."""
        return (self._root / str(number)).is_dir()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock.

        Raises: IndexBusy when another process is writing.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        with (self._root / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise IndexBusy(
                    "Another process is changing this index. Try again when it is done."
                ) from error
            yield

    @contextmanager
    def next(self) -> Iterator[Path]:
        """A folder to fill; it becomes the current generation when the block ends without an error.

        To be used within ``writing``. The folder's files are flushed to disk before the switch.
        """
        for left in self._root.glob("*.partial"):
            self._remove(left)
        number = max([self.current(), *self._numbers()]) + 1
        partial = self._root / f"{number}.partial"
        partial.mkdir()
        try:
            yield partial
        except BaseException:
            self._remove(partial)
            raise
        _flush_tree(partial)
        partial.rename(self._root / str(number))
        self._switch(number)
        self._prune(number)

    def _switch(self, number: int) -> None:
        _flush(self._root)
        beside = self._root / "CURRENT.new"
        with beside.open("w") as file:
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._root / "CURRENT")
        _flush(self._root)

    def _prune(self, number: int) -> None:
        for old in sorted(n for n in self._numbers() if n < number)[: -(KEPT - 1)]:
            self._remove(self._root / str(old))

    def _remove(self, folder: Path) -> None:
        if self._forget is not None:
            self._forget(folder)
        shutil.rmtree(folder, ignore_errors=True)

    def _numbers(self) -> list[int]:
        return [int(path.name) for path in self._root.iterdir() if path.name.isdigit() and path.is_dir()]


def checksums(folder: Path) -> dict[str, str]:
    """The checksum of every file below ``folder`` but the manifest, by its relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json")
    return {path.relative_to(folder).as_posix(): sha256(path) for path in files}


def verify(folder: Path, expected: dict[str, str]) -> None:
    """Compare all files with their checksums.

    Raises: IndexDamaged, naming the first file that differs.
    """
    for name, checksum in expected.items():
        path = folder / name
        if not path.is_file() or sha256(path) != checksum:
            raise IndexDamaged(
                "This index file is missing or damaged. Run: shopclerk index build --full", file=path
            )


def _flush_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _flush(path)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
