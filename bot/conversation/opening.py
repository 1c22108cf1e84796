"""Opening hours: when people answer. ``Mon-Fri 09:00-18:00`` or ``Sat 10:00-14:00``, one entry a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.shop_values import open_span

WEEK = 7
"""Days after which the hours begin anew."""


def is_open(hours: Sequence[str], timezone: str, now: datetime | None = None) -> bool:
    """Whether people answer now; no entries mean always. Both were checked when the settings were read."""
    if not hours:
        return True
    moment = (now or datetime.now(ZoneInfo(timezone))).astimezone(ZoneInfo(timezone))
    return any(open_span(entry).covers(moment) for entry in hours)


def back_at(hours: Sequence[str], timezone: str, now: datetime | None = None) -> str:
    """When people answer next, seen from now: "today at 14:00", "tomorrow at 09:00", "on Monday at 09:00"; ""
    where they do now."""
    if is_open(hours, timezone, now):
        return ""
    moment = (now or datetime.now(ZoneInfo(timezone))).astimezone(ZoneInfo(timezone))
    spans = [open_span(entry) for entry in hours]
    for ahead in range(WEEK + 1):
        day = (moment + timedelta(days=ahead)).replace(hour=0, minute=0, second=0, microsecond=0)
        opens = (day.replace(hour=s.opens // 60, minute=s.opens % 60) for s in spans)
        coming = [one for one, span in zip(opens, spans, strict=True) if span.covers(one) and one > moment]
        if coming:
            name = ("today", "tomorrow")[ahead] if ahead < 2 else f"on {day:%A}"
            return f"{name} at {min(coming):%H:%M}"
    return ""
