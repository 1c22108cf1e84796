"""What a shopper may see of the log: a projection of its events."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.conversation import events as ev
from bot.conversation.ports import Responder
from bot.errors import ShopclerkError

_KEEP: dict[type, tuple[str, ...]] = {
    ev.MessageReceived: ("message_id", "client_id", "text", "payload"),
    ev.AgentJoined: ("name",),
    ev.AgentSaid: ("message_id", "name", "text"),
    ev.ReturnedToBot: ("name",),
    ev.Closed: (),
    ev.Reopened: (),
}


def public_event(stored: ev.Stored, responder: Responder) -> dict[str, Any] | None:
    """The event as JSON for the shopper, None for what is not theirs to see."""
    event = stored.event
    head = {"seq": stored.seq, "time": stored.time, "type": type(event).__name__}
    if isinstance(event, ev.Replied):
        reply = msgspec.to_builtins(event.reply)
        return {**head, "message_id": f"r{stored.seq}", "in_reply_to": event.in_reply_to, "reply": reply}
    if isinstance(event, ev.HandoffRequested):
        return {**head, "reason": event.reason, "note": event.note}
    if isinstance(event, ev.TurnFailed):
        return {**head, "code": event.code, "text": responder.failure(event.code).text}
    keep = _KEEP.get(type(event))
    if keep is None:
        return None
    return {**head, **{name: getattr(event, name) for name in keep}}


def error_frame(error: ShopclerkError, client_id: str = "") -> dict[str, Any]:
    """An error as a frame of the stream."""
    frame: dict[str, Any] = {"type": "error", "code": error.code, "text": error.text}
    return {**frame, "client_id": client_id} if client_id else frame
