"""Accounts and the audit log, for administrators."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.console.guard import person_of, requires
from bot.console.http import answer, body_of, number_of
from bot.console.services import SERVICES


class NewStaff(msgspec.Struct):
    """Body of POST staff."""

    email: str
    name: str
    role: str = "agent"
    password: str | None = None


class StaffChange(msgspec.Struct):
    """Body of PATCH staff/{id}; what is missing stays."""

    name: str | None = None
    role: str | None = None
    disabled: bool | None = None
    password: str | None = None


@requires("admin")
async def show(request: web.Request) -> web.Response:
    """GET staff."""
    return answer({"staff": await request.config_dict[SERVICES].accounts.store.everybody()})


@requires("admin")
async def add(request: web.Request) -> web.Response:
    """POST staff; a password that was made here is shown this once."""
    body = await body_of(request, NewStaff)
    person, password = await request.config_dict[SERVICES].accounts.add(
        body.email, body.name, body.role, body.password, by=person_of(request)
    )
    shown = {} if body.password else {"password": password}
    return answer({"staff": person, **shown}, 201)


@requires("admin")
async def change(request: web.Request) -> web.Response:
    """PATCH staff/{id}."""
    body = await body_of(request, StaffChange)
    person = await request.config_dict[SERVICES].accounts.change(
        request.match_info["id"], **msgspec.structs.asdict(body), by=person_of(request)
    )
    return answer({"staff": person})


@requires("admin")
async def audit(request: web.Request) -> web.Response:
    """GET audit."""
    before = number_of(request, "before", 2**53, 0, 2**53)
    limit = number_of(request, "limit", 100, 1, 500)
    entries = await request.config_dict[SERVICES].audit.page(before=before, limit=limit)
    return answer({"entries": entries})
