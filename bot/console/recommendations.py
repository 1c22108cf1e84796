"""What recommendations brought in, for trainers."""

from __future__ import annotations

import time
from typing import Any

import msgspec
from aiohttp import web

from bot.console.guard import requires
from bot.console.http import answer
from bot.console.services import SERVICES
from bot.errors import BadRequest
from bot.record.outcomes import DAY, span

MOST_DAYS = 366
"""Days of one report."""


@requires("trainer")
async def report(request: web.Request) -> web.Response:
    """GET recommendations: the report from ``since`` until ``until`` (days, the second included), by default
    of the last four weeks."""
    query = request.query
    first, last = span(query.get("since", ""), query.get("until", ""), time.time())
    if last - first > MOST_DAYS * DAY:
        raise BadRequest(f"A report is on at most {MOST_DAYS} days.")
    services = request.config_dict[SERVICES]
    made = await services.reports.report(first, last)
    fields: dict[str, Any] = msgspec.structs.asdict(made)
    return answer({**fields, "currency": services.currency})
