"""The journal of changes: one JSON line each, flushed to disk before it counts, replayed at start."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import ShopUnavailable


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was done. ``key`` makes it happen once; ``result`` is what its caller was told."""

    key: str
    kind: str
    time: datetime
    order: str = ""
    data: dict[str, Any] = {}
    result: str = ""


class Journal:
    """Append-only. A torn last line, left by a crash, never counted and is cut off."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[Change]:
        """All changes, in order.

        Raises: ShopUnavailable when a line in the middle is damaged.
        """
        if not self._path.exists():
            return []
        lines = self._path.read_bytes().split(b"\n")
        if lines[-1]:
            self._cut(len(lines.pop()))
        try:
            return [msgspec.json.decode(line, type=Change) for line in lines if line]
        except msgspec.MsgspecError as error:
            raise ShopUnavailable(detail=f"{self._path}: {error}") from error

    def append(self, change: Change) -> None:
        """Write and flush; when this returns, the change survives a crash.

        Raises: ShopUnavailable, and then nothing counts.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(change) + b"\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise ShopUnavailable(detail=f"{self._path}: {error}") from error

    def keep(self, count: int) -> None:
        """Drop all changes but the first ``count``."""
        lines = self._path.read_bytes().splitlines(keepends=True) if self._path.exists() else []
        if len(lines) > count:
            self._path.write_bytes(b"".join(lines[:count]))

    def _cut(self, length: int) -> None:
        with self._path.open("rb+") as file:
            file.truncate(self._path.stat().st_size - length)
