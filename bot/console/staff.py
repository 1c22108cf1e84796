"""Accounts and the audit log, for administrators; colleagues, for everybody."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.console.guard import person_of, requires
from bot.console.http import answer, body_of, number_of
from bot.console.hub import HUB
from bot.console.services import SERVICES
from bot.errors import NotFound
from bot.record.staff import Staff


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


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to whom a conversation can be passed on. ``online``: a console of theirs is open."""

    id: str
    name: str
    online: bool


async def colleagues(request: web.Request) -> web.Response:
    """GET colleagues: who else may sign in, those at a console first."""
    online = request.config_dict[HUB].online()
    found = [
        Colleague(id=person.id, name=person.name, online=person.id in online)
        for person in await _others(request)
    ]
    return answer({"colleagues": sorted(found, key=lambda one: not one.online)})


async def colleague_of(request: web.Request, staff_id: str) -> Staff:
    """Somebody else who may sign in. Raises: NotFound."""
    for person in await _others(request):
        if person.id == staff_id:
            return person
    raise NotFound("There is no such colleague.")


async def _others(request: web.Request) -> list[Staff]:
    everybody = await request.config_dict[SERVICES].accounts.store.everybody()
    return [person for person in everybody if not person.disabled and person.id != person_of(request).id]


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
