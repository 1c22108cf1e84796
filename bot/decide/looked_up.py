"""What was looked up last, and whether a message goes on with it: "in grey?", "the second, please", "44?"."""

from __future__ import annotations

import re

from bot.decide.flows import collected_slots
from bot.decide.message import FEW_WORDS, PHRASE, REQUEST, Message
from bot.decide.readings import CERTAIN, NOTHING_ASKED
from retrieval.options import asked_option

_PROPOSAL = re.compile(r"\b(?:what|how) (?:if|about)\b", re.I)
"""Looks like a question and gives a detail: "and what if I go up to 180 euros?"."""
_ALSO = re.compile(r"^\W*(?:ok(?:ay)?,? )?(?:and|what about|how about)\b", re.I)
_TOO = re.compile(rf"{_ALSO.pattern}|^\W*also\b|\b(?:too|as well)\W*$", re.I)
"""Asks the same of something else."""
_THE_OTHER = re.compile(rf"{_ALSO.pattern} the\b", re.I)
"""Names one that is known, and no kind to look for: "and the Cloudbed Light"."""
_GOES_ON = frozenset({"comparative", "narrowing", "further"})
"""Cues of a message that wants more or less of something, or other ones."""
_SHOWN = frozenset({"chosen", "another"})
"""Cues of a message that says no more than which of the products shown is meant, or which things next."""
_TALK = frozenset({"chitchat", "skip", "repeat", "wait", "explain_question"})
_VARIANTS = frozenset({"size", "colour"})
"""Cues, and entities, of one product in several forms."""


_SOLD, _OF_ORDER = frozenset({"product", "category"}), frozenset({"order_number", "email"})
"""Entities of what is sold, and of an order."""

_HOW_MUCH = re.compile(
    r"\W*(?:(?:aw+|oh|ok(?:ay)?|and|so|but|nice|lovely|great|cool)\W+)*how much (?:is|are|do|does|would)"
    r" (?:it|they|these|those|each(?: one)?|th(?:is|at)(?: one)?)"
    r"(?: (?:be|cost|though|then|each|please))*\W*",
    re.IGNORECASE,
)


class LookedUp:
    """The look-up of which talk may go on. Each property is the flow that takes the message, "" for none."""

    def __init__(self, message: Message) -> None:
        self._message, self._heard = message, message.heard
        self._last = message.topic.id if message.topic is not None else ""
        self._best = message.readings.best()

    @property
    def continues(self) -> str:
        """The last one, where the message certainly is a detail and none that a task asks for: "rather in
        blue" goes on with the search."""
        certain = self._heard.intent.confidence >= self._message.thresholds.accept
        intent, flows = self._heard.intent.name, self._message.assistant.flows.values()
        leads = any(trigger.intent == intent for flow in flows for trigger in flow.triggers)
        return self._told() if certain and not leads else ""

    @property
    def refines(self) -> str:
        """The last one, where no other wish is certain and the message names what its examples name, such as
        a price or a colour, or compares with what was shown: "120 at the very most", "we go in January now,
        so even warmer". Small talk, a yes or no that nothing asked for and an order to the bot are no wish
        where it compares, says no more than what is to be different ("not Norrland") or asks for the next."""
        if self._chooses or (self._best is None and "narrowing" in self._heard.cues):
            return (self._message.assistant.search if self._chooses else "") or self._last
        goes_on, told = not _GOES_ON.isdisjoint(self._heard.cues), self._told()
        if self._best is not None:
            command = self._best.command
            talk = self._best.is_small_talk or command.kind in _TALK or command.flow == NOTHING_ASKED
            return told if talk and goes_on else ""
        named = {entity.entity for entity in self._heard.entities}
        return told if told and (goes_on or named & self._message.named_in(told)) else ""

    @property
    def _chooses(self) -> bool:
        """Whether it says no more than which of those shown is meant ("tell me more about the second") or
        which things next ("what about bottles?"), and is no certain wish."""
        doubtful = self._best is None or self._best.confidence < CERTAIN
        return bool(self._last) and doubtful and not _SHOWN.isdisjoint(self._heard.cues)

    @property
    def asks_of_product(self) -> str:
        """The flow that answers questions about a product, where one was spoken of last, the message asks of
        "it" what products have ("how long does it take to set up?") and is doubtfully read as another
        look-up, or as nothing."""
        best, doubtful = self._best, self._heard.intent.confidence < CERTAIN
        other = best is None or (doubtful and (best.is_lookup or best.is_small_talk))
        asks = other and self._message.has_product and "fact" in self._heard.cues
        return self._message.assistant.facts if asks else ""

    @property
    def asks_options(self) -> str:
        """The same where it asks for the colours, sizes or prices of those shown, and says no more: "which
        colours?", "and how much are they"."""
        text = self._heard.text
        asks = asked_option(text) is not None or _HOW_MUCH.fullmatch(text) is not None
        asks = self._message.has_products and asks
        return self._message.assistant.facts if asks else ""

    @property
    def asks_on(self) -> bool:
        """Whether a few words ask on after a question to the documents: "and dublin?", "until when?"."""
        text = self._heard.text
        asked = self._message.is_after_answer or self._last in self._message.assistant.documents
        few = len(text.split()) <= PHRASE
        return asked and few and (self._message.is_question or _ALSO.match(text) is not None)

    @property
    def asks_of_another(self) -> bool:
        """Whether it may ask of another thing what the documents just answered, and compares nothing:
        "and knickers?", "on reduced things too?"."""
        behind = self._message.is_after_answer and self.asks_on
        return behind and _TOO.search(self._heard.text) is not None and _GOES_ON.isdisjoint(self._heard.cues)

    @property
    def names_thing(self) -> bool:
        """Whether it names a thing that is sold, and no order, behind what the documents just answered."""
        named = {entity.entity for entity in self._heard.entities}
        return self._message.is_after_answer and bool(named & _SOLD) and not named & _OF_ORDER

    @property
    def says_of_which(self) -> bool:
        """Whether it names what the question was about that the documents just answered, and nothing but what
        is sold: "it's the Pico", "it's a Campo, not Norrland"."""
        assistant, named = self._message.assistant, {entity.entity for entity in self._heard.entities}
        flows = (flow for flow in (assistant.facts, assistant.search) if flow)
        sold = {kind for flow in flows for kind in self._message.named_in(flow)}
        return self._message.is_after_answer and bool(named) and named <= sold

    @property
    def repeats(self) -> str:
        """The last one, where the message only names another size or colour ("44?"), or another thing of a
        kind that its examples name more often than those of any wish that could be meant: "and the Cloudbed
        Light"."""
        last, text = self._last, self._heard.text
        if last and self._is_variant and _VARIANTS & self._message.named_in(last):
            return last
        if not last or not _ALSO.match(text) or "another" in self._heard.cues:
            return ""
        if len(text.split()) > PHRASE or REQUEST.search(text):
            return ""
        named = {entity.entity for entity in self._heard.entities}
        if not named & self._message.named_in(last) or (self._best is not None and not self._best.is_lookup):
            return ""
        other = self._message.likelihood(self._best.command.flow) if self._best is not None else 0.0
        return last if _THE_OTHER.match(text) or self._message.likelihood(last) > other else ""

    @property
    def _is_variant(self) -> bool:
        """Whether it says no more than a size or a colour."""
        text = self._heard.text
        return len(text.split()) < FEW_WORDS and bool(_VARIANTS & set(self._heard.cues)) and "?" in text

    def _told(self) -> str:
        """The last one, unless the message asks or gives what a task asks for."""
        if not self._last or (self._message.is_question and not _PROPOSAL.search(self._heard.text)):
            return ""
        flows = self._message.assistant.flows
        asked = {name for flow in flows for name in collected_slots(flow, flows)}
        return "" if asked & set(self._message.mapped) else self._last
