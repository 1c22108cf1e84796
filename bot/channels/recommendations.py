"""``GET /v1/recommendations`` and the lists beside a product: what a shop page shows (docs/recommend.md)."""

from __future__ import annotations

import asyncio
import re
from decimal import Decimal, InvalidOperation
from typing import Any

import structlog
from aiohttp import web
from multidict import MultiMapping

from bot.channels.content import product_json
from bot.channels.http import is_from_shop, json_response, visitor_of
from bot.channels.parts import PARTS
from bot.errors import BadRequest, NotFound, StorageError
from bot.recommending.guarded import SOURCES, Guarded
from bot.recommending.shopper import ShopperHistory, history_of
from bot.recommending.shown import as_shown
from retrieval.recommend.port import RecommendContext
from retrieval.types import Constraints, Product, ProductHit

USUAL, MOST = 6, 50
"""Products of a list."""
NAMED = 200
"""Ids that a request may name in ``exclude`` and in ``cart``."""
LONGEST = 100
"""Characters of an id, and of a category."""
DEAREST = Decimal(10_000_000)
FOR_A_SHOPPER = ("for_you", *SOURCES)
PRIVATE = {"Cache-Control": "private, no-store"}

PLACE = re.compile(r"[\w-]{1,40}")
"""Where on its pages a shop shows a list, in its own word."""

log = structlog.get_logger()
routes = web.RouteTableDef()


@routes.get("/v1/recommendations")
async def recommendations(request: web.Request) -> web.Response:
    """For the visitor of the token, or for ``shopper_id`` where the shop's server asks."""
    history = await _history(request, _shopper(request))
    cart = _ids(request.query, "cart") or history.cart
    return await _listed(request, history, FOR_A_SHOPPER, viewed=history.viewed, cart=cart)


@routes.get("/v1/products/{product_id}/similar")
async def similar(request: web.Request) -> web.Response:
    """Products like it."""
    return await _beside(request, "similar")


@routes.get("/v1/products/{product_id}/bought-together")
async def bought_together(request: web.Request) -> web.Response:
    """Products that stood in orders with it."""
    return await _beside(request, "bought_together")


@routes.get("/v1/trending")
async def trending(request: web.Request) -> web.Response:
    """What is bought most of late."""
    history = await _history(request, _known_shopper(request))
    return await _listed(request, history, ("popular",), cart=_ids(request.query, "cart"))


async def _beside(request: web.Request, source: str) -> web.Response:
    products = request.app[PARTS].speaker().products
    product: Product | None = await asyncio.to_thread(products.get, request.match_info["product_id"])
    if product is None:
        raise NotFound("This product is not in the catalogue.")
    history = await _history(request, _known_shopper(request))
    return await _listed(
        request, history, (source,), viewed=(product.product_id,), shown=(product.product_id,)
    )


async def _listed(
    request: web.Request,
    history: ShopperHistory,
    sources: tuple[str, ...],
    *,
    viewed: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
    cart: tuple[str, ...] = (),
) -> web.Response:
    query = request.query
    k, wish, place = _count(query), _wish(query, history), _place(request)
    context = RecommendContext(
        shopper=history.shopper,
        did=history.did,
        viewed=viewed,
        shown=(*shown, *_ids(query, "exclude")),
        cart=cart,
        wish=wish,
    )
    found = await request.app[PARTS].speaker().recommender.recommend(context, k, sources=sources)
    await _recorded(request, found, history, place)
    return json_response(list_json(found, history), headers=PRIVATE if history.shopper else None)


async def _recorded(request: web.Request, found: Guarded, history: ShopperHistory, place: str) -> None:
    """Keep what was shown to whom, where that is known. A storage that fails costs the record only."""
    parts = request.app[PARTS]
    if not history.shopper or not found.hits:
        return
    shown = as_shown(found, history.shopper, f"page:{place}", parts.settings)
    try:
        await parts.impressions.record([shown])
    except StorageError as error:
        log.error("shown list not recorded", code=error.code, detail=error.detail)


def _place(request: web.Request) -> str:
    """Raises: BadRequest."""
    place = request.query.get("place") or request.path.rpartition("/")[2]
    if not PLACE.fullmatch(place):
        raise BadRequest("place is a word of letters, figures, - and _, 40 at most.")
    return place


def list_json(found: Guarded, history: ShopperHistory) -> dict[str, Any]:
    """A list as it is answered."""
    return {
        "products": [_hit_json(hit) for hit in found.hits],
        "source": found.source,
        "model": found.model,
        "degraded": found.degraded or history.unread,
    }


def _hit_json(hit: ProductHit) -> dict[str, Any]:
    return {**product_json(hit.product), "variant_id": hit.variant.variant_id, "reasons": list(hit.reasons)}


def _shopper(request: web.Request) -> str:
    """Who is asked for.

    Raises: NotSignedIn, BadToken, BadRequest.
    """
    named = request.query.get("shopper_id", "")
    if not is_from_shop(request):
        if named:
            raise BadRequest("shopper_id goes with the key of the shop's server; a token says who it is.")
        return visitor_of(request).shopper_id
    if not 0 < len(named) <= LONGEST:
        raise BadRequest("The shop's server names a shopper_id.")
    return f"p_{named}"


def _known_shopper(request: web.Request) -> str:
    """The same, "" where nobody says who they are: these lists are for everybody.

    Raises: NotSignedIn, BadToken, BadRequest.
    """
    if "Authorization" not in request.headers and "shopper_id" not in request.query:
        return ""
    anonymous = is_from_shop(request) and "shopper_id" not in request.query
    return "" if anonymous else _shopper(request)


async def _history(request: web.Request, shopper_id: str) -> ShopperHistory:
    return await history_of(request.app[PARTS].behaviour, shopper_id) if shopper_id else ShopperHistory()


def _wish(query: MultiMapping[str], history: ShopperHistory) -> Constraints:
    category = query.get("category", "")
    if len(category) > LONGEST:
        raise BadRequest(f"category has at most {LONGEST} characters.")
    return Constraints(
        categories=(category,) if category else (),
        price_max=_price(query),
        dismissed=history.set_aside,
    )


def _count(query: MultiMapping[str]) -> int:
    raw = query.get("k", str(USUAL))
    if not (raw.isascii() and raw.isdigit() and len(raw) < 4 and 1 <= int(raw) <= MOST):
        raise BadRequest(f"k must be a whole number from 1 to {MOST}.")
    return int(raw)


def _price(query: MultiMapping[str]) -> Decimal | None:
    raw = query.get("price_max", "")
    if not raw:
        return None
    try:
        price = Decimal(raw)
    except InvalidOperation as error:
        raise BadRequest("price_max must be a number such as 49.90.") from error
    if not (price.is_finite() and 0 <= price <= DEAREST):
        raise BadRequest("price_max must be a number such as 49.90.")
    return price


def _ids(query: MultiMapping[str], name: str) -> tuple[str, ...]:
    """Ids of products, each ``name=ID`` or several behind commas."""
    ids = tuple(dict.fromkeys(one for raw in query.getall(name, ()) for one in raw.split(",") if one))
    if len(ids) > NAMED or any(len(one) > LONGEST for one in ids):
        raise BadRequest(f"{name} names at most {NAMED} products, by ids of at most {LONGEST} characters.")
    return ids
