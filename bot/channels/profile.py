"""``/v1/profile``: what is known of a shopper's likings, to be seen and put right (docs/recommend.md)."""

from __future__ import annotations

import asyncio
import time

import msgspec
from aiohttp import web

from bot.channels.http import json_response, visitor_of
from bot.channels.parts import PARTS, ChannelParts
from bot.errors import BadRequest, MalformedJson
from retrieval.recommend.profile import Correction, corrected, profile_of

NEWEST = 500
"""Events that a profile is made of."""
MOST = 20_000
"""Events of a shopper that are looked through for what a correction is about, newest first."""
SHAPE = 'one of {"category", "size"?}, {"brand"}, {"query"} and {"everything": true}'

routes = web.RouteTableDef()


@routes.get("/v1/profile")
async def profile(request: web.Request) -> web.Response:
    """Of the visitor of the token, made of their newest events."""
    return await _told(request.app[PARTS], visitor_of(request).shopper_id)


@routes.post("/v1/profile/corrections")
async def correct(request: web.Request) -> web.Response:
    """Forget what the shopper says is not theirs: those events are deleted. Answers with the profile then."""
    parts = request.app[PARTS]
    shopper_id = visitor_of(request).shopper_id
    correction = _correction(await request.read())
    if correction.everything:
        await parts.behaviour.forget(shopper_id, None)
    else:
        events = await parts.behaviour.of_shopper(shopper_id, limit=MOST)
        products = parts.speaker().products
        numbers = await asyncio.to_thread(corrected, events, correction, products.get, products.variant)
        await parts.behaviour.forget(shopper_id, numbers)
    return await _told(parts, shopper_id)


async def _told(parts: ChannelParts, shopper_id: str) -> web.Response:
    events = await parts.behaviour.of_shopper(shopper_id, limit=NEWEST)
    products = parts.speaker().products
    found = await asyncio.to_thread(profile_of, events, products.get, products.variant, time.time())
    return json_response(found, headers={"Cache-Control": "private, no-store"})


def _correction(body: bytes) -> Correction:
    try:
        correction = msgspec.json.decode(body, type=Correction)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The body must be {SHAPE}: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedJson(detail=str(error)) from error
    named = (correction.category, correction.brand, correction.query, correction.everything)
    if sum(map(bool, named)) != 1 or (correction.size and not correction.category):
        raise BadRequest(f"The body must be {SHAPE}.")
    return correction
