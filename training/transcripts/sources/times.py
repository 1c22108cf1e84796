"""When something was said, in the notations of exports."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_MILLISECONDS, _MICROSECONDS = 1e11, 1e14
"""Numbers from here on count smaller units than seconds: as seconds they lie after the year 5000."""


def moment(value: str | float | None) -> float | None:
    """Unix seconds of an ISO time (UTC where it names no zone), of an e-mail's date, or of Unix seconds,
    milliseconds or microseconds; None for nothing.

    Raises: ValueError.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return _written(str(value).strip())
    if value >= _MICROSECONDS:
        return value / 1e6
    return value / 1e3 if value >= _MILLISECONDS else float(value)


def _written(text: str) -> float:
    plain = text.removesuffix(" UTC")
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = read(plain)
        except ValueError:
            continue
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
    raise ValueError("Expected a time such as 2026-03-01T09:30:00Z, or Unix seconds")
