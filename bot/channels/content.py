"""What citations and cards lead to: passages, documents, products."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
from aiohttp import web

from bot.channels.http import json_response, number
from bot.channels.parts import PARTS, shop_info
from bot.conversation.opening import is_open
from bot.errors import NotFound
from retrieval.types import Product

routes = web.RouteTableDef()


@routes.get("/v1/shop")
async def shop(request: web.Request) -> web.Response:
    """Name, colours, hours and categories."""
    parts = request.app[PARTS]
    settings = parts.settings.shop
    info = shop_info(parts, is_open(settings.hours, settings.timezone))
    found = await asyncio.to_thread(parts.speaker().products.categories)
    categories = [{"name": name, "count": count} for name, count in found]
    return json_response({**info, "categories": categories})


@routes.get("/v1/passages/{passage_id:.+}")
async def passage(request: web.Request) -> web.Response:
    """A passage as a citation opens it, with its neighbours."""
    found = request.app[PARTS].speaker().passages.passage(request.match_info["passage_id"])
    if found is None:
        raise NotFound("This source has been changed or removed.")
    cited, before, after = found
    return json_response({"passage": cited, "before": before, "after": after})


@routes.get("/v1/documents/{document_id:.+}")
async def document(request: web.Request) -> web.StreamResponse:
    """The original file. What is not a PDF is sandboxed, so that a document never runs in our origin."""
    passages = request.app[PARTS].speaker().passages
    path = await asyncio.to_thread(passages.file, request.match_info["document_id"])
    if path is None:
        raise NotFound("This document does not exist.")
    headers = {}
    if path.suffix.lower() != ".pdf":
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    if path.suffix.lower() in (".md", ".txt", ".csv"):
        headers["Content-Type"] = "text/plain; charset=utf-8"
    return web.FileResponse(path, headers=headers)


@routes.get("/v1/products")
async def products(request: web.Request) -> web.Response:
    """The catalogue, a page at a time."""
    listed, total = await asyncio.to_thread(
        request.app[PARTS].speaker().products.browse,
        category=request.query.get("category", ""),
        query=request.query.get("q", "")[:200],
        limit=number(request, "limit", 24, 1, 100),
        offset=number(request, "offset", 0, 0, 100_000),
    )
    return json_response({"products": [product_json(product) for product in listed], "total": total})


@routes.get("/v1/products/{product_id}")
async def product(request: web.Request) -> web.Response:
    """A product with variants and attributes."""
    products = request.app[PARTS].speaker().products
    found = await asyncio.to_thread(products.get, request.match_info["product_id"])
    if found is None:
        raise NotFound("This product is not in the catalogue.")
    return json_response(product_json(found))


def product_json(product: Product) -> dict[str, Any]:
    """The product's fields, with its price and whether it can be bought."""
    fields: dict[str, Any] = msgspec.to_builtins(product)
    return {**fields, "price": str(product.price), "in_stock": product.in_stock}
