"""Approved answers: what trainers see of them, write, change and take away."""

from __future__ import annotations

import time

import msgspec
from aiohttp import web

from bot.console.guard import person_of, requires
from bot.console.http import answer, body_of, number_of
from bot.console.services import SERVICES
from bot.knowledge.port import CuratedDraft, CuratedRemoved, CuratedShown

DAYS = 30


class Change(CuratedDraft, frozen=True, kw_only=True):
    """Body of PUT answers/{id}: ``revision`` is that of the answer on which the change is based."""

    revision: str


class Told(CuratedShown, frozen=True, kw_only=True):
    """An answer with how often it was given in the last days, and when last (Unix seconds; None: never)."""

    times: int
    last: float | None


@requires("trainer")
async def show(request: web.Request) -> web.Response:
    """GET answers: all approved answers, and how often each was given in the last ``days``."""
    services = request.config_dict[SERVICES]
    days = number_of(request, "days", DAYS, 1, 3650)
    given = await services.given(time.time() - days * 86_400)
    found = await services.curated.all()
    told = [
        Told(
            **msgspec.structs.asdict(one),
            times=given[one.id].times if one.id in given else 0,
            last=given[one.id].last if one.id in given else None,
        )
        for one in found
    ]
    return answer({"answers": told, "days": days})


@requires("trainer")
async def add(request: web.Request) -> web.Response:
    """POST answers: write a new one into the file, and begin to learn it."""
    written = await request.config_dict[SERVICES].curated.add(await body_of(request, CuratedDraft))
    return await _learning(request, "answer_written", written, 201)


@requires("trainer")
async def change(request: web.Request) -> web.Response:
    """PUT answers/{id}; a conflict where it is no more what the change is based on."""
    body = await body_of(request, Change)
    curated = request.config_dict[SERVICES].curated
    written = await curated.change(request.match_info["id"], body, body.revision)
    return await _learning(request, "answer_changed", written)


@requires("trainer")
async def remove(request: web.Request) -> web.Response:
    """DELETE answers/{id}?revision=; what was taken away comes back, for POST answers/restore."""
    services, answer_id = request.config_dict[SERVICES], request.match_info["id"]
    removed = await services.curated.remove(answer_id, request.query.get("revision", ""))
    await _audited(request, "answer_removed", answer_id)
    services.teacher.learn("removed", removed.question, person_of(request).name)
    return answer({"removed": removed, "learning": services.teacher.learning()})


@requires("trainer")
async def restore(request: web.Request) -> web.Response:
    """POST answers/restore: put one that was taken away where it stood."""
    written = await request.config_dict[SERVICES].curated.restore(await body_of(request, CuratedRemoved))
    return await _learning(request, "answer_restored", written, 201)


@requires("trainer")
async def learn(request: web.Request) -> web.Response:
    """POST answers/learn: learn what the file says, also what an operator wrote into it."""
    services = request.config_dict[SERVICES]
    services.teacher.learn("answer", "", person_of(request).name)
    return answer({"learning": services.teacher.learning()}, 202)


async def _learning(
    request: web.Request, action: str, written: CuratedShown, status: int = 200
) -> web.Response:
    services = request.config_dict[SERVICES]
    await _audited(request, action, written.id)
    services.teacher.learn("answer", written.questions[0], person_of(request).name)
    return answer({"answer": written, "learning": services.teacher.learning()}, status)


async def _audited(request: web.Request, action: str, answer_id: str) -> None:
    person = person_of(request)
    await request.config_dict[SERVICES].audit.add(
        action, staff_id=person.id, staff_name=person.name, target=answer_id, address=request.remote or ""
    )
