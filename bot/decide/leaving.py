"""Who leaves the question of a task and asks something else in the same breath: "no message, just tell me
when you open"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.decide.asks import just_asks_how, only_wants_to_know, orders_later, says_no_order
from bot.decide.behind_answer import calls_somebody
from bot.decide.message import Message
from bot.decide.readings import CERTAIN, Reading
from bot.decide.starts import PATTERNS

_REFUSES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|well|sorry|stop|it['’]?s ok(?:ay)?)\W+)*"
    r"(?:no\b|nope\b|nah\b|not (?:now|today|that|needed)\b|without\b"
    r"|(?:i|we)(?: (?:don['’]?t|do not|won['’]?t|will not|would(?:n['’]?t| not)?)|['’]d)"
    r" (?:want|like|need|give|rather))",
    re.I,
)
"""Will not, where "I haven't got it here" cannot."""
_STOPS = re.compile(
    r"\b(?:never ?mind|(?:forget|leave|skip|never ?mind) (?:it|that|(?:about )?(?:the|my)"
    r" (?:order|parcel|return|refund|(?:gift ?)?card|(?:order )?number)))\W*$"
    r"|^\W*(?:(?:no|please|ok(?:ay)?)\W+)*stop(?: (?:it|that|asking))?\W*$",
    re.I,
)
"""Ends what it says with a word to stop."""
_QUESTION = re.compile(r"\b(?:just|only) (?:the|a|my|that|this)\b.*\bquestion\b", re.I)
"""Says that no more than a question was meant: "no order just the points question"."""
_DECLINES = re.compile(
    r"^\W*(?:no|nope|nah)\W+(?:thanks?|thank you|thx|cheers|need)\b|^\W*(?:no|nope)\W*$"
    r"|^\W*no messages?\W*$",
    re.I,
)
"""A no by itself, or to a message."""
_LEAVES_NONE = re.compile(
    r"^\W*(?:(?:no|nope|nah|sorry)\W+)*i (?:don['’]?t|do not|won['’]?t|will not)"
    r" (?:(?:want|need|wish|like) to )?(?:leave|write|send)(?: you| them)?"
    r"(?: a(?:ny)?)? (?:message|note)s?\W*$",
    re.I,
)
"""Will not write to a person."""
_TURNS = re.compile(
    r"\b(?:(?:just|only) (?:tell|want|need|like|wanted)|by the way|btw|instead|another question"
    r"|one more question)\b",
    re.I,
)
"""Says that it is something else."""


class Leaving:
    """A message to an open question, and its sentences by themselves, read as if nothing had been asked."""

    def __init__(self, message: Message, alone: Sequence[Message]) -> None:
        self._message = message
        self._alone = alone

    def rest(self) -> Message | None:
        """The sentence that is to be answered in place of the task under way; None where the task goes on."""
        message = self._message
        if (message.slot and message.slot.name in message.mapped) or message.corrections():
            return None
        refused = [at for at, one in enumerate(self._alone[:-1]) if self._refuses(one)]
        if not refused:
            return None
        behind = self._alone[refused[-1] + 1 :]
        wishes = (one for one in reversed(behind) if self._is_another(one))
        return next(wishes, self._unclear(self._alone[refused[-1]], behind))

    def whole(self, one: Message) -> Message | None:
        """The whole message, where it says to be meant in general, to want no more than an answer, or to be
        of no order; not where a task takes whatever is said."""
        message, text = self._message, one.heard.text
        if message.slot is None or message.mapped or (message.step and message.step.force_slot_filling):
            return None
        asks_only = only_wants_to_know(text) and self._is_another(one)
        no_case = one.asks_in_statement and (says_no_order(text) or just_asks_how(text))
        asks = one.asks_within or _QUESTION.search(text) is not None
        orderless = says_no_order(text) and (asks or self._wishes_another(one))
        later = orders_later(text) and one.asks_within
        return one if one.is_meant_generally or asks_only or no_case or orderless or later else None

    def _refuses(self, one: Message) -> bool:
        """Whether a sentence ends the task or will not answer its question: a yes or no is no answer only
        where the question takes none."""
        message, best = self._message, one.readings.best()
        if (best is not None and best.command.kind == "cancel_flow") or _STOPS.search(one.heard.text):
            return True
        if message.slot is not None and message.slot.type == "bool":
            return False
        text = one.heard.text
        if _LEAVES_NONE.search(text) or (says_no_order(text) and not one.asks_within):
            return True
        skips = best is not None and best.command.kind == "skip" and _REFUSES.search(text) is not None
        forced = message.step is not None and message.step.force_slot_filling
        denies = one.heard.intent.name == "deny" and one.heard.intent.confidence >= message.thresholds.accept
        return skips or (denies and (_DECLINES if forced else _REFUSES).search(text) is not None)

    def _is_another(self, one: Message) -> bool:
        """Whether a sentence surely wishes for something that is not under way, or asks of it in general."""
        best = one.readings.best()
        if best is None or best.command.kind != "start_flow" or best.is_small_talk:
            return False
        surely = best.confidence >= CERTAIN or one.asks_anywhere
        if best.command.flow.startswith("pattern_") or not surely:
            return False
        return best.command.flow not in self._message.active or one.asks_generally

    def _wishes_another(self, one: Message) -> bool:
        """Whether it means something that is not under way."""
        best = one.readings.best()
        begins = best is not None and best.command.kind == "start_flow" and not best.is_small_talk
        return begins and best is not None and best.command.flow not in self._message.active

    def _asks_of_team(self, one: Message, best: Reading) -> bool:
        """Whether a question resembles a call for the person to whom no message is left: "how many employees
        do you have"."""
        called = PATTERNS["hand_off"] in self._message.active
        return called and best.command.kind == "hand_off" and one.asks_anywhere and not calls_somebody(one)

    def _unclear(self, refusal: Message, behind: Sequence[Message]) -> Message | None:
        """The last sentence, where nothing is sure but that it asks: behind a word to stop, or where it says
        to be about something else."""
        last = behind[-1]
        best, stops = last.readings.best(), refusal.readings.best()
        talk = best is not None and best.is_small_talk
        talk = talk and best is not None and (best.confidence >= CERTAIN or not last.asks_anywhere)
        means_order = best is not None and (best.command.kind != "start_flow" or talk)
        if means_order and best is not None and not self._asks_of_team(last, best):
            return None
        stopped = stops is not None and stops.command.kind == "cancel_flow" and stops.confidence >= CERTAIN
        words_to_stop = (_DECLINES, _LEAVES_NONE, _STOPS)
        stopped = stopped or any(one.search(refusal.heard.text) for one in words_to_stop)
        turns = _TURNS.search(last.heard.text) is not None
        told = last.asks_within or turns
        return last if last.is_sentence and told and (stopped or turns) else None
