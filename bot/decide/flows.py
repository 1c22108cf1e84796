"""flows.yml: what the assistant does, step by step. Nested steps are flattened: every step has an id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.decide.conditions import Condition
from bot.decide.domain import Rejection, read_condition, read_rejections
from bot.decide.problems import Place
from bot.decide.source import Node

END = "END"
KINDS = ("action", "collect", "set_slots", "link", "call", "noop")

_FLOW_KEYS = (
    "id", "name", "description", "if", "nlu_trigger", "steps", "persisted_slots", "run_pattern_completed",
    "always_include_in_prompt", "block_digressions",
)  # fmt: skip
_STEP_KEYS = ("id", "next", "description", "metadata")
_KIND_KEYS: dict[str, tuple[str, ...]] = {
    "action": (),
    "collect": (
        "utter", "ask_before_filling", "reset_after_flow_ends", "rejections", "force_slot_filling",
        "silence_timeout",
    ),
    "set_slots": (),
    "link": (),
    "call": (),
    "noop": (),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a step goes on, if the condition holds (None: always). ``target`` is a step's id or END."""

    condition: Condition | None
    target: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step. ``kind`` is one of KINDS; ``name`` the action, slot or flow that it is about.

    The fields below ``next`` are those of a collect step, except ``values``: those of set_slots.
    ``skippable`` is the step's ``metadata: {skippable: true}``.
    """

    id: str
    kind: str
    name: str
    place: Place
    next: tuple[Branch, ...]
    utter: str = ""
    ask_before_filling: bool = False
    reset_after_flow_ends: bool = True
    force_slot_filling: bool = False
    skippable: bool = False
    rejections: tuple[Rejection, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """An intent that starts the flow, from this confidence on (0: the engine's own threshold)."""

    intent: str
    threshold: float
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A task, or (``pattern_...``) a way of dealing with what does not go straight.

    ``first`` is the id of the step to begin with; ``guard`` must hold for a message to start it.
    """

    id: str
    name: str
    description: str
    place: Place
    steps: Mapping[str, Step]
    first: str
    triggers: tuple[Trigger, ...] = ()
    guard: Condition | None = None
    persisted_slots: tuple[str, ...] = ()
    run_pattern_completed: bool = True
    block_digressions: tuple[str, ...] = ()

    @property
    def is_pattern(self) -> bool:
        """Whether this is a repair pattern."""
        return self.id.startswith("pattern_")

    @property
    def is_lookup(self) -> bool:
        """Whether it runs one action and is over: it answers, and asks for nothing."""
        steps = list(self.steps.values())
        alone = not self.is_pattern and len(steps) == 1 and steps[0].kind == "action"
        return alone and not steps[0].name.startswith("utter_")

    @property
    def is_small_talk(self) -> bool:
        """Whether it says something and is over."""
        actions = [step.name for step in self.steps.values() if step.kind == "action"]
        says = [name for name in actions if name.startswith("utter_")]
        branches = [step for step in self.steps.values() if step.kind == "noop"]
        silent = [name for name in actions if name == "action_listen"]
        only = len(says) + len(branches) + len(silent) == len(self.steps)
        return not self.is_pattern and bool(says) and only


def called_flows(name: str, flows: Mapping[str, Flow]) -> frozenset[str]:
    """The flow and all that it calls, directly or not."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in flows and current not in reached:
            reached.add(current)
            waiting += [step.name for step in flows[current].steps.values() if step.kind == "call"]
    return frozenset(reached)


def collected_slots(name: str, flows: Mapping[str, Flow]) -> frozenset[str]:
    """The slots that the flow, or one that it calls, asks for."""
    return frozenset(step.name for step in all_steps(name, flows) if step.kind == "collect")


def filled_slots(name: str, flows: Mapping[str, Flow]) -> frozenset[str]:
    """The slots that the flow, or one that it calls, collects or sets."""
    set_here = {slot for step in all_steps(name, flows) for slot, _ in step.values}
    return collected_slots(name, flows) | set_here


def all_steps(name: str, flows: Mapping[str, Flow]) -> list[Step]:
    """The steps of the flow and of those that it calls."""
    return [step for flow in called_flows(name, flows) for step in flows[flow].steps.values()]


def read_flows(root: Node) -> dict[str, Flow]:
    """Read the ``flows`` key of a file; mistakes are noted in the node's problems."""
    return {name: _flow(name, node) for name, node in root.entries("The flows").items()}


def _flow(name: str, node: Node) -> Flow:
    keys = node.keys(f"The flow {name!r}", _FLOW_KEYS)
    if "description" not in keys:
        node.wrong(f"The flow {name!r} needs a description.")
    reader = _StepReader(name)
    steps = keys.get("steps")
    if steps is None or not steps.value:
        node.wrong(f"The flow {name!r} has no steps.")
    first = reader.sequence(steps, END) if steps else END
    return Flow(
        id=name,
        name=keys["name"].text("The name") if "name" in keys else name.replace("_", " "),
        description=keys["description"].text("The description") if "description" in keys else "",
        place=node.place,
        steps=reader.steps,
        first=first,
        triggers=tuple(_triggers(keys.get("nlu_trigger"))),
        guard=read_condition(keys["if"]) if "if" in keys else None,
        persisted_slots=_texts(keys.get("persisted_slots"), "The persisted slots"),
        run_pattern_completed=_truth(keys, "run_pattern_completed", default=True),
        block_digressions=_block(keys.get("block_digressions")),
    )


def _texts(node: Node | None, what: str) -> tuple[str, ...]:
    return tuple(item.text("A name") for item in node.items(what)) if node else ()


def _truth(keys: Mapping[str, Node], key: str, *, default: bool) -> bool:
    return keys[key].truth(f"The key {key!r}") if key in keys else default


def _block(node: Node | None) -> tuple[str, ...]:
    """The flows that may not interrupt this one; ``*`` stands for all."""
    if node is None:
        return ()
    if node.is_list():
        return _texts(node, "The blocked digressions")
    return ("*",) if node.truth("The key 'block_digressions'") else ()


def _triggers(node: Node | None) -> Iterator[Trigger]:
    """``- intent: name`` or ``- intent: {name, confidence_threshold}``."""
    for item in node.items("The triggers") if node else []:
        intent = item.keys("A trigger", ("intent",)).get("intent")
        if intent is None:
            item.wrong("A trigger needs an intent.")
        elif intent.is_mapping():
            keys = intent.keys("The intent of a trigger", ("name", "confidence_threshold"))
            threshold = keys.get("confidence_threshold")
            name = keys["name"].text("The intent") if "name" in keys else ""
            yield Trigger(name, _share(threshold), keys.get("name", intent).place)
        else:
            yield Trigger(intent.text("The intent"), 0.0, intent.place)


def _share(node: Node | None) -> float:
    value = node.value if node else 0.0
    if isinstance(value, int | float) and 0 <= value <= 1:
        return float(value)
    if node:
        node.wrong("The confidence_threshold must lie between 0 and 1.")
    return 0.0


class _StepReader:
    """Reads the steps of one flow into ``steps``, in order, nested ones after the step that they hang on."""

    def __init__(self, flow: str) -> None:
        self.flow = flow
        self.steps: dict[str, Step] = {}
        self._ids: dict[str, Place] = {}

    def sequence(self, node: Node, after: str) -> str:
        """Read a list of steps; the last one goes on to ``after``. Returns the first one's id."""
        items = node.items("The steps")
        ids = [self._id(item) for item in items]
        for item, step_id, following in zip(items, ids, [*ids[1:], after], strict=True):
            self._read(item, step_id, following)
        return ids[0] if ids else after

    def _id(self, node: Node) -> str:
        entries = node.entries("A step")
        if "id" in entries:
            wanted = entries["id"].text("The id")
            if wanted == END:
                entries["id"].wrong("END is the end of the flow and cannot be the id of a step.")
            elif wanted in self._ids:
                line = self._ids[wanted].line
                entries["id"].wrong(
                    f"The id {wanted!r} stands twice in the flow {self.flow!r}, first in line {line}."
                )
        else:
            kind = next((kind for kind in KINDS if kind in entries), "step")
            about = entries[kind].value if kind in entries else ""
            wanted = f"{len(self._ids)}_{kind}" + (f"_{about}" if isinstance(about, str) else "")
        self._ids[wanted] = node.place
        return wanted

    def _read(self, node: Node, step_id: str, following: str) -> None:
        entries = node.entries("A step")
        kinds = [kind for kind in KINDS if kind in entries]
        if len(kinds) != 1:
            self._wrong_kind(node, entries, kinds)
            return
        kind = kinds[0]
        keys = node.keys(f"A step of kind {kind!r}", (*_STEP_KEYS, kind, *_KIND_KEYS[kind]))
        self.steps[step_id] = Step(
            id=step_id, kind=kind, name="", place=node.place, next=()
        )  # keeps the order
        link_end = kind == "link"
        if link_end and "next" in keys:
            keys["next"].wrong("A link ends its flow and cannot have a next step.")
        branches = () if link_end else self._next(keys.get("next"), following, node)
        self.steps[step_id] = Step(
            id=step_id, kind=kind, place=node.place, next=branches, **_details(kind, keys)
        )

    def _wrong_kind(self, node: Node, entries: Mapping[str, Node], kinds: list[str]) -> None:
        if kinds:
            node.wrong(f"A step is one thing only, and this is {' and '.join(kinds)}.")
            return
        strange = next((key for key in entries if key not in _STEP_KEYS), "")
        where = entries.get(strange, node)
        where.wrong(
            f"There is no step kind {strange!r}; a step is one of {', '.join(KINDS)}.",
            wrong=strange,
            known=KINDS,
        )

    def _next(self, node: Node | None, following: str, step: Node) -> tuple[Branch, ...]:
        if node is None:
            return (Branch(None, following, step.place),)
        if not node.is_list():
            return (Branch(None, node.text("The next step"), node.place),)
        items = node.items("The next steps")
        if items and all(
            "if" not in item.entries("A step") and "else" not in item.entries("A step") for item in items
        ):
            return (Branch(None, self._nested(node), node.place),)
        branches = [self._branch(item) for item in items]
        found = tuple(branch for branch in branches if branch)
        if found and found[-1].condition is not None and not any("else" in item.value for item in items):
            node.wrong("An else is missing: say where the flow goes on when no condition holds.")
        return found

    def _branch(self, node: Node) -> Branch | None:
        keys = node.keys("A branch", ("if", "then", "else"))
        if "else" in keys:
            target = keys["else"]
            condition = None
        elif "if" in keys and "then" in keys:
            target = keys["then"]
            condition = read_condition(keys["if"])
            if condition is None:
                return None
        else:
            node.wrong("A branch needs `if` and `then`, or `else`.")
            return None
        name = self._nested(target) if target.is_list() else target.text("The next step")
        return Branch(condition, name, target.place)

    def _nested(self, node: Node) -> str:
        """Steps under a next, then or else; the last one must say where it goes on."""
        items = node.items("The steps")
        if not items:
            node.wrong("Steps are missing here.")
            return END
        last = items[-1].entries("A step")
        if "next" not in last and "link" not in last:
            items[-1].wrong(
                "The last step of a branch must say where the flow goes on: next: END, or the id of a step."
            )
        return self.sequence(node, END)


def _details(kind: str, keys: Mapping[str, Node]) -> dict[str, Any]:
    if kind == "set_slots":
        return {"name": "", "values": _slot_values(keys["set_slots"])}
    if kind == "noop":
        if keys["noop"].value is not True:
            keys["noop"].wrong("Write `noop: true`, and the branches under next.")
        return {"name": ""}
    name = keys[kind].text(f"The {kind}")
    if kind != "collect":
        return {"name": name}
    metadata = keys["metadata"].plain() if "metadata" in keys else None
    return {
        "name": name,
        "utter": keys["utter"].text("The response") if "utter" in keys else f"utter_ask_{name}",
        "ask_before_filling": _truth(keys, "ask_before_filling", default=False),
        "reset_after_flow_ends": _truth(keys, "reset_after_flow_ends", default=True),
        "force_slot_filling": _truth(keys, "force_slot_filling", default=False),
        "skippable": isinstance(metadata, dict) and metadata.get("skippable") is True,
        "rejections": read_rejections(keys.get("rejections")),
    }


def _slot_values(node: Node) -> tuple[tuple[str, Any], ...]:
    """``set_slots`` as a list of ``slot: value``, or as a mapping."""
    parts = node.items("The slots") if node.is_list() else [node]
    return tuple((name, item.plain()) for part in parts for name, item in part.entries("The slots").items())
