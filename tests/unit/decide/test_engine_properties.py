"""Whatever the flows and whatever is said: the engine ends, keeps within bounds, and is a pure function."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.dialogue import Command, Dialogue, Listen, RunAction, Say, SetSlots
from bot.conversation.state import State
from bot.conversation.understanding import Entity, Scored, Understanding
from bot.decide.assistant import Assistant
from bot.decide.conditions import parse_condition
from bot.decide.domain import Domain, Rejection, Slot, SlotMapping
from bot.decide.engine import MAX_STEPS, DialogueEngine
from bot.decide.flows import END, Branch, Flow, Step, Trigger
from bot.decide.nlu_data import NluData
from bot.decide.patterns import built_in_flows
from bot.decide.problems import NOWHERE
from bot.decide.stack import MAX_DEPTH

SLOTS = ("a", "b", "c", "d")
TYPES = {"a": "text", "b": "bool", "c": "categorical", "d": "float"}
FLOWS = tuple(f"flow_{n}" for n in range(4))
IDS = tuple(f"s{n}" for n in range(5))
ORDERS = ("cancel", "skip", "repeat", "talk_to_human", "chitchat", "affirm", "deny")
INTENTS = (*FLOWS, *ORDERS, "other")

targets = st.sampled_from((*IDS, END))
conditions = st.sampled_from(
    ("slots.a", "not slots.b", 'slots.c = "x"', "slots.d > 3", "slots.b is null", "context.reason")
).map(parse_condition)
values = st.sampled_from((None, "x", "y", "hello", True, False, 1.0, 7.5))
few = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def branches(draw: st.DrawFn) -> tuple[Branch, ...]:
    guarded = [Branch(draw(conditions), draw(targets), NOWHERE) for _ in range(draw(st.integers(0, 2)))]
    return (*guarded, Branch(None, draw(targets), NOWHERE))


@st.composite
def steps(draw: st.DrawFn, step_id: str) -> Step:
    kind = draw(
        st.sampled_from(("action", "action", "collect", "collect", "set_slots", "link", "call", "noop"))
    )
    names = {
        "action": st.sampled_from(
            ("utter_x", "action_x", "action_listen", "action_cancel_interrupted_flows")
        ),
        "collect": st.sampled_from(SLOTS),
        "link": st.sampled_from(FLOWS),
        "call": st.sampled_from(FLOWS),
    }
    rejection = Rejection(parse_condition('slots.a = "y"'), "utter_no", NOWHERE)
    return Step(
        id=step_id,
        kind=kind,
        name=draw(names[kind]) if kind in names else "",
        place=NOWHERE,
        next=draw(branches()),
        utter="utter_ask",
        ask_before_filling=draw(st.booleans()),
        force_slot_filling=draw(st.integers(0, 5)) == 0,
        skippable=draw(st.booleans()),
        rejections=(rejection,) if draw(st.booleans()) else (),
        values=((draw(st.sampled_from((*SLOTS, "unknown"))), draw(values)),) if kind == "set_slots" else (),
    )


@st.composite
def assistants(draw: st.DrawFn) -> Assistant:
    slots = {
        name: Slot(
            name=name,
            type=TYPES[name],
            place=NOWHERE,
            values=("x", "y") if name == "c" else (),
            mappings=(SlotMapping(type="from_entity", entity=name), SlotMapping(type="from_text")),
            initial_value=draw(st.sampled_from((None, None, "x"))) if name == "a" else None,
        )
        for name in SLOTS
    }
    flows = {
        name: Flow(
            id=name,
            name=name,
            description="",
            place=NOWHERE,
            steps={step_id: draw(steps(step_id)) for step_id in IDS},
            first=IDS[0],
            triggers=(Trigger(name, 0.0, NOWHERE),),
            persisted_slots=("a",) if draw(st.booleans()) else (),
            run_pattern_completed=draw(st.booleans()),
            block_digressions=("*",) if draw(st.integers(0, 4)) == 0 else (),
        )
        for name in FLOWS
    }
    intents = dict.fromkeys(INTENTS, NOWHERE)
    actions = {"validate_b": NOWHERE} if draw(st.booleans()) else {}
    domain = Domain(intents, dict.fromkeys(SLOTS, NOWHERE), slots, {}, actions)
    patterns = built_in_flows()
    return Assistant(domain, {**patterns, **flows}, NluData(), (), frozenset(patterns))


@st.composite
def heard(draw: st.DrawFn) -> Understanding:
    names = draw(st.lists(st.sampled_from(INTENTS), min_size=1, max_size=3, unique=True))
    first = draw(st.floats(0, 1))
    ranking = tuple(Scored(name, first / (n + 1)) for n, name in enumerate(names))
    entities = tuple(
        Entity(entity=name, value=draw(st.sampled_from(("x", "y", "5", "true"))), text="x", start=0, end=1)
        for name in draw(st.lists(st.sampled_from((*SLOTS, "stranger")), max_size=2))
    )
    text = draw(st.sampled_from(("", "yes", "what is this?", "x", "5", "some longer words here", "y")))
    oos = draw(st.floats(0, 1))
    return Understanding(text=text, intent=ranking[0], ranking=ranking, entities=entities, out_of_scope=oos)


class Turn:
    """Takes a turn and keeps what happened."""

    def __init__(self, engine: DialogueEngine, state: State) -> None:
        self.engine, self.state = engine, state
        self.said: list[Any] = []

    def take(self, commands: tuple[Command, ...], outcomes: list[Any]) -> None:
        dialogue, slots = self.engine.start(self.state, commands)
        self._set(slots)
        for _ in range(MAX_STEPS):
            dialogue, step = self.engine.step(dialogue, self.state.slots)
            assert len(dialogue.stack) <= MAX_DEPTH
            assert len({frame.frame_id for frame in dialogue.stack}) == len(dialogue.stack)
            self.said.append(step)
            match step:
                case SetSlots():
                    self._set(step.slots)
                case RunAction() if outcomes:
                    self._set({"b": outcomes[0], "d": 4.0})
                case Say() | RunAction():
                    pass
                case Listen():
                    self.state = msgspec.structs.replace(self.state, dialogue=dialogue)
                    return
        raise AssertionError(f"no end after {MAX_STEPS} steps")

    def _set(self, slots: dict[str, Any]) -> None:
        assert set(slots) <= set(SLOTS)
        self.state = msgspec.structs.replace(self.state, slots={**self.state.slots, **slots})


@given(assistants(), st.lists(heard(), min_size=1, max_size=6), st.lists(values, max_size=2))
@few
def test_it_ends_within_bounds_and_sets_only_known_slots(assistant, messages, outcomes):
    engine = DialogueEngine(assistant)
    turn = Turn(engine, State(conversation_id="c"))
    for understanding in messages:
        commands, reason = engine.commands(turn.state, understanding)
        assert reason
        turn.take(commands, outcomes)


@given(assistants(), st.lists(heard(), min_size=1, max_size=4))
@few
def test_the_same_input_gives_the_same_output_also_after_storage(assistant, messages):
    turns = [Turn(DialogueEngine(assistant), State(conversation_id="c")) for _ in range(2)]
    for understanding in messages:
        for stored, turn in enumerate(turns):
            commands, _ = turn.engine.commands(turn.state, understanding)
            turn.take(commands, [])
            if stored:
                dialogue = msgspec.json.decode(msgspec.json.encode(turn.state.dialogue), type=Dialogue)
                turn.state = msgspec.structs.replace(turn.state, dialogue=dialogue)
    assert msgspec.to_builtins(turns[0].said) == msgspec.to_builtins(turns[1].said)
    assert turns[0].state.slots == turns[1].state.slots


@given(assistants(), st.lists(heard(), min_size=1, max_size=4))
@few
def test_a_cancelled_flow_never_runs_on(assistant, messages):
    engine = DialogueEngine(assistant)
    turn = Turn(engine, State(conversation_id="c"))
    for understanding in messages:
        turn.take(engine.commands(turn.state, understanding)[0], [])
    before = {frame.frame_id: frame for frame in turn.state.dialogue.stack}
    pushed, _ = engine.start(turn.state, (Command(kind="cancel_flow"),))
    doomed = set(pushed.stack[-1].context["canceled_frames"])
    turn.take((Command(kind="cancel_flow"),), [])
    after = {(frame.frame_id, frame.flow) for frame in turn.state.dialogue.stack}
    kept = {frame_id for frame_id, frame in before.items() if (frame_id, frame.flow) in after}
    assert not doomed & kept or any(flow.block_digressions for flow in assistant.flows.values())


@given(
    assistants(),
    st.sampled_from(FLOWS),
    st.sampled_from(("chitchat", "search", "repeat", "cannot_handle", "none")),
)
@few
def test_after_a_short_digression_the_same_question_is_asked(assistant, flow, kind):
    engine = DialogueEngine(assistant)
    turn = Turn(engine, State(conversation_id="c"))
    turn.take((Command(kind="start_flow", flow=flow),), [])
    stack = turn.state.dialogue.stack
    if not stack or not stack[-1].waiting_for:
        return
    turn.take((Command(kind=kind),), [])
    assert turn.said[-1] == Listen(waiting_for=stack[-1].waiting_for)
    assert turn.state.dialogue.stack[-1].step == stack[-1].step


@given(assistants(), st.text(max_size=40))
@few
def test_any_payload_is_taken(assistant, payload):
    engine = DialogueEngine(assistant)
    turn = Turn(engine, State(conversation_id="c"))
    for pressed in (payload, "/" + payload, f"/SetSlots({payload})"):
        turn.take(engine.pressed(turn.state, pressed)[0], [])
