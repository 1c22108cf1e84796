"""What broke in use: asked of the warranty before its task begins, and a fault that is told in few words."""

from __future__ import annotations

from msgspec.structs import replace

from bot.conversation.dialogue import Command
from bot.conversation.in_use import AFTER_SOME_TIME, tells_own_fault, time_in_use
from bot.decide.message import Decision, Message
from bot.decide.question import begins_task
from bot.decide.readings import CERTAIN

_POSSIBLE = 0.2
"""Probability of the task for a fault from which a fault that is told of one's own thing begins it."""


def fault_in_use(message: Message) -> Decision | None:
    """The documents, asked of a fault after so long, and behind them the task for it, or that task for a
    fault that resembles something else; None where another task is certainly meant, or an order is given
    with it."""
    if message.slot is not None or message.has_order or "order_number" in message.mapped:
        return None
    best, fault = message.readings.best(), message.assistant.takes_fault
    if best is not None and begins_task(best) and best.confidence >= CERTAIN:
        return None
    text = message.heard.text
    if time := time_in_use(text):
        search = Command(kind="search", text=AFTER_SOME_TIME.format(time))
        first = replace(search, kind="explain", flow=fault) if fault else search
        return (*message.given(), first), "It tells of a fault after some time of use."
    reading = message.readings.leading_to(fault) if fault else None
    likely = reading is not None and reading.confidence >= _POSSIBLE
    if reading is None or not likely or message.asks_within or not tells_own_fault(text):
        return None
    reason = f"{reading.why} It tells of a fault of their own."
    return (*message.given_to(fault), reading.command), reason
