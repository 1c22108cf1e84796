"""Decides what a message means while a question is open.

The order of precedence: what answers it, orders to the bot (cancel, skip, repeat, a person), corrections,
another task, free text, the documents, "I did not follow".
"""

from __future__ import annotations

from typing import Any

from bot.conversation.dialogue import Command
from bot.decide.domain import Slot, SlotMapping
from bot.decide.flows import Step
from bot.decide.message import Decision, Message
from bot.decide.readings import NOTHING_ASKED
from bot.decide.starts import PATTERNS
from bot.decide.values import find, fit

_ORDERS = {
    "cancel_flow": "The shopper wants to stop.",
    "skip": "The shopper wants to skip the question.",
    "repeat": "The shopper wants to read it again.",
    "hand_off": "The shopper wants a person.",
}
_ORDER_WORDS = 6
"""A longer message is taken as an answer, not as an order, where a question takes whatever is said."""


class OpenQuestion:
    """The question for ``slot``, asked by ``step``, and the message that followed it."""

    def __init__(self, message: Message, slot: Slot, step: Step) -> None:
        self._message = message
        self._heard = message.heard
        self._slot = slot
        self._step = step

    def decide(self) -> Decision:
        """What the message means."""
        value, how = self._value()
        corrections = self._message.corrections()
        overruled = (how == "intent" and corrections) or (how == "text" and self._asks_back())
        if value is not None and not overruled:
            return self._fill(value, f"The message answers the question for {self._slot.name}.")
        order = self._order()
        if order:
            return order
        if corrections:
            return corrections, "A value given earlier was corrected."
        if self._step.force_slot_filling:
            return self._forced()
        return self._other_task() or self._free_text() or self._astray()

    def _value(self) -> tuple[Any, str]:
        """A value for the question, and where it was found: entity, intent or text."""
        if self._slot.name in self._message.mapped:
            return self._message.mapped[self._slot.name], "entity"
        if self._heard.intent.confidence >= self._message.thresholds.clarify:
            value = self._from_intent(self._heard.intent.name)
            if value is not None:
                return value, "intent"
        return find(self._slot, self._heard.text), "text"

    def _from_intent(self, intent: str) -> Any:
        for mapping in self._slot.mappings:
            if mapping.type == "from_intent" and intent in mapping.intents and self._message.applies(mapping):
                return fit(self._slot, mapping.value)
        return {"affirm": True, "deny": False}.get(intent) if self._slot.type == "bool" else None

    def _asks_back(self) -> bool:
        return self._message.is_question and self._other_task() is not None

    def _fill(self, value: Any, reason: str) -> Decision:
        command = Command(kind="set_slot", slot=self._slot.name, value=value)
        return (*self._message.given(but=self._slot.name), command), reason

    def _order(self) -> Decision | None:
        reading = self._message.readings.best()
        if reading is None or reading.command.kind not in _ORDERS:
            return None
        if self._step.force_slot_filling and len(self._heard.text.split()) > _ORDER_WORDS:
            return None
        if PATTERNS[reading.command.kind] in self._message.active:
            return None
        return (reading.command,), _ORDERS[reading.command.kind]

    def _forced(self) -> Decision:
        value = fit(self._slot, self._heard.text)
        if value is None:
            return (Command(kind="cannot_handle"),), f"The message does not fit the slot {self._slot.name}."
        return self._fill(value, f"The question for {self._slot.name} takes whatever is said.")

    def _other_task(self) -> Decision | None:
        reading = self._message.readings.best()
        if reading is None or reading.command.flow in self._message.active:
            return None
        if reading.command.flow == NOTHING_ASKED or self._expected_as(reading.intent):
            return None
        return (*self._message.new_values(), reading.command), f"A digression: {reading.why}"

    def _expected_as(self, intent: str) -> bool:
        """Whether the answer is expected in messages of this intent."""
        texts = [m for m in self._slot.mappings if m.type == "from_text" and self._message.applies(m)]
        return any(intent in mapping.intents for mapping in texts)

    def _free_text(self) -> Decision | None:
        """Take the whole message as the answer, where the slot is one for free text."""
        if self._slot.type not in ("text", "any", "list") or self._heard.text.strip().endswith("?"):
            return None
        mappings = self._slot.mappings or (SlotMapping(type="from_llm"),)
        value = fit(self._slot, self._heard.text)
        if value is None or not any(self._takes_text(mapping) for mapping in mappings):
            return None
        return self._fill(value, f"The message is taken as the text for {self._slot.name}.")

    def _takes_text(self, mapping: SlotMapping) -> bool:
        """Whether free text may fill the slot; an uncertain intent does not speak against it."""
        if mapping.type == "from_llm":
            return True
        intent = self._heard.intent
        unsure = intent.confidence < self._message.thresholds.accept
        wanted = not mapping.intents or intent.name in mapping.intents or unsure
        allowed = mapping.type == "from_text" and intent.name not in mapping.not_intents
        return wanted and allowed and self._message.applies(mapping)

    def _astray(self) -> Decision:
        """Nothing fits: a question goes to the documents, else it is asked again."""
        others = self._message.new_values()
        reading = self._message.readings.best()
        if reading and reading.command.flow in self._message.active:
            reason = "The shopper speaks of the task that is already under way."
            return (*others, Command(kind="none")), reason
        if self._message.is_question and self._message.is_sentence:
            return (*others, Command(kind="search")), "A question that no flow takes goes to the documents."
        reason = f"The message does not answer the question for {self._slot.name}."
        return (*others, Command(kind="cannot_handle")), reason
