"""Second thoughts: what is not wanted after all, or something else in place of what the team has a note of;
and when that is answered."""

from __future__ import annotations

import re

from bot.conversation.dialogue import Command
from bot.conversation.handover import CHANGED
from bot.decide.message import Decision, Message
from bot.decide.negated import wants_nothing
from bot.decide.question import begins_task
from bot.decide.readings import NOTHING_ASKED

TAKE_BACK = "pattern_take_back"
OTHER_WISH, WHEN_ANSWERED = "pattern_other_wish", "pattern_when_answered"
NOTE_STAYS = "pattern_note_stays"
NO_NUMBER = "pattern_no_number"
WISH = "wish"
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
_IS_DONE = re.compile(
    r"^\W*(?:(?:so|and|but|ok(?:ay)?|well|hm+)\W+)*(?:is|was|has|did|have)\s+"
    r"(?:it|that|this|(?:the|my) \w+)\s+"
    r"(?:been |now |already |get )*(?:chang|cancel|sort|exchang|replac|fix|not|arrang|process|regist|alter"
    r"|updat|correct|pass|do)\w*(?: on| through)?(?: (?:or|now|yet|already|then|not))*\W*$",
    re.IGNORECASE,
)
"""Asks whether what was passed on is done: "is it changed or not?"."""
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

_ONLY_ASKS = re.compile(
    r"(?<!\bto )\b(?:how (?!about\b)|what (?!about\b)|when|where|which|why|who|whether|if (?:i|we|it|they)"
    r"|(?:do|does|did|is|are|will|would|must|should)"
    r" (?:i|we|it|that|this|there|they|the|my|you (?:still|also)))\b",
    re.IGNORECASE,
)
"""Asks something, and wishes for nothing: "how long does the refund take if I send it back instead"."""
_NOTE = (
    r"(?:exchange|swap|return|cancell?ation|refund|change|request|note|repair|replacement|message"
    r"|address change|other size)"
)
_KEEPS_NOTE = re.compile(
    r"(?<!don't )(?<!don’t )(?<!dont )(?<!not )"
    rf"\b(?:keep|stick (?:with|to)|stay with|(?:go|carry) (?:ahead|on) with|still (?:want|need|like)"
    rf"|continue with|proceed with) (?:the|my|that|our) {_NOTE}\b"
    rf"|\bleave (?:the|my|that) {_NOTE} (?:as|like|in)\b"
    rf"|\b(?:don['’]?t|do not|never|not to) (?:change|cancel|touch|stop|drop|delete|remove) (?:the|my|that)"
    rf" {_NOTE}\b"
    rf"|\b(?:the|my|that) {_NOTE} (?:(?:should|can|must|may|is to) )?(?:stays?|stands?|remains?)\b",
    re.IGNORECASE,
)
"""Wants what was noted to stay as it is."""
_WAS_ASKING = re.compile(
    r"^\W*(?:(?:no|oh|sorry|wait|hey|but|well|hm+)\W+)*(?:(?:that|it) was (?:just|only) (?:a|my) question"
    r"|(?:i (?:was )?)?(?:just|only) (?:asked|asking|wondering|wondered|wanted to know))\W*$",
    re.IGNORECASE,
)
_AMENDS = re.compile(
    r"\b(?:actually|sorry|oops|wait|correction|i mean(?:t)?)\b.*\b(?:not|instead of|rather than)"
    r" (?:the |an? |in |size )?[\w-]+"
    r"|\bnot (?:the |an? |in |size )?[\w-]+,? but\b|\bi meant (?:(?:the|an?|in|size) )*[\w-]+\W*$"
    r"|\bmake (?:it|that) (?:an?|the|in|size|[smlx]{1,4}|\d+)\b"
    r"|\b(?:change|correct|switch) (?:it|that) (?:in)?to\b"
    r"|\b(?:should|meant to|supposed to) (?:be|say|read|have (?:said|been))\b"
    r"(?! (?:here|there|done|sent|ready|easy|possible|fine|ok|back)\b)",
    re.IGNORECASE,
)
"""Puts right what was noted: "actually M not L, can you change that"."""
_DECLINES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|well|hm+|sorry|actually|thanks?)\W+)*"
    r"(?:no(?!\W+(?:problem|worries|idea|matter|rush|hurry|wait))|nope|nah|not now|never ?mind"
    r"|(?:leave|forget) (?:it|that)|don['’]?t (?:bother|pass)|rather not|stop)\b",
    re.IGNORECASE,
)
"""Will not have what was offered."""
_NOTHING_ELSE = frozenset({"cancel_flow", "skip", "wait", "cannot_handle"})
"""Of which nothing comes where nothing is under way."""


def note_stays(message: Message) -> Decision | None:
    """What is said where a note is to stay as it is, or no more than a question was meant; it is passed on
    again where something else was noted since."""
    text = message.heard.text
    if message.slot is not None or not message.value("passed_on"):
        return None
    if not (_KEEPS_NOTE.search(text) or (_WAS_ASKING.match(text) and message.is_noted)):
        return None
    replaced = str(message.value("handoff_message") or "").casefold().startswith(CHANGED)
    command = Command(kind="start_flow", flow=OTHER_WISH if replaced else NOTE_STAYS)
    return (command,), "What was passed on is to stay as it is."


def taken_back(message: Message) -> Decision | None:
    """What is said or passed on where something is not wanted after all; the task that is under way ends."""
    if not wants_nothing(message.heard.text) or (message.slot and message.slot.type == "bool"):
        return None
    stop = (Command(kind="cancel_flow"),) if message.slot is not None else ()
    take_back = Command(kind="start_flow", flow=TAKE_BACK)
    return (*stop, take_back), "It wants something not to be done, and nothing else."


_COMES_BACK = re.compile(
    r"\b(?:i|we)(?:['’]ll| will|['’]m going to| am going to| are going to| have to| need to| must"
    r"|['’]d like to| would like to| should) (?:first |just |rather )?"
    r"(?:discuss (?:it|this|that)\b|think (?:about|it|on)\b|sleep on\b|have a think\b|consider it\b"
    r"|(?:talk|speak|chat)(?: it| this| that)?(?: over)? (?:to|with) my\b"
    r"|(?:ask|check with) my\b|let you know\b|get back to you\b|come back(?: to you| later| to (?:it|this))\b"
    r"|be in touch\b)",
    re.IGNORECASE,
)
"""Says that it will be thought about: "thanks, I'll discuss it with my husband"."""
_THANKS = frozenset({"thanks", "goodbye"})


def comes_back(message: Message) -> Decision | None:
    """Thanks, for who will think about it; the task that is under way ends. None where something is asked."""
    if not _COMES_BACK.search(message.heard.text) or message.asks_anywhere or message.mapped:
        return None
    if message.slot is not None:
        return (Command(kind="cancel_flow"),), "It will be thought about."
    talk = (one for one in message.readings if one.intent in _THANKS)
    said = next(talk, None)
    return ((said.command,), "It will be thought about.") if said is not None else None


def behind_note(message: Message) -> Decision | None:
    """What a message means behind something that was passed on to the team; None where it says nothing of
    that, or nothing was."""
    text = message.heard.text
    if message.slot is not None or not message.is_noted:
        return None
    if _WHEN.search(text) or (message.is_behind_note and _HOW_LONG.match(text)):
        command = Command(kind="start_flow", flow=WHEN_ANSWERED)
        return (command,), "It asks when the team answers what was passed on."
    if not message.value("passed_on") or message.mapped.get("order_number"):
        return None
    if _IS_DONE.match(text):
        command = Command(kind="start_flow", flow=WHEN_ANSWERED)
        return (command,), "It asks whether what was passed on is done."
    command = Command(kind="start_flow", flow=OTHER_WISH)
    if _INSTEAD.search(text) and not (_ONLY_ASKS.search(text) or message.supposes):
        return (command,), "It wishes for something else than what was passed on."
    if _AMENDS.search(text) and not _ONLY_ASKS.search(text) and _may_amend(message):
        return (command,), "It puts right what was passed on."
    return None


def without_wish(message: Message, decision: Decision, *, offered: bool) -> Decision:
    """A decision by which a wish that was only offered to be passed on is forgotten, where the message
    declines that: a later "pass it on" does not send it. ``offered``: whether it was in the last reply."""
    commands, reason = decision
    begun = {command.flow for command in commands}
    if NO_NUMBER in begun:
        return decision
    if (
        message.slot is not None
        or not message.value(WISH)
        or not _DECLINES.match(message.heard.text)
        or message.mapped
    ):
        return decision
    if begun & message.assistant.passes_on or any(command.kind == "hand_off" for command in commands):
        return decision
    if offered and (commands[-1].kind in _NOTHING_ELSE or commands[-1].flow == NOTHING_ASKED):
        stays = NOTE_STAYS if message.value("passed_on") else TAKE_BACK
        commands = (*commands[:-1], Command(kind="start_flow", flow=stays))
    forgotten = tuple(Command(kind="set_slot", slot=slot, value=None) for slot in (WISH, "wish_said"))
    return (*forgotten, *commands), f"{reason} What was offered before is declined."


def _may_amend(message: Message) -> bool:
    """Whether it comes right behind the note, or speaks of an order or wishes for something of one."""
    likeliest = next(iter(message.readings), None)
    wishes = likeliest is not None and begins_task(likeliest)
    return message.is_behind_note or message.speaks_of_order or wishes
