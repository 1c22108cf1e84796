"""``POST /v1/catalogue/updates``: prices and stock of now, told by the shop's server (docs/data-in.md)."""

from __future__ import annotations

import asyncio
from typing import Annotated

import msgspec
from aiohttp import web

from bot.channels.behaviour import read_batch
from bot.channels.http import is_from_shop, json_response
from bot.channels.parts import PARTS
from bot.errors import NotSignedIn, StorageError
from retrieval.products.updates import RefusedUpdate

LARGEST = 2_000
"""Updates of one request."""

routes = web.RouteTableDef()


class Updates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A request: updates, judged one by one."""

    updates: Annotated[list[msgspec.Raw], msgspec.Meta(max_length=LARGEST)]


class RefusedOne(RefusedUpdate, frozen=True, kw_only=True):
    """``index`` is the update's place in the request, from 0."""

    index: int


class Updated(msgspec.Struct, frozen=True, kw_only=True):
    """The answer: how many are shown now, and which are not."""

    accepted: int
    refused: tuple[RefusedOne, ...]


@routes.post("/v1/catalogue/updates")
async def update(request: web.Request) -> web.Response:
    """Take in new prices and stock: the good ones are shown at once, each bad one is named with its code."""
    if not is_from_shop(request):
        raise NotSignedIn("This door opens with the key of the shop's server, [data] key.")
    parts = request.app[PARTS]
    batch = await read_batch(request, Updates, f'{{"updates": [...]}} with at most {LARGEST} updates')
    products, currency = parts.speaker().products, parts.settings.shop.currency
    try:
        judged = await asyncio.to_thread(products.update, batch.updates, currency=currency)
    except OSError as error:
        raise StorageError("The updates could not be saved. Send them again.", detail=str(error)) from error
    refused = tuple(
        RefusedOne(index=place, code=one.code, text=one.text)
        for place, one in enumerate(judged)
        if isinstance(one, RefusedUpdate)
    )
    return json_response(Updated(accepted=len(judged) - len(refused), refused=refused))
