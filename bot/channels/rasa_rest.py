"""Rasa's REST channel, parser and tracker, for programs that were written for a Rasa server.

Formats as Rasa 3.6 speaks them. What that does badly is an error here: no sender, no text, broken JSON.
"""

from __future__ import annotations

import hmac
from typing import Any

import msgspec
from aiohttp import web

from bot.channels.http import is_loopback, json_body, json_response
from bot.channels.parts import PARTS, ChannelParts
from bot.conversation import events as ev
from bot.conversation.messages import GO_ON_PAYLOAD, Reply
from bot.conversation.state import State
from bot.conversation.understanding import Understanding
from bot.errors import BadRequest, BadToken, InvalidMessage
from bot.intake import Incoming, clean_text

routes = web.RouteTableDef()


def check_token(request: web.Request, parts: ChannelParts) -> None:
    """The secret of the Rasa doors, as ``?token=`` or bearer; without one they open on loopback only.

    Raises: BadToken.
    """
    secret = parts.settings.channels.rasa_token
    given = request.query.get("token") or request.headers.get("Authorization", "").removeprefix("Bearer ")
    if secret and not hmac.compare_digest(secret.encode(), given.encode()):
        raise BadToken("The token is missing or wrong.")
    if not secret and not is_loopback(request):
        raise BadToken("This door is closed: set [channels] rasa_token.")


def conversation_id_of(sender: str) -> str:
    """Senders of Rasa's channels have a name space of their own."""
    return f"rasa:{sender}"


@routes.post("/webhooks/rest/webhook")
async def webhook(request: web.Request) -> web.Response:
    """A message, and the bot's answers as Rasa gives them."""
    parts = request.app[PARTS]
    check_token(request, parts)
    body = await json_body(request)
    sender, message = _sender(body), body.get("message")
    if not isinstance(message, str):
        raise InvalidMessage("The field message must be a text.")
    metadata = body.get("metadata")
    state = await open_conversation(parts, sender, "rest")
    replies = await answers(parts, state, message, "rest", metadata if isinstance(metadata, dict) else {})
    return json_response([rest_message(sender, reply) for reply in replies])


@routes.get("/webhooks/rest/")
async def health(_request: web.Request) -> web.Response:
    """As Rasa's channel says that it is there."""
    return json_response({"status": "ok"})


def _sender(body: dict[str, Any]) -> str:
    sender = body.get("sender")
    if not isinstance(sender, str) or not 0 < len(sender) <= 150:
        raise BadRequest("The field sender must name the conversation (1 to 150 characters).")
    return sender


async def open_conversation(parts: ChannelParts, sender: str, channel: str) -> State:
    """The sender's conversation, begun where there is none."""
    return await parts.log.create(conversation_id_of(sender), shopper_id=f"rasa:{sender}", channel=channel)


async def answers(
    parts: ChannelParts, state: State, text: str, channel: str, metadata: dict[str, object]
) -> list[Reply]:
    """Store a message, wait for its turn, give back what the bot said."""
    parts.messages.check(state.shopper_id)
    parts.telemetry.messages.labels(channel).inc()
    receipt = await parts.intake.receive(state.conversation_id, incoming(state, text, channel, metadata))
    await parts.intake.settled(state.conversation_id)
    stored = await parts.log.read(state.conversation_id, since=receipt.stored.seq)
    return [item.event.reply for item in stored if isinstance(item.event, ev.Replied)]


def incoming(state: State, text: str, channel: str, metadata: dict[str, object]) -> Incoming:
    """A message of Rasa's channels, where a pressed button sends its payload as the text. It counts as
    pressed only if the bot has offered it; ``/restart`` typed by a shopper is text."""
    pressed = next((b for b in reversed(state.offered) if b.payload == text), None)
    if pressed:
        return Incoming(pressed.title, payload=pressed.payload, channel=channel, metadata=metadata)
    return Incoming(text, channel=channel, metadata=metadata)


def rich_part(reply: Reply) -> dict[str, Any]:
    """What Rasa's format has no field for."""
    rich = {
        "kind": reply.kind,
        "citations": reply.citations,
        "tables": reply.tables,
        "closest": reply.closest,
        "cards": reply.cards,
        "comparison": reply.comparison,
        "order": reply.order,
    }
    kept: dict[str, Any] = {key: value for key, value in msgspec.to_builtins(rich).items() if value}
    if kept.get("kind") == "text":
        del kept["kind"]
    return {**kept, **(reply.custom or {})}


def rest_message(sender: str, reply: Reply) -> dict[str, Any]:
    """A reply as Rasa's REST channel gives it."""
    message: dict[str, Any] = {"recipient_id": sender, "text": reply.text}
    if reply.buttons:
        message["buttons"] = msgspec.to_builtins(reply.buttons)
    if reply.image:
        message["image"] = reply.image
    if rich := rich_part(reply):
        message["custom"] = rich
    return message


@routes.post("/model/parse")
async def parse(request: web.Request) -> web.Response:
    """What a text is understood to mean, in Rasa's form."""
    parts = request.app[PARTS]
    check_token(request, parts)
    body = await json_body(request)
    text = clean_text(body.get("text"), parts.settings.server.max_message_chars)
    understanding = await parts.speaker().understander.understand(text, State(conversation_id="parse"))
    return json_response(parse_data(understanding))


def parse_data(understanding: Understanding | None) -> dict[str, Any]:
    """An understanding as Rasa's parse data."""
    if understanding is None:
        return {"text": "", "intent": {"name": None, "confidence": 0.0}, "entities": [], "intent_ranking": []}
    entities = [
        {
            "entity": entity.entity,
            "start": entity.start,
            "end": entity.end,
            "confidence_entity": entity.confidence,
            "value": entity.value,
            "extractor": entity.extractor,
        }
        for entity in understanding.entities
    ]
    return {
        "text": understanding.text,
        "intent": msgspec.to_builtins(understanding.intent),
        "entities": entities,
        "intent_ranking": msgspec.to_builtins(understanding.ranking),
    }


@routes.get("/conversations/{sender}/tracker")
async def tracker(request: web.Request) -> web.Response:
    """The conversation as Rasa's tracker; one that does not exist is not made up."""
    parts = request.app[PARTS]
    check_token(request, parts)
    state = await parts.log.state(conversation_id_of(request.match_info["sender"]))
    return json_response(tracker_data(request.match_info["sender"], state, await _all_events(parts, state)))


async def _all_events(parts: ChannelParts, state: State, most: int = 1000) -> list[ev.Stored]:
    """The last ``most`` events."""
    since = max(0, state.last_seq - most)
    return await parts.log.read(state.conversation_id, since=since, limit=most)


def tracker_data(sender: str, state: State, stored: list[ev.Stored]) -> dict[str, Any]:
    """A tracker in Rasa's form, of the events that it knows."""
    understood = _understood(stored)
    events = [rasa for item in stored for rasa in _rasa_events(item, understood)]
    nothing = {**parse_data(None), "message_id": None, "metadata": {}}
    return {
        "sender_id": sender,
        "slots": state.slots,
        "latest_message": next((e["parse_data"] for e in reversed(events) if e["event"] == "user"), nothing),
        "latest_event_time": state.updated,
        "followup_action": None,
        "paused": state.is_paused,
        "events": events,
        "latest_input_channel": state.channel,
        "active_loop": {},
        "latest_action": {"action_name": "action_listen"},
        "latest_action_name": "action_listen",
    }


def _understood(stored: list[ev.Stored]) -> dict[str, Understanding]:
    """By message id, what each message was understood to mean."""
    found = [item.event for item in stored if isinstance(item.event, ev.Understood)]
    return {message_id: event.understanding for event in found for message_id in event.message_ids}


def _rasa_events(stored: ev.Stored, understood: dict[str, Understanding]) -> list[dict[str, Any]]:
    event = stored.event
    head = {"timestamp": stored.time, "metadata": {}}
    if isinstance(event, ev.MessageReceived):
        parsed = _parsed(event, understood.get(event.message_id))
        said = {"event": "user", "text": event.text, "message_id": event.message_id}
        user = {**head, **said, "input_channel": event.channel, "parse_data": parsed}
        return [user, {**head, "event": "resume"}] if event.payload == GO_ON_PAYLOAD else [user]
    if isinstance(event, ev.Replied):
        return [{**head, "event": "bot", "text": event.reply.text, "data": _said_data(event.reply)}]
    if isinstance(event, ev.AgentSaid):
        agent = {"metadata": {"agent": event.name}, "data": _said_data(Reply(text=""))}
        return [{**head, "event": "bot", "text": event.text, **agent}]
    if isinstance(event, ev.SlotSet):
        return [{**head, "event": "slot", "name": event.name, "value": event.value}]
    if isinstance(event, ev.ActionRan):
        ran = {"policy": None, "confidence": None, "action_text": None, "hide_rule_turn": False}
        return [{**head, "event": "action", "name": event.action, **ran}]
    if isinstance(event, ev.HandoffRequested) and event.note:
        return []  # the bot goes on beside it
    names = {ev.HandoffRequested: "pause", ev.AgentJoined: "pause", ev.ReturnedToBot: "resume"}
    name = names.get(type(event))
    return [{**head, "event": name}] if name else []


def _parsed(message: ev.MessageReceived, understanding: Understanding | None) -> dict[str, Any]:
    """One that was not parsed, as a pressed button, has its text only."""
    parsed = parse_data(understanding) if understanding else {**parse_data(None), "text": message.text}
    return {**parsed, "message_id": message.message_id, "metadata": message.metadata}


def _said_data(reply: Reply) -> dict[str, Any]:
    return {
        "elements": None,
        "quick_replies": None,
        "buttons": msgspec.to_builtins(reply.buttons) or None,
        "attachment": None,
        "image": reply.image or None,
        "custom": rich_part(reply) or None,
    }
