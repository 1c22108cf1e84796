"""domain.yml: the intents, entities, slots, responses and actions of an assistant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.decide.conditions import Condition, ConditionError, parse_condition
from bot.decide.problems import NOWHERE, Place
from bot.decide.source import Node

SLOT_TYPES = ("text", "bool", "categorical", "float", "list", "any")
MAPPING_TYPES = ("from_entity", "from_text", "from_intent", "from_llm", "controlled", "custom")

_DOMAIN_KEYS = (
    "version", "intents", "entities", "slots", "responses", "actions", "forms", "e2e_actions",
    "session_config",
)  # fmt: skip
_SLOT_KEYS = (
    "type", "values", "mappings", "initial_value", "influence_conversation", "min_value", "max_value",
    "auto_fill", "shared_for_coexistence", "validation",
)  # fmt: skip
_MAPPING_KEYS = (
    "type", "entity", "role", "group", "intent", "not_intent", "value", "conditions", "action",
    "run_action_every_turn", "allow_nlu_correction", "coexistence_system",
)  # fmt: skip
_CONDITION_KEYS = ("active_flow", "active_loop", "requested_slot")
_VARIATION_KEYS = (
    "text", "buttons", "image", "custom", "condition", "channel", "id", "metadata", "attachment",
    "allow_interruptions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SlotMapping:
    """How a slot is filled from a message. Empty ``intents`` means any; one of ``flows`` must be active."""

    type: str
    entity: str = ""
    role: str = ""
    group: str = ""
    intents: tuple[str, ...] = ()
    not_intents: tuple[str, ...] = ()
    value: Any = None
    flows: tuple[str, ...] = ()
    requested_slot: str = ""
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A reason to refuse a slot's value, and the response that says so."""

    condition: Condition
    utter: str
    place: Place


@dataclass(frozen=True, slots=True)
class Slot:
    """A named piece of memory. ``values`` are the allowed ones of a categorical slot, as written."""

    name: str
    type: str
    place: Place
    values: tuple[str, ...] = ()
    mappings: tuple[SlotMapping, ...] = ()
    initial_value: Any = None
    min_value: float | None = None
    max_value: float | None = None
    rejections: tuple[Rejection, ...] = ()


@dataclass(frozen=True, slots=True)
class ButtonTemplate:
    """A button of a response, with placeholders."""

    title: str
    payload: str
    place: Place


@dataclass(frozen=True, slots=True)
class Variation:
    """One wording of a response. It is used where its condition holds and its channel is the shopper's."""

    text: str
    place: Place
    buttons: tuple[ButtonTemplate, ...] = ()
    image: str = ""
    custom: Mapping[str, Any] | None = None
    condition: Condition | None = None
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Domain:
    """The names an assistant knows. The values of ``intents``, ``entities`` and ``actions`` are where they
    stand."""

    intents: Mapping[str, Place]
    entities: Mapping[str, Place]
    slots: Mapping[str, Slot]
    responses: Mapping[str, tuple[Variation, ...]]
    actions: Mapping[str, Place]


EMPTY_DOMAIN = Domain({}, {}, {}, {}, {})


def read_domain(root: Node) -> Domain:
    """Read a domain file; mistakes are noted in the node's problems."""
    keys = {key: node for key, node in root.entries("The domain").items() if key in _DOMAIN_KEYS}
    forms = keys.get("forms")
    if forms and forms.value:
        forms.wrong("Forms are not read: write a flow with collect steps instead.")
    return Domain(
        intents=_names(keys.get("intents"), "intent"),
        entities=_names(keys.get("entities"), "entity"),
        slots=_slots(keys.get("slots")),
        responses=_responses(keys.get("responses")),
        actions=_names(keys.get("actions"), "action"),
    )


def merge_domains(domains: Iterable[Domain]) -> Domain:
    """One domain of several files; later files win for the same name."""
    merged = EMPTY_DOMAIN
    for domain in domains:
        merged = Domain(
            intents={**merged.intents, **domain.intents},
            entities={**merged.entities, **domain.entities},
            slots={**merged.slots, **domain.slots},
            responses={**merged.responses, **domain.responses},
            actions={**merged.actions, **domain.actions},
        )
    return merged


def _names(node: Node | None, what: str) -> dict[str, Place]:
    """The names of a list whose items are a name, or a name with its own settings."""
    names: dict[str, Place] = {}
    for item in node.items(f"The list of {what}s") if node else []:
        if item.is_mapping():
            entries = item.entries(f"The {what}")
            name = entries["action"].text("The action") if "action" in entries else next(iter(entries), "")
        else:
            name = item.text(f"The {what}")
        if name in names:
            item.wrong(f"The {what} {name!r} stands here twice; it is first in line {names[name].line}.")
        elif name:
            names[name] = item.place
    return names


def _slots(node: Node | None) -> dict[str, Slot]:
    entries = node.entries("The slots") if node else {}
    return {name: _slot(name, item) for name, item in entries.items()}


def _slot(name: str, node: Node) -> Slot:
    keys = node.keys(f"The slot {name!r}", _SLOT_KEYS)
    kind = keys["type"].text("The type") if "type" in keys else ""
    if kind not in SLOT_TYPES:
        where = keys.get("type", node)
        where.wrong(f"The slot {name!r} has no type {kind!r}.", wrong=kind, known=SLOT_TYPES)
        kind = "any"
    values = (
        tuple(item.text("A value") for item in keys["values"].items("The values")) if "values" in keys else ()
    )
    if kind == "categorical" and not values:
        node.wrong(f"The categorical slot {name!r} needs values.")
    return Slot(
        name=name,
        type=kind,
        place=node.place,
        values=values,
        mappings=_mappings(name, keys.get("mappings")),
        initial_value=keys["initial_value"].plain() if "initial_value" in keys else None,
        min_value=_number(keys.get("min_value")),
        max_value=_number(keys.get("max_value")),
        rejections=_validation(keys.get("validation")),
    )


def _number(node: Node | None) -> float | None:
    if node is None:
        return None
    try:
        return float(node.text("The bound"))
    except ValueError:
        node.wrong("The bound must be a number.")
        return None


def _validation(node: Node | None) -> tuple[Rejection, ...]:
    keys = node.keys("The validation", ("rejections", "refill_utter")) if node else {}
    return read_rejections(keys.get("rejections"))


def read_rejections(node: Node | None) -> tuple[Rejection, ...]:
    """A list of ``if`` and ``utter``."""
    rejections = []
    for item in node.items("The rejections") if node else []:
        keys = item.keys("A rejection", ("if", "utter"))
        condition = read_condition(keys.get("if", item)) if "if" in keys else None
        if "if" not in keys or "utter" not in keys:
            item.wrong("A rejection needs `if` and `utter`.")
        elif condition:
            rejections.append(Rejection(condition, keys["utter"].text("The response"), keys["utter"].place))
    return tuple(rejections)


def read_condition(node: Node) -> Condition | None:
    """A condition, or None where it cannot be read (noted)."""
    try:
        return parse_condition(node.text("The condition"))
    except ConditionError as error:
        node.wrong(f"This condition cannot be read: {error}.")
        return None


def _mappings(slot: str, node: Node | None) -> tuple[SlotMapping, ...]:
    mappings = [_mapping(slot, item) for item in node.items("The mappings")] if node else []
    return tuple(mapping for mapping in mappings if mapping)


def _mapping(slot: str, node: Node) -> SlotMapping | None:
    keys = node.keys(f"A mapping of the slot {slot!r}", _MAPPING_KEYS)
    kind = keys["type"].text("The type") if "type" in keys else ""
    if kind not in MAPPING_TYPES:
        where = keys.get("type", node)
        where.wrong(f"The slot {slot!r} has no mapping type {kind!r}.", wrong=kind, known=MAPPING_TYPES)
        return None
    for needed in {"from_entity": ["entity"], "from_intent": ["value"]}.get(kind, []):
        if needed not in keys:
            node.wrong(f"A mapping {kind!r} of the slot {slot!r} needs the key {needed!r}.")
    flows, requested = _active(keys.get("conditions"))
    return SlotMapping(
        type=kind,
        entity=keys["entity"].text("The entity") if "entity" in keys else "",
        role=keys["role"].text("The role") if "role" in keys else "",
        group=keys["group"].text("The group") if "group" in keys else "",
        intents=_one_or_more(keys.get("intent")),
        not_intents=_one_or_more(keys.get("not_intent")),
        value=keys["value"].plain() if "value" in keys else None,
        flows=flows,
        requested_slot=requested,
        place=keys["entity"].place if "entity" in keys else node.place,
    )


def _active(node: Node | None) -> tuple[tuple[str, ...], str]:
    flows: list[str] = []
    requested = ""
    for item in node.items("The conditions") if node else []:
        keys = item.keys("A condition of a mapping", _CONDITION_KEYS)
        if keys.get("active_loop") and keys["active_loop"].value is not None:
            keys["active_loop"].wrong("Forms are not read: name the flow with active_flow.")
        if "active_flow" in keys:
            flows.append(keys["active_flow"].text("The flow"))
        if "requested_slot" in keys:
            requested = keys["requested_slot"].text("The slot")
    return tuple(flows), requested


def _one_or_more(node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    if node.is_list():
        return tuple(item.text("The intent") for item in node.items("The intents"))
    return (node.text("The intent"),)


def _responses(node: Node | None) -> dict[str, tuple[Variation, ...]]:
    responses: dict[str, tuple[Variation, ...]] = {}
    for name, item in (node.entries("The responses") if node else {}).items():
        if not name.startswith("utter_"):
            item.wrong(f"The name of the response {name!r} must begin with utter_.")
        variations = [_variation(name, part) for part in item.items(f"The response {name!r}")]
        if not variations:
            item.wrong(f"The response {name!r} has no text.")
        responses[name] = tuple(variations)
    return responses


def _variation(name: str, node: Node) -> Variation:
    keys = node.keys(f"The response {name!r}", _VARIATION_KEYS)
    if not any(key in keys for key in ("text", "custom", "image")):
        node.wrong(f"The response {name!r} has no text.")
    custom = keys["custom"].plain() if "custom" in keys else None
    return Variation(
        text=keys["text"].text("The text").strip() if "text" in keys else "",
        place=node.place,
        buttons=tuple(_button(item) for item in keys["buttons"].items("The buttons"))
        if "buttons" in keys
        else (),
        image=keys["image"].text("The image") if "image" in keys else "",
        custom=custom if isinstance(custom, dict) else None,
        condition=_variation_condition(keys.get("condition")),
        channel=keys["channel"].text("The channel") if "channel" in keys else "",
    )


def _button(node: Node) -> ButtonTemplate:
    keys = node.keys("A button", ("title", "payload", "type"))
    title = keys["title"].text("The title") if "title" in keys else ""
    if not title:
        node.wrong("A button needs a title.")
    return ButtonTemplate(
        title=title,
        payload=keys["payload"].text("The payload") if "payload" in keys else title,
        place=keys["payload"].place if "payload" in keys else node.place,
    )


def _variation_condition(node: Node | None) -> Condition | None:
    """A condition in either documented form: a text, or a list of ``type: slot, name, value``."""
    if node is None:
        return None
    if not node.is_list():
        return read_condition(node)
    tests = []
    for item in node.items("The condition"):
        keys = item.keys("A condition", ("type", "name", "value"))
        if "name" not in keys or "value" not in keys:
            item.wrong("A condition needs `type: slot`, `name` and `value`.")
            continue
        value = keys["value"].plain()
        quoted = f'"{value}"' if isinstance(value, str) else str(value).lower()
        tests.append(f"slots.{keys['name'].text('The slot')} = {'null' if value is None else quoted}")
    return parse_condition(" and ".join(tests)) if tests else None
