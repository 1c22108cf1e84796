"""One conversation: reading it, and what an agent does with it."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.console.desk import Written
from bot.console.guard import person_of
from bot.console.http import answer, body_of, number_of
from bot.console.hub import HUB
from bot.console.services import SERVICES
from bot.console.staff import colleague_of
from bot.console.views import conversation_view, events_view
from bot.intake import clean_text

WINDOW = 200
LARGEST_WINDOW = 500
LONGEST = 4000
"""Characters of a reply or note."""
TYPING_MS = 5000
"""Time that "is typing" stays without a new key stroke."""


class Take(msgspec.Struct):
    """Body of POST take."""

    force: bool = False


class Pass(msgspec.Struct):
    """Body of POST pass. ``to`` is the id of a colleague's account."""

    to: str


class Reply(msgspec.Struct):
    """Body of POST reply. ``client_id`` is the sender's own id of this reply; ``suggestion_id`` names the
    suggestion that the text was made of."""

    text: str
    client_id: str = ""
    suggestion_id: str = ""


class Discard(msgspec.Struct):
    """Body of POST discard and of POST restore."""

    suggestion_id: str


class Note(msgspec.Struct):
    """Body of POST note."""

    text: str


class Close(msgspec.Struct):
    """Body of POST close."""

    resolution: str = ""


async def show(request: web.Request) -> web.Response:
    """GET conversations/{id}: the state, and a window of the events (the last ones by default)."""
    services, conversation_id = request.config_dict[SERVICES], _id(request)
    state = await services.log.state(conversation_id)
    limit = number_of(request, "limit", WINDOW, 1, LARGEST_WINDOW)
    since = number_of(request, "since", -1, 0, state.last_seq)
    if since < 0:
        before = number_of(request, "before", state.last_seq + 1, 1, state.last_seq + 1)
        since = max(0, before - 1 - limit)
        limit = before - 1 - since
    events = await services.log.read(conversation_id, since=since, limit=limit) if limit else []
    viewers = request.config_dict[HUB].presence.viewers(conversation_id, but=person_of(request).id)
    return answer(
        {
            "conversation": conversation_view(state),
            "events": events_view(events),
            "first_seq": events[0].seq if events else None,
            "last_seq": state.last_seq,
            "more_before": bool(events) and events[0].seq > 1,
            "viewers": viewers,
        }
    )


async def take(request: web.Request) -> web.Response:
    """POST take."""
    services, person, body = request.config_dict[SERVICES], person_of(request), await body_of(request, Take)
    written = await services.desk.take(_id(request), person, force=body.force)
    if written[0]:
        await _audited(request, "taken_over", _id(request))
    return _written(written)


async def pass_on(request: web.Request) -> web.Response:
    """POST pass: to a colleague who may sign in."""
    services, body = request.config_dict[SERVICES], await body_of(request, Pass)
    colleague = await colleague_of(request, body.to)
    written = await services.desk.pass_on(_id(request), person_of(request), colleague)
    if written[0]:
        await _audited(request, "passed_on", f"{_id(request)} to {colleague.email}")
    return _written(written)


async def reply(request: web.Request) -> web.Response:
    """POST reply."""
    body = await body_of(request, Reply)
    text = clean_text(body.text, LONGEST)
    desk, person = request.config_dict[SERVICES].desk, person_of(request)
    return _written(await desk.reply(_id(request), person, text, body.client_id, body.suggestion_id))


async def discard(request: web.Request) -> web.Response:
    """POST discard: put a suggested reply away."""
    body = await body_of(request, Discard)
    desk = request.config_dict[SERVICES].desk
    return _written(await desk.discard(_id(request), person_of(request), body.suggestion_id))


async def restore(request: web.Request) -> web.Response:
    """POST restore: bring a suggested reply back that was put away."""
    body = await body_of(request, Discard)
    desk = request.config_dict[SERVICES].desk
    return _written(await desk.restore(_id(request), person_of(request), body.suggestion_id))


async def note(request: web.Request) -> web.Response:
    """POST note."""
    text = clean_text((await body_of(request, Note)).text, LONGEST)
    return _written(await request.config_dict[SERVICES].desk.note(_id(request), person_of(request), text))


async def give_back(request: web.Request) -> web.Response:
    """POST return."""
    return _written(await request.config_dict[SERVICES].desk.give_back(_id(request), person_of(request)))


async def close(request: web.Request) -> web.Response:
    """POST close."""
    body = await body_of(request, Close)
    resolution = clean_text(body.resolution, LONGEST) if body.resolution.strip() else ""
    desk = request.config_dict[SERVICES].desk
    return _written(await desk.close(_id(request), person_of(request), resolution))


async def typing(request: web.Request) -> web.Response:
    """POST typing: colleagues see it, and the shopper where the agent owns the conversation."""
    person, conversation_id = person_of(request), _id(request)
    await request.config_dict[SERVICES].desk.show_typing(conversation_id, person, TYPING_MS)
    request.config_dict[HUB].show_typing(conversation_id, person, TYPING_MS / 1000)
    return web.Response(status=204)


async def _audited(request: web.Request, action: str, target: str) -> None:
    person = person_of(request)
    await request.config_dict[SERVICES].audit.add(
        action, staff_id=person.id, staff_name=person.name, target=target, address=request.remote or ""
    )


def _id(request: web.Request) -> str:
    return request.match_info["id"]


def _written(written: Written) -> web.Response:
    stored, state = written
    return answer({"events": events_view(stored), "conversation": conversation_view(state)})
