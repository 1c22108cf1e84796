"""The list of conversations."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.console.guard import person_of
from bot.console.http import answer, choice_of, number_of
from bot.console.services import SERVICES
from bot.record.inbox import FILTERS, SORTS

LARGEST_PAGE = 100


async def show(request: web.Request) -> web.Response:
    """GET inbox."""
    inbox, person = request.config_dict[SERVICES].inbox, person_of(request)
    page = await inbox.page(
        choice_of(request, "state", FILTERS, "waiting"),
        agent_id=person.id,
        sort=choice_of(request, "sort", SORTS, None),
        words=request.query.get("q", "")[:200],
        cursor=request.query.get("cursor", ""),
        limit=number_of(request, "limit", 50, 1, LARGEST_PAGE),
    )
    counts = await inbox.counts()
    return answer({**msgspec.to_builtins(page), "counts": counts.for_agent(person.id)})
