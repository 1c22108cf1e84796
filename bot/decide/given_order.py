"""What is said of an order whose number and address are given, and that is read as a search."""

from __future__ import annotations

from bot.decide.behind_offer import ORDER_NUMBER
from bot.decide.message import Decision, Message
from bot.decide.question import begins_task

_GIVEN = frozenset({ORDER_NUMBER, "email"})


def of_given_order(message: Message) -> Decision | None:
    """The task that a message with an order's number and address means: the one that was spoken of before,
    else the likeliest, where the whole is, or may be, a search for products: "5315, nora@post.example, want
    whole beans instead"; None for any other."""
    best, last = message.readings.best(), message.topic.id if message.topic is not None else ""
    if message.slot is not None or not set(message.mapped) >= _GIVEN:
        return None
    meant = [best.command.flow] if best is not None else message.readings.likely()
    if message.assistant.searches.isdisjoint(meant):
        return None
    tasks = {one.command.flow: one for one in message.readings if begins_task(one)}
    first = tasks.get(last) or max(tasks.values(), key=lambda one: one.confidence, default=None)
    if first is None:
        return None
    return (*message.given(), first.command), "The number of an order and its address are given."
