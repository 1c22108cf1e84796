"""What goes on with a wish that a person is to see to: a new address behind the offer to pass it on, the
order behind a fault that was told, and who has no order number."""

from __future__ import annotations

import re

from bot.conversation.addresses import find_address_in_any_case
from bot.conversation.dialogue import Command
from bot.decide.message import Decision, Message
from bot.decide.noted import NO_NUMBER, WISH
from bot.decide.question import NEW_ADDRESS, begins_task
from bot.decide.readings import CERTAIN, NOTHING_ASKED
from bot.decide.starts import INSTEAD
from retrieval.told import tells_damage

ORDER_NUMBER = "order_number"
WITHOUT_NUMBER = "something about an order whose number is not at hand"
"""What the team is asked for, where nothing else was wished for."""
_BEFORE = 3
"""Messages before this one that may tell what it is about."""
_LEFT = 3
"""Words that such a message has at least."""
_A_NUMBER = (
    r"(?:(?:order|confirmation|reference|invoice) )?(?:numbers?|nr|ids?|confirmation|confirmation e-?mail"
    r"|e-?mails? with (?:it|the number))\b"
)
_OTHER_NUMBER = r"(?<!phone )(?<!house )(?<!telephone )(?<!tracking )(?<!card )(?<!mobile )(?<!article )"
_MY = r"(?:(?:the|my|an?|any|that|this|your|its) )?"
_NOT = (
    r"(?:do(?:n['’]?t| not)|does(?:n['’]?t| not)|can(?:['’]?t|not)|could(?:n['’]?t| not)|did(?:n['’]?t| not)"
    r"|have(?:n['’]?t| not)|never|no longer)"
)
_HAS_NONE = re.compile(
    r"\b(?:no|without|lost|lose|losing|forgot(?:ten)?|deleted|misplaced|(?:threw|thrown) (?:away|out)"
    rf"|missing) {_MY}{_OTHER_NUMBER}{_A_NUMBER}"
    rf"|\b{_NOT}\b(?: (?!if\b)[\w'’]+){{0,4}}?"
    r" (?:have|find|know|remember|recall|got|get|see|keep|kept|receive|received|a)\b"
    rf"(?: [\w'’]+){{0,2}}? {_MY}{_OTHER_NUMBER}{_A_NUMBER}"
    rf"|{_OTHER_NUMBER}\b{_A_NUMBER}(?: (?:is|was|has|got|went|i))*"
    r" (?:gone|lost|missing|deleted|nowhere|do(?:n['’]?t| not) have|can(?:['’]?t|not) find)\b",
    re.IGNORECASE,
)
"""Says that an order number is not at hand: "no order number, bought as tina k"."""
_HAS_NOT = re.compile(
    r"\b(?:do(?:n['’]?t| not)|have(?:n['’]?t| not)|no longer|can(?:['’]?t|not)|could(?:n['’]?t| not))\b"
    r"(?: (?:have|find|got|know|remember)\b(?! (?:an?|the|my|any|your|some|to|enough)\b)|\W*$)"
    r"|\b(?:lost|forgot|deleted|(?:threw|thrown) (?:out|away)) (?:it|that|(?:the|my) (?:e-?)?mails?)\b"
    r"|\bno (?:idea|clue)\b",
    re.IGNORECASE,
)
"""The same, where the number was asked for: "i don't have it"."""
_ASKS = re.compile(
    r"^\W*(?:(?:hi|hello|and|but|so|ok(?:ay)?|then)\W+)*"
    r"(?:can|could|may|do|does|must|should|is|what|how|where|when|which|why)\b"
    r"|\bif (?:i|we|it|the)\b|\b(?:can|how do|what do) (?:i|we) (?:still )?(?:return|find|get|do)\b",
    re.IGNORECASE,
)
"""Asks what holds without a number, or where it stands."""
_WHAT_NOW = re.compile(
    r"\bwhat (?:happens|will happen|(?:do|can|should|could|will) (?:i|we|you) do|now|next)\b(?!.*\bif\b)"
    r"|\bhow does (?:it|that|this) (?:go on|work)\b",
    re.IGNORECASE,
)
"""Asks how it goes on."""


def told_address(message: Message) -> tuple[Command, ...]:
    """The new address that a message gives behind the wish for one, for the flow that passes it on; none
    where it asks something."""
    last = message.assistant.flows.get(message.last_begun)
    wishes = last is not None and any("address" in trigger.intent for trigger in last.triggers)
    if not (wishes and message.value(WISH)) or message.slot is not None or message.is_question:
        return ()
    address = find_address_in_any_case(message.heard.text)
    known = NEW_ADDRESS in message.assistant.domain.slots
    return (Command(kind="set_slot", slot=NEW_ADDRESS, value=address),) if address and known else ()


def without_number(message: Message) -> Decision | None:
    """The offer to pass on without an order number what was wished for, in place of the question for it; None
    where a message does not say that there is none, or the shop passes nothing on."""
    text, asked = message.heard.text, message.slot is not None and message.slot.name == ORDER_NUMBER
    if WISH not in message.assistant.domain.slots or message.has_order or (message.slot and not asked):
        return None
    best = message.readings.best()
    skips = best is not None and best.command.kind == "skip"
    none = _HAS_NONE.search(text) is not None
    refused = none or ORDER_NUMBER not in message.mapped
    if not (none or (asked and refused and (skips or _HAS_NOT.search(text)))):
        return None
    if _ASKS.search(text) or message.supposes or message.only_asks or not (asked or _is_task(message)):
        return None
    wish = message.value(WISH) or WITHOUT_NUMBER
    kept = message.value("wish_said") or []
    told = [one for one in message.before[-_BEFORE:] if len(one.split()) >= _LEFT]
    said = [wish, *dict.fromkeys([*(kept[1:] if kept[:1] == [wish] else told), text])]
    values = {ORDER_NUMBER: None, WISH: wish, "wish_said": said}
    begin = Command(kind="start_flow", flow=NO_NUMBER, value=INSTEAD)
    given = tuple(one for one in message.given() if one.slot != ORDER_NUMBER)
    slots = tuple(Command(kind="set_slot", slot=slot, value=value) for slot, value in values.items())
    return (*given, *slots, begin), "It says that there is no order number, and a person can do without."


def what_of_fault(message: Message) -> Decision | None:
    """The documents, asked of the fault that was told, where the shopper asks what comes of it behind the
    offer to pass it on: "and what happens with the pot now"."""
    fault, kept = message.assistant.takes_fault, message.value("wish_said") or []
    told = next((one for one in kept[1:] if tells_damage(one)), "")
    if not told or message.slot is not None or message.last_begun != fault or message.mapped:
        return None
    if not _WHAT_NOW.search(message.heard.text):
        return None
    search = Command(kind="search", text=f"{told.rstrip(' .!?:(')}, what can I do?")
    return (search,), "It asks what comes of the fault that was told."


def _is_task(message: Message) -> bool:
    """Whether it may be about an order, or about what was wished for."""
    first = next(iter(message.readings), None)
    return bool(message.value(WISH)) or first is None or begins_task(first) or first.command.kind == "skip"


def order_of_fault(message: Message) -> Decision | None:
    """The task for what is faulty, where the order is given of what was told to be damaged before: "its the
    casserole, order FW-204518, jo@example.com"; None where it is something else."""
    fault = message.assistant.takes_fault
    if not fault or message.slot is not None or ORDER_NUMBER not in message.mapped or message.asks_within:
        return None
    if message.last_begun not in {fault, "", *message.assistant.documents}:
        return None
    if not any(map(tells_damage, message.before[-_BEFORE:])):
        return None
    best = message.readings.best()
    goes_on = best is None or best.command.flow in {fault, message.assistant.shows_order, NOTHING_ASKED}
    if not goes_on and best is not None and best.confidence >= CERTAIN:
        return None
    begin = Command(kind="start_flow", flow=fault)
    return (*message.given(), begin), "It gives the order of what was told to be damaged."
