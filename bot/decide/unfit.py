"""What may not fit or please, and was not bought yet: the documents, asked how long it may go back, and the
task for it offered behind them."""

from __future__ import annotations

from msgspec.structs import replace

from bot.conversation.dialogue import Command
from bot.conversation.if_unfit import asked_if_unfit
from bot.decide.message import Decision, Message
from bot.decide.question import begins_task


def supposed_unfit(message: Message) -> Decision | None:
    """The documents, asked after returns or exchanges, where a message supposes that something does not fit;
    None where an order is given or at hand, or a task asks for something."""
    if message.slot is not None or message.has_order or "order_number" in message.mapped:
        return None
    asked = asked_if_unfit(message.heard.text)
    if not asked:
        return None
    best, search = message.readings.best(), Command(kind="search", text=asked)
    if best is not None and begins_task(best):
        search = replace(search, kind="explain", flow=best.command.flow, value="search")
    return (search,), "It asks what becomes of what does not fit."
