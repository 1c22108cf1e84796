"""JSON in and out, and errors in the one shape of bot/errors.py."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import BadRequest, MalformedJson, ShopclerkError, TooManyRequests

Body = TypeVar("Body")
Choice = TypeVar("Choice")
Default = TypeVar("Default")
_ENCODER = msgspec.json.Encoder()


def answer(value: Any, status: int = 200) -> web.Response:
    """``value`` (plain values or structs) as JSON; never cached, because it is somebody's."""
    return web.Response(
        body=_ENCODER.encode(value),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


async def body_of(request: web.Request, shape: type[Body]) -> Body:
    """The body as ``shape``, a msgspec struct; unknown fields are ignored.

    Raises: MalformedJson for no JSON, BadRequest for a wrong or missing field.
    """
    if request.content_type != "application/json":
        raise MalformedJson("The body must be JSON, with Content-Type: application/json.")
    try:
        return msgspec.json.decode(await request.read(), type=shape)
    except msgspec.ValidationError as error:
        raise BadRequest(f"The body is not as expected: {error}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedJson from error


def number_of(request: web.Request, name: str, default: int, lowest: int, highest: int) -> int:
    """A number of the query string, cut to its range. Raises: BadRequest."""
    text = request.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadRequest(f"{name} must be a whole number.")
    return min(max(int(text), lowest), highest)


def choice_of(
    request: web.Request, name: str, choices: tuple[Choice, ...], default: Default
) -> Choice | Default:
    """One of several words of the query string. Raises: BadRequest."""
    text = request.query.get(name)
    if text is None:
        return default
    for choice in choices:
        if choice == text:
            return choice
    raise BadRequest(f"{name} must be one of {', '.join(map(str, choices))}.")


@web.middleware
async def translate_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Errors raised on purpose become their answer; others are the outer application's."""
    try:
        return await handler(request)
    except ShopclerkError as error:
        response = answer(error.as_json(), error.status)
        if isinstance(error, TooManyRequests) and error.retry_after > 0:
            response.headers["Retry-After"] = str(int(error.retry_after) + 1)
        return response
