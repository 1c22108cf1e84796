"""Rate limits: a token bucket a key, forgotten when it is full again."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.errors import TooManyRequests

MANY = 10_000
"""Keys after which full buckets are dropped."""


class RateLimiter:
    """At most ``per_minute`` calls a key and minute, with bursts of up to a third of them."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = max(per_minute / 3, 1.0)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def check(self, key: str, cost: int = 1) -> None:
        """Count a call of so much. One dear call may take more than is left, and is then waited for longer.

        Raises: TooManyRequests.
        """
        now = self._clock()
        level, last = self._buckets.get(key, (self._burst, now))
        level = min(self._burst, level + (now - last) * self._rate)
        if level < 1:
            raise TooManyRequests
        self._buckets[key] = (level - cost, now)
        if len(self._buckets) > MANY:
            self._forget(now)

    def _forget(self, now: float) -> None:
        self._buckets = {
            key: (level, last)
            for key, (level, last) in self._buckets.items()
            if level + (now - last) * self._rate < self._burst
        }
