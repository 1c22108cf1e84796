"""Applies commands to the stack: begin, interrupt, cancel, correct, skip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.conversation.dialogue import Command, Dialogue, Frame
from bot.conversation.state import State
from bot.decide import stack as stacks
from bot.decide.assistant import Assistant
from bot.decide.flows import Flow, Step, called_flows
from bot.decide.stack import Stack
from bot.decide.steps import next_step

PATTERNS = {
    "cancel_flow": "pattern_cancel_flow",
    "clarify": "pattern_clarification",
    "explain": "pattern_explain",
    "skip": "pattern_skip_question",
    "repeat": "pattern_repeat_bot_messages",
    "wait": "pattern_wait",
    "note": "pattern_noted",
    "explain_question": "pattern_explain_question",
    "hand_off": "pattern_human_handoff",
    "go_on": "pattern_go_on",
    "chitchat": "pattern_chitchat",
    "search": "pattern_search",
    "cannot_handle": "pattern_cannot_handle",
}
"""The pattern that carries out each kind of command."""

BEHIND = "behind"
"""The value of a ``start_flow`` whose flow begins when all that is under way is done."""
INSTEAD = "instead"
"""The value of a ``start_flow`` whose flow ends what is under way by itself (``action_cancel_flow``)."""


class Starter:
    """Turns commands into a new stack."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._flows = assistant.flows

    def start(self, state: State, commands: Sequence[Command]) -> tuple[Dialogue, dict[str, Any]]:
        """The memory after the commands, and slots to set."""
        slots = self._values(commands, "set_slot")
        corrections = self._values(commands, "correct_slot")
        failures = _failures(state.dialogue.failures, commands)
        stack = _live(state.dialogue.stack, self._flows)
        corrected = self._correct(stack, corrections) if corrections else None
        if corrected is None:
            slots = {**corrections, **slots}
        else:
            stack = corrected
        for command in commands:
            stack = self._apply(stack, command, {**state.slots, **slots}, failures)
        started = _started(state.dialogue.stack, stack)
        dialogue = replace(state.dialogue, stack=stack, failures=failures, due=(), steps=0, trace=started)
        return dialogue, slots

    def _values(self, commands: Sequence[Command], kind: str) -> dict[str, Any]:
        known = self._assistant.domain.slots
        return {c.slot: c.value for c in commands if c.kind == kind and c.slot in known}

    def _apply(self, stack: Stack, command: Command, slots: Mapping[str, Any], failures: int) -> Stack:
        match command.kind:
            case "start_flow" if command.value == INSTEAD and command.flow in self._flows:
                return stacks.push(stack, self._flows[command.flow], self._cancelled(stack))
            case "start_flow":
                return self._begin(stack, command, behind=command.value == BEHIND)
            case "explain":
                return self._explain(stack, command, self._apply(stack, _explained(command), slots, failures))
            case "cancel_flow":
                return self._push(stack, command, self._cancelled(stack))
            case "clarify":
                return self._push(stack, command, self._options(command.options))
            case "skip":
                return self._skip(stack, command, slots)
            case "repeat":
                return stack if stack and stack[-1].waiting_for else self._push(stack, command, {})
            case "wait" | "note" | "go_on":
                return self._push(stack, command, {})
            case "explain_question":
                return self._explain_question(stack, command)
            case "hand_off":
                return self._push(stack, command, {"reason": command.value or "asked"})
            case "search":
                return self._push(stacks.interrupt(stack), command, _to_answer(command))
            case "chitchat":
                return self._push(stack, command, {})
            case "cannot_handle":
                return self._push(stack, command, self._trouble(stack, command, failures))
            case _:
                return stack

    def _push(self, stack: Stack, command: Command, context: dict[str, Any]) -> Stack:
        """Begin a pattern, behind the word that what was under way is ended."""
        flow = self._flows[PATTERNS[command.kind]]
        return stacks.push_under(stack, flow, context) if _ends(stack) else stacks.push(stack, flow, context)

    def _begin(self, stack: Stack, command: Command, *, behind: bool = False) -> Stack:
        """Begin a flow, go back to it where it lies deeper, or put it behind one that blocks digressions, or
        in any case."""
        name = command.flow
        flow = self._flows.get(name)
        if flow is None:
            return stack
        active = stacks.chain(stack)
        if any(frame.flow == name for frame in active):
            return stack
        if any(frame.flow == name and frame.frame_id not in _doomed(stack) for frame in stack):
            return stacks.raise_task(stacks.interrupt(stack), name)
        context = _to_answer(command) if flow.is_lookup else {}
        if _ends(stack) and not behind:
            return stacks.push_under(stack, flow, context)
        if behind or any(_blocks(self._flows[frame.flow], name) for frame in active):
            return stacks.push_below(stack, flow)
        waiting = bool(stack and stack[-1].waiting_for)
        return stacks.push(stacks.interrupt(stack), flow, context | ({"interrupts": True} if waiting else {}))

    def _explain(self, stack: Stack, command: Command, begun: Stack) -> Stack:
        """Put what was begun below the pattern that answers in its place, where the documents do; a flow that
        is under way goes on behind the answer, and only a task is offered there."""
        known = {frame.frame_id for frame in stack}
        fresh = tuple(frame.frame_id for frame in begun if frame.frame_id not in known)
        offered = bool(fresh) and command.value in (None, "search")
        options = self._options([command.flow] if offered and command.flow else [])
        context = {**options, **_to_answer(command), "canceled_frames": fresh}
        return self._push(begun, command, context)

    def _cancelled(self, stack: Stack) -> dict[str, Any]:
        active = stacks.active_task(stack) or stacks.chain(stack)
        if not active:
            return {"canceled_name": "", "canceled_frames": ()}
        root = stack.index(active[-1])
        frames = tuple(frame.frame_id for frame in stack[root:])
        return {"canceled_name": self._flows[active[-1].flow].name, "canceled_frames": frames}

    def _options(self, options: Sequence[str]) -> dict[str, Any]:
        flows = [self._flows[name] for name in options if name in self._flows]
        names = [flow.name for flow in flows]
        buttons = [{"title": _title(flow.name), "payload": f"/{flow.triggers[0].intent}"} for flow in flows]
        return {"names": names, "clarification_options": _either(names), "offered_buttons": buttons}

    def _trouble(self, stack: Stack, command: Command, failures: int) -> dict[str, Any]:
        waiting = stack[-1].waiting_for if stack else ""
        slot = self._assistant.domain.slots.get(waiting)
        return {
            "reason": command.value or "",
            "failures": failures,
            "collect": waiting,
            "slot_type": slot.type if slot else "",
            **_to_answer(command),
        }

    def _skip(self, stack: Stack, command: Command, slots: Mapping[str, Any]) -> Stack:
        top, step = stack[-1] if stack else None, self._asking(stack)
        if top is None or step is None:
            return self._push(stack, command, {"collect": "", "explanation": ""})
        if not step.skippable:
            explanation = self._explanation(step)
            return self._push(stack, command, {"collect": top.waiting_for, "explanation": explanation})
        target = next_step(step, slots, top.context)
        return stacks.put(stack, replace(top, step=target, waiting_for="", tries=0, done=False))

    def _explain_question(self, stack: Stack, command: Command) -> Stack:
        """Say what the open question is for; the documents may tell where the shop has no words for it."""
        asking = self._asking(stack)
        step = (asking and self._asked_for(stack, command.slot)) or asking
        explanation = self._explanation(step) if step else ""
        if step is None or not explanation:
            return self._push(stacks.interrupt(stack), Command(kind="search"), {})
        return self._push(stack, command, {"collect": step.name, "explanation": explanation})

    def _asking(self, stack: Stack) -> Step | None:
        """The step whose question is open."""
        top = stack[-1] if stack else None
        return self._flows[top.flow].steps.get(top.step) if top and top.waiting_for else None

    def _asked_for(self, stack: Stack, slot: str) -> Step | None:
        """The first step of the active flows that asks for a slot, and has words for what it is for."""
        flows = (self._flows[frame.flow] for frame in stacks.chain(stack))
        steps = (step for flow in flows for step in flow.steps.values() if step.kind == "collect")
        return next((step for step in steps if step.name == slot and self._explanation(step)), None)

    def _explanation(self, step: Step) -> str:
        """The response that tells what a question is for, "" where the shop has none."""
        name = step.utter.replace("utter_ask_", "utter_explain_", 1)
        return name if name != step.utter and name in self._assistant.domain.responses else ""

    def _correct(self, stack: Stack, corrections: dict[str, Any]) -> Stack | None:
        """Begin the correction: the outermost active flow that has one of these slots goes back to the first
        step that asked for it. None where no flow has them."""
        for frame in reversed(stacks.chain(stack)):
            step = self._collecting_step(frame, corrections)
            if step and set(corrections) & set(frame.filled):
                context = {
                    "corrected_slots": corrections,
                    "new_slot_values": list(corrections.values()),
                    "is_reset_only": False,
                    "reset_frame": frame.frame_id,
                    "reset_step": step,
                }
                return stacks.push(stack, self._flows["pattern_correction"], context)
        return None

    def _collecting_step(self, frame: Frame, slots: Mapping[str, Any]) -> str:
        for step in self._flows[frame.flow].steps.values():
            if step.kind == "collect" and step.name in slots:
                return step.id
            if step.kind == "call" and any(
                _collects(self._flows[f], slots) for f in called_flows(step.name, self._flows)
            ):
                return step.id
        return ""


def _collects(flow: Flow, slots: Mapping[str, Any]) -> bool:
    return any(step.kind == "collect" and step.name in slots for step in flow.steps.values())


def _ends(stack: Stack) -> bool:
    """Whether it is about to be said that what was under way is ended."""
    return bool(stack) and stack[-1].flow == PATTERNS["cancel_flow"]


def _doomed(stack: Stack) -> tuple[str, ...]:
    """The ids of the frames that are about to be ended."""
    return stack[-1].context.get("canceled_frames", ()) if _ends(stack) else ()


def _to_answer(command: Command) -> dict[str, Any]:
    """The context of what looks something up: the words that it is to answer, if not the whole message."""
    return {"text": command.text} if command.text else {}


def _blocks(flow: Flow, other: str) -> bool:
    return "*" in flow.block_digressions or other in flow.block_digressions


def _live(stack: Stack, flows: Mapping[str, Flow]) -> Stack:
    """Forget frames of flows that the assistant no longer has."""
    return tuple(frame for frame in stack if frame.flow in flows)


def _explained(command: Command) -> Command:
    """What is done where the documents do not answer."""
    return replace(command, kind=command.value or "start_flow", value=None)


def _failures(before: int, commands: Sequence[Command]) -> int:
    kinds = {_explained(command).kind if command.kind == "explain" else command.kind for command in commands}
    if "cannot_handle" in kinds:
        return before + 1
    return before if kinds <= {"none"} else 0


def _started(before: Stack, after: Stack) -> tuple[tuple[str, str], ...]:
    known = {frame.frame_id for frame in before}
    return tuple(("started", frame.flow) for frame in after if frame.frame_id not in known)


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _either(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    return " or ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
