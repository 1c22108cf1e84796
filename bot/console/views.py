"""How a conversation looks to staff, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.conversation.events import Searched, Stored
from bot.conversation.handover import known
from bot.conversation.state import State
from bot.record.inbox import item_of


def event_view(item: Stored) -> dict[str, Any]:
    """An event with its number and time; without the engine's memory, which is of no use to a person."""
    fields = msgspec.to_builtins(item.event)
    for memory in ("dialogue", "left"):
        fields.pop(memory, None)
    return {"seq": item.seq, "time": item.time, **fields}


def events_view(items: Iterable[Stored]) -> list[dict[str, Any]]:
    """Several events."""
    return [event_view(item) for item in items]


def conversation_view(state: State) -> dict[str, Any]:
    """All that an agent sees beside the thread."""
    return {
        **msgspec.to_builtins(item_of(state)),
        "identity": state.identity,
        "slots": known(state),
        "handoff": _handoff(state),
        "shown": msgspec.to_builtins(state.shown),
        "tried": [_tried(search) for search in state.tried],
        "failed": [{"code": failure.code, "part": failure.part} for failure in state.failed],
        "intent": _intent(state),
    }


def _handoff(state: State) -> dict[str, Any] | None:
    if state.handoff is None:
        return None
    handoff = state.handoff
    return {"reason": handoff.reason, "note": handoff.note, "topic": handoff.topic, "packet": handoff.packet}


def _tried(search: Searched) -> dict[str, Any]:
    documents = [
        {"document_id": document_id, "passage_id": passage_id, "score": score}
        for document_id, passage_id, score in search.tried
    ]
    return {
        "question": search.question,
        "answered": search.answered,
        "answerable": search.answerable,
        "documents": documents,
    }


def _intent(state: State) -> dict[str, Any] | None:
    if state.understanding is None:
        return None
    intent = state.understanding.intent
    language = state.understanding.language
    return {"name": intent.name, "confidence": intent.confidence, "language": language}
