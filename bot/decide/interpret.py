"""Turns an understanding, or a pressed button, into commands, each decision with its reason.

The order of precedence while a question is open: what answers it, then orders to the bot (cancel, skip,
repeat, a person), corrections, another task, free text, the documents, "I did not follow". Without an open
question: a clarification between near readings, the best one, the documents, "I did not follow".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation.dialogue import Command
from bot.conversation.state import State
from bot.conversation.understanding import Entity, Scored, Understanding
from bot.decide import stack as stacks
from bot.decide.assistant import Assistant
from bot.decide.domain import Slot, SlotMapping
from bot.decide.flows import Flow, Step
from bot.decide.payloads import PayloadError, parse_payload
from bot.decide.starts import PATTERNS
from bot.decide.values import find, fit

Decision = tuple[tuple[Command, ...], str]

NOTHING_ASKED = "pattern_nothing_asked"
_KINDS = {pattern: kind for kind, pattern in PATTERNS.items()}
_ORDERS = ("cancel_flow", "skip", "repeat", "hand_off")
_QUESTION = re.compile(
    r"\?|^(?:what|which|how|when|where|who|why|can|could|do|does|did|is|are|will|would|may|should)\b", re.I
)
_FEW_WORDS = 3
"""A message of fewer words is not worth a search."""
_ORDER_WORDS = 6
"""A longer message is taken as an answer, not as an order, where a question takes free text only."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities, from calibration: act from ``accept`` on, ask from ``clarify`` on; two readings nearer
    than ``margin`` are asked about; from ``out_of_scope`` on no intent is trusted."""

    accept: float = 0.5
    clarify: float = 0.2
    margin: float = 0.1
    out_of_scope: float = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message could mean: the command it leads to, with the summed probability of its intents."""

    command: Command
    confidence: float
    intent: str
    threshold: float

    @property
    def name(self) -> str:
        """The flow or kind of command."""
        return self.command.flow or self.command.kind


class Interpreter:
    """The rules from meaning to commands."""

    def __init__(self, assistant: Assistant, thresholds: Thresholds) -> None:
        self._assistant = assistant
        self._flows = assistant.flows
        self._domain = assistant.domain
        self._thresholds = thresholds

    # ------------------------------------------------------------------- doors

    def commands(self, state: State, understanding: Understanding) -> Decision:
        """What the shopper wants, and why."""
        button = _typed_button(state, understanding.text)
        if button:
            commands, reason = self.pressed(state, button)
            return commands, f"The shopper typed the title of a button: {reason}"
        turn = _Turn(self, state, understanding)
        return turn.answer() if turn.slot else turn.open()

    def pressed(self, state: State, payload: str) -> Decision:
        """What a pressed button means. Text is taken as an answer to the open question."""
        try:
            parsed = parse_payload(payload)
        except PayloadError:
            return (Command(kind="cannot_handle"),), "The payload of the button cannot be read."
        if parsed.slots:
            return self._set_by_button(state, parsed.slots)
        entities = tuple(
            Entity(entity=name, value=value, text=value, start=0, end=0, extractor="button")
            for name, value in parsed.entities.items()
        )
        scored = Scored(parsed.intent or "", 1.0 if parsed.intent else 0.0)
        understanding = Understanding(text=parsed.text, intent=scored, ranking=(scored,), entities=entities)
        turn = _Turn(self, state, understanding)
        return turn.answer() if turn.slot else turn.open()

    def _set_by_button(self, state: State, values: Any) -> Decision:
        """Buttons of a question that is no longer open do nothing but say so."""
        top = state.dialogue.stack[-1] if state.dialogue.stack else None
        filled = {name for frame in stacks.chain(state.dialogue.stack) for name in frame.filled}
        commands = []
        for name, value in values.items():
            slot = self._domain.slots.get(name)
            fitting = fit(slot, value) if slot else None
            if slot and (fitting is not None or value is None):
                corrects = name in filled and top is not None and name != top.waiting_for
                commands.append(
                    Command(kind="correct_slot" if corrects else "set_slot", slot=name, value=fitting)
                )
        wanted = {command.slot for command in commands}
        if top is None or not wanted & {top.waiting_for, *filled}:
            command = Command(kind="start_flow", flow=NOTHING_ASKED)
            return (command,), "The button belongs to a question that is no longer open."
        return tuple(commands), f"A button sets {', '.join(sorted(wanted))}."

    # ---------------------------------------------------------------- readings

    def readings(self, understanding: Understanding, slots: dict[str, Any]) -> list[Reading]:
        """What the message could mean, the likeliest first; intents with the same effect count together."""
        best: dict[str, Reading] = {}
        for scored in understanding.ranking or (understanding.intent,):
            flow, threshold = self._triggered(scored.name, slots)
            if flow is None:
                continue
            kind = _KINDS.get(flow.id, "start_flow")
            command = Command(kind=kind, flow=flow.id if kind == "start_flow" else "")
            key = _effect(flow)
            first = best.get(key)
            if first:
                best[key] = replace(first, confidence=first.confidence + scored.confidence)
            else:
                threshold = threshold or self._threshold(flow)
                best[key] = Reading(command, scored.confidence, scored.name, threshold)
        return sorted(best.values(), key=lambda reading: -reading.confidence)

    def _threshold(self, flow: Flow) -> float:
        """A kind word does no harm where it was not meant; anything else needs to be certain."""
        return self._thresholds.clarify if is_small_talk(flow) else self._thresholds.accept

    def _triggered(self, intent: str, slots: dict[str, Any]) -> tuple[Flow | None, float]:
        """The flow that an intent starts now: one whose guard holds before one without guard."""
        found: tuple[Flow | None, float] = (None, 0.0)
        for flow in self._flows.values():
            for trigger in flow.triggers:
                if trigger.intent != intent or (flow.guard and not flow.guard.holds(slots)):
                    continue
                if flow.guard:
                    return flow, trigger.threshold
                found = (flow, trigger.threshold)
        return found


class _Turn:
    """One message in its state."""

    def __init__(self, rules: Interpreter, state: State, understanding: Understanding) -> None:
        self._rules = rules
        self._assistant = rules._assistant
        self._thresholds = rules._thresholds
        self._heard = understanding
        self._state = state
        initial = {
            s.name: s.initial_value for s in rules._domain.slots.values() if s.initial_value is not None
        }
        self._slots = {**initial, **state.slots}
        stack = state.dialogue.stack
        self._chain = stacks.chain(stack)
        self._active = {frame.flow for frame in self._chain}
        self._filled = {name for frame in self._chain for name in frame.filled}
        top = stack[-1] if stack else None
        flow = rules._flows.get(top.flow) if top else None
        self._step: Step | None = flow.steps.get(top.step) if flow and top and top.waiting_for else None
        self.slot: Slot | None = rules._domain.slots.get(top.waiting_for) if self._step and top else None
        trusted = understanding.out_of_scope < self._thresholds.out_of_scope
        self._readings = rules.readings(understanding, self._slots) if trusted else []

    # ------------------------------------------------------- an open question

    def answer(self) -> Decision:
        """Decide while a question is open."""
        assert self.slot is not None
        assert self._step is not None
        mapped = self._mapped()
        corrections = self._corrections(mapped)
        value, how = self._given(mapped)
        if value is not None and not (corrections and how == "intent"):
            return self._fill(value, mapped, f"The message answers the question for {self.slot.name}.")
        order = self._order()
        if order:
            return order
        if corrections:
            return tuple(corrections), "A value given earlier was corrected."
        if self._step.force_slot_filling:
            return self._forced(mapped)
        return self._other_task(mapped) or self._free_text(mapped) or self._astray(mapped)

    def _given(self, mapped: dict[str, Any]) -> tuple[Any, str]:
        """A value for the open question, and where it was found: entity, intent or text."""
        assert self.slot is not None
        if self.slot.name in mapped:
            return mapped[self.slot.name], "entity"
        for mapping in self.slot.mappings:
            if mapping.type == "from_intent" and self._applies(mapping) and self._says(mapping):
                return fit(self.slot, mapping.value), "intent"
        if self.slot.type == "bool" and self._sure():
            answer = {"affirm": True, "deny": False}.get(self._heard.intent.name)
            if answer is not None:
                return answer, "intent"
        return find(self.slot, self._heard.text), "text"

    def _says(self, mapping: SlotMapping) -> bool:
        return self._sure() and self._heard.intent.name in mapping.intents

    def _sure(self) -> bool:
        return self._heard.intent.confidence >= self._thresholds.clarify

    def _fill(self, value: Any, mapped: dict[str, Any], reason: str) -> Decision:
        assert self.slot is not None
        others = self._set({name: v for name, v in mapped.items() if name != self.slot.name})
        corrections = self._corrections({name: v for name, v in mapped.items() if name != self.slot.name})
        return (*corrections, *others, Command(kind="set_slot", slot=self.slot.name, value=value)), reason

    def _order(self) -> Decision | None:
        reading = self._best()
        if reading is None or reading.command.kind not in _ORDERS:
            return None
        assert self._step is not None
        if self._step.force_slot_filling and len(self._heard.text.split()) > _ORDER_WORDS:
            return None
        if PATTERNS[reading.command.kind] in self._active:
            return None
        return (reading.command,), f"The shopper wants {_ORDER_WANTS[reading.command.kind]}."

    def _forced(self, mapped: dict[str, Any]) -> Decision:
        assert self.slot is not None
        value = fit(self.slot, self._heard.text)
        if value is None:
            return (Command(kind="cannot_handle"),), f"The message does not fit the slot {self.slot.name}."
        return self._fill(value, mapped, f"The question for {self.slot.name} takes whatever is said.")

    def _other_task(self, mapped: dict[str, Any]) -> Decision | None:
        reading = self._best()
        if reading is None or reading.command.flow in self._active:
            return None
        if reading.command.flow == NOTHING_ASKED or self._takes_text_of(reading.intent):
            return None
        return (*self._set(mapped), reading.command), f"A digression: {self._why(reading)}"

    def _takes_text_of(self, intent: str) -> bool:
        """Whether the open question expects its answer in messages of this intent."""
        assert self.slot is not None
        return any(
            m.type == "from_text" and intent in m.intents and self._applies(m) for m in self.slot.mappings
        )

    def _free_text(self, mapped: dict[str, Any]) -> Decision | None:
        """Take the whole message as the answer, where the slot is one for free text."""
        assert self.slot is not None
        if self.slot.type not in ("text", "any", "list") or not self._open_to_text():
            return None
        if _QUESTION.search(self._heard.text) and self._heard.text.strip().endswith("?"):
            return None
        value = fit(self.slot, self._heard.text)
        return (
            self._fill(value, mapped, f"The message is taken as the text for {self.slot.name}.")
            if value
            else None
        )

    def _open_to_text(self) -> bool:
        assert self.slot is not None
        if not self.slot.mappings:
            return True
        sure = self._heard.intent.confidence >= self._thresholds.accept
        for mapping in self.slot.mappings:
            if mapping.type == "from_llm":
                return True
            if mapping.type == "from_text" and self._applies(mapping):
                wanted = not mapping.intents or self._heard.intent.name in mapping.intents or not sure
                if wanted and self._heard.intent.name not in mapping.not_intents:
                    return True
        return False

    def _astray(self, mapped: dict[str, Any]) -> Decision:
        """Nothing fits the open question: a question goes to the documents, else it is asked again."""
        assert self.slot is not None
        others = self._set(mapped)
        reading = self._best()
        if reading and reading.command.flow in self._active:
            return (
                *others,
                Command(kind="none"),
            ), "The shopper speaks of the task that is already under way."
        if _QUESTION.search(self._heard.text) and len(self._heard.text.split()) >= _FEW_WORDS:
            return (*others, Command(kind="search")), "A question that no flow takes goes to the documents."
        return (
            *others,
            Command(kind="cannot_handle"),
        ), f"The message does not answer the question for {self.slot.name}."

    # ----------------------------------------------------- no question is open

    def open(self) -> Decision:
        """Decide when nothing was asked."""
        mapped = self._mapped()
        others = (*self._corrections(mapped), *self._set(mapped))
        near = self._near()
        if len(near) > 1:
            options = tuple(reading.command.flow for reading in near)
            reason = f"Between {' and '.join(options)} the difference is too small to act."
            return (*others, Command(kind="clarify", options=options)), reason
        reading = self._best()
        if reading and reading.command.flow == NOTHING_ASKED and self._offer():
            commands, _ = self._rules.pressed(self._state, self._offer())
            return commands, "A yes to the one button that was offered last."
        if reading:
            return (*others, reading.command), self._why(reading)
        asks = self._clarifiable()
        if asks:
            reason = f"{asks[0]} is likely, but not likely enough to act without asking."
            return (*others, Command(kind="clarify", options=asks)), reason
        if others and self._heard.entities and not _QUESTION.search(self._heard.text):
            return (
                *others,
                Command(kind="cannot_handle", value="details_only"),
            ), "Details without a request."
        if len(self._heard.text.split()) >= _FEW_WORDS:
            return (*others, Command(kind="search")), "No intent is certain, so the documents are searched."
        return (
            *others,
            Command(kind="cannot_handle"),
        ), "No intent is certain, and there is too little to search for."

    def _offer(self) -> str:
        """The payload of the only button of the last reply, if the shopper says yes to it."""
        agreed = self._heard.intent.name == "affirm" and len(self._state.latest) == 1
        payload = self._state.latest[0].payload if agreed else ""
        return payload if payload.startswith("/") else ""

    def _best(self) -> Reading | None:
        """The reading to act upon."""
        reading = self._readings[0] if self._readings else None
        return reading if reading and reading.confidence >= reading.threshold else None

    def _near(self) -> list[Reading]:
        """Tasks too close to call, at most three."""
        tasks = [
            r for r in self._readings if r.command.kind == "start_flow" and self._clear_name(r.command.flow)
        ]
        if not tasks or tasks[0] is not self._readings[0] or tasks[0].confidence < self._thresholds.clarify:
            return []
        top = tasks[0].confidence
        return [r for r in tasks[:3] if top - r.confidence < self._thresholds.margin]

    def _clarifiable(self) -> tuple[str, ...]:
        """The tasks to choose from where the best reading is likely, but not certain."""
        if not self._readings or self._readings[0].confidence < self._thresholds.clarify:
            return ()
        floor = self._thresholds.clarify / 2
        tasks = [
            r.command.flow for r in self._readings if r.command.kind == "start_flow" and r.confidence >= floor
        ]
        return tuple(name for name in tasks if self._clear_name(name))[:3]

    def _clear_name(self, flow: str) -> bool:
        """Whether a flow can be offered as an option: it is a task."""
        found = self._assistant.flows.get(flow)
        return found is not None and not found.is_pattern and not is_small_talk(found)

    def _why(self, reading: Reading) -> str:
        return (
            f"{reading.intent} was understood with {reading.confidence:.0%}, which leads to {reading.name}."
        )

    # ------------------------------------------------------------------- slots

    def _mapped(self) -> dict[str, Any]:
        """Values that the message gives to slots by their mappings, whatever was asked."""
        found: dict[str, Any] = {}
        for slot in self._assistant.domain.slots.values():
            for mapping in slot.mappings or (SlotMapping(type="from_llm", entity=slot.name),):
                value = self._from_entity(mapping, slot) if self._applies(mapping) else None
                if value is not None:
                    found.setdefault(slot.name, value)
        return found

    def _from_entity(self, mapping: SlotMapping, slot: Slot) -> Any:
        if mapping.type not in ("from_entity", "from_llm") or not self._intent_fits(mapping):
            return None
        wanted = mapping.entity or slot.name
        values = [fit(slot, entity.value) for entity in self._heard.entities if entity.entity == wanted]
        values = [value for value in values if value is not None]
        if slot.type == "list":
            return [item for value in values for item in value] or None
        return values[-1] if values else None

    def _intent_fits(self, mapping: SlotMapping) -> bool:
        name = self._heard.intent.name
        return (not mapping.intents or name in mapping.intents) and name not in mapping.not_intents

    def _applies(self, mapping: SlotMapping) -> bool:
        """Whether one of the mapping's flows is active, if it names any."""
        asked = self.slot.name if self.slot else ""
        if mapping.requested_slot and mapping.requested_slot != asked:
            return False
        return not mapping.flows or bool(self._active & set(mapping.flows))

    def _set(self, mapped: dict[str, Any]) -> tuple[Command, ...]:
        return tuple(
            Command(kind="set_slot", slot=name, value=value)
            for name, value in mapped.items()
            if name not in self._filled and self._slots.get(name) != value
        )

    def _corrections(self, mapped: dict[str, Any]) -> tuple[Command, ...]:
        return tuple(
            Command(kind="correct_slot", slot=name, value=value)
            for name, value in mapped.items()
            if name in self._filled and self._slots.get(name) != value
        )


_ORDER_WANTS = {
    "cancel_flow": "to stop",
    "skip": "to skip the question",
    "repeat": "to read it again",
    "hand_off": "a person",
}


def is_small_talk(flow: Flow) -> bool:
    """Whether a flow only says one thing."""
    steps = list(flow.steps.values())
    return not flow.is_pattern and len(steps) == 1 and steps[0].name.startswith("utter_")


def _effect(flow: Flow) -> str:
    """Flows that do the same single thing are one reading."""
    steps = list(flow.steps.values())
    if len(steps) == 1 and steps[0].kind == "action" and not flow.is_pattern:
        return f"{steps[0].kind} {steps[0].name}"
    return flow.id


def _typed_button(state: State, text: str) -> str:
    """The payload of an offered button whose title the shopper typed, or ""."""
    wanted = text.strip().rstrip(".!").casefold()
    for button in reversed(state.offered):
        if button.title.rstrip(".!").casefold() == wanted and button.payload.startswith("/"):
            return button.payload
    return ""
