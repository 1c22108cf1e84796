"""The hand-over packet: what an agent should know before the first keystroke."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.conversation.state import State

RECENT = 3
"""Shopper messages quoted in the summary."""


def packet(state: State) -> dict[str, Any]:
    """Summary, slots, identity, products shown, documents tried with scores, what failed, mood."""
    return {
        "summary": summary(state),
        "slots": {name: value for name, value in state.slots.items() if _worth_showing(name, value)},
        "identity": state.identity,
        "mood": state.mood,
        "flow": state.dialogue.stack[-1].flow if state.dialogue.stack else "",
        "products": [{"product_id": card.product_id, "title": card.title} for card in state.shown],
        "searched": msgspec.to_builtins(state.tried),
        "failed": msgspec.to_builtins(state.failed),
        "messages": state.shopper_messages,
    }


def topic(state: State) -> str:
    """What it is about: the flow that the shopper started last, else the last intent, else ""."""
    return state.topic or (state.understanding.intent.name if state.understanding else "")


def summary(state: State) -> str:
    """Two sentences: what it is about and what the shopper said last, in the shopper's own words."""
    said = [item.text for item in state.window if item.role == "shopper"][-RECENT:]
    about = topic(state).replace("_", " ")
    head = f"About: {about}. " if about else ""
    return head + ("The shopper wrote: " + " / ".join(said) if said else "The shopper has not written yet.")


def _worth_showing(name: str, value: Any) -> bool:
    return value not in (None, "", [], {}) and name not in ("shown_products", "constraints")
