"""Decides what a message means while a question is open.

The order of precedence: what answers it, orders to the bot (cancel, skip, wait, a person), corrections,
another task, free text, the documents, "I did not follow".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from bot.conversation.addresses import find_address_in_any_case
from bot.conversation.dialogue import Command
from bot.conversation.understanding import Scored
from bot.decide.conditions import Condition
from bot.decide.domain import Slot, SlotMapping
from bot.decide.flows import Step
from bot.decide.looked_up import LookedUp
from bot.decide.message import Decision, Message
from bot.decide.of_task import asked_of_task
from bot.decide.readings import NOTHING_ASKED, Reading
from bot.decide.starts import PATTERNS
from bot.decide.values import find, fit, yes_or_no
from retrieval.words import words

_ORDERS = {
    "cancel_flow": "The shopper wants to stop.",
    "skip": "The shopper wants to skip the question.",
    "repeat": "The shopper wants to read it again.",
    "wait": "The shopper needs a moment.",
    "explain_question": "The shopper asks what the question is for.",
    "hand_off": "The shopper wants a person.",
}
NEW_ADDRESS = "new_address"
_PLAIN_ANSWERS = {"affirm": True, "deny": False}
"""The intents of a yes and a no."""
_DIGITS = re.compile(r"\\d|0-9")
"""Of a form that has digits."""
_A_FEW = 3
"""Words of a number at most, where it is written out or stands beside what it is."""
_TAKES_BACK = re.compile(
    r"\b(?:no|nope|not|never|wait|stop|cancel|hold on|leave it|changed my mind)\b|n['’]t\b", re.IGNORECASE
)
"""Takes a yes back before it is given: "yes.. no, wait"."""
_CERTAIN = 0.8
"""From here on a greeting or thanks is one, also where a question takes whatever is said, and a yes one that
begins with "no"."""
_PIECES = 4
"""Words that a number in groups has at most."""
_MARKS = ".,;:!?()\"'"
_OPENS_WITH_QUESTION = re.compile(
    r"(?:and |but |ok(?:ay)?,? |so )?(?:what|which|how|when|where|who|why|can|could|do|does|did|is|are|will"
    r"|would|may|should|must)\b[^.!?]*\?",
    re.I,
)
_IN_PLACE = re.compile(
    r"\b(?:rather|instead|(?:leave|forget) (?:that|it)|never ?mind)\b(?! (?:of|not|large|small)\b)", re.I
)
_TURNS = re.compile(
    r"\b(?:something (?:else|different)|(?:an)?other (?:thing|matter|question)|(?:leave|forget) (?:that|it)"
    r"|never ?mind|instead|actually|by the way)\b",
    re.I,
)
"""Turns from what was asked to another wish."""
_TELLS = re.compile(
    r"\W*(?:(?:and|but|also|well|yes)\W+)*(?:i|we|it|they|he|she|nobody|the \w+|my \w+)"
    r"(?: (?:\w+ly|also|even|just|already))*"
    r"(?: (?:was|were|had|have|has|did|asked|checked|looked|called|waited|got)|['’]ve)"
    r"(?! (?:already |just )?(?:told|said|written|given|sent) (?:you|that|it)\b)\b",
    re.I,
)
"""Says what has happened."""
_NO_THANKS = re.compile(
    r"\W*(?:no|nope|nah)\W+(?:thanks?|thank you|thx|(?:leave|forget|drop) (?:it|that)|never ?mind)\b", re.I
)
"""Wants nothing more of it."""
_ORDER_WORDS = 6
"""A longer message is taken as an answer, not as an order, where a question takes whatever is said."""


class OpenQuestion:
    """The question for ``slot``, asked by ``step``, and the message that followed it."""

    def __init__(self, message: Message, slot: Slot, step: Step) -> None:
        self._message = message
        self._heard = message.heard
        self._slot = slot
        self._step = step

    def decide(self) -> Decision:
        """What the message means."""
        value, how = self._value()
        if value is not None and not self._overruled(how):
            return self._fill(value, f"The message answers the question for {self._slot.name}.")
        if asked := asked_of_task(self._message):
            return (Command(kind="search", text=asked),), "It asks what the task under way costs."
        corrections = self._message.corrections()
        order = self._no_message() or self._order()
        if order:
            return order
        if corrections:
            return corrections, "A value given earlier was corrected."
        if self._step.force_slot_filling:
            return self._asked_meanwhile() or self._forced()
        return (
            self._told_address()
            or self._named_thing()
            or self._other_task()
            or self._free_text()
            or self._astray()
        )

    def is_told(self) -> bool:
        """Whether the message certainly is the free text that is asked for, and asks nothing: no part of it,
        such as the town of an address, is to be taken for a wish."""
        intent = self._heard.intent
        certain = intent.confidence >= self._message.thresholds.accept
        return certain and self._expected_as(intent.name) and not self._message.is_question

    def _value(self) -> tuple[Any, str]:
        """A value for the question, and where it was found: entity, intent, first word or text."""
        if self._slot.name in self._message.mapped:
            return self._message.mapped[self._slot.name], "entity"
        said = yes_or_no(self._heard.text) if self._slot.type == "bool" else None
        if said is False and self._is_yes_all_the_same():
            return True, "intent"
        if said is not None and not self._is_plain_answer(said):
            return said, "first word"
        if self._slot.type == "categorical":
            named = find(self._slot, self._heard.text, self._message.synonyms)
            if named is not None:
                return named, "text"
        value = self._from_intent(self._heard.intent)
        if value is not None:
            return value, "intent"
        found = find(self._slot, self._heard.text, self._message.synonyms)
        return (found if found is not None else self._only_piece()), "text"

    def _only_piece(self) -> str | None:
        """The only word, or words side by side, of the right form, where the question wants a form: a number
        of four digits in "hold on, here it is.. 4949"."""
        wanted = [r.condition for r in self._step.rejections if _wants_whole(r.condition, self._slot.name)]
        if not wanted or self._slot.type != "text":
            return None
        found = {
            piece
            for piece in _pieces(self._heard.text)
            if not any(condition.holds({self._slot.name: piece}) for condition in wanted)
        }
        return found.pop() if len(found) == 1 else None

    def _is_yes_all_the_same(self) -> bool:
        """Whether a message that begins with a no certainly is what the question for the slot takes for a
        yes: "no, the neighbours don't have it" where it asks whether they were asked."""
        intent = self._heard.intent
        certain = intent.confidence >= self._message.thresholds.accept
        return certain and intent.name not in _PLAIN_ANSWERS and self._from_intent(intent) is True

    def _is_plain_answer(self, said: bool) -> bool:
        """Whether the message certainly is a yes or a no and nothing else: the more certainly where it is not
        the one that it begins with, as "hmm, no, I'll keep them" should not pass for a yes."""
        intent = self._heard.intent
        same = _PLAIN_ANSWERS.get(intent.name) is said
        if said and not same and not _TAKES_BACK.search(self._heard.text):
            return False
        floor = self._message.thresholds.accept if same else _CERTAIN
        return intent.name in _PLAIN_ANSWERS and intent.confidence >= floor

    def _from_intent(self, intent: Scored) -> Any:
        """The value that an intent stands for. A likely no is enough; a yes, upon which something is done,
        has to be more certain than not, and in a question quite certain ("let me check", "is that safe?")."""
        thresholds = self._message.thresholds
        value = self._stands_for(intent.name)
        asks = self._message.is_question and intent.name in _PLAIN_ANSWERS
        sure = _CERTAIN if asks else thresholds.accept
        if intent.name not in _PLAIN_ANSWERS and self._message.says_again:
            return None
        return value if intent.confidence >= (sure if value is True else thresholds.clarify) else None

    def _stands_for(self, intent: str) -> Any:
        for mapping in self._slot.mappings:
            if mapping.type == "from_intent" and intent in mapping.intents and self._message.applies(mapping):
                return fit(self._slot, mapping.value)
        return _PLAIN_ANSWERS.get(intent) if self._slot.type == "bool" else None

    def _overruled(self, how: str) -> bool:
        """Whether the message means something else after all: a correction, another wish, a question."""
        if how == "text":
            return self._asks_back()
        if how == "entity" and self._belongs_elsewhere():
            return True
        if how == "first word" and self._wishes_more():
            return True
        return how != "entity" and bool(self._message.corrections())

    def _belongs_elsewhere(self) -> bool:
        """Whether a value is given with the wish for another task, and says so, to a task that has taken
        nothing yet: "leave that, I need the invoice of FW-200605"."""
        best = self._message.readings.best()
        if best is None or self._message.filled or not begins_task(best):
            return False
        if not _TURNS.search(self._heard.text):
            return False
        return best.confidence >= _CERTAIN and best.command.flow not in self._message.active

    def _wishes_more(self) -> bool:
        """Whether there is another wish behind a yes or no; "yes, cancel it", "no, that one is wrong" and
        "no, bye" are none."""
        best = self._message.readings.best()
        if best is not None and best.is_small_talk:
            return False
        wish = self._order() or self._other_task()
        return wish is not None and wish[0][-1].kind not in ("cancel_flow", "skip")

    def _asks_back(self) -> bool:
        return self._message.is_question and self._other_task() is not None

    def _fill(self, value: Any, reason: str) -> Decision:
        command = Command(kind="set_slot", slot=self._slot.name, value=value)
        return (*self._message.given(but=self._slot.name), command), reason

    def _order(self) -> Decision | None:
        reading = self._message.readings.best() or self._wish_to_stop()
        if reading is None or reading.command.kind not in _ORDERS:
            return None
        if self._step.force_slot_filling and len(self._heard.text.split()) > _ORDER_WORDS:
            return None
        if PATTERNS[reading.command.kind] in self._message.active:
            return None
        if reading.command.kind == "wait" and (self._heard.named_alone or self._message.is_question):
            return None
        if reading.command.kind == "skip" and reading.confidence < _CERTAIN and self._message.asks_generally:
            return None
        if reading.command.kind == "explain_question":
            return (replace(reading.command, slot=self._named_question()),), _ORDERS["explain_question"]
        return (reading.command,), _ORDERS[reading.command.kind]

    def _no_message(self) -> Decision | None:
        """Who is asked what to tell a person, and will not say, need not: "no thanks"."""
        if PATTERNS["hand_off"] not in self._message.active or not self._message.is_phrase:
            return None
        intent, reading = self._heard.intent, self._message.readings.best()
        denies = intent.name == "deny" and intent.confidence >= self._message.thresholds.accept
        skips = reading is not None and reading.command.kind == "skip"
        stop = (Command(kind="cancel_flow"),), "No message is left."
        return stop if (denies or skips) and not self._message.mapped else None

    def _named_question(self) -> str:
        """The slot that the message names in place of the open one: "how do I find the number?", while the
        e-mail address is asked for; "" where it names none, or the open one."""
        said = set(words(self._heard.text))
        named = [name for name in sorted(self._message.to_come) if said & _words_of(name)]
        return named[0] if len(named) == 1 and named[0] != self._slot.name else ""

    def _wish_to_stop(self) -> Reading | None:
        """An uncertain wish to stop counts, unless one odd word or a question is all there is of it."""
        words = len(self._heard.text.split())
        if self._step.force_slot_filling or self._message.is_question or words == 1:
            return None
        return self._message.readings.stopping()

    def _asked_meanwhile(self) -> Decision | None:
        """A message that opens with a question which looks something up, or is nothing but a question ("what
        happens then?"), where a task takes whatever is said; a message for a person may be any question.
        Where something was looked up meanwhile it is asked on without a mark, too: "which is lighter"."""
        asked = _OPENS_WITH_QUESTION.match(self._heard.text.strip())
        reading = self._message.readings.best()
        if any(flow.startswith("pattern_") for flow in self._message.active):
            return None
        if asked is None:
            asks_on = reading is not None and self._looks_on(reading) and self._message.puts_question
            return self._other_task() if asks_on else self._refined()
        if reading is not None and reading.is_lookup:
            return self._other_task()
        if asked[0] != self._heard.text.strip() or (reading and reading.command.flow in self._message.active):
            return None
        return (*self._message.new_values(), Command(kind="search")), "A question, and nothing is told."

    def _refined(self) -> Decision | None:
        """A price, and nothing else, where something was looked up meanwhile."""
        flow = LookedUp(self._message).refines if self._gives_prices() and self._message.is_phrase else ""
        if not flow:
            return None
        command = Command(kind="start_flow", flow=flow)
        return (*self._message.new_values(), command), f"It goes on with {flow}, which looked something up."

    def _forced(self) -> Decision:
        value = fit(self._slot, self._heard.text)
        if value is None:
            return (Command(kind="cannot_handle"),), f"The message does not fit the slot {self._slot.name}."
        return self._fill(value, f"The question for {self._slot.name} takes whatever is said.")

    def _told_address(self) -> Decision | None:
        """The address in a message that only resembles a wish: "I told you, Hauptstr. 5, 50667 Köln"."""
        reading = self._message.readings.best()
        if self._slot.name != NEW_ADDRESS or self._message.is_question or reading is None:
            return None
        address = "" if self._expected_as(reading.intent) else find_address_in_any_case(self._heard.text)
        return self._fill(address, "It is the address that is asked for.") if address else None

    def _named_thing(self) -> Decision | None:
        """A few words that name something answer a question for free text, even if they could be searched."""
        reading = self._message.readings.best()
        if reading is None or not self._message.is_phrase:
            return None
        small_talk = reading.is_small_talk and reading.confidence < _CERTAIN
        if not reading.is_lookup and not small_talk:
            return None
        if self._looks_on(reading) and self._gives_prices():
            return None
        return self._as_text([m for m in self._text_mappings() if self._allows(m)])

    def _looks_on(self, reading: Reading) -> bool:
        """Whether something was looked up since the task began, and the message looks something up, too."""
        return reading.is_lookup and self._message.topic is not None

    def _gives_prices(self) -> bool:
        """Whether it names prices and nothing else: "under 120 please"."""
        return {entity.entity for entity in self._heard.entities} == {"price"}

    def _other_task(self) -> Decision | None:
        reading = self._message.readings.best()
        if reading is None or reading.command.flow in self._message.active or reading.command.kind == "skip":
            return None
        if reading.command.flow == NOTHING_ASKED or self._expected_as(reading.intent):
            return None
        if self._message.only_gives and set(self._message.mapped) <= self._message.to_come:
            return None
        given = (*self._message.new_values(), *self._message.given_to(reading.command.flow))
        if begins_task(reading) and self._gives_up():
            stop = Command(kind="cancel_flow")
            return (*given, stop, reading.command), f"In place of it: {reading.why}"
        if begins_task(reading) and self._message.asks_generally:
            explain = Command(kind="explain", flow=reading.command.flow)
            reason = f"A digression, asked in general, so the documents come first: {reading.why}"
            return (*given, explain), reason
        return (*given, reading.command), f"A digression: {reading.why}"

    def _gives_up(self) -> bool:
        """Whether another task is wanted in place of the one under way, not besides it."""
        refused = self._slot.type == "bool" and yes_or_no(self._heard.text) is False
        return refused or _IN_PLACE.search(self._heard.text) is not None

    def _expected_as(self, intent: str) -> bool:
        """Whether the answer is expected in messages of this intent."""
        texts = [m for m in self._slot.mappings if m.type == "from_text" and self._message.applies(m)]
        return any(intent in mapping.intents for mapping in texts)

    def _free_text(self) -> Decision | None:
        """Take the whole message as the answer, where the slot is one for free text."""
        if self._heard.text.strip().endswith("?") or self._only_gives_other() or self._tells_no_number():
            return None
        return self._as_text([m for m in self._text_mappings() if self._allows(m) and self._expects(m)])

    def _tells_no_number(self) -> bool:
        """Whether a sentence without any digit cannot be what a question for a number wants: "still took
        ages" to the number of a gift card."""
        text, conditions = self._heard.text, [one.condition for one in self._step.rejections]
        numbers = any(_wants_whole(one, self._slot.name) and _DIGITS.search(one.text) for one in conditions)
        return numbers and len(text.split()) > _A_FEW and not any(map(str.isdigit, text))

    def _only_gives_other(self) -> bool:
        """Whether it says nothing but what other questions of the task ask for: an e-mail address, where the
        name of a product is asked for."""
        gives = self._message.is_bare or self._message.only_gives
        return gives and bool(set(self._message.mapped) & self._message.to_come)

    def _as_text(self, mappings: Sequence[SlotMapping]) -> Decision | None:
        value = fit(self._slot, self._heard.text) if mappings else None
        if value is None:
            return None
        return self._fill(value, f"The message is taken as the text for {self._slot.name}.")

    def _text_mappings(self) -> list[SlotMapping]:
        """How free text may fill the slot."""
        if self._slot.type not in ("text", "any", "list"):
            return []
        mappings = self._slot.mappings or (SlotMapping(type="from_llm"),)
        return [mapping for mapping in mappings if mapping.type in ("from_text", "from_llm")]

    def _allows(self, mapping: SlotMapping) -> bool:
        if mapping.type == "from_llm":
            return True
        return self._heard.intent.name not in mapping.not_intents and self._message.applies(mapping)

    def _expects(self, mapping: SlotMapping) -> bool:
        """Whether such a message was expected; an uncertain intent does not speak against it."""
        intent = self._heard.intent
        unsure = intent.confidence < self._message.thresholds.accept
        return mapping.type == "from_llm" or not mapping.intents or intent.name in mapping.intents or unsure

    def _astray(self) -> Decision:
        """Nothing fits: a question goes to the documents, else it is asked again."""
        others = self._message.new_values()
        reading = self._message.readings.best()
        if reading and reading.command.flow in self._message.active:
            if self._message.asks_generally and self._message.is_sentence:
                explain = Command(kind="explain", flow=reading.command.flow)
                return (*others, explain), "It asks in general about the task that is under way."
            reason = "The shopper speaks of the task that is already under way."
            return (*others, Command(kind="none")), reason
        if self._message.is_question and self._message.is_sentence:
            return self._looked_up() or (
                (*others, Command(kind="search")),
                "A question that no flow takes goes to the documents.",
            )
        if refined := LookedUp(self._message).refines:
            command = Command(kind="start_flow", flow=refined)
            return (*others, command), f"It goes on with {command.flow}, which looked something up last."
        if told := self._told_ahead():
            noted = f"It gives {told[0].slot}, which the task under way asks for later."
            return (*others, *told, Command(kind="note")), noted
        ahead = sorted({command.slot for command in others} & self._message.to_come)
        if ahead:
            reason = f"It gives {', '.join(ahead)}, which the task under way asks for later."
            return (*others, Command(kind="none")), reason
        if self._tells_more():
            return (*others, Command(kind="note")), "It tells more of what the task is about."
        if plain := self._yes_or_no_to_no_such_question():
            return (*others, Command(kind=plain)), f"A yes or a no does not answer {self._slot.name}."
        reason = f"The message does not answer the question for {self._slot.name}."
        return (*others, Command(kind="cannot_handle")), reason

    def _tells_more(self) -> bool:
        """Whether the message tells something of the case, and means nothing by itself: "I asked my
        neighbours already"."""
        tells = _TELLS.match(self._heard.text) is not None and self._message.is_sentence
        return tells and self._message.readings.best() is None and not self._message.asks_within

    def _told_ahead(self) -> tuple[Command, ...]:
        """The text that a later question of the task asks for, where that question wants a form and the whole
        message has it: an address, while the e-mail address is asked for."""
        message = self._message
        flows = message.assistant.flows
        steps = [s for name in message.active for s in flows[name].steps.values() if s.kind == "collect"]
        for step in steps:
            slot = message.assistant.domain.slots[step.name]
            forms = [r.condition for r in step.rejections if _wants_a_form(r.condition, slot.name)]
            if slot.name == self._slot.name or slot.name in message.filled or not forms:
                continue
            expected = any(
                m.type == "from_text" and self._heard.intent.name in m.intents and message.applies(m)
                for m in slot.mappings
            )
            text = fit(slot, self._heard.text)
            if expected and not any(condition.holds({slot.name: text}) for condition in forms):
                return (Command(kind="set_slot", slot=slot.name, value=text),)
        return ()

    def _yes_or_no_to_no_such_question(self) -> str:
        """What a yes or a no means where neither can be an answer: "ok" to "what is your order number?" says
        that it will come, "no" that it will not; "" for anything else."""
        intent = self._heard.intent
        said = _PLAIN_ANSWERS.get(intent.name)
        if self._slot.type in ("bool", "categorical") or said is None:
            return ""
        sure = intent.confidence >= self._message.thresholds.accept and self._message.is_phrase
        if sure and _NO_THANKS.match(self._heard.text):
            return "cancel_flow"
        return ("wait" if said else "skip") if sure else ""

    def _looked_up(self) -> Decision | None:
        """The likeliest of several look-ups, where nothing else is likely."""
        readings = self._message.readings
        likely = [reading for flow in readings.likely() if (reading := readings.leading_to(flow))]
        if not likely or not all(reading.is_lookup for reading in likely):
            return None
        best = max(likely, key=lambda r: r.confidence * self._message.likelihood(r.command.flow))
        return (*self._message.new_values(), best.command), f"A digression: {best.why}"


def _words_of(slot: str) -> set[str]:
    return set(words(slot.replace("_", " ")))


def begins_task(reading: Reading) -> bool:
    """Whether it starts more than a look-up."""
    return reading.command.kind == "start_flow" and reading.is_task and not reading.is_lookup


def _wants_a_form(condition: Condition, slot: str) -> bool:
    """Whether it refuses what a regular expression does not match."""
    alone = condition.names == (f"slots.{slot}",)
    return alone and re.search(r"\bnot\b.*\bmatches\b", condition.text) is not None


def _wants_whole(condition: Condition, slot: str) -> bool:
    """The same, where the expression has to match as a whole."""
    return _wants_a_form(condition, slot) and re.search(r"\bmatches\b.*\^.*\$", condition.text) is not None


def _pieces(text: str) -> Iterator[str]:
    """Words without the marks around them, by themselves and side by side."""
    words = [word.strip(_MARKS) for word in text.split()]
    for size in range(1, _PIECES + 1):
        yield from (" ".join(words[at : at + size]) for at in range(len(words) - size + 1))
