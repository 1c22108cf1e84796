"""The forms of what a Rasa 3.6 server and its action server send, and how a message differs from one.

A form is the name of a JSON type ("string", "string|null", "any"), a list of one form that every element
has, a mapping of keys, where "key?" may be missing and no other may be there, or ``ByEvent``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class ByEvent:
    """The form of an object is that of its field ``event``."""

    forms: Mapping[str, Form]


Form: TypeAlias = str | Sequence["Form"] | Mapping[str, "Form"] | ByEvent

BUTTON: Form = {"title": "string", "payload": "string"}
QUICK_REPLY: Form = {"content_type": "string", "title": "string", "payload": "string"}

REST_MESSAGE: Mapping[str, Form] = {"recipient_id": "string", "text": "string", "buttons?": [BUTTON]}
SOCKET_EVENTS: Mapping[str, Form] = {
    "session_confirm": "string",
    "bot_uttered": {"text": "string", "quick_replies?": [QUICK_REPLY]},
}

OWN_REST_MESSAGE: Mapping[str, Form] = {**REST_MESSAGE, "image?": "string", "custom?": "object"}
OWN_SOCKET_EVENTS: Mapping[str, Form] = {
    "session_confirm": "string",
    "bot_uttered": {
        "text": "string",
        "quick_replies?": [QUICK_REPLY],
        "attachment?": {"type": "string", "payload": {"src": "string"}},
        "custom?": "object",
    },
    "error": {"code": "string", "text": "string"},
}
"""What docs/protocol.md adds: rich parts, and an error where Rasa is silent or answers no message."""

SCORED: Mapping[str, Form] = {"name": "string|null", "confidence": "number"}
ENTITY: Form = {
    "entity": "string",
    "start": "number",
    "end": "number",
    "confidence_entity": "number",
    "value": "any",
    "extractor": "string",
    "processors?": ["string"],
}
PARSED: Mapping[str, Form] = {
    "text": "string",
    "message_id": "string|null",
    "metadata": "object",
    "intent": {**SCORED, "full_retrieval_intent_name?": "string|null"},
    "intent_ranking": [SCORED],
    "entities": [ENTITY],
    # Where the pipeline has such a part.
    "text_tokens?": [["number"]],
    "response_selector?": "object",
}
SAID_DATA: Form = {
    "elements": "any",
    "quick_replies": "any",
    "buttons": "array|null",
    "attachment": "any",
    "image": "string|null",
    "custom": "object|null",
}
WHEN: Mapping[str, Form] = {"event": "string", "timestamp": "number", "metadata?": "object"}
ACTION: Mapping[str, Form] = {
    "name": "string",
    "policy": "string|null",
    "confidence": "number|null",
    "action_text": "string|null",
    "hide_rule_turn": "boolean",
}
USER: Mapping[str, Form] = {
    "text": "string",
    "parse_data": PARSED,
    "input_channel": "string",
    "message_id": "string",
}
EVENT = ByEvent(
    {
        "user": {**WHEN, **USER},
        "bot": {**WHEN, "text": "string|null", "data": SAID_DATA},
        "action": {**WHEN, **ACTION},
        "slot": {**WHEN, "name": "string", "value": "any"},
        "active_loop": {**WHEN, "name": "string|null"},
        "user_featurization": {**WHEN, "use_text_for_featurization": "boolean|null"},
        "session_started": WHEN,
        "pause": WHEN,
        "resume": WHEN,
    }
)
TRACKER: Form = {
    "sender_id": "string",
    "slots": "object",
    "latest_message": PARSED,
    "latest_event_time": "number|null",
    "followup_action": "string|null",
    "paused": "boolean",
    "events": [EVENT],
    "latest_input_channel": "string|null",
    "active_loop": "object",
    "latest_action": "object",
    "latest_action_name": "string|null",
}
DOMAIN: Form = {
    "version": "string",
    "intents": "array",
    "entities": "array",
    "slots": "object",
    "forms": "object",
    "responses": "object",
    "actions": "array",
    "session_config": "object",
}
ACTION_CALL: Form = {
    "next_action": "string",
    "sender_id": "string",
    "tracker": TRACKER,
    "domain": DOMAIN,
    "version": "string",
}
RESPONSE: Form = {
    "text": "string|null",
    "buttons": [BUTTON],
    "elements": "array",
    "custom": "object",
    "template": "string|null",
    "response": "string|null",
    "image": "string|null",
    "attachment": "string|null",
}
SLOT_SET: Form = {"event": "string", "timestamp": "null", "name": "string", "value": "any"}
ACTION_ANSWER: Form = {"events": [ByEvent({"slot": SLOT_SET})], "responses": [RESPONSE]}
ACTION_REFUSAL: Form = {"error": "string", "action_name": "string"}
ACTIONS: Form = [{"name": "string"}]
HEALTH: Form = {"status": "string"}


def differences(value: object, form: Form, at: str = "") -> list[str]:
    """Where a JSON value has another form, one line each; none when it has this one."""
    if isinstance(form, str):
        found = json_type(value)
        return [] if form == "any" or found in form.split("|") else [f"{at or 'it'}: {found}, not {form}"]
    if isinstance(form, ByEvent):
        name = value.get("event") if isinstance(value, dict) else None
        known = form.forms.get(name) if isinstance(name, str) else None
        return [f"{at}: unknown event {name!r}"] if known is None else differences(value, known, at)
    if isinstance(form, Mapping):
        return _of_object(value, form, at)
    if not isinstance(value, list):
        return [f"{at or 'it'}: {json_type(value)}, not array"]
    return [line for i, item in enumerate(value) for line in differences(item, form[0], f"{at}[{i}]")]


def _of_object(value: object, form: Mapping[str, Form], at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{at or 'it'}: {json_type(value)}, not object"]
    keys = {key.removesuffix("?"): inner for key, inner in form.items()}
    missing = [f"{at}.{key}: missing" for key in form if not key.endswith("?") and key not in value]
    unknown = [f"{at}.{key}: unknown key" for key in value if key not in keys]
    inner = [
        line for key in keys if key in value for line in differences(value[key], keys[key], f"{at}.{key}")
    ]
    return [*missing, *unknown, *inner]


def json_type(value: object) -> str:
    """The name of a decoded value's JSON type."""
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names[type(value)]
