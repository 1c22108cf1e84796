"""Opening hours: when people answer. ``Mon-Fri 09:00-18:00`` or ``Sat 10:00-14:00``, one entry a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.errors import SettingsError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENTRY = re.compile(r"(\w{3})(?:\s*-\s*(\w{3}))?\s+(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def is_open(hours: Sequence[str], timezone: str, now: datetime | None = None) -> bool:
    """Whether people answer now; no entries mean always.

    Raises: SettingsError for an entry that cannot be read.
    """
    if not hours:
        return True
    moment = (now or datetime.now(ZoneInfo(timezone))).astimezone(ZoneInfo(timezone))
    return any(_covers(entry, moment) for entry in hours)


def _covers(entry: str, moment: datetime) -> bool:
    match = _ENTRY.fullmatch(entry.strip())
    days = [day.lower() for day in (match[1], match[2] or match[1])] if match else []
    if match is None or not set(days) <= set(DAYS):
        raise SettingsError(f"[shop] hours: {entry!r} cannot be read; write it like 'Mon-Fri 09:00-18:00'.")
    first, last = (DAYS.index(day) for day in days)
    opens, closes = time(int(match[3]), int(match[4])), time(int(match[5]) % 24, int(match[6]))
    return first <= moment.weekday() <= last and opens <= moment.time() < closes
