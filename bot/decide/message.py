"""One message in its conversation: what is active, what it could mean, what it gives to slots."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from math import prod
from typing import Any

from bot.conversation.dialogue import Command
from bot.conversation.state import State
from bot.conversation.understanding import Understanding
from bot.decide import stack as stacks
from bot.decide.asks import (
    asks,
    asks_indirectly,
    only_generally,
    puts_question,
    says_generally,
    tells_fault,
    without_asking,
)
from bot.decide.assistant import Assistant
from bot.decide.domain import Slot, SlotMapping
from bot.decide.flows import Flow, Step, collected_slots
from bot.decide.negated import denied
from bot.decide.readings import Reading, Readings, Thresholds
from bot.decide.said import asked_before, said_before, said_last
from bot.decide.values import find, fit
from retrieval.told import asks_to_be_told
from retrieval.words import words

Decision = tuple[tuple[Command, ...], str]
"""Commands, and the reason in one sentence."""

_TIME = r"(?:(?:working|banking|business) )?(?:minutes|hours|days|weeks|months)"
_NO_PERIOD = "".join(
    f"(?<!{word} )" for word in ("long", "time", "minutes", "hours", "days", "weeks", "months")
)
"""Not behind a span of time that anybody has: "how many days do I have"."""
_GENERAL = re.compile(
    r"\b(?:can|could|may|might|must|should|do|would|will|am|are) (?:i|we|they|members?|people)\b"
    rf"|\b(?:what|how) (?:if|happens|do|does|can|long|much|often|soon|many {_TIME})\b"
    r"|\bwhat(?:['’]?s| is| are)? to (?:be )?do(?:ne)?\b"
    r"|\b(?:is|are|does|has|have) (?:it (?:possible|ok(?:ay)?|allowed|free)|there|an?|the)\b"
    r"|\b(?:any|some)(?:thing|body|one)?\b[^.!]*\?",
    re.I,
)
"""Asks what holds: "could I swap the size instead?"."""
_OWN_CASE = re.compile(
    r"\b(?:can|could|would|will) you\b|\bplease\b|\bwhere(?:['’]?s| is| are)\b"
    rf"|\bhow many\b(?! {_TIME}\b)"
    rf"|{_NO_PERIOD}\b(?:do|does|have) (?:i|we) (?:still )?(?:have|got)\b(?! to)"
    r"|\bthe (?:order|parcel|package|packet|refund|invoice)\b"
    r"|\b(?:return|send|exchange|swap|change|cancel|stop) (?:it|them|this|these|that|those)\b"
    r"|\bstill (?:no|nothing|waiting|ha(?:ve|s)(?:n['’]?t| not))\b"
    r"|\b(?:(?:did|have|has|am) (?:I|we|my|mine|our)|why (?:do|was|were) (?:I|we|my))\b"
    r"|\bwhen (?:(?:will|is|are|does|do) )?(?:my|our)(?: [\w-]+){1,3} (?:(?:will|be|being|get|gets) ){0,2}"
    r"(?:ship|sent|shipped|com(?:e|es|ing)|arriv\w*|deliver\w*|dispatched|leav\w*|here)\b"
    r"|\b(?:my|mine|our|this|that) (?:\w+ )?(?:order|parcel|package|packet|delivery|refund|return"
    r"|stuff|things|goods|exchange|money|points|balance|gift ?card|card|invoice|bill|address"
    r"|e-?mail|level|tier|status)\b",
    re.I,
)
"""Asks for something to be done or looked up: "can you swap it?", "has my refund been sent?"."""
_SUPPOSES = re.compile(
    r"\bwhat (?:if|happens|would happen)\b(?! now\b)"
    r"|\b(?:when|where|what|how(?: (?:long|soon|much|many))?) would (?!you\b)"
    r"|\b(?:can|could|may|do|would|will) (?:i|we) .*\bif (?:it|they|(?:the|my|one of the) \w+)"
    r" (?:(?:is|are|do|does)(?:n['’]?t| not)?|won['’]?t|turns?|gets?|breaks?|rips?|fails?"
    r"|comes?|arrives?|takes?)\b"
    r"|\b(?:can|could|may|do|would|will) (?:i|we) .*\bif"
    r" (?:it['’]?s|they['’]?re|(?:it|they) (?:do(?:es)?nt|wont))\b"
    r"|\bif (?:i|we)(?: (?:just|only|then|do|would|want to|have to))?"
    r" (?:order|buy|return|send|give|bring|exchange|swap|cancel)\b(?! (?:you|u)\b)",
    re.I,
)
"""Asks of what is not so yet, of things of one's own perhaps: "what if it's too small, can I swap it?", "what
happens with my points?", "if I order on friday, when does it leave?"."""
_WHAT_NOW = re.compile(
    r"\bhow (?:do|can|should|would) (?:i|we)\b"
    r"|\bwhat (?:(?:can|do|should|could) (?:i|we) do|now|next|happens)\b"
    r"|\b(?:when|where) (?:would|will|do|can|should) (?:i|we|it|the|my)\b",
    re.I,
)
"""Asks how to go on: "so what can I do now?", "how do I refuse the parcel?"."""
_PLEASE = re.compile(r"\bplease\b", re.I)
_ASKS_LATER = re.compile(
    r"[,;.!] (?:and |but |or |so )*(?:(?:do|does|did|can|could|will|would|should|must|is|are|am|may|might)"
    r" (?:i|we|you|it|they|that|this|there|the|my|one)|how|what(?:['’]?s)?|which|who|when|where|why)\b",
    re.I,
)
"""Asks behind a comma, without a mark at the end: "one wheel wobbles, do I need a new one"."""
_ASKS_INSIDE = re.compile(
    r"(?<!so )(?<!neither )(?<!nor )\b(?:do|did|will|would|should|must|am) (?:i|we) \w+ \w+"
    r"|\bif (?:i|we|it|they|the|my)\b.*\b(?:do|does|can|will|would|is|are) (?:i|we|it|they|the|my) \w+",
    re.I,
)
"""Asks behind what it tells, without a mark: "I sent something back do I lose them"."""
_ASKS_FIGURE = re.compile(r"\bhow (?:much|many|long|far|big|heavy|old)\b", re.I)
_ASKS_WITHIN = re.compile(rf"{_ASKS_FIGURE.pattern}|\b(?:which|where|when|why)\b", re.I)
_FETCHES = (
    r"(?:(?:else|other than \w+) )?(?:can |could |may |to )?"
    r"(?:pick|collect|fetch|sign|accept|take|receive|use|wear|return|bring|order|pay|buy|send|open|steal|stole|took)"
)
"""What people do with parcels and things, and not in a chat."""
_ASKS_ON = re.compile(
    r"^\W*(?:(?:and|so|then|ok(?:ay)?|but)\W+)+(?:how (?:long|soon)|when|until when)\b", re.I
)
_PERSON = re.compile(
    rf"\b(?:humans?|persons?|people|(?:some|any|no)(?:one|body)(?! {_FETCHES}\b)|agents?"
    r"|advis[oe]rs?|colleagues?|staff|employees?|represent\w*|operators?|managers?|boss|supervisors?|team|experts?|real|live|speak\w*|talk\w*|call\w*"
    r"|phone\w*|ring|reach\w*|contact\w*|chat\w*|(?:customer )?service|bots?|robots?|machines?|computers?)\b",
    re.I,
)
SIGNS_OF_ORDER = re.compile(
    r"\b(?:(?:re)?order\w*|parcels?|packages?|packets?|packed|deliver\w*|ship\w*|bought|purchas\w*|receiv\w*"
    r"|arriv\w*|came|come|comes|coming|sent|send\w*|return\w*|exchang\w*|swap\w*|replac\w*|chang\w*|refund\w*"
    r"|money|paid|invoices?|bills?|receipts?|cancel\w*|back|instead|wrong|track\w*|address|dispatch\w*"
    r"|gift ?cards?|cards?|vouchers?|points|balance|from you|you (?:sent|sold)|waiting"
    r"|damaged|broken?|faulty|defect\w*|missing|torn|ripped|crack\w*|scratch\w*)\b",
    re.I,
)
"""Speaks of something bought, or of what is done with it."""
REQUEST = re.compile(
    r"\b(?:show|find|search|tell|give|send|recommend|suggest|compare|need|want|looking|look for|buy|like to|"
    r"see|explain|help)\b",
    re.I,
)
_UNDECIDED = re.compile(
    r"\b(?:can['’]?t|cannot|couldn['’]?t) (?:decide|choose|make up my mind)\b|\bundecided\b"
    r"|\b(?:not sure|unsure|don['’]?t know|no idea|wondering) (?:whether|if)\b.*\bor\b"
    r"|\bshould I\b.*\bor\b",
    re.I,
)
PHRASE = 6
"""Words that a thing is named with at most."""
LONG_WORD = 4
_DETAIL_WORDS = frozenset(
    words("order number nr no mail email e-mail address here sure yes ok please mine is")
)
"""Words that only say which details are given."""
_NOTED = ("queued", "message_taken")
"""Values of handoff_status: a person was called, or a message was taken."""
FEW_WORDS = 3
"""A message of fewer words is not worth a search."""


class Message:
    """What was heard, with what surrounds it.

    ``active`` are the flows of the active chain, ``filled`` the slots that they have accepted, ``slot`` and
    ``step`` the open question, None where nothing was asked; ``is_after_answer`` says whether any of what
    the bot said last came from the documents, ``is_behind_note`` whether it told what was passed on to the
    team, ``asked_before`` what the shopper asked before this message.
    """

    def __init__(
        self, assistant: Assistant, thresholds: Thresholds, state: State, heard: Understanding
    ) -> None:
        self.heard = heard
        self.thresholds = thresholds
        self.synonyms = assistant.nlu.synonyms
        self._examples = assistant.nlu.examples
        self.assistant, self._flows = assistant, assistant.flows
        self._domain = assistant.domain
        self._topic = state.topic
        said = list(said_last(state))
        self.is_after_answer = any(one.cited for one in said)
        note = str(state.slots.get("handoff_message") or "")
        self.is_behind_note = bool(note) and any(note in one.text for one in said)
        self.asked_before = asked_before(state)
        self._before = said_before(state)
        initial = {
            s.name: s.initial_value for s in self._domain.slots.values() if s.initial_value is not None
        }
        self._slots = {**initial, **state.slots}
        stack = state.dialogue.stack
        chain = stacks.chain(stack)
        self.active = {frame.flow for frame in chain}
        self.filled = {name for frame in chain for name in frame.filled}
        self.step: Step | None = None
        self.slot: Slot | None = None
        if stack and stack[-1].waiting_for and stack[-1].flow in assistant.flows:
            self.step = assistant.flows[stack[-1].flow].steps.get(stack[-1].step)
            self.slot = self._domain.slots.get(stack[-1].waiting_for)
        details = self.slot is not None or self.topic is not None
        self.readings = self._readings(heard, details=details)
        self.mapped = self._mapped()

    def _readings(self, heard: Understanding, *, details: bool = False) -> Readings:
        unwanted = denied(heard.text)
        return Readings(self._flows, self.thresholds, heard, self._slots, details=details, denied=unwanted)

    @property
    def topic(self) -> Flow | None:
        """The look-up of which talk may go on, None where there is none."""
        flow = self._flows.get(self._topic)
        return flow if flow is not None and flow.is_lookup else None

    @property
    def last_begun(self) -> str:
        """The flow that the shopper started last, "" for none; patterns do not count."""
        return self._topic

    @property
    def takes_text(self) -> bool:
        """Whether the open question takes a text in the shopper's words, such as an address."""
        slot = self.slot
        return slot is not None and any(m.type == "from_text" and self.applies(m) for m in slot.mappings)

    def value(self, slot: str) -> Any:
        """What a slot holds before the message, None for nothing."""
        return self._slots.get(slot)

    @property
    def before(self) -> list[str]:
        """What the shopper said before, the oldest first."""
        return self._before

    @property
    def has_order(self) -> bool:
        """Whether an order is at hand: it was found by number and address."""
        return bool(self._slots.get("order_number") and self._slots.get("order_status"))

    @property
    def is_noted(self) -> bool:
        """Whether something was passed on to the team in this conversation."""
        return bool(self._slots.get("passed_on")) or self._slots.get("handoff_status") in _NOTED

    @property
    def has_product(self) -> bool:
        """Whether a product was spoken of last."""
        return bool(self._slots.get("current_product"))

    @property
    def has_other_products(self) -> bool:
        """Whether any were shown, or one was spoken of, that are not in the order at hand."""
        current, shown = self._slots.get("current_product"), self._slots.get("shown_products") or ()
        return not {*filter(None, [current]), *shown} <= set(self._ordered or ())

    @property
    def has_ordered(self) -> bool:
        """Whether products are in the order at hand, all of which are still sold."""
        return bool(self._ordered)

    @property
    def _ordered(self) -> Any:
        return self._slots.get("ordered_products") if self.has_order else None

    @property
    def has_products(self) -> bool:
        """Whether any were spoken of or shown, or are in the order at hand."""
        return self.has_products_shown or bool(self._ordered)

    @property
    def has_products_shown(self) -> bool:
        """Whether any were spoken of or shown."""
        return self.has_product or bool(self._slots.get("shown_products"))

    @property
    def is_question(self) -> bool:
        """Whether it looks like one."""
        return asks(self.heard.text)

    @property
    def puts_question(self) -> bool:
        """Whether it asks something of somebody or something, also without a mark: "and is it down"."""
        return puts_question(self.heard.text)

    @property
    def asks_generally(self) -> bool:
        """Whether it asks what holds for anybody, not about what the shopper has ordered."""
        general = self.supposes or self.is_meant_generally
        general = general or (self.asks_anywhere and _GENERAL.search(self.heard.text) is not None)
        return general and not self.is_own_case

    @property
    def is_meant_generally(self) -> bool:
        """Whether it asks something and says that it is meant in general: "how do I cancel generally"."""
        return self.asks_anywhere and says_generally(self.heard.text)

    @property
    def asks_in_statement(self) -> bool:
        """Whether it asks in a statement, and of no case of the shopper's own."""
        return asks_indirectly(self.heard.text) and not self.is_own_case

    @property
    def goes_on_asking(self) -> bool:
        """Whether it asks on, how long or when, behind what the documents answered: "and how long till I have
        my money"."""
        return self.is_after_answer and _ASKS_ON.match(self.heard.text) is not None

    @property
    def tells_fault(self) -> bool:
        """Whether it tells of a fault that may be mended."""
        return tells_fault(self.heard.text)

    @property
    def only_asks(self) -> bool:
        """Whether it says no more than that something is meant in general: "no, just in general"."""
        return only_generally(self.heard.text)

    @property
    def asks_anywhere(self) -> bool:
        """Whether it asks something, be it behind what it tells first."""
        text = self.heard.text
        later = _ASKS_LATER.search(text) or _ASKS_INSIDE.search(text)
        return self.is_question or asks_indirectly(text) or later is not None

    @property
    def asks_without_mark(self) -> bool:
        """Whether it asks behind what it tells, so that nothing but the order of its words says so."""
        text = self.heard.text
        return not (self.is_question or _ASKS_LATER.search(text)) and _ASKS_INSIDE.search(text) is not None

    @property
    def asks_within(self) -> bool:
        """Whether it asks something, wherever the word that does stands: "and it was how much again"."""
        return self.asks_anywhere or _ASKS_WITHIN.search(self.heard.text) is not None

    @property
    def asks_a_figure(self) -> bool:
        """Whether it asks how long, how much or the like, wherever: "500 then. how long is it good for"."""
        return _ASKS_FIGURE.search(self.heard.text) is not None

    @property
    def asks_to_be_told(self) -> bool:
        """Whether it asks to be told about something that is not the shopper's own: "tell me about gift
        cards"."""
        return asks_to_be_told(self.heard.text) and _OWN_CASE.search(_PLEASE.sub("", self.heard.text)) is None

    @property
    def is_own_case(self) -> bool:
        """Whether it asks for something to be done, or about what the shopper has ordered."""
        said = without_asking(self.heard.text)
        return _OWN_CASE.search(said) is not None and not (self.supposes or self.is_meant_generally)

    @property
    def supposes(self) -> bool:
        """Whether it asks of what is not so yet, or what would come of something."""
        return _SUPPOSES.search(self.heard.text) is not None

    @property
    def asks_what_now(self) -> bool:
        """Whether it asks how to go on with something, behind what was done."""
        return _WHAT_NOW.search(self.heard.text) is not None

    def is_task(self, command: Command) -> bool:
        """Whether a command begins more than a look-up."""
        flow = self._flows.get(command.flow) if command.kind == "start_flow" else None
        return flow is not None and not (flow.is_lookup or flow.is_pattern or flow.is_small_talk)

    def heard_as(self, part: Reading) -> Reading:
        """The reading of one of its sentences, as likely as the whole makes it."""
        whole = self.readings.leading_to(part.command.flow)
        return replace(part, confidence=whole.confidence if whole else 0.0)

    def was_done(self, flow: str) -> bool:
        """Whether a task was the last that was begun."""
        return self._topic == flow

    @property
    def speaks_of_person(self) -> bool:
        """Whether it names somebody who could take over, or how they are reached."""
        return _PERSON.search(self.heard.text) is not None

    @property
    def speaks_of_order(self) -> bool:
        """Whether anything in it is a sign of something bought."""
        return SIGNS_OF_ORDER.search(self.heard.text) is not None

    def speaks_of_purchase(self, sign: re.Pattern[str]) -> bool:
        """Whether a sign of something bought stands in it, or in what the shopper said before."""
        return any(map(sign.search, (*self._before, self.heard.text)))

    def begins(self, flow: str) -> bool:
        """Whether a task would begin from nothing: none of what it asks for is known or given."""
        known = {name for name, value in self._slots.items() if value is not None} | set(self.mapped)
        return not collected_slots(flow, self._flows) & known

    def gives(self, flow: str) -> bool:
        """Whether it gives anything that a task asks for."""
        return bool(self.uses(flow))

    def uses(self, flow: str) -> frozenset[str]:
        """The slots it gives that a task asks for."""
        return frozenset(collected_slots(flow, self._flows) & set(self.mapped))

    def has_all(self, flow: str) -> bool:
        """Whether all that a task would ask for is known, and it gives nothing else: the order of which the
        status was told a moment ago."""
        wanted = collected_slots(flow, self._flows)
        same = all(self.mapped[name] == self._slots.get(name) for name in wanted & set(self.mapped))
        return bool(wanted) and same and all(self._slots.get(name) is not None for name in wanted)

    @property
    def last_task(self) -> str:
        """The task that was begun last and asks for something that it gives, none that calls a person; ""
        where there is none."""
        flow = self._flows.get(self._topic)
        if flow is None or flow.is_lookup or flow.is_pattern or flow.id in self.assistant.passes_on:
            return ""
        return flow.id if self.gives(flow.id) else ""

    @property
    def is_undecided(self) -> bool:
        """Whether the shopper is torn between two things."""
        return _UNDECIDED.search(self.heard.text) is not None

    @property
    def torn(self) -> tuple[str, ...]:
        """Tasks that the shopper says to be torn between, if there are several: those that the whole could
        mean, else what each side means by itself ("whether it should go back or be swapped")."""
        if not self.is_undecided:
            return ()
        sides = (self._readings(self.heard.only(part)).task() for part in self.heard.alternatives)
        each = tuple(dict.fromkeys(flow for flow in sides if flow))
        return self.readings.possible() or (each if len(each) > 1 else ())

    @property
    def is_phrase(self) -> bool:
        """Whether it only names something: a few words that ask for nothing."""
        text = self.heard.text
        return len(text.split()) <= PHRASE and asks_nothing(text)

    @property
    def names_something(self) -> bool:
        """Whether it is no more than a word or two that say something: "newsletter"."""
        said = words(self.heard.text)
        return 0 < len(said) < FEW_WORDS and any(len(word) >= LONG_WORD for word in said)

    @property
    def is_bare(self) -> bool:
        """Whether it says nothing beside the details that it gives: "FW-204518?", "what about FW-204518"."""
        text = list(self.heard.text)
        for entity in self.heard.entities:
            text[entity.start : entity.end] = " " * (entity.end - entity.start)
        return not words("".join(text))

    @property
    def only_gives(self) -> bool:
        """Whether it says nothing but which details it gives: "order FW-204518", "mail: jo@example.com"."""
        rest = list(self.heard.text)
        for entity in self.heard.entities:
            rest[entity.start : entity.end] = " " * (entity.end - entity.start)
        return bool(self.mapped) and set(words("".join(rest))) <= _DETAIL_WORDS

    @property
    def says_again(self) -> bool:
        """Whether it says nothing but details that the task under way has."""
        return self.is_bare and bool(self.mapped) and set(self.mapped) <= self.filled

    @property
    def is_sentence(self) -> bool:
        """Whether there is enough of it to search for."""
        return len(self.heard.text.split()) >= FEW_WORDS

    @property
    def to_come(self) -> frozenset[str]:
        """The slots that the flows under way ask for."""
        return frozenset().union(*(collected_slots(flow, self._flows) for flow in self.active))

    def likelihood(self, flow: str) -> float:
        """How often the examples of a flow's intents name things of the kinds that the message names: those
        of a product search a kind of product and a price, those of damage hardly ever a price. The product of
        the kinds' shares, 1 where it names nothing."""
        intents = {trigger.intent for trigger in self._flows[flow].triggers}
        examples = [{e.entity for e in one.entities} for one in self._examples if one.intent in intents]
        shares = [
            (sum(kind in kinds for kinds in examples) + 1) / (len(examples) + 2)
            for kind in {entity.entity for entity in self.heard.entities}
        ]
        return prod(shares)

    def named_in(self, flow: str) -> set[str]:
        """The entities in the examples of the intents that start a flow."""
        intents = {trigger.intent for trigger in self._flows[flow].triggers}
        return {e.entity for x in self._examples if x.intent in intents for e in x.entities}

    def given(self, *, but: str = "") -> tuple[Command, ...]:
        """Commands for what the message gives to slots other than ``but``, corrections included."""
        return (*self.corrections(but=but), *self.new_values(but=but))

    def given_to(self, flow: str) -> tuple[Command, ...]:
        """Commands for what the message gives to a flow that it begins, and to no other: a replacement that
        is wanted, to the report of a damage. What the flow asks for in any case is left to its question."""
        begun = self._flows.get(flow)
        steps = [step for step in begun.steps.values() if step.kind == "collect"] if begun else []
        names = [step.name for step in steps if not step.ask_before_filling and step.name not in self.mapped]
        return tuple(
            Command(kind="set_slot", slot=slot.name, value=value)
            for slot in map(self._domain.slots.__getitem__, names)
            for mapping in slot.mappings
            if flow in mapping.flows and (value := self._from_entity(mapping, slot)) is not None
        )

    def new_values(self, *, but: str = "") -> tuple[Command, ...]:
        """Commands for slots that no active flow has accepted yet."""
        return tuple(
            Command(kind="set_slot", slot=name, value=value)
            for name, value in self.mapped.items()
            if name not in self.filled and name != but and self._slots.get(name) != value
        )

    def corrections(self, *, but: str = "") -> tuple[Command, ...]:
        """Commands for slots that an active flow has accepted with another value."""
        return tuple(
            Command(kind="correct_slot", slot=name, value=value)
            for name, value in self.mapped.items()
            if name in self.filled and name != but and self._slots.get(name) != value
        )

    def completes(self, flow: str) -> bool:
        """Whether the message gives the last of all that the flow would ask for."""
        wanted = collected_slots(flow, self._flows)
        known = {name for name, value in self._slots.items() if value is not None}
        return bool(wanted & set(self.mapped)) and wanted <= known | set(self.mapped)

    def applies(self, mapping: SlotMapping) -> bool:
        """Whether one of the mapping's flows is active and its slot asked for, if it names any."""
        asked = self.slot.name if self.slot else ""
        if mapping.requested_slot and mapping.requested_slot != asked:
            return False
        return not mapping.flows or bool(self.active & set(mapping.flows))

    def _mapped(self) -> Mapping[str, Any]:
        """Values that the message gives to slots by entities, whatever was asked."""
        found: dict[str, Any] = {}
        for slot in self._domain.slots.values():
            for mapping in slot.mappings or (SlotMapping(type="from_llm", entity=slot.name),):
                value = self._from_entity(mapping, slot) if self.applies(mapping) else None
                if value is not None:
                    found.setdefault(slot.name, value)
        return found

    def _from_entity(self, mapping: SlotMapping, slot: Slot) -> Any:
        intent = self.heard.intent.name
        if mapping.type not in ("from_entity", "from_llm") or intent in mapping.not_intents:
            return None
        if mapping.intents and intent not in mapping.intents:
            return None
        wanted = mapping.entity or slot.name
        fitting = [self._fit(slot, entity.value) for entity in self.heard.entities if entity.entity == wanted]
        values = [value for value in fitting if value is not None]
        if slot.type == "list":
            return [item for value in values for item in value] or None
        return values[-1] if values else None

    def _fit(self, slot: Slot, said: str) -> Any:
        """The value as it is, or the one of a categorical slot that its words stand for."""
        value = fit(slot, said)
        return find(slot, said, self.synonyms) if value is None and slot.type == "categorical" else value


def asks_nothing(text: str) -> bool:
    """Whether a text neither asks nor requests anything."""
    return not asks(text) and not REQUEST.search(text)
