"""Small talk that was doubtfully read as something else, and what only resembles some: "how are you", "I'm a
woman", "in between so"."""

from __future__ import annotations

import re

from bot.conversation.dialogue import Command
from bot.decide.asks import greets
from bot.decide.behind_answer import asked_of_it
from bot.decide.message import Decision, Message
from bot.decide.question import begins_task
from bot.decide.readings import CERTAIN

GREET, HOW_ARE_YOU, WHY_THIS = "greet", "pattern_how_are_you", "pattern_why_this"
_FAINT = 0.5
"""Below so likely a greeting without any word of one is none."""
_LEAD = r"^\W*(?:(?:hi|hello|hey|hiya|good (?:morning|evening|afternoon)|and|so|there|oh|ok(?:ay)?)\W+)*"
_HOW = re.compile(
    rf"{_LEAD}(?:how(?:['’]?re| are| r) (?:you|u|ya|things)"
    r"(?: (?:doing|today|all|keeping|guys|getting on|feeling|then))*"
    r"|how(?:['’]?s| is) (?:it going|life|your day|everything)|how do you do|what['’]?s up"
    r"|(?:are )?(?:you|u) (?:ok(?:ay)?|good|alright|well)|how was your (?:day|weekend|night))\W*$",
    re.IGNORECASE,
)
"""Asks no more than how the other one is."""
_WHY = re.compile(
    rf"{_LEAD}(?:but )?(?:why|how come)(?: on earth)? (?:(?:did|do|are|would|have|were) (?:you|u)|you)"
    r"(?: then| just)* (?:show\w*|suggest\w*|recommend\w*|offer\w*|tell\w*|told|giv(?:e|ing)|gave|say\w*|said"
    r"|send\w*|sent|propos\w*|list\w*|ask\w*)\b"
    r"(?: (?:me|us|it|that|this|them|those|these|one|two|so|all|to|then|now|again|again and again|for|my"
    r"|the \w+(?: \w+)?))*\W*$",
    re.IGNORECASE,
)
"""Asks why something was shown or said: "so why did you show it to me"."""
_SOMETHING = re.compile(
    rf"{_LEAD}(?:(?:i|we)(?:['’]?(?:m|re|d)| am| are| would)?"
    r" (?:need|want|like|(?:look|search)\w*(?: for)?) )?"
    r"(?:something|anything|sth|smth|some ideas?|ideas|an idea"
    r"|a (?:gift|present)) (?:for|to|that|with|nice|cosy|warm)\b",
    re.IGNORECASE,
)
"""Seeks a thing for something: "something for the guest room, people stay over sometimes"."""
_SELF = re.compile(
    r"^\W*(?:(?:and|but|so|well|no|yes|sorry|oh|ok(?:ay)?|by the way|btw|fyi)\W+)*i(?:['’]?m| am) (?:an? )?"
    r"(?:\w+ ){0,2}(?:wom[ae]n|m[ae]n|girl|boy|lady|guy|bloke|male|female|teenager|child|adult|mum|dad|mother"
    r"|father|student)\W*$",
    re.IGNORECASE,
)
"""Says no more than who one is."""
_WAITS = re.compile(
    r"\b(?:wait\w*|moments?|mo|secs?|seconds?|min(?:ute)?s?|hold|hang|hm+|later|brb|back|let me|check\w*"
    r"|look\w*|find\w*|search\w*|think\w*|give me|bear with|patien\w*|one|just|getting|fetch\w*|there)\b",
    re.IGNORECASE,
)
"""Asks for a moment."""


def small_talk(message: Message) -> Decision | None:
    """What a message means that doubtfully is small talk, or an order to wait; None for any other."""
    text, best = message.heard.text, message.readings.best()
    doubtful = best is None or best.confidence < CERTAIN
    if _HOW.search(text) and doubtful:
        return (Command(kind="start_flow", flow=HOW_ARE_YOU),), "It asks how the assistant is."
    if _WHY.search(text) and (best is None or not begins_task(best)):
        return (Command(kind="start_flow", flow=WHY_THIS),), "It asks why something was shown or said."
    search = message.assistant.search
    if search and doubtful and (best is None or best.is_small_talk) and _SOMETHING.search(text):
        sought = (one for one in message.readings if one.command.flow in message.assistant.searches)
        likeliest = next(sought, None)
        command = likeliest.command if likeliest else Command(kind="start_flow", flow=search)
        return (command,), "It seeks something, and complains of nothing."
    if best is None or not doubtful:
        return None
    if search and best.intent == GREET and best.confidence < _FAINT and not greets(text):
        command = Command(kind="explain", flow=search, value="start_flow")
        return (command,), f"{best.why} But it greets nobody, and may name what is sold."
    of_self = best.is_small_talk and _SELF.search(text) is not None
    waits = best.command.kind == "wait" and not (message.is_question or _WAITS.search(text))
    if (of_self or waits) and message.is_after_answer:
        return (asked_of_it(message),), f"{best.why} But it goes on with what was asked."
    if of_self:
        return (Command(kind="search"),), f"{best.why} But it says who the shopper is."
    if waits:
        return (Command(kind="explain", value="cannot_handle"),), f"{best.why} But it asks for no moment."
    return None
