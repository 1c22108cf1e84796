"""Takes a new live release over while serving: no turn is dropped, none is made by two releases.

The new parts are opened beside the old ones, and then put in their place in one step. A release that cannot
be opened changes nothing; it is tried again when it is promoted again.
"""

from __future__ import annotations

import asyncio

import structlog

from bot.errors import ReleaseError, ShopclerkError
from bot.models import load_models
from bot.releases import LIVE, live_id
from bot.speaker import Speaker, build_speaker, warm_up
from bot.wiring import Services

log = structlog.get_logger()

EVERY = 1.0
"""Seconds after which the pointer to the live release is looked at."""


class ReleaseFollower:
    """Follows var/releases/LIVE. ``refused``: id of a live release that could not be opened, else ""."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._pointer = services.settings.var / "releases" / LIVE
        self._seen = self._stamp()
        self.refused = ""

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
            speaker = await asyncio.to_thread(self._open)
        except ShopclerkError as error:
            self.refused = await asyncio.to_thread(live_id, self._pointer.parent)
            self._count("refused")
            log.error("release refused", release=self.refused, code=error.code, detail=error.detail)
            return False
        self.refused = ""
        self.services.speak_with(speaker)
        self._count("taken_over")
        log.info("release taken over", release=speaker.release.release_id)
        return True

    def _open(self) -> Speaker:
        """Raises: ShopclerkError, whatever is wrong with the release."""
        services = self.services
        try:
            models = load_models(services.settings, before=services.speaker.models)
            speaker = build_speaker(services.around, models)
            warm_up(speaker)
        except (OSError, RuntimeError, ValueError) as error:
            raise ReleaseError(detail=str(error)) from error
        return speaker

    def _stamp(self) -> tuple[int, int]:
        """What tells one promotion from another: each writes the pointer anew."""
        state = self._pointer.stat()
        return state.st_mtime_ns, state.st_ino

    def _count(self, outcome: str) -> None:
        self.services.telemetry.swaps.labels(outcome).inc()
