"""What is kept of a shopper, for administrators: a copy of it, and its end."""

from __future__ import annotations

import json

from aiohttp import web

from bot.console.guard import person_of, requires
from bot.console.http import answer
from bot.console.hub import HUB
from bot.console.services import SERVICES


@requires("admin")
async def export(request: web.Request) -> web.Response:
    """GET conversations/{id}/shopper: all that is kept of the shopper, as a file."""
    kept = await request.config_dict[SERVICES].privacy.export(await _shopper_id(request))
    return web.Response(
        text=json.dumps(kept, ensure_ascii=False, indent=1),
        content_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="shopper.json"', "Cache-Control": "no-store"},
    )


@requires("admin")
async def erase(request: web.Request) -> web.Response:
    """DELETE conversations/{id}/shopper: all conversations of the shopper, and what they did in the shop.

    The audit list keeps that it was done. What was trained on is docs/train.md, "Erasure".
    """
    person, shopper_id = person_of(request), await _shopper_id(request)
    privacy = request.config_dict[SERVICES].privacy
    erased = await privacy.erase(shopper_id, staff_id=person.id, staff_name=person.name)
    request.config_dict[HUB].forget(erased.conversations)
    return answer({"conversations": len(erased.conversations), "events": erased.events})


async def _shopper_id(request: web.Request) -> str:
    """Raises: UnknownConversation."""
    return (await request.config_dict[SERVICES].log.state(request.match_info["id"])).shopper_id
