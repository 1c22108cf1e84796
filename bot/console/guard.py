"""The guard: nothing is open unless it says so.

Every route needs a signed-in person; ``@public`` opens one, ``@requires(role)`` asks for more. Unsafe methods
need the session's CSRF token in a header, which no other site can send, and come from this origin.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.console.accounts import csrf_token
from bot.console.services import SERVICES, SIGNED_IN, TOKEN
from bot.errors import ForeignOrigin, NotAllowed, NotSignedIn
from bot.record.staff import Role, Staff

COOKIE = "shopclerk_staff"
CSRF_HEADER = "X-Shopclerk-CSRF"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_NEEDS = "__console_needs__"


def public(handler: Handler) -> Handler:
    """Open this route to anybody."""
    setattr(handler, _NEEDS, None)
    return handler


def requires(role: Role) -> Callable[[Handler], Handler]:
    """Open this route to people of this role or a higher one."""

    def mark(handler: Handler) -> Handler:
        setattr(handler, _NEEDS, role)
        return handler

    return mark


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through who may; the person is ``request[SIGNED_IN]`` from here on.

    Raises: ForeignOrigin, NotSignedIn, NotAllowed.
    """
    needs: Role | None = getattr(request.match_info.handler, _NEEDS, "agent")
    unsafe = request.method not in _SAFE
    if unsafe or request.headers.get("Upgrade"):
        refuse_foreign_origin(request)
    if needs is None:
        return await handler(request)
    token = request.cookies.get(COOKIE, "")
    person = await request.config_dict[SERVICES].accounts.who(token)
    if person is None:
        raise NotSignedIn
    if unsafe and not hmac.compare_digest(_sent_csrf(request), csrf_token(token).encode()):
        raise NotAllowed(f"The header {CSRF_HEADER} is missing or wrong. Please load the page again.")
    if not person.may(needs):
        raise NotAllowed
    request[SIGNED_IN], request[TOKEN] = person, token
    return await handler(request)


def person_of(request: web.Request) -> Staff:
    """Who makes the request."""
    return request[SIGNED_IN]


def refuse_foreign_origin(request: web.Request) -> None:
    """Raises: ForeignOrigin for a page of another site. Programs send no origin; they have no cookies."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin


def _sent_csrf(request: web.Request) -> bytes:
    return request.headers.get(CSRF_HEADER, "").encode("utf-8", "surrogateescape")
