"""What is wrong with an item, where it was told before the question."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.lines import line_words
from bot.actions.orders import OrderAction
from bot.actions.reading import intent, latest_messages, slot_text
from bot.actions.tools import Events
from retrieval.products.terms import stems
from retrieval.told import DAMAGED
from retrieval.words import STOP_WORDS

_DAMAGE = re.compile(
    rf"\b(?:{DAMAGED}|missing|loose|stuck|wobbl\w*|rattl\w*|flicker\w*|stopped|dead"
    r"|(?:fell|came|falls|comes|fallen) (?:off|apart|out)"
    r"|(?:wo|do|does|can|is|did|has)n?['’]?t|cannot|does not|no longer)\b",
    re.IGNORECASE,
)
"""Words of a sentence that may say what is wrong."""
_SOUND = re.compile(
    r"\b(?:not|isn['’]?t|wasn['’]?t|nothing(?: is|['’]s)?) (?:damaged|broken|faulty)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_GIVEN = re.compile(r"\S+@\S+|\b(?:order\s+)?(?:[A-Z]{1,3}-?)?\d{6}\b|#", re.IGNORECASE)
_HOW_IT_CAME = (
    "broke broken damaged faulty defective defect arrived arrive came come received delivered parcel package"
    " box order ordered item article thing something anything product today yesterday morning week ago just"
    " unpacked opened open turned bought sent new one replacement refund money back want need like please"
    " hello hi hey sorry number email mail work works working torn cracked ripped scratched dented"
    " bent snapped stained squashed smashed shattered split burst crushed chipped"
)
_VAGUE = frozenset(stems(_HOW_IT_CAME)) | frozenset(stem for word in STOP_WORDS for stem in stems(word))
"""Says that something is wrong, or how it came, and not what."""
_TELLING = 2
"""Words beyond those that tell what is wrong."""
_ADDS_NOTHING = frozenset({"affirm", "deny", "thanks", "skip"})
_SHORT = 6
"""Words of an answer that may add nothing: "yes, do that please"."""


class ActionMatchDamage(OrderAction):
    """Says what is wrong by what was told before the question, and by both after it."""

    def name(self) -> str:
        """See Action."""
        return "action_match_damage"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Behind the question the answer is added to what was told, unless it only agrees."""
        answer, told = slot_text(tracker, "damage_description"), slot_text(tracker, "damage_told")
        if not answer:
            order = await self.order(tracker)
            products = self.tools.products
            names = {word for line in order.lines for word in line_words(line, products)}
            return [SlotSet("damage_told", told_damage(latest_messages(tracker), names) or None)]
        agrees = intent(tracker) in _ADDS_NOTHING and len(answer.split()) <= _SHORT
        if not told or told in answer:
            return []
        return [SlotSet("damage_description", told if agrees else f"{told} {answer}")]


def told_damage(messages: Iterable[str], names: Collection[str]) -> str:
    """The sentences of the first message that tell what is wrong with one of these ``names`` (stems):
    "the lid has a crack and coffee runs out", not "it arrived broken"; "" where none does."""
    for text in messages:
        plain = " ".join(_GIVEN.sub(" ", text).split())
        if told := " ".join(one for one in _SENTENCE.split(plain) if _tells(one, names)):
            return told.rstrip(" ,;:-")
    return ""


def _tells(sentence: str, names: Collection[str]) -> bool:
    if not _DAMAGE.search(sentence) or _SOUND.search(sentence):
        return False
    return len({word for word in stems(sentence) if word not in _VAGUE and word not in names}) >= _TELLING
