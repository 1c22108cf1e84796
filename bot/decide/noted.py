"""Second thoughts: what is not wanted after all, or something else in place of what the team has a note of;
and when that is answered."""

from __future__ import annotations

import re

from bot.conversation.dialogue import Command
from bot.decide.message import Decision, Message
from bot.decide.negated import wants_nothing

TAKE_BACK = "pattern_take_back"
OTHER_WISH, WHEN_ANSWERED = "pattern_other_wish", "pattern_when_answered"
_ANSWER = (
    r"(?:hear|heard|answers?|answered|answering|repl(?:y|ies|ied)|respon\w+|feedback|get back|be in touch"
    r"|contact(?:ed)?|call(?:ed)? (?:me|us|back)|write(?: back)?|e-?mailed)"
)
_ONE = r"(?:somebody|someone|anybody|anyone|(?:the|your) (?:team|colleagues?))"
_SOMEBODY = rf"(?:you|u|they|he|she|{_ONE})"
_BY_THEN = r"(?:by|before|until|till|on|today|tonight|tomorrow|soon|now|quick\w*|asap|urgent\w*|this week)"
_WHEN = re.compile(
    rf"\b(?:how (?:long|soon|quick\w*|fast)|(?:by |until |till )?when|what time)\b.*\b{_ANSWER}\b"
    rf"|\b(?:how (?:long|soon)|when)\b.*\b{_ONE} (?:here|there|back|look)\b"
    rf"|\b(?:need|want|expect|must have|require|hope for|like)\b.*\b(?:answers?|reply|response|news)\b"
    r".*\b(?:by|before|until|till|on|today|tonight|tomorrow|soon|now|quick\w*|asap|urgent\w*|this week)\b"
    rf"|\b(?:will|does|do|did|has|have|is|are) {_SOMEBODY} (?:\w+ )?{_ANSWER}\b"
    rf"|\b(?:is|has|will|does) {_ONE} (?:going to )?(?:read|see|look)\w*\b"
    rf"|\b(?:still )?(?:no|waiting for (?:an?|the|your)) {_ANSWER}\b"
    r"|\b(?:not|nothing) heard\b|\bheard nothing\b",
    re.IGNORECASE,
)
"""Asks when, or whether, the team answers: "how long till i hear", "i need an answer by friday"."""
_HOW_LONG = re.compile(
    r"^\W*(?:(?:and|ok(?:ay)?|so|but|thanks?|thx|great|fine)\W+)*"
    r"(?:how long (?:(?:will|does|would|is|might) (?:that|this|it)\b.*|till? then|until then)?"
    r"|(?:and |by )?when(?: (?:is|will|would|does) (?:that|this|it) (?:be|happen|done|sorted)\b.*)?)\W*$",
    re.IGNORECASE,
)
"""Asks right behind the note how long it takes."""
_REMEDY = (
    r"(?:money(?: back)?|refund(?:ed)?|replacements?|new one|another one|repair(?:ed)?|voucher|credit"
    r"|discount|cancel\w*|return\w*|exchang\w*|swap\w*|(?:send|sent) (?:it )?again|resen[dt])"
)
_INSTEAD = re.compile(
    rf"\b{_REMEDY}\b.*\binstead\b(?! of)|\binstead\b(?! of).*\b{_REMEDY}\b"
    r"|\b(?:i['’]?d|would|we['’]?d|i|we) (?:like |prefer |want )?(?:rather|prefer)\b"
    rf".*\b{_REMEDY}\b"
    rf"|\b(?:changed my mind|on second thoughts?|actually|or rather)\b.*\b{_REMEDY}\b"
    rf"|\bprefer (?:the |a |my )?{_REMEDY}\b",
    re.IGNORECASE,
)
"""Wishes for something in place of what was noted: "can i have my money instead"."""


def taken_back(message: Message) -> Decision | None:
    """What is said or passed on where something is not wanted after all; the task that is under way ends."""
    if not wants_nothing(message.heard.text) or (message.slot and message.slot.type == "bool"):
        return None
    stop = (Command(kind="cancel_flow"),) if message.slot is not None else ()
    take_back = Command(kind="start_flow", flow=TAKE_BACK)
    return (*stop, take_back), "It wants something not to be done, and nothing else."


def behind_note(message: Message) -> Decision | None:
    """What a message means behind something that was passed on to the team; None where it says nothing of
    that, or nothing was."""
    text = message.heard.text
    if message.slot is not None or not message.is_noted:
        return None
    if _WHEN.search(text) or (message.is_behind_note and _HOW_LONG.match(text)):
        command = Command(kind="start_flow", flow=WHEN_ANSWERED)
        return (command,), "It asks when the team answers what was passed on."
    if message.value("passed_on") and _INSTEAD.search(text) and not message.mapped.get("order_number"):
        command = Command(kind="start_flow", flow=OTHER_WISH)
        return (command,), "It wishes for something else than what was passed on."
    return None
