"""What a person is told when a conversation is handed over."""

from __future__ import annotations

from bot.conversation.handover import known, packet
from bot.conversation.state import State


def test_the_bots_own_memory_is_not_shown() -> None:
    told = {"order_number": "FW-204518", "return_reason": "too_small"}
    inner = {"shown_products": ["P0001"], "seen_products": ["P0001"], "constraints": {"text": "tents"}}
    state = State(
        conversation_id="c",
        slots={
            **told,
            **inner,
            "current_product": "P0001",
            "handoff_status": "waiting",
            "explained": True,
            "back_at": "today at 09:00",
            "country": None,
            "exchange_declined": False,
        },
    )
    assert known(state) == told
    assert packet(state)["slots"] == told
