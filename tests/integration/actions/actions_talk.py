"""Talks to single actions, as the turn does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.actions.runner import InProcessActions
from bot.conversation.messages import Button, Reply
from bot.conversation.ports import ActionContext, ActionOutcome
from bot.conversation.state import State, Utterance
from bot.conversation.understanding import Entity, Scored, Understanding
from bot.decide.payloads import parse_payload


class Talk:
    """A conversation with single actions: keeps slots and the window from one to the next."""

    def __init__(self, runner: InProcessActions, identity: dict[str, Any] | None = None) -> None:
        self.runner, self.identity = runner, identity or {}
        self.slots: dict[str, Any] = {}
        self.window: tuple[Utterance, ...] = ()

    async def run(
        self,
        action: str,
        text: str = "",
        intent: str = "",
        message_id: str = "m1",
        entities: Sequence[Entity] = (),
        confidence: float = 1.0,
        **slots: Any,
    ) -> ActionOutcome:
        """Run an action after the shopper wrote ``text``; its slots stay."""
        self.slots |= slots
        if text:
            self.window = (*self.window, Utterance(role="shopper", text=text, time=1.0))
        state = State(
            conversation_id="c_test", identity=self.identity, slots=self.slots, window=self.window[-12:]
        )
        understanding = Understanding(text=text, intent=Scored(intent, confidence), entities=tuple(entities))
        context = ActionContext(state=state, text=text, understanding=understanding, message_id=message_id)
        outcome = await self.runner.run(action, context)
        self.slots = {n: v for n, v in {**self.slots, **outcome.slots}.items() if v is not None}
        self.window += tuple(
            Utterance(
                role="bot",
                text=reply.text,
                time=2.0,
                cited=tuple(citation.passage_id for citation in reply.citations),
                shown=tuple(card.product_id for card in reply.cards),
            )
            for reply in outcome.replies
        )
        return outcome

    async def press(self, action: str, button: Button) -> ActionOutcome:
        """Run an action after a button with entities was pressed."""
        payload = parse_payload(button.payload)
        entities = [
            Entity(entity=name, value=value, text=value, start=0, end=0)
            for name, value in payload.entities.items()
        ]
        return await self.run(action, button.payload, payload.intent, entities=entities)

    async def reply(self, action: str, text: str = "", intent: str = "", **slots: Any) -> Reply:
        """The one reply of an action that must not fail."""
        outcome = await self.run(action, text, intent, **slots)
        assert outcome.error == ""
        (reply,) = outcome.replies
        return reply
