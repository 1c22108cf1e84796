"""MultiWOZ and what is laid out like it: 2.0 and 2.1 (``{"id": {"log": [...]}}``), 2.2 and Schema-Guided
Dialogue (``[{"dialogue_id", "turns"}]``).

The system's side was written by people, so it is an agent's. In 2.0 and 2.1 turns alternate, and spans are
given in tokens: they are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from training.transcripts.dialogue import Dialogue, LineError, Span, Turn
from training.transcripts.sources.json_records import Record, converted
from training.transcripts.sources.opened import Opened

NAME = "multiwoz"


class _Line(msgspec.Struct, frozen=True):
    text: str


class _Slot(msgspec.Struct, frozen=True):
    slot: str
    start: int | None = None
    exclusive_end: int | None = None


class _State(msgspec.Struct, frozen=True):
    active_intent: str = "NONE"


class _Frame(msgspec.Struct, frozen=True):
    service: str = ""
    slots: tuple[_Slot, ...] = ()
    state: _State = _State()


class _Turn(msgspec.Struct, frozen=True):
    speaker: str
    utterance: str
    frames: tuple[_Frame, ...] = ()


class _Dialogue(msgspec.Struct, frozen=True):
    """Either layout."""

    dialogue_id: str = ""
    services: tuple[str, ...] = ()
    turns: tuple[_Turn, ...] | None = None
    log: tuple[_Line, ...] | None = None
    goal: dict[str, Any] = {}


def recognises(record: dict[str, Any]) -> bool:
    """Whether this is such a dialogue."""
    log, turns = record.get("log"), record.get("turns")
    if isinstance(log, list):
        return all(isinstance(line, dict) and "text" in line for line in log[:1])
    return isinstance(turns, list) and all(
        isinstance(turn, dict) and {"speaker", "utterance"} <= set(turn) for turn in turns[:1]
    )


def read(file: Opened) -> Iterator[Dialogue | LineError]:
    """Its dialogues."""
    return converted(file, _Dialogue, _dialogue)


def _dialogue(found: _Dialogue, record: Record) -> Iterator[Dialogue]:
    if found.turns is None and found.log is None:
        raise ValueError("Expected `turns` or `log`")
    name = found.dialogue_id or record.key
    if not name:
        raise ValueError("Expected `dialogue_id`")
    topics = found.services or tuple(name for name in _DOMAINS if found.goal.get(name))
    turns = _alternating(found.log) if found.log is not None else tuple(map(_turn, found.turns or ()))
    yield Dialogue(id=name.removesuffix(".json"), turns=turns, topic=" ".join(topics), source=NAME)


_DOMAINS = ("attraction", "hospital", "hotel", "police", "restaurant", "taxi", "train", "bus")


def _alternating(log: tuple[_Line, ...]) -> tuple[Turn, ...]:
    return tuple(
        Turn(role="agent" if place % 2 else "shopper", text=line.text.strip())
        for place, line in enumerate(log)
    )


def _turn(turn: _Turn) -> Turn:
    roles = {"USER": "shopper", "SYSTEM": "agent"}
    if turn.speaker.upper() not in roles:
        raise ValueError("Expected the speaker USER or SYSTEM")
    if roles[turn.speaker.upper()] == "agent":
        return Turn(role="agent", text=turn.utterance)
    spans = {(slot.start, slot.exclusive_end): slot.slot for frame in turn.frames for slot in frame.slots}
    intents = (frame.state.active_intent for frame in turn.frames)
    return Turn(
        role="shopper",
        text=turn.utterance,
        intent=next((intent for intent in intents if intent != "NONE"), ""),
        entities=tuple(
            Span(entity=name, start=start, end=end)
            for (start, end), name in spans.items()
            if start is not None and end is not None and start < end
        ),
    )
