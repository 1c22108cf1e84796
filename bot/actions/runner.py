"""Runs rasa-sdk actions in-process, with a window of the conversation instead of its whole history."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from typing import Any

import msgspec
import structlog
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor

from bot.conversation import events as ev
from bot.conversation.messages import Button, Reply
from bot.conversation.ports import ActionContext, ActionOutcome, Responder
from bot.conversation.state import State, Utterance
from bot.errors import ActionFailed, IndexUnavailable, ModelUnavailable, ShopclerkError
from retrieval.errors import ModelFileError, RetrievalError

log = structlog.get_logger()

REPLY_FIELDS = frozenset(Reply.__struct_fields__)


class InProcessActions:
    """Runs registered actions under a time limit; ``domain`` is what they get as the third argument."""

    def __init__(
        self, actions: Iterable[Action], responder: Responder, domain: dict[str, Any], time_limit: float
    ) -> None:
        self._executor = ActionExecutor()
        self._executor.domain_digest = "shopclerk"
        self._executor.domain = domain
        self._responder = responder
        self._time_limit = time_limit
        self._effects: set[str] = set()
        for action in actions:
            self.register(action)

    def register(self, action: Action) -> None:
        """Add an action; one of the same name is replaced. One that does not tell by ``effects`` whether it
        changes something outside is taken to."""
        self._executor.register_action(action)
        self._effects.discard(action.name())
        if getattr(action, "effects", True):
            self._effects.add(action.name())

    def names(self) -> frozenset[str]:
        """All actions that can be run."""
        return frozenset(self._executor.actions)

    def has_effects(self, action: str) -> bool:
        """Whether the action changes something outside."""
        return action in self._effects

    async def run(self, action: str, context: ActionContext) -> ActionOutcome:
        """Run one action. Never raises: what goes wrong comes as ``outcome.error``."""
        started = time.perf_counter()
        try:
            outcome = await self._run(action, context)
        except ShopclerkError as error:
            log.warning("action failed", action=action, code=error.code, detail=error.detail)
            outcome = ActionOutcome(error=error.code)
        except RetrievalError as error:
            code = ModelUnavailable.code if isinstance(error, ModelFileError) else IndexUnavailable.code
            log.warning("action failed", action=action, code=code, detail=str(error))
            outcome = ActionOutcome(error=code)
        except Exception:  # the boundary to the shop's own code: any failure costs this action only
            log.exception("action failed", action=action)
            outcome = ActionOutcome(error=ActionFailed.code)
        outcome.duration_ms = round((time.perf_counter() - started) * 1000, 2)
        return outcome

    async def _run(self, action: str, context: ActionContext) -> ActionOutcome:
        if action not in self._executor.actions:
            raise ActionFailed(detail=f"unknown action {action!r}")
        call = {"next_action": action, "tracker": tracker_json(context), "domain_digest": "shopclerk"}
        try:
            result = await asyncio.wait_for(self._executor.run(call), self._time_limit)
        except TimeoutError as error:
            raise ActionFailed(detail=f"{action} took over {self._time_limit:g} s") from error
        assert result is not None
        return self.outcome(result.events, result.responses, context.state)

    def outcome(
        self, events: list[dict[str, Any]], responses: list[dict[str, Any]], state: State
    ) -> ActionOutcome:
        """Translate rasa-sdk's events and messages into ours."""
        outcome = ActionOutcome()
        for event in events:
            if event.get("event") == "slot":
                outcome.slots[event["name"]] = event["value"]
            elif event.get("event") == "pause":
                outcome.handoff = outcome.handoff or "asked"
        values = {**state.slots, **outcome.slots}
        for message in responses:
            self._take_message(message, values, state, outcome)
        return outcome

    def _take_message(
        self, message: dict[str, Any], values: dict[str, Any], state: State, outcome: ActionOutcome
    ) -> None:
        custom = dict(message.get("custom") or {})
        own = custom.pop("shopclerk", None) or {}
        if own.get("searched"):
            outcome.events.append(msgspec.convert(own["searched"], ev.Searched))
        if own.get("unmet"):
            outcome.events.append(msgspec.convert(own["unmet"], ev.UnmetWish))
        if own.get("handoff"):
            outcome.handoff = own["handoff"]
        outcome.note = outcome.note or bool(own.get("note"))
        reply = self._reply(message, own, custom, values, state)
        if reply.cards and own.get("source"):
            shown = {name: own[name] for name in _SHOWN if own.get(name)}
            event = {**shown, "type": "Recommended", "products": reply.cards}
            outcome.events.append(msgspec.convert(event, ev.Recommended))
        if reply.text or reply.cards or reply.image or reply.custom or reply.comparison or reply.order:
            outcome.replies.append(reply)

    def _reply(
        self,
        message: dict[str, Any],
        own: dict[str, Any],
        custom: dict[str, Any],
        values: dict[str, Any],
        state: State,
    ) -> Reply:
        response = message.get("response") or message.get("template")
        if response:
            extra = {key: value for key, value in message.items() if key not in _MESSAGE_KEYS}
            base = msgspec.to_builtins(self._responder.say(response, {**values, **extra}, state))
        else:
            base = {"text": message.get("text") or "", "image": message.get("image") or ""}
        buttons = [msgspec.convert(b, Button, strict=False) for b in message.get("buttons") or []]
        if buttons:
            base["buttons"] = [*msgspec.to_builtins(buttons), *base.get("buttons", ())]
        rich = {key: value for key, value in own.items() if key in REPLY_FIELDS}
        return msgspec.convert({**base, **rich, **({"custom": custom} if custom else {})}, Reply)


_SHOWN = ("source", "constraints", "model", "propensities", "experiment", "arm")
_MESSAGE_KEYS = frozenset(
    {"text", "buttons", "elements", "custom", "template", "response", "image", "attachment"}
)


def tracker_json(context: ActionContext) -> dict[str, Any]:
    """The tracker as rasa-sdk reads it: slots, the latest message, and the window as Rasa events."""
    state = context.state
    events = [_rasa_event(item) for item in state.window]
    return {
        "sender_id": state.conversation_id,
        "slots": dict(state.slots),
        "latest_message": _latest_message(context),
        "latest_event_time": state.updated,
        "followup_action": None,
        "paused": state.is_paused,
        "events": events,
        "latest_input_channel": state.channel,
        "active_loop": {},
        "latest_action": {},
        "latest_action_name": None,
    }


def _rasa_event(said: Utterance) -> dict[str, Any]:
    beside = {"cited": list(said.cited), "shown": list(said.shown)}
    return {
        "event": "user" if said.role == "shopper" else "bot",
        "text": said.text,
        "timestamp": said.time,
        "metadata": {name: ids for name, ids in beside.items() if ids},
    }


def _latest_message(context: ActionContext) -> dict[str, Any]:
    understanding = context.understanding
    parsed: dict[str, Any] = {
        "intent": {"name": None, "confidence": 0.0},
        "entities": [],
        "intent_ranking": [],
    }
    if understanding is not None:
        parsed = {
            "intent": msgspec.to_builtins(understanding.intent),
            "entities": msgspec.to_builtins(understanding.entities),
            "intent_ranking": msgspec.to_builtins(understanding.ranking),
        }
    state = context.state
    metadata = {"identity": state.identity, "channel": state.channel, "shopper_id": state.shopper_id}
    return {**parsed, "text": context.text, "message_id": context.message_id, "metadata": metadata}
