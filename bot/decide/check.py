"""Checks across an assistant's files: every name that is used must exist, every step must be reachable."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bot.conversation.messages import GO_ON_PAYLOAD, HANDOFF_PAYLOAD
from bot.conversation.templates import unreadable
from bot.decide.conditions import Condition
from bot.decide.domain import Domain, Rejection, Slot, Variation
from bot.decide.flows import END, Flow, Step, called_flows, filled_slots
from bot.decide.nlu_data import NluData
from bot.decide.patterns import built_in_responses
from bot.decide.payloads import PayloadError, parse_payload
from bot.decide.problems import Place, Problems

if TYPE_CHECKING:
    from bot.decide.assistant import Assistant

ENGINE_ACTIONS = frozenset(
    {
        "action_listen", "action_cancel_flow", "action_correct_flow_slot", "action_clarify_flows",
        "action_continue_interrupted_flow", "action_cancel_interrupted_flows", "action_clean_stack",
        "action_trigger_search", "action_trigger_chitchat", "action_explain_question",
    }
)  # fmt: skip
"""Actions of the documented format that the engine performs itself."""

STANDARD_ACTIONS = frozenset({"action_answer", "action_handoff", "action_repeat"})
"""Actions of bot.actions that the built-in patterns use; no domain needs to list them."""

DEFAULT_INTENTS = frozenset({"session_start"})


def check_references(assistant: Assistant, problems: Problems, documents: Collection[str] | None) -> None:
    """Note every mistake that only shows when the files are seen together."""
    _Checker(assistant, problems).run()
    _check_nlu(assistant, problems)
    _check_triggers(assistant, problems)
    for answer in assistant.answers:
        for source, place in answer.sources:
            if documents is not None and source not in documents:
                problems.unknown(place, "document", source, documents)
        if answer.intent and answer.intent not in assistant.domain.intents:
            problems.unknown(answer.place, "intent", answer.intent, assistant.domain.intents)


def check_actions(assistant: Assistant, problems: Problems, runnable: Collection[str]) -> None:
    """Note every action of the domain that nothing can run."""
    domain = assistant.domain
    known = {*runnable, *ENGINE_ACTIONS, *domain.responses, *built_in_responses()}
    for name, place in domain.actions.items():
        if name not in known:
            text = f"There is no code for the action {name!r}: it is not built in, and the shop has none."
            problems.add(place, text, wrong=name, known=runnable)


class _Checker:
    """The checks of domain and flows, with the names at hand."""

    def __init__(self, assistant: Assistant, problems: Problems) -> None:
        self.domain: Domain = assistant.domain
        self.flows = assistant.flows
        self.own = [flow for name, flow in assistant.flows.items() if name not in assistant.built_in]
        self.problems = problems
        self.responses = {*self.domain.responses, *built_in_responses()}
        self.actions = {*self.domain.actions, *ENGINE_ACTIONS, *STANDARD_ACTIONS}

    def run(self) -> None:
        for slot in self.domain.slots.values():
            self._slot(slot)
        for variations in self.domain.responses.values():
            for variation in variations:
                self._variation(variation)
        for flow in self.own:
            self._flow(flow)
        self._call_cycles()

    def _slot(self, slot: Slot) -> None:
        for mapping in slot.mappings:
            if mapping.entity and mapping.entity not in self.domain.entities:
                self.problems.unknown(mapping.place, "entity", mapping.entity, self.domain.entities)
            for intent in (*mapping.intents, *mapping.not_intents):
                self._intent(mapping.place, intent)
            for name in mapping.flows:
                self._flow_name(mapping.place, name)
        self._rejections(slot.rejections)

    def _intent(self, place: Place, name: str) -> None:
        if name not in self.domain.intents and name not in DEFAULT_INTENTS:
            self.problems.unknown(place, "intent", name, self.domain.intents)

    def _flow_name(self, place: Place, name: str) -> None:
        if name not in self.flows:
            self.problems.unknown(place, "flow", name, self.flows)

    def _slot_name(self, place: Place, name: str) -> None:
        if name not in self.domain.slots:
            self.problems.unknown(place, "slot", name, self.domain.slots)

    def _condition(self, place: Place, condition: Condition | None) -> None:
        for name in condition.names if condition else ():
            space, _, key = name.partition(".")
            if space == "slots":
                self._slot_name(place, key)

    def _rejections(self, rejections: Iterable[Rejection]) -> None:
        for rejection in rejections:
            self._condition(rejection.place, rejection.condition)
            self._response(rejection.place, rejection.utter)

    def _response(self, place: Place, name: str) -> None:
        if name not in self.responses:
            self.problems.unknown(place, "response", name, self.responses)

    def _variation(self, variation: Variation) -> None:
        self._condition(variation.place, variation.condition)
        jinja = unreadable(variation.text)
        if jinja:
            self.problems.add(
                variation.place,
                f"The Jinja expression {jinja} is not read: write {{slot}} or {{{{context.name}}}}.",
            )
        for button in variation.buttons:
            self._payload(button.place, button.payload)

    def _payload(self, place: Place, payload: str) -> None:
        if payload in (HANDOFF_PAYLOAD, GO_ON_PAYLOAD):
            return
        try:
            parsed = parse_payload(payload)
        except PayloadError as error:
            self.problems.add(place, f"This payload cannot be read: {error}.")
            return
        if parsed.intent:
            self._intent(place, parsed.intent)
        for entity in parsed.entities:
            if entity not in self.domain.entities:
                self.problems.unknown(place, "entity", entity, self.domain.entities)
        for name, value in parsed.slots.items():
            self._slot_name(place, name)
            slot = self.domain.slots.get(name)
            if slot and slot.values and value not in (*slot.values, None):
                self.problems.unknown(place, f"value of the slot {name!r}", str(value), slot.values)

    def _flow(self, flow: Flow) -> None:
        self._condition(flow.place, flow.guard)
        for trigger in flow.triggers:
            self._intent(trigger.place, trigger.intent)
        owned = filled_slots(flow.id, self.flows)
        for name in flow.persisted_slots:
            self._slot_name(flow.place, name)
            if name in self.domain.slots and name not in owned:
                self.problems.add(
                    flow.place, f"The flow {flow.id!r} persists the slot {name!r}, but never fills it."
                )
        for name in flow.block_digressions:
            if name != "*":
                self._flow_name(flow.place, name)
        for step in flow.steps.values():
            self._step(flow, step)
        self._unreachable(flow)

    def _step(self, flow: Flow, step: Step) -> None:
        for branch in step.next:
            self._condition(branch.place, branch.condition)
            if branch.target != END and branch.target not in flow.steps:
                self.problems.unknown(branch.place, "step", branch.target, (END, *flow.steps))
        if step.kind == "action":
            self._action(step)
        elif step.kind == "collect":
            self._collect(step)
        elif step.kind in ("link", "call"):
            self._jump(flow, step)
        for name, _ in step.values:
            self._slot_name(step.place, name)

    def _action(self, step: Step) -> None:
        if step.name.startswith("utter_"):
            self._response(step.place, step.name)
        elif step.name not in self.actions:
            self.problems.unknown(step.place, "action", step.name, self.actions)

    def _collect(self, step: Step) -> None:
        self._slot_name(step.place, step.name)
        self._rejections(step.rejections)
        asks = (step.utter, f"action_ask_{step.name}")
        if step.utter not in self.responses and asks[1] not in self.domain.actions:
            self.problems.add(
                step.place,
                f"Nothing asks for the slot {step.name!r}: there is neither a response {asks[0]!r} "
                f"nor an action {asks[1]!r}.",
                wrong=step.utter,
                known=self.responses,
            )

    def _jump(self, flow: Flow, step: Step) -> None:
        self._flow_name(step.place, step.name)
        if step.name == flow.id:
            self.problems.add(
                step.place, f"The flow {flow.id!r} cannot {step.kind} itself: go back to a step's id."
            )
        if step.kind == "call" and step.name.startswith("pattern_"):
            self.problems.add(step.place, "A pattern cannot be called: link to it, as the last step.")

    def _unreachable(self, flow: Flow) -> None:
        reached = {flow.first}
        waiting = [flow.first]
        while waiting:
            step = flow.steps.get(waiting.pop())
            targets = {branch.target for branch in step.next} if step else set()
            waiting += targets - reached
            reached |= targets
        for step_id, step in flow.steps.items():
            if step_id not in reached:
                self.problems.add(
                    step.place, f"The step {step_id!r} of the flow {flow.id!r} is never reached."
                )

    def _call_cycles(self) -> None:
        for flow in self.own:
            for step in flow.steps.values():
                cycle = step.kind == "call" and step.name != flow.id
                if cycle and flow.id in called_flows(step.name, self.flows):
                    self.problems.add(step.place, f"The flow {flow.id!r} calls itself through {step.name!r}.")


def _check_nlu(assistant: Assistant, problems: Problems) -> None:
    domain, nlu = assistant.domain, assistant.nlu
    for intent, place in nlu.intents.items():
        if intent not in domain.intents:
            problems.unknown(place, "intent", intent, domain.intents)
    seen: dict[str, tuple[str, Place]] = {}
    for example in nlu.examples:
        for entity in example.entities:
            if entity.entity not in domain.entities:
                problems.unknown(example.place, "entity", entity.entity, domain.entities)
        key = " ".join(example.text.casefold().split())
        intent, place = seen.setdefault(key, (example.intent, example.place))
        if intent != example.intent:
            problems.add(
                example.place,
                f"{example.text!r} is an example of {example.intent!r} here "
                f"and of {intent!r} in line {place.line}.",
            )
    if nlu.intents:
        _check_empty_intents(domain, nlu, problems)


def _check_empty_intents(domain: Domain, nlu: NluData, problems: Problems) -> None:
    for intent, place in domain.intents.items():
        if intent not in nlu.intents and intent not in DEFAULT_INTENTS:
            problems.add(place, f"The intent {intent!r} has no examples.", wrong=intent, known=nlu.intents)


def _check_triggers(assistant: Assistant, problems: Problems) -> None:
    """One intent may start several flows only where guards keep them apart."""
    unguarded: dict[str, Flow] = {}
    for flow in assistant.flows.values():
        for trigger in flow.triggers:
            if flow.guard is not None:
                continue
            first = unguarded.setdefault(trigger.intent, flow)
            if first is not flow:
                problems.add(
                    trigger.place,
                    f"The intent {trigger.intent!r} starts {first.id!r} already; "
                    "two flows for one intent need an `if` each.",
                )
