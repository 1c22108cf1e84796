"""Our own REST API for shoppers, under /v1 (docs/protocol.md)."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.channels.http import json_body, json_response, number, text_field, visitor_of
from bot.channels.parts import PARTS, ChannelParts, shop_info
from bot.channels.public import public_event
from bot.channels.tokens import Visitor
from bot.conversation import events as ev
from bot.conversation.messages import HANDOFF_PAYLOAD
from bot.conversation.opening import is_open
from bot.conversation.state import State
from bot.errors import BadRequest, InvalidMessage, NotSignedIn, UnknownConversation
from bot.intake import Incoming, Receipt

HANDOFF_TEXT = "Talk to a person"
routes = web.RouteTableDef()


@routes.post("/v1/conversations")
async def begin(request: web.Request) -> web.Response:
    """Begin a conversation, or give a known person their open one back (not with ``fresh``)."""
    parts = request.app[PARTS]
    body = await json_body(request, empty_ok=True)
    visitor = await _visitor(request, parts, text_field(body, "identity", 4000))
    known = visitor.identity and not body.get("fresh")
    state = await parts.log.latest_of(visitor.shopper_id) if known else None
    if state is None or state.owner == "closed":
        conversation_id = f"c_{uuid.uuid4().hex}"
        state = await parts.log.create(
            conversation_id, shopper_id=visitor.shopper_id, channel="widget", identity=visitor.identity
        )
    answer = {**conversation_json(state, parts), "token": parts.tokens.issue(visitor)}
    return json_response(answer, 201)


async def _visitor(request: web.Request, parts: ChannelParts, identity: str) -> Visitor:
    """A person signed by the shop, else the visitor of the token, else a newcomer. A visitor's token beside
    an identity: what the visitor did in the shop is the person's from now on (not what they said)."""
    if "Authorization" not in request.headers:
        return parts.tokens.newcomer(identity)
    if not identity:
        return visitor_of(request)
    person = parts.tokens.newcomer(identity)
    with suppress(NotSignedIn):  # a visitor's token that has run out keeps nobody from signing in
        visitor = visitor_of(request)
        if not visitor.identity:
            await parts.behaviour.merge(visitor.shopper_id, person.shopper_id)
    return person


def conversation_json(state: State, parts: ChannelParts) -> dict[str, Any]:
    """A conversation as its shopper sees it."""
    agent = {"name": state.agent_name} if state.owner == "agent" else None
    shop = parts.settings.shop
    return {
        "conversation_id": state.conversation_id,
        "owner": state.owner,
        "agent": agent,
        "last_seq": state.last_seq,
        "shop": shop_info(parts, is_open(shop.hours, shop.timezone)),
    }


async def own_conversation(request: web.Request) -> State:
    """The conversation of the path, if it is the visitor's.

    Raises: UnknownConversation also for other people's, so that ids cannot be probed.
    """
    visitor = visitor_of(request)
    state = await request.app[PARTS].log.state(request.match_info["conversation_id"])
    if state.shopper_id != visitor.shopper_id:
        raise UnknownConversation
    return state


@routes.get("/v1/conversations/{conversation_id}")
async def show(request: web.Request) -> web.Response:
    """The conversation without its messages."""
    return json_response(conversation_json(await own_conversation(request), request.app[PARTS]))


@routes.get("/v1/conversations/{conversation_id}/wait")
async def wait(request: web.Request) -> web.Response:
    """How long it may take until a person comes; null where none is waited for in the chat, or none is there
    to come."""
    parts, state = request.app[PARTS], await own_conversation(request)
    shop = parts.settings.shop
    waits = state.is_expecting and is_open(shop.hours, shop.timezone)
    found = await parts.waits.of(state) if waits else None
    return json_response({"waiting": state.is_expecting, "wait": found})


@routes.get("/v1/conversations/{conversation_id}/events")
async def events(request: web.Request) -> web.Response:
    """What happened after ``since``, oldest first."""
    parts = request.app[PARTS]
    state = await own_conversation(request)
    since = number(request, "since", 0, 0, 2**53)
    limit = number(request, "limit", 200, 1, 500)
    stored = await parts.log.read(state.conversation_id, since=since, limit=limit)
    shown = [event for item in stored if (event := public_event(item, parts.speaker().responder))]
    return json_response({"events": shown, "last_seq": stored[-1].seq if stored else since})


@routes.post("/v1/conversations/{conversation_id}/messages")
async def say(request: web.Request) -> web.Response:
    """Store a message; with ``wait`` the answer comes in the same response."""
    parts = request.app[PARTS]
    state = await own_conversation(request)
    body = await json_body(request)
    receipt = await take_message(parts, state, body, typing=False)
    answer: dict[str, Any] = {"seq": receipt.stored.seq, "duplicate": receipt.duplicate}
    if body.get("wait"):
        await parts.intake.settled(state.conversation_id)
        stored = await parts.log.read(state.conversation_id, since=receipt.stored.seq)
        answer["events"] = [e for item in stored if (e := public_event(item, parts.speaker().responder))]
    return json_response(answer, 202)


async def take_message(parts: ChannelParts, state: State, body: dict[str, Any], *, typing: bool) -> Receipt:
    """Hand a message of our own API to the intake.

    Raises: InvalidMessage, MessageTooLong, TooManyRequests, StorageError.
    """
    if "text" not in body:
        raise InvalidMessage("The field text is missing.")
    parts.messages.check(state.shopper_id)
    message = Incoming(
        text=body["text"],
        client_id=text_field(body, "client_id"),
        payload=text_field(body, "payload", 500),
        channel="widget",
        typing=typing,
    )
    parts.telemetry.messages.labels("widget").inc()
    return await parts.intake.receive(state.conversation_id, message)


@routes.post("/v1/conversations/{conversation_id}/handoff")
async def hand_off(request: web.Request) -> web.Response:
    """Ask for a person."""
    parts = request.app[PARTS]
    state = await own_conversation(request)
    receipt = await ask_for_person(parts, state, f"handoff-{uuid.uuid4().hex}")
    return json_response({"seq": receipt.stored.seq, "duplicate": receipt.duplicate}, 202)


async def ask_for_person(parts: ChannelParts, state: State, client_id: str) -> Receipt:
    """The button that is always there: a message like any other, so that it stands in the history."""
    body = {"text": HANDOFF_TEXT, "payload": HANDOFF_PAYLOAD, "client_id": client_id}
    return await take_message(parts, state, body, typing=False)


@routes.post("/v1/conversations/{conversation_id}/feedback")
async def rate(request: web.Request) -> web.Response:
    """Rate an answer or the conversation, 1 to 5."""
    state = await own_conversation(request)
    await take_rating(request.app[PARTS], state, await json_body(request))
    return web.Response(status=204)


async def take_rating(parts: ChannelParts, state: State, body: dict[str, Any]) -> None:
    """Store a rating.

    Raises: BadRequest.
    """
    rating = body.get("rating")
    if not isinstance(rating, int) or isinstance(rating, bool) or not 1 <= rating <= 5:
        raise BadRequest("rating must be a whole number from 1 to 5.")
    event = ev.Rated(
        rating=rating,
        message_id=text_field(body, "message_id"),
        comment=text_field(body, "comment", 2000),
    )
    await record(parts, state, event)


async def record(parts: ChannelParts, state: State, event: ev.AnyEvent) -> ev.Stored:
    """Append an event that asks for no answer."""
    stored, _ = await parts.log.append(state.conversation_id, [event])
    await parts.bus.publish(stored)
    return stored[0]
