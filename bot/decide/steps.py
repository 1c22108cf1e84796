"""Runs the flows on the stack until there is something to do outside: say, act, set slots or listen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from bot.conversation.dialogue import Dialogue, Frame, Listen, RunAction, Say, SetSlots
from bot.conversation.dialogue import Step as Output
from bot.decide import stack as stacks
from bot.decide.assistant import Assistant
from bot.decide.flows import END, Flow, Step, called_flows, filled_slots

MAX_HOPS = 200
"""Steps without a result (noop, link, call) in a row, after which a flow counts as going round in circles."""
OFFER_AFTER = 3
"""Rejected values after which a person is offered."""


class Run:
    """One call of ``DialogueEngine.step``: works on copies of the stack and of what is due."""

    def __init__(self, assistant: Assistant, dialogue: Dialogue, slots: Mapping[str, Any]) -> None:
        self._assistant = assistant
        self._flows = assistant.flows
        self._before = dialogue
        self._slots = {**_initial(assistant), **slots}
        self.stack = dialogue.stack
        self.due = dialogue.due
        self.trace = dialogue.trace

    def dialogue(self) -> Dialogue:
        """The memory afterwards."""
        return replace(self._before, stack=self.stack, due=self.due, trace=self.trace)

    def next(self) -> Output | None:
        """The next thing to do; None where the flows go round in circles."""
        for _ in range(MAX_HOPS):
            output = self._hop()
            if output is not None:
                return output
        return None

    def _hop(self) -> Output | None:
        if self.due:
            output, *rest = self.due
            self.due = tuple(rest)
            return output
        if not self.stack:
            return Listen()
        frame = self.stack[-1]
        flow = self._flows.get(frame.flow)
        step = flow.steps.get(frame.step) if flow else None
        if flow is None or step is None:
            return self._end(frame, flow)
        if frame.done:
            self._go_on(frame, step)
            return None
        match step.kind:
            case "collect":
                return self._collect(frame, step)
            case "action":
                return self._act(frame, step)
            case "set_slots":
                self._mark_done(frame)
                return self._set(dict(step.values))
            case "link":
                return self._link(frame, flow, step)
            case "call":
                return self._call(frame, step)
            case _:
                self._mark_done(frame)
                return None

    # ------------------------------------------------------------------ moving

    def _put(self, frame: Frame, **changes: Any) -> Frame:
        changed = replace(frame, **changes)
        self.stack = stacks.put(self.stack, changed)
        return changed

    def _mark_done(self, frame: Frame) -> None:
        self._put(frame, done=True)

    def _go_on(self, frame: Frame, step: Step) -> None:
        """Take the first branch whose condition holds; none means the end."""
        target = next_step(step, self._slots, frame.context)
        self._put(frame, step=target, done=False, waiting_for="", tries=0)

    def _set(self, values: Mapping[str, Any]) -> Output | None:
        known = {name: value for name, value in values.items() if name in self._assistant.domain.slots}
        changes = {name: value for name, value in known.items() if self._slots.get(name) != value}
        self._slots.update(changes)
        return SetSlots(slots=changes) if changes else None

    # -------------------------------------------------------------- step kinds

    def _act(self, frame: Frame, step: Step) -> Output | None:
        self._mark_done(frame)
        if step.name in _ENGINE_ACTIONS:
            return _ENGINE_ACTIONS[step.name](self, frame)
        if step.name.startswith("utter_"):
            return Say(response=step.name, values=_values(frame))
        return RunAction(action=step.name, text=frame.context.get("text", ""))

    def _call(self, frame: Frame, step: Step) -> Output | None:
        self._mark_done(frame)
        called = self._flows.get(step.name)
        if called is not None and len(self.stack) < stacks.MAX_DEPTH:
            self.stack = stacks.push(self.stack, called, called_by=frame.frame_id)
            self.trace += (("started", called.id),)
        return None

    def _link(self, frame: Frame, flow: Flow, step: Step) -> Output | None:
        self.stack = self.stack[:-1]
        self.trace += (("completed", flow.id),)
        target = self._flows.get(step.name)
        if target is not None:
            self.stack = stacks.push(self.stack, target, called_by=frame.called_by)
            self.trace += (("started", target.id),)
        return self._reset(flow)

    def _collect(self, frame: Frame, step: Step) -> Output | None:
        value = self._slots.get(step.name)
        given = frame.context.get("given", ())
        if frame.waiting_for != step.name and step.ask_before_filling and step.name not in given:
            frame = self._put(frame, waiting_for=step.name, filled=_without(frame.filled, step.name))
            return self._set({step.name: None})
        if value is None:
            return self._ask(self._put(frame, filled=_without(frame.filled, step.name)), step)
        return self._accept(frame, step)

    def _ask(self, frame: Frame, step: Step) -> Output:
        self._put(frame, waiting_for=step.name)
        self.due = (Listen(waiting_for=step.name),)
        action, domain = f"action_ask_{step.name}", self._assistant.domain
        worded = step.utter in domain.responses and step.utter != f"utter_ask_{step.name}"
        if action in domain.actions and not worded:
            return RunAction(action=action)
        return Say(response=step.utter, values=_values(frame))

    def _accept(self, frame: Frame, step: Step) -> Output | None:
        """Let the shop's own validation and the rejections look at a value; keep it if both are content."""
        validation = f"validate_{step.name}"
        if validation in self._assistant.domain.actions and step.name not in frame.filled:
            self._put(frame, waiting_for=step.name, filled=(*frame.filled, step.name))
            return RunAction(action=validation)
        for rejection in (*self._assistant.domain.slots[step.name].rejections, *step.rejections):
            if rejection.condition.holds(self._slots, frame.context):
                return self._reject(frame, step, rejection.utter)
        filled = (*_without(frame.filled, step.name), step.name)
        context = {key: value for key, value in frame.context.items() if key != "given"}
        self._put(frame, filled=filled, context=context, done=True)
        return None

    def _reject(self, frame: Frame, step: Step, utter: str) -> Output | None:
        tries = frame.tries + 1
        filled = _without(frame.filled, step.name)
        self._put(frame, waiting_for=step.name, tries=tries, filled=filled)
        self.due = (Say(response=utter, values=_values(frame)),)
        if tries >= OFFER_AFTER:
            self.due += (Say(response="utter_offer_person"), Listen(waiting_for=step.name))
        return self._set({step.name: None})

    # ----------------------------------------------------------------- endings

    def _end(self, frame: Frame, flow: Flow | None) -> Output | None:
        """A flow is over: return to its caller, go back to what was interrupted, or be done."""
        self.stack = self.stack[:-1]
        if flow is None:
            return None
        self.trace += (("completed", flow.id),)
        caller = next((other for other in self.stack if other.frame_id == frame.called_by), None)
        if caller is not None:
            filled = tuple(name for name in frame.filled if name not in caller.filled)
            self._put(caller, filled=(*caller.filled, *filled))
            return None
        self._follow_up(flow)
        return self._reset(flow)

    def _follow_up(self, flow: Flow) -> None:
        top = self.stack[-1] if self.stack else None
        if top is not None and top.context.get("interrupted"):
            if top.waiting_for and top.context.get("reminded") == top.waiting_for:
                self._leave_open(top)
            else:
                self._announce()
        elif not self.stack and not flow.is_pattern and flow.run_pattern_completed:
            self._pattern("pattern_completed", {"previous_flow_name": flow.name})

    def _leave_open(self, top: Frame) -> None:
        """Ask no third time what somebody was reminded of and went on to other things: an answer is taken
        whenever it comes."""
        self.stack = (*self.stack[:-1], stacks.calm(top))
        self.due = (Listen(waiting_for=top.waiting_for),)

    def _announce(self) -> None:
        """Say that an interrupted flow goes on."""
        frames = stacks.interrupted(self.stack)
        names = [self._name(frame) for frame in frames]
        top = stacks.calm(self.stack[-1])
        top = replace(top, context={**top.context, "reminded": top.waiting_for})
        self.stack = (*self.stack[:-1], top)
        context = {
            "previous_flow_name": names[0],
            "interrupted_flow_names": names,
            "interrupted_flow_options": ", ".join(names),
            "multiple_flows_interrupted": len(names) > 1,
            "interrupted_frame": frames[0].frame_id,
        }
        self._pattern("pattern_continue_interrupted", context)

    def _name(self, frame: Frame) -> str:
        """The name of the task that a frame belongs to: that of its outermost caller."""
        below = self.stack[: self.stack.index(frame) + 1]
        root = stacks.chain(below)[-1]
        return self._flows[root.flow].name if root.flow in self._flows else root.flow

    def _pattern(self, name: str, context: dict[str, Any]) -> None:
        self.stack = stacks.push(self.stack, self._flows[name], context)

    def _reset(self, *flows: Flow) -> Output | None:
        """Forget what the flows collected or set, unless it is kept on purpose or still in use."""
        used = {name for frame in self.stack for name in frame.filled}
        initial = _initial(self._assistant)
        own = {name for flow in flows for name in filled_slots(flow.id, self._flows)}
        kept = {name for flow in flows for name in _persisted(flow, self._flows)}
        return self._set({name: initial.get(name) for name in sorted(own - kept - used)})

    # ---------------------------------------------------------- engine actions

    def _cancel(self, frame: Frame) -> Output | None:
        """action_cancel_flow: drop the flow that the pattern was started for, with all that it called."""
        doomed = set(frame.context.get("canceled_frames", ()))
        flows = [self._flows[f.flow] for f in self.stack if f.frame_id in doomed and f.flow in self._flows]
        self.stack = tuple(f for f in self.stack if f.frame_id not in doomed)
        self.trace += tuple(("cancelled", flow.id) for flow in flows)
        return self._reset(*flows)

    def _correct(self, frame: Frame) -> Output | None:
        """action_correct_flow_slot: set the new values and go back to where the first of them was asked."""
        corrected = frame.context.get("corrected_slots", {})
        target = next((f for f in self.stack if f.frame_id == frame.context.get("reset_frame")), None)
        if target is not None:
            called = stacks.descendants(self.stack, target.frame_id)
            self.stack = tuple(other for other in self.stack if other.frame_id not in called)
            context = {**target.context, "given": tuple(corrected)}
            step = frame.context["reset_step"]
            self._put(target, step=step, done=False, waiting_for="", tries=0, context=context)
        return self._set(corrected)

    def _continue(self, frame: Frame) -> Output | None:
        """action_continue_interrupted_flow: bring the chosen flow to the top."""
        wanted = str(
            self._slots.get("interrupted_flow_to_continue") or frame.context.get("previous_flow_name")
        )
        chosen = next((f for f in self._flows.values() if wanted in (f.id, f.name)), None)
        if chosen is not None:
            below = tuple(f for f in self.stack if f.frame_id != frame.frame_id)
            top = next(f for f in self.stack if f.frame_id == frame.frame_id)
            self.stack = (*stacks.raise_task(below, chosen.id), top)
        return None

    def _cancel_interrupted(self, frame: Frame) -> Output | None:
        """action_cancel_interrupted_flows: drop all that lies below."""
        ended = [
            self._flows[f.flow] for f in self.stack if f.frame_id != frame.frame_id and f.flow in self._flows
        ]
        self.stack = tuple(f for f in self.stack if f.frame_id == frame.frame_id)
        self.trace += tuple(("cancelled", flow.id) for flow in ended)
        return self._reset(*ended)

    def _clarify(self, _frame: Frame) -> Output | None:
        """action_clarify_flows: the options are in the pattern's context already."""
        return None

    def _listen(self, frame: Frame) -> Output | None:
        """action_listen: wait for the shopper. As the last step of a flow it leaves the question below open
        without asking it again; what is below and has not asked yet goes on."""
        flow = self._flows[frame.flow]
        if frame.called_by or next_step(flow.steps[frame.step], self._slots, frame.context) != END:
            return Listen()
        below = self.stack[:-1]
        if below and not below[-1].waiting_for:
            return None
        self.stack = (*below[:-1], *map(stacks.calm, below[-1:]))
        self.trace += (("completed", flow.id),)
        self.due = (Listen(waiting_for=below[-1].waiting_for if below else ""),)
        return self._reset(flow)

    def _explain_question(self, frame: Frame) -> Output | None:
        """action_explain_question: tell what the open question is for; nothing where a flow of the shop's own
        runs it and no question is open."""
        response = frame.context.get("explanation")
        return Say(response=response, values=_values(frame)) if response else None

    def _search(self, frame: Frame) -> Output:
        return RunAction(action="action_answer", text=frame.context.get("text", ""))

    def _chitchat(self, _frame: Frame) -> Output:
        return Say(response="utter_free_chitchat_response")


_ENGINE_ACTIONS = {
    "action_cancel_flow": Run._cancel,
    "action_clean_stack": Run._cancel_interrupted,
    "action_correct_flow_slot": Run._correct,
    "action_continue_interrupted_flow": Run._continue,
    "action_cancel_interrupted_flows": Run._cancel_interrupted,
    "action_clarify_flows": Run._clarify,
    "action_listen": Run._listen,
    "action_explain_question": Run._explain_question,
    "action_trigger_search": Run._search,
    "action_trigger_chitchat": Run._chitchat,
}


def next_step(step: Step, slots: Mapping[str, Any], context: Mapping[str, Any]) -> str:
    """The id of the step after this one, or END."""
    for branch in step.next:
        if branch.condition is None or branch.condition.holds(slots, context):
            return branch.target
    return END


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _values(frame: Frame) -> dict[str, Any]:
    """What a response may say of a pattern's context: the documented entries only."""
    return {key: value for key, value in frame.context.items() if key not in _PRIVATE}


_PRIVATE = frozenset(
    {
        "interrupted", "interrupts", "given", "reset_frame", "reset_step", "canceled_frames",
        "interrupted_frame", "reminded", "text",
    }
)  # fmt: skip


def _initial(assistant: Assistant) -> dict[str, Any]:
    slots = assistant.domain.slots.values()
    return {slot.name: slot.initial_value for slot in slots if slot.initial_value is not None}


def _persisted(flow: Flow, flows: Mapping[str, Flow]) -> set[str]:
    kept = set(flow.persisted_slots)
    for name in called_flows(flow.id, flows):
        kept |= {
            s.name for s in flows[name].steps.values() if s.kind == "collect" and not s.reset_after_flow_ends
        }
        kept |= set(flows[name].persisted_slots)
    return kept
