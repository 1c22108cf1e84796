"""What every door shares: errors as JSON, origins, limits, bodies, the visitor behind a request."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog
from aiohttp import web

from bot.channels.parts import PARTS, ChannelParts
from bot.channels.tokens import Visitor
from bot.errors import (
    BadRequest,
    ForeignOrigin,
    MalformedJson,
    MessageTooLong,
    NotFound,
    NotSignedIn,
    ShopclerkError,
    TooManyRequests,
)

log = structlog.get_logger()
SHOPS_DOORS = ("/v1/events", "/v1/catalogue/", "/v1/recommendations", "/v1/trending")
SHOPS_LISTS = ("/similar", "/bought-together")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def json_response(data: object, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """JSON by msgspec: structs and decimals included."""
    return web.Response(
        body=msgspec.json.encode(data), status=status, content_type="application/json", headers=headers
    )


def error_response(error: ShopclerkError) -> web.Response:
    """The one shape of an error."""
    headers = {"Retry-After": "10"} if isinstance(error, TooManyRequests) else None
    return json_response(error.as_json(), error.status, headers)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one boundary: every failure becomes a status and a code, and nothing leaks."""
    try:
        return await handler(request)
    except ShopclerkError as error:
        if error.status >= 500:
            log.error("request failed", path=request.path, code=error.code, detail=error.detail)
        return error_response(error)
    except web.HTTPRequestEntityTooLarge:
        return error_response(MessageTooLong())
    except web.HTTPNotFound:
        return error_response(NotFound())
    except web.HTTPException as error:
        if error.status < 400:
            raise
        failure = BadRequest(error.reason)
        failure.code, failure.status = error.reason.lower().replace(" ", "_"), error.status
        return error_response(failure)
    except (ConnectionResetError, TimeoutError):
        raise
    except Exception:
        log.exception("request failed", path=request.path)
        return error_response(ShopclerkError())


@web.middleware
async def behind_proxy(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Behind a trusted proxy: the caller's address, scheme and host are those that it names (last)."""
    if request.app[PARTS].settings.server.trust_proxy:
        request = request.clone(
            remote=_last(request, "X-Forwarded-For") or request.remote or "",
            scheme=_last(request, "X-Forwarded-Proto") or request.scheme,
            host=_last(request, "X-Forwarded-Host") or request.host,
        )
    return await handler(request)


def _last(request: web.Request, header: str) -> str:
    return request.headers.get(header, "").split(",")[-1].strip()


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Origins, preflights and the rate limit of the public doors."""
    parts = request.app[PARTS]
    origin = request.headers.get("Origin", "")
    if origin and not origin_allowed(origin, request, parts):
        raise ForeignOrigin(detail=origin)
    if request.method == "OPTIONS" and origin:
        return web.Response(status=204, headers=cors_headers(origin))
    if request.path.startswith(("/v1/", "/webhooks/", "/model/")) and not _is_free(request):
        parts.requests.check(address(request))
    response = await handler(request)
    if origin and not response.prepared:
        response.headers.update(cors_headers(origin))
    return response


def _is_free(request: web.Request) -> bool:
    """The shop's server sends as much as it has to tell, at the doors that are made for it."""
    made_for_it = request.path.startswith(SHOPS_DOORS) or request.path.endswith(SHOPS_LISTS)
    return made_for_it and is_from_shop(request)


def origin_allowed(origin: str, request: web.Request, parts: ChannelParts) -> bool:
    """Own pages and those that the shop has listed, exactly."""
    return origin == f"{request.scheme}://{request.host}" or origin in parts.settings.server.origins


def cors_headers(origin: str) -> dict[str, str]:
    """Headers that let a listed page call us."""
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
    }


def address(request: web.Request) -> str:
    """The caller's address (see ``behind_proxy``)."""
    return request.remote or "unknown"


def is_loopback(request: web.Request) -> bool:
    """Whether the caller is on this machine."""
    try:
        return ipaddress.ip_address(request.remote or "").is_loopback
    except ValueError:
        return False


async def json_body(request: web.Request, *, empty_ok: bool = False) -> dict[str, Any]:
    """The body as a JSON object.

    Raises: MalformedJson, also for an array, a string or text that is no Unicode.
    """
    raw = await request.read()
    if empty_ok and not raw.strip():
        return {}
    try:
        body = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedJson(detail=str(error)) from error
    if not isinstance(body, dict):
        raise MalformedJson
    return body


def text_field(body: dict[str, Any], name: str, limit: int = 200, default: str = "") -> str:
    """A short text of a body.

    Raises: BadRequest when it is of another type or too long.
    """
    value = body.get(name, default)
    if value is None:
        return default
    if not isinstance(value, str) or len(value) > limit:
        raise BadRequest(f"{name} must be a text of at most {limit} characters.")
    return value


def bearer(request: web.Request) -> str:
    """The token of the Authorization header.

    Raises: NotSignedIn.
    """
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise NotSignedIn
    return token.strip()


def is_from_shop(request: web.Request) -> bool:
    """Whether the shop's own server calls, with the key of ``[data]``.

    Raises: NotSignedIn for an Authorization header of another kind.
    """
    key = request.app[PARTS].settings.data.key.get_secret_value()
    if not key or "Authorization" not in request.headers:
        return False
    return hmac.compare_digest(key.encode(), bearer(request).encode())


def visitor_of(request: web.Request) -> Visitor:
    """The visitor who makes the request.

    Raises: NotSignedIn, BadToken.
    """
    return request.app[PARTS].tokens.read(bearer(request))


def number(request: web.Request, name: str, default: int, low: int, high: int) -> int:
    """A whole number of the query, within bounds.

    Raises: BadRequest.
    """
    raw = request.query.get(name)
    if raw is None:
        return default
    if not raw.lstrip("-").isdigit() or len(raw) > 18:
        raise BadRequest(f"{name} must be a whole number.")
    return max(low, min(int(raw), high))
