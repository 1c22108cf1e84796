"""Opening hours: when people answer. ``Mon-Fri 09:00-18:00`` or ``Sat 10:00-14:00``, one entry a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.shop_values import open_span


def is_open(hours: Sequence[str], timezone: str, now: datetime | None = None) -> bool:
    """Whether people answer now; no entries mean always. Both were checked when the settings were read."""
    if not hours:
        return True
    moment = (now or datetime.now(ZoneInfo(timezone))).astimezone(ZoneInfo(timezone))
    return any(open_span(entry).covers(moment) for entry in hours)
