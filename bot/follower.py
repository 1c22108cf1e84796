"""Follows the live release: what is promoted is opened beside what serves, and then takes its place.

A release that cannot be opened changes nothing; it is tried again when it is promoted again.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Generic, TypeVar

import structlog

from bot.errors import ReleaseError, ShopclerkError
from bot.releases import LIVE, live_id
from bot.telemetry import Telemetry

log = structlog.get_logger()

EVERY = 1.0
"""Seconds after which the pointer is looked at."""

Parts = TypeVar("Parts")


class Follower(ABC, Generic[Parts]):
    """Follows LIVE in the folder ``releases``. ``refused``: id of a live release that could not be opened,
    else ""."""

    def __init__(self, releases: Path, telemetry: Telemetry) -> None:
        self._pointer = releases / LIVE
        self._telemetry = telemetry
        self._seen = self._stamp()
        self.refused = ""

    @abstractmethod
    def open(self) -> Parts:
        """Open the live release; blocks. Raises: ShopclerkError, OSError, RuntimeError, ValueError."""

    @abstractmethod
    def take_over(self, parts: Parts) -> str:
        """Put what was opened in its place, in one step; returns the id of the release."""

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            await self.follow()

    async def follow(self) -> bool:
        """Look once; returns whether a release was taken over."""
        try:
            stamp = await asyncio.to_thread(self._stamp)
        except OSError as error:  # the disk may be back at the next look
            log.error("releases not read", reason=str(error))
            return False
        if stamp == self._seen:
            return False
        self._seen = stamp
        try:
            parts = await asyncio.to_thread(self._opened)
        except ShopclerkError as error:
            self.refused = await asyncio.to_thread(live_id, self._pointer.parent)
            self._count("refused")
            log.error("release refused", release=self.refused, code=error.code, detail=error.detail)
            return False
        self.refused = ""
        release = self.take_over(parts)
        self._count("taken_over")
        log.info("release taken over", release=release)
        return True

    def _opened(self) -> Parts:
        """Raises: ShopclerkError, whatever is wrong with the release."""
        try:
            return self.open()
        except (OSError, RuntimeError, ValueError) as error:
            raise ReleaseError(detail=str(error)) from error

    def _stamp(self) -> tuple[int, int]:
        """What tells one promotion from another: each writes the pointer anew."""
        state = self._pointer.stat()
        return state.st_mtime_ns, state.st_ino

    def _count(self, outcome: str) -> None:
        self._telemetry.swaps.labels(outcome).inc()
