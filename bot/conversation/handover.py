"""The hand-over packet: what an agent should know before the first keystroke."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.conversation.state import State

RECENT = 3
"""Shopper messages quoted in the summary."""
CHANGED = "in place of what was noted before"
"""Begins the wish that takes the place of one that was passed on."""
_INNER = frozenset(
    (
        *("shown_products", "seen_products", "constraints", "current_product", "handoff_status", "explained"),
        *("back_at", "order_found", "order_tried", "tried_email", "refund_known", "passing_on"),
        *("refund_late", "passed_on", "address_told", "ordered_products"),
        *("wish_question", "wish_said"),
    )
)
"""Slots that are the bot's own memory: ids, where a flow is, and what stands elsewhere in words."""


def packet(state: State) -> dict[str, Any]:
    """Summary, slots, identity, products shown, documents tried with scores, what failed, mood."""
    return {
        "summary": summary(state),
        "slots": known(state),
        "identity": state.identity,
        "mood": state.mood,
        "flow": state.dialogue.stack[-1].flow if state.dialogue.stack else "",
        "products": [{"product_id": card.product_id, "title": card.title} for card in state.shown],
        "searched": msgspec.to_builtins(state.tried),
        "failed": msgspec.to_builtins(state.failed),
        "messages": state.shopper_messages,
    }


def known(state: State) -> dict[str, Any]:
    """The slots that tell a person something: what is so, not all that is not."""
    return {
        name: value
        for name, value in state.slots.items()
        if value not in (None, "", [], {}, False) and name not in _INNER
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
