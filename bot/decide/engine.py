"""The dialogue engine: it turns an understanding into commands and runs the flows. Pure.

commands(state, understanding)   what the shopper wants         (interpret.py, question.py)
start(state, commands)           commands change the stack      (starts.py)
step(dialogue, slots)            the next thing to do           (steps.py)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.conversation.dialogue import Command, Dialogue, Listen, Say, Step
from bot.conversation.state import State
from bot.conversation.understanding import Understanding
from bot.decide.advice import Adviser
from bot.decide.assistant import Assistant
from bot.decide.interpret import Interpreter
from bot.decide.patterns import INTERNAL_ERROR
from bot.decide.readings import Thresholds
from bot.decide.starts import Starter
from bot.decide.steps import Run

__all__ = ["MAX_STEPS", "Adviser", "DialogueEngine", "Thresholds"]

SIGNED_IN = "signed_in"
"""The slot that is true for shoppers whose identity the shop has signed."""
_IDENTITY = {"email": "email", "customer_name": "name"}
"""Slots by the claim of the identity that fills them."""
MAX_STEPS = 100
"""Steps between two ``Listen``."""


class DialogueEngine:
    """Implements ``bot.conversation.ports.Engine`` for an assistant; ``adviser`` has the learned policy."""

    def __init__(
        self, assistant: Assistant, thresholds: Thresholds | None = None, adviser: Adviser | None = None
    ) -> None:
        self.assistant = assistant
        self._interpreter = Interpreter(assistant, thresholds or Thresholds(), adviser)
        self._starter = Starter(assistant)

    def identified(self, state: State) -> dict[str, Any]:
        """Slots that the shop's signed identity fills, where the assistant has them and they are empty."""
        if not state.identity.get("email"):
            return {}
        values = {slot: state.identity.get(claim) for slot, claim in _IDENTITY.items()} | {SIGNED_IN: True}
        known = self.assistant.domain.slots
        return {
            name: value
            for name, value in values.items()
            if name in known and value and not state.slots.get(name)
        }

    def commands(self, state: State, understanding: Understanding) -> tuple[tuple[Command, ...], str]:
        """What the shopper wants, and the reason in one English sentence."""
        return self._interpreter.commands(state, understanding)

    def pressed(self, state: State, payload: str) -> tuple[tuple[Command, ...], str]:
        """The same for the payload of a button that was offered in this conversation."""
        return self._interpreter.pressed(state, payload)

    def meant(self, state: State, payload: str, text: str) -> Understanding | None:
        """What the entities of a pressed payload say, for actions, or of the offered button whose title the
        shopper typed; None where there are none. ``state`` is that before the message."""
        return self._interpreter.meant(state, payload, text)

    def start(self, state: State, commands: Sequence[Command]) -> tuple[Dialogue, dict[str, Any]]:
        """Apply the commands: the new memory, and slots to set (None clears)."""
        return self._starter.start(state, commands)

    def step(self, dialogue: Dialogue, slots: Mapping[str, Any]) -> tuple[Dialogue, Step]:
        """The next thing to do. At most MAX_STEPS between two ``Listen``: flows that go round in circles are
        dropped, and the shopper is told that something went wrong."""
        if dialogue.steps >= MAX_STEPS - 1:
            return replace(dialogue, stack=(), due=(), steps=0), Listen()
        if dialogue.steps == MAX_STEPS - 2:
            return self._give_up(dialogue)
        run = Run(self.assistant, dialogue, slots)
        step = run.next()
        if step is None:
            return self._give_up(dialogue)
        steps = 0 if isinstance(step, Listen) else dialogue.steps + 1
        return replace(run.dialogue(), steps=steps), step

    def _give_up(self, dialogue: Dialogue) -> tuple[Dialogue, Step]:
        return replace(dialogue, stack=(), due=(Listen(),), steps=MAX_STEPS - 1), Say(response=INTERNAL_ERROR)
