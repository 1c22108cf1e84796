"""Payloads of buttons: ``/intent``, ``/intent{"entity": "value"}``, ``/SetSlots(slot=value)`` or text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_INTENT = re.compile(r"/(?P<intent>[\w.\-/]+)\s*(?P<entities>\{.*\})?\s*", re.DOTALL)
_SET_SLOTS = re.compile(r"/SetSlots\((?P<slots>[^()]*)\)\s*")


class PayloadError(ValueError):
    """A payload that begins like a command and cannot be read."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a payload says; exactly one of ``intent``, ``slots`` and ``text`` is filled."""

    intent: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


def parse_payload(payload: str) -> Payload:
    """Read a payload.

    Raises: PayloadError with the reason in words.
    """
    if not payload.startswith("/"):
        return Payload(text=payload)
    if payload.startswith("/SetSlots"):
        return _slots(payload)
    match = _INTENT.fullmatch(payload)
    if match is None:
        raise PayloadError('write /intent, /intent{"entity": "value"} or /SetSlots(slot=value)')
    return Payload(intent=match["intent"], entities=_entities(match["entities"] or "{}"))


def _slots(payload: str) -> Payload:
    match = _SET_SLOTS.fullmatch(payload)
    pairs = [pair.partition("=") for pair in match["slots"].split(",")] if match else []
    if not pairs or any(not name.strip() or not sign for name, sign, _ in pairs):
        raise PayloadError("write /SetSlots(slot=value, other=value)")
    return Payload(slots={name.strip(): _value(value.strip()) for name, _, value in pairs})


def _value(text: str) -> str | None:
    return None if text.lower() in ("null", "none", "undefined") else text.strip("\"'")


def _entities(source: str) -> dict[str, str]:
    try:
        entities = json.loads(source)
    except ValueError:
        raise PayloadError(f"{source} is not valid JSON") from None
    return {str(name): str(value) for name, value in entities.items()}
