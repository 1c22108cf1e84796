"""Values of the settings that are more than a text: opening hours, country, currency, time zone, origins.

They are checked when the settings are read, so that a mistake is said before anything is served.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WHOLE_DAY = 24 * 60
"""Minutes of a day."""
MEANT = {"UK": "GB", "EN": "GB", "EL": "GR"}
"""What is often written for a country, and its code."""
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@A-Z]+")
_ENTRY = re.compile(r"([a-z]{3})(?:\s*-\s*([a-z]{3}))?\s+(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)")


@dataclass(frozen=True)
class OpenSpan:
    """Days of the week, the first being 0, and the minutes of a day between which people answer."""

    first: int
    last: int
    opens: int
    closes: int

    def covers(self, moment: datetime) -> bool:
        """Whether people answer at this moment of the shop's own time zone."""
        day = (moment.weekday() - self.first) % 7 <= (self.last - self.first) % 7
        return day and self.opens <= moment.hour * 60 + moment.minute < self.closes


def open_span(entry: str) -> OpenSpan:
    """Read ``Mon-Fri 09:00-18:00`` or ``Sat 10:00-14:00``; a day ends at 24:00.

    Raises: ValueError for an entry that cannot be read, or ends before it begins.
    """
    match = _ENTRY.fullmatch(entry.strip().lower())
    days = [match[1], match[2] or match[1]] if match else []
    if match is None or not set(days) <= set(DAYS):
        raise ValueError(f"{entry!r} cannot be read; write it like 'Mon-Fri 09:00-18:00'")
    first, last = (DAYS.index(day) for day in days)
    opens, closes = (int(match[place]) * 60 + int(match[place + 1]) for place in (3, 5))
    if not opens < closes <= WHOLE_DAY:
        raise ValueError(
            f"{entry!r} ends before it begins, or after 24:00; write what lies after midnight as hours of "
            "the next day, like 'Sat 00:00-02:00'"
        )
    return OpenSpan(first, last, opens, closes)


def _hours(entries: list[str]) -> list[str]:
    for entry in entries:
        open_span(entry)
    return entries


def _country(code: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if code in SUPPORTED_REGIONS:
        return code
    meant = MEANT.get(code.upper(), code.upper())
    right = (
        repr(meant) if meant in SUPPORTED_REGIONS else "the two capital letters of its code, such as GB or DE"
    )
    raise ValueError(f"{code!r} is no country of ISO 3166; write {right}")


def _currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(f"{code!r} is no currency; write its three capital letters, such as EUR or GBP")
    return code


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(name, available_timezones(), n=1)
        example = near[0] if near else "Europe/London"
        raise ValueError(f"{name!r} is no time zone; write it like {example!r}") from None
    return name


def _origins(entries: list[str]) -> list[str]:
    for entry in entries:
        if _ORIGIN.fullmatch(entry) is None:
            host = re.sub(r"^[a-z]+://|[/?#\s].*", "", entry.strip().lower()) or "www.example.com"
            raise ValueError(
                f"{entry!r} is no origin; write how the page's address begins, up to the host, like "
                f"'https://{host}'"
            )
    return entries


Hours = Annotated[list[str], AfterValidator(_hours)]
"""When people answer; no entries mean always."""
Country = Annotated[str, AfterValidator(_country)]
"""A code of two letters (ISO 3166) of a country with telephones of its own."""
Currency = Annotated[str, AfterValidator(_currency)]
"""A code of three letters (ISO 4217)."""
Timezone = Annotated[str, AfterValidator(_timezone)]
"""A name of the time zone database."""
Origins = Annotated[list[str], AfterValidator(_origins)]
"""Pages as browsers name them: scheme, host and port, with nothing behind."""
