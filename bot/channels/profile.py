"""``GET /v1/profile``: what is known of a shopper's likings, for them to see (docs/recommend.md)."""

from __future__ import annotations

import asyncio
import time

from aiohttp import web

from bot.channels.http import json_response, visitor_of
from bot.channels.parts import PARTS
from retrieval.recommend.profile import profile_of

NEWEST = 500
"""Events that a profile is made of."""

routes = web.RouteTableDef()


@routes.get("/v1/profile")
async def profile(request: web.Request) -> web.Response:
    """Of the visitor of the token, made of their newest events."""
    parts = request.app[PARTS]
    visitor = visitor_of(request)
    events = await parts.behaviour.of_shopper(visitor.shopper_id, limit=NEWEST)
    products = parts.speaker().products
    found = await asyncio.to_thread(profile_of, events, products.get, products.variant, time.time())
    return json_response(found, headers={"Cache-Control": "private, no-store"})
