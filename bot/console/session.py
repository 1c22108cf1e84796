"""Signing in and out."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.console.accounts import csrf_token
from bot.console.guard import COOKIE, person_of, public
from bot.console.http import answer, body_of
from bot.console.services import SERVICES, TOKEN
from bot.record.staff import Staff


class Credentials(msgspec.Struct):
    """Body of POST session."""

    email: str
    password: str


class NewPassword(msgspec.Struct):
    """Body of PUT session/password."""

    current: str
    new: str


@public
async def sign_in(request: web.Request) -> web.Response:
    """POST session."""
    credentials = await body_of(request, Credentials)
    person, token = await request.config_dict[SERVICES].accounts.sign_in(
        credentials.email, credentials.password, request.remote or ""
    )
    return _with_cookie(request, _session(person, token), token)


async def show(request: web.Request) -> web.Response:
    """GET session."""
    return _session(person_of(request), request[TOKEN])


async def sign_out(request: web.Request) -> web.Response:
    """DELETE session."""
    accounts = request.config_dict[SERVICES].accounts
    await accounts.sign_out(request[TOKEN], person_of(request), request.remote or "")
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/console")
    return response


async def change_password(request: web.Request) -> web.Response:
    """PUT session/password: all sessions of the person end, and a new one takes the place of this one."""
    accounts, person = request.config_dict[SERVICES].accounts, person_of(request)
    passwords = await body_of(request, NewPassword)
    await accounts.change_own_password(person, passwords.current, passwords.new)
    token = await accounts.open_session(person, request.remote or "")
    return _with_cookie(request, _session(person, token), token)


def _session(person: Staff, token: str) -> web.Response:
    return answer({"staff": person, "csrf": csrf_token(token)})


def _with_cookie(request: web.Request, response: web.Response, token: str) -> web.Response:
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=request.secure, path="/console")
    return response
