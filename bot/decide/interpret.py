"""Turns an understanding, or a pressed button, into commands, each decision with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from bot.conversation.dialogue import Command
from bot.conversation.messages import GO_ON_PAYLOAD, HANDOFF_PAYLOAD, Button
from bot.conversation.state import State
from bot.conversation.understanding import Entity, Scored, Understanding
from bot.decide import stack as stacks
from bot.decide.advice import Adviser
from bot.decide.asks import asks, orders_later, says_no_order
from bot.decide.assistant import Assistant
from bot.decide.behind_answer import called_beside
from bot.decide.behind_offer import (
    ORDER_NUMBER,
    WITHOUT_NUMBER,
    order_of_fault,
    told_address,
    what_of_fault,
    without_number,
)
from bot.decide.behind_order import alters_order, behind_card, behind_order, behind_refund, missing_parcel
from bot.decide.fault_in_use import fault_in_use
from bot.decide.flows import collected_slots
from bot.decide.given_order import of_given_order
from bot.decide.leaving import Leaving
from bot.decide.message import Decision, Message, asks_nothing
from bot.decide.noted import WISH, behind_note, comes_back, note_stays, taken_back, without_wish
from bot.decide.payloads import Payload, PayloadError, parse_payload
from bot.decide.question import OpenQuestion, begins_task
from bot.decide.readings import CERTAIN, NOTHING_ASKED, Reading, Thresholds
from bot.decide.said import said_before
from bot.decide.starts import BEHIND, PATTERNS
from bot.decide.unasked import DETAILS_ONLY, DETAILS_TOLD, completed, is_explained, unasked
from bot.decide.unfit import supposed_unfit
from bot.decide.values import answer_first, fit, yes_or_no

__all__ = ["Interpreter", "Thresholds"]

ANGRY = 2
"""Angry messages in a row after which a person is called."""
_PLACE_WORDS = 4
"""Words that only name a place have no more: "the second one please"."""
_TASK = re.compile(r"/\w+")
_DOES = re.compile(r"(?P<answer>yes|no), (?P<what>\w+ \w+)$", re.IGNORECASE)
"""The title of a button that says what a yes or a no does: "Yes, cancel it"."""
_UNSAYS = re.compile(r"\?|\b(?:not?|never|wait|unless|before|first|if)\b|n['’]?t\b")
_YES = r"(?:ok(?:ay)?|yes|yeah|yep|sure|alright|right|fine|great|good|perfect|please|pls|oh|then|well)"
_AROUND = re.compile(rf"^(?:{_YES}\b\W*)+|(?:\W+(?:please|pls|then|thanks|thank you|thx))+$")
"""Words of kindness around a title, in small letters: "ok tell me when its back please"."""
_ACCEPTS = re.compile(
    rf"\W*(?:{_YES}\W+)*(?:do (?:that|it|so)|(?:yes|please|pls) do|(?:let me know|tell me|notify me)"
    r"|go (?:ahead|for it)|i['’]?d (?:like|love) (?:that|to)|sounds? (?:good|great)|with pleasure|gladly"
    r"|(?:that |it )?(?:would|['’]?d) be (?:good|great|nice|lovely|perfect|kind|helpful))"
    r"(?:\W+(?:please|pls|then|thanks|thank you|thx))*\W*",
    re.IGNORECASE,
)
"""Takes up what was offered: "let me know", "yes please do"."""
WAITING = "waiting"
"""The reason of ``cannot_handle`` while a person was asked for and none has joined yet."""
_FEW_WORDS = 6
"""Words that say too little to be looked up, where a kind word ends them."""
_GIVES = frozenset({"set_slot", "correct_slot", "search", "hand_off"})
"""Commands that end in no question for a number."""
_POSSIBLE_CALL = 0.2
"""From here on the whole message may call for a person."""
_ANSWER_WORDS = 7
"""Words of an answer that is nothing else."""


class Interpreter:
    """The rules from meaning to commands; where a message leaves something open, ``adviser`` is asked."""

    def __init__(self, assistant: Assistant, thresholds: Thresholds, adviser: Adviser | None = None) -> None:
        self._assistant = assistant
        self._thresholds = thresholds
        self._adviser = adviser

    def commands(self, state: State, understanding: Understanding) -> Decision:
        """What the shopper wants, and why."""
        button = _typed_button(state, understanding.text)
        if button:
            commands, reason = self.pressed(state, button.payload)
            return commands, f"The shopper typed the title of a button: {reason}"
        counted = _counted_button(state, understanding)
        if counted:
            commands, reason = self.pressed(state, counted.payload)
            return commands, f"The shopper named the place of a button: {reason}"
        message = self._message(state, understanding)
        alone = self._alone(state, message)
        decision = (
            called_beside(message)
            or note_stays(message)
            or taken_back(message)
            or comes_back(message)
            or self._left(state, message)
            or self._passed_on(state, message, alone)
            or self._asked_behind(state, message)
            or behind_note(message)
            or missing_parcel(message)
            or without_number(message)
            or order_of_fault(message)
            or what_of_fault(message)
            or fault_in_use(message)
            or supposed_unfit(message)
            or behind_order(message)
            or behind_card(message)
            or behind_refund(message)
            or alters_order(message)
            or self._fault_told(state, message, alone)
            or of_given_order(message)
            or self._by_sentence(state, message, alone)
            or _given_up(message, alone, _decide(state, message))
        )
        decision = self._kind_word(state, alone, _with_answer(message, decision))
        decision = without_wish(message, decision, offered=bool(state.latest))
        offer = _agreed_offer(state, understanding, decision)
        if offer:
            return self.pressed(state, offer.payload)[0], "A yes to the one button that was offered last."
        address = told_address(message)
        details = address or _gives_details(decision) or (message.only_gives and message.slot is None)
        if details and (offered := self._offered_for(state, message, address)):
            begun = self.pressed(state, offered.payload)[0]
            return (
                *self._details(message, address),
                *begun,
            ), "Details for one of the tasks that were offered last."
        if state.waits_unheard:
            return _while_waiting(message, decision)
        return self._adviser.decision(state, message, decision) if self._adviser else decision

    def pressed(self, state: State, payload: str) -> Decision:
        """What a pressed button means. Text is taken as an answer to the open question."""
        if payload == HANDOFF_PAYLOAD:
            return (Command(kind="hand_off"),), "The shopper pressed the button for a person."
        if payload == GO_ON_PAYLOAD:
            return (Command(kind="go_on"),), "The shopper would rather go on than wait for a person."
        try:
            parsed = parse_payload(payload)
        except PayloadError:
            return (Command(kind="cannot_handle"),), "The payload of the button cannot be read."
        if parsed.slots:
            return self._set_slots(state, parsed.slots)
        decision = _decide(state, self._message(state, _as_understood(parsed)))
        return self._chosen(state, payload, decision)

    def _chosen(self, state: State, payload: str, decision: Decision) -> Decision:
        """A look-up that was offered as what a message may mean ("a question or your parcel?") looks that
        message up, not the title of the button."""
        commands, reason = decision
        flow = self._assistant.flows.get(commands[-1].flow) if commands else None
        titles = [one.title.casefold() for one in state.latest if one.payload == payload]
        before = said_before(state)
        if flow is None or not flow.is_lookup or not before or flow.name.casefold() not in titles:
            return decision
        text = before[-1]
        return (*commands[:-1], replace(commands[-1], text=text)), f"{reason} It is what {text!r} means."

    def meant(self, state: State, payload: str, text: str) -> Understanding | None:
        """What the entities of a pressed payload say, or of the button whose title was typed; None where
        there are none, or they cannot be read."""
        typed = None if payload else _typed_button(state, text)
        try:
            parsed = parse_payload(typed.payload if typed else payload)
        except PayloadError:
            return None
        return _as_understood(parsed) if parsed.entities else None

    @staticmethod
    def _details(message: Message, address: Sequence[Command]) -> tuple[Command, ...]:
        """What a message gives, and a new address; a postcode of that is no order number."""
        said = " ".join(str(one.value) for one in address)
        number = re.sub(r"\D", "", str(message.mapped.get(ORDER_NUMBER) or "")) or said
        given = message.given(but=ORDER_NUMBER if said and number in said else "")
        return (*given, *address)

    def _offered_for(self, state: State, message: Message, more: Sequence[Command]) -> Button | None:
        """The one of the last buttons that begins a task which asks for what the message gives; of all that
        were offered, where it gives ``more`` than entities; none for a number that is done without."""
        if message.value(WISH) == WITHOUT_NUMBER and ORDER_NUMBER in message.mapped:
            return None
        gives = {command.slot for command in more} or set(message.mapped)
        offered = dict.fromkeys(state.offered) if more else state.latest
        tasks = [button for button in offered if _TASK.fullmatch(button.payload)]
        fitting = [button for button in tasks if self._asked_by(state, button) & gives]
        return fitting[0] if len(fitting) == 1 else None

    def _asked_by(self, state: State, button: Button) -> set[str]:
        """The slots that the task of a button asks for."""
        begun = self.pressed(state, button.payload)[0]
        flows = [command.flow for command in begun if command.kind == "start_flow"]
        return {slot for flow in flows for slot in collected_slots(flow, self._assistant.flows)}

    def _message(self, state: State, understanding: Understanding) -> Message:
        return Message(self._assistant, self._thresholds, state, understanding)

    def _alone(self, state: State, message: Message) -> list[Message]:
        """Its sentences by themselves, each with all that the message names."""
        return [self._message(state, message.heard.only(part)) for part in message.heard.parts]

    def _left(self, state: State, message: Message) -> Decision | None:
        """Where the question of a task is left for another in the same breath, or is not meant of a case of
        one's own, the end of the task and what is asked; None where the task goes on. Who stops where
        nothing is asked, and asks something, has nothing to be ended."""
        if message.slot is None and not _stops_nothing(message):
            return None
        stop = (Command(kind="cancel_flow"),) if message.slot else ()
        freed = replace(state, dialogue=replace(state.dialogue, stack=())) if message.slot else state
        if message.slot and message.only_asks and message.asked_before:
            search = Command(kind="search", text=message.asked_before)
            return (
                *stop,
                search,
            ), "It is meant in general, so the documents are asked what was asked before."
        rest = self._rest(freed, message)
        if rest is None:
            return None
        commands, reason = _decide(freed, rest)
        if message.slot:
            commands = tuple(_asked_of_no_case(message, rest, one) for one in map(_search_for_call, commands))
        said = (one if one.text else replace(one, text=rest.heard.text) for one in commands)
        return (*stop, *said), f"What was asked is left for something else: {reason}"

    def _passed_on(self, state: State, message: Message, alone: Sequence[Message]) -> Decision | None:
        """Where a task was just done and is spoken of again, and the last sentence certainly wants a person
        told of it, that: "order 204518 and the new address above. tell a person please"."""
        best = message.readings.best()
        if message.slot is not None or len(alone) < 2 or best is None or not message.is_task(best.command):
            return None
        means = alone[-1].readings.best()
        wanted = means is not None and means.command.flow in self._assistant.passes_on
        if means is None or not wanted or not message.was_done(best.command.flow):
            return None
        commands, reason = _decide(state, alone[-1])
        return (*message.given(), *commands), f"The last sentence wants a person told: {reason}"

    def _asked_behind(self, state: State, message: Message) -> Decision | None:
        """A question in general behind the order of which the same task told a moment ago: "no, I mean my
        parcel, 204518. how long until it counts as lost?". That is for the documents."""
        best, parts = message.readings.best(), message.heard.parts
        if message.slot is not None or not parts or best is None or not begins_task(best):
            return None
        asked = self._message(state, message.heard.by_itself(parts[-1]))
        if not message.has_all(best.command.flow) or not asked.asks_generally or asked.mapped:
            return None
        search = Command(kind="search", text=asked.heard.text)
        return (search,), f"{best.why} All of it was told, and a question in general follows."

    def _kind_word(self, state: State, alone: Sequence[Message], decision: Decision) -> Decision:
        """A kind word that ends what else is not understood: "you don't get it. bye"."""
        last = alone[-1].readings.best() if len(alone) > 1 else None
        (command, *more), whole = decision[0], alone[0].heard if alone else None
        few = whole is not None and len(whole.text.split()) <= _FEW_WORDS and not whole.entities
        sought = command.kind == "search" and not command.text and few and not alone[0].asks_within
        lost = not more and (command.kind == "cannot_handle" or sought)
        if last is None or not lost or not last.is_small_talk or last.confidence < CERTAIN:
            return decision
        return _decide(state, alone[-1])

    def _rest(self, freed: State, message: Message) -> Message | None:
        """What is to be answered in place of the open question, as if nothing had been asked."""
        parts = [part for part in message.heard.parts if part.text]
        alone = [self._message(freed, message.heard.by_itself(part)) for part in parts]
        leaving = Leaving(message, alone)
        return leaving.rest() or leaving.whole(self._message(freed, message.heard))

    def _fault_told(self, state: State, message: Message, alone: Sequence[Message]) -> Decision | None:
        """The fault that a sentence certainly tells of an order that is given with it, where the whole may
        only ask for the order: "the pear is missing. Order 20547, nora@post.example"."""
        best, shows = message.readings.best(), self._assistant.shows_order
        asks = best is not None and best.command.flow == shows and best.confidence < CERTAIN
        if message.slot is not None or not asks or ORDER_NUMBER not in message.mapped:
            return None
        told = {
            reading.command.flow: one
            for one in reversed(alone)
            if (reading := one.readings.best()) is not None and reading.confidence >= CERTAIN
        }
        fault = told.get(self._assistant.takes_fault)
        if fault is None or shows in told:
            return None
        commands, reason = _decide(state, fault)
        return commands, f"A sentence says what is wrong with the order: {reason}"

    def _by_sentence(self, state: State, message: Message, alone: Sequence[Message]) -> Decision | None:
        """Where the whole leaves it open, or says what is under way, what the last sentence means that is
        certain by itself; one before it may have ended the task under way. None where there is no such
        sentence."""
        if message.slot and message.step and OpenQuestion(message, message.slot, message.step).is_told():
            return None
        best = message.readings.best()
        under_way = best is not None and best.command.flow in message.active
        gives_up = _ends(best) and best is not None and best.confidence < CERTAIN
        if best is not None and not best.is_small_talk and not under_way and not gives_up:
            return None
        for at in reversed(range(len(alone))):
            means = alone[at].readings.best()
            if means is None or means.is_small_talk or means.command.flow == NOTHING_ASKED:
                continue
            if _is_said_by_the_way(message, means, at) or _calls_nobody(message, means, alone[at]):
                continue
            if means.command.kind == "repeat" and not message.before:
                continue  # nothing was said that could be
            if message.takes_text and means.confidence < CERTAIN and not message.asks_anywhere:
                continue
            if _ends(means) and means.confidence < CERTAIN and yes_or_no(message.heard.text):
                continue
            if under_way and not _begins_another(means, message):
                continue
            if gives_up and not (means.command.kind == "start_flow" and means.confidence >= CERTAIN):
                return None
            if best is None and means.is_lookup and completed(message, message.readings.likely()):
                return None
            if (best is None or under_way) and self._answers(message, means, alone[at], alone[at + 1 :]):
                continue
            commands, reason = _decide(state, alone[at])
            searched = commands[-1].kind == "search"
            if not (under_way or searched) and is_explained(message, message.heard_as(means)):
                explain = Command(kind="explain", flow=means.command.flow)
                return (*message.given(), explain), f"Sentence {at + 1} of {len(alone)} may say it: {reason}"
            stops = bool(message.active) and any(one.readings.stopping() for one in alone[:at])
            given_up = (Command(kind="cancel_flow"),) if stops else ()
            return (*given_up, *commands), f"Sentence {at + 1} of {len(alone)} says it: {reason}"
        return None

    def _answers(self, whole: Message, means: Reading, one: Message, later: Sequence[Message]) -> bool:
        """Whether a sentence is rather a part of an answer: less certain than the whole is of being one, or a
        name before details, which may be taken for one who is called for ("Nora Feldmann, Lindenstr. 8")."""
        if one.heard.intent.confidence < whole.heard.intent.confidence:
            return True
        accept = self._thresholds.accept
        calls = means.offers_person or means.command.kind == "hand_off"
        return calls and any(
            other.heard.intent.confidence >= accept and other.readings.best() is None for other in later
        )

    def _set_slots(self, state: State, values: Mapping[str, Any]) -> Decision:
        """Buttons of a question that is no longer open do nothing but say so."""
        stack = state.dialogue.stack
        waiting = stack[-1].waiting_for if stack else ""
        filled = {name for frame in stacks.chain(stack) for name in frame.filled}
        commands = []
        for name, value in values.items():
            slot = self._assistant.domain.slots.get(name)
            fitting = fit(slot, value) if slot else None
            if slot and (fitting is not None or value is None):
                kind = "correct_slot" if name in filled and name != waiting else "set_slot"
                commands.append(Command(kind=kind, slot=name, value=fitting))
        names = {command.slot for command in commands}
        if not names & {waiting, *filled}:
            command = Command(kind="start_flow", flow=NOTHING_ASKED)
            return (command,), "The button belongs to a question that is no longer open."
        return tuple(commands), f"A button sets {', '.join(sorted(names))}."


def _decide(state: State, message: Message) -> Decision:
    called = state.waits_unheard or PATTERNS["hand_off"] in message.active
    if state.angry >= ANGRY and not called:
        command = Command(kind="hand_off", value="mood")
        return (command,), "The shopper has been angry twice in a row: a person should take over."
    if message.slot and message.step:
        return OpenQuestion(message, message.slot, message.step).decide()
    return unasked(message)


def _search_for_call(command: Command) -> Command:
    """A search in place of a call for a person that only resembles one, behind a message that is not left."""
    resembles = command.kind == "explain" and command.value == "hand_off"
    return Command(kind="search", text=command.text) if resembles else command


def _asked_of_no_case(message: Message, rest: Message, command: Command) -> Command:
    """The documents before the task that was just left, or in its place where the shopper says to have no
    order, or none yet; there also in place of an order to the bot. They are asked what is asked, else what
    was asked before."""
    text = message.heard.text
    no_case, again = says_no_order(text) or orders_later(text), command.flow in message.active
    if command.kind in _GIVES or not (again or (no_case and not command.flow)):
        return command
    if again and command.kind == "explain":
        return replace(command, value="search")
    if not no_case:
        return replace(command, kind="explain") if rest.asks_within else command
    return Command(kind="search", text=command.text or ("" if rest.asks_within else message.asked_before))


def _with_answer(message: Message, decision: Decision) -> Decision:
    """A question behind a clear yes or no to the open one, which counts as well: "yes. and can I pay by
    PayPal, too?". A task that it means begins when the one under way is done."""
    commands, reason = decision
    slot, asked = message.slot, commands[-1] if commands else None
    if slot is None or slot.type != "bool" or asked is None or not message.asks_within:
        return decision
    said = answer_first(message.heard.text)
    begun = asked.kind in ("search", "explain", "start_flow") and not asked.flow.startswith("pattern_")
    if said is None or not begun or any(command.slot == slot.name for command in commands):
        return decision
    if any(command.kind == "cancel_flow" for command in commands):
        return decision
    behind = replace(asked, value=BEHIND) if message.is_task(asked) else asked
    answer = Command(kind="set_slot", slot=slot.name, value=said)
    reason = f"{reason} Before it the message answers the question for {slot.name}."
    return (answer, *commands[:-1], behind), reason


def _while_waiting(message: Message, decision: Decision) -> Decision:
    """What is not understood, and asks nothing, is for the person who is waited for."""
    commands, reason = decision
    last = commands[-1].kind if commands else ""
    told = last == "cannot_handle" or (last == "search" and not message.asks_within)
    if message.slot is not None or not told:
        return decision
    kept = Command(kind="cannot_handle", value=WAITING)
    return (*commands[:-1], kept), f"{reason} A person is waited for and will read it."


def _stops_nothing(message: Message) -> bool:
    """Whether it may be a wish to stop, or a no, where nothing was asked."""
    best = message.readings.best()
    return best is None or best.command.kind in ("cancel_flow", "skip") or best.command.flow == NOTHING_ASKED


def _given_up(message: Message, alone: Sequence[Message], decision: Decision) -> Decision:
    """A digression ends the task under way where a sentence before it says so: "never mind, got tents?"."""
    commands, reason = decision
    begun = commands[-1] if commands and commands[-1].kind == "start_flow" else None
    if any(command.kind == "cancel_flow" for command in commands):
        return decision
    if begun is None or not message.active or begun.flow in message.active:
        return decision
    if not any(_ends(one.readings.best()) for one in alone[:-1]):
        return decision
    return (Command(kind="cancel_flow"), *commands), f"{reason} A sentence before it ends the task."


def _is_said_by_the_way(message: Message, means: Reading, at: int) -> bool:
    """Whether a sentence is no wish for all that it looks like one: a moment that is asked for besides, to
    skip what was not asked, to skip or to repeat where a value is corrected or a question follows ("ok i try
    again. what if it fails?"), a look-up that asks for nothing where a free text is asked for ("the trousers.
    the mats we keep.")."""
    said = [part.text for part in message.heard.parts]
    if means.command.kind == "skip" and message.slot is None:
        return True
    if means.command.kind == "wait":
        return True
    if means.command.kind in ("skip", "repeat"):
        return bool(message.corrections()) or any(map(asks, said[at + 1 :]))
    free = message.slot is not None and any(m.type == "from_text" for m in message.slot.mappings)
    return free and means.is_lookup and bool(said[at]) and asks_nothing(said[at])


def _calls_nobody(whole: Message, means: Reading, one: Message) -> bool:
    """Whether a sentence only resembles a call for a person: it names none, and the whole is none, either
    ("2000 euro order, trade customer")."""
    if means.command.kind != "hand_off" or one.speaks_of_person:
        return False
    return all(one.command.kind != "hand_off" or one.confidence < _POSSIBLE_CALL for one in whole.readings)


def _begins_another(reading: Reading, message: Message) -> bool:
    """Whether it starts a flow that is not under way."""
    return reading.command.kind == "start_flow" and reading.command.flow not in message.active


def _ends(reading: Reading | None) -> bool:
    return reading is not None and reading.command.kind == "cancel_flow"


def _as_understood(payload: Payload) -> Understanding:
    """A pressed intent as if it had been said, without doubt; a text as if nothing was understood of it."""
    scored = Scored(payload.intent, 1.0 if payload.intent else 0.0)
    entities = tuple(
        Entity(entity=name, value=value, text=value, start=0, end=0, extractor="button")
        for name, value in payload.entities.items()
    )
    return Understanding(text=payload.text, intent=scored, ranking=(scored,), entities=entities)


def _typed_button(state: State, text: str) -> Button | None:
    """The offered button whose title the shopper typed, none of a question that is no longer open, or the one
    of the last whose words behind yes or no make out a short answer: "ok good, cancel it then", where the
    other button keeps it."""
    wanted = _plain(text)
    named = {wanted, _AROUND.sub("", wanted)}
    offered = [b for b in reversed(state.offered) if b in state.latest or not _answers_another(state, b)]
    titled = [b for b in offered if _plain(b.title) in named]
    typed = next((button for button in titled if button.payload.startswith("/")), None)
    if typed or len(wanted.split()) > _ANSWER_WORDS or _UNSAYS.search(wanted):
        return typed
    said = [button for button in state.latest if _says(wanted, _DOES.match(button.title))]
    return said[0] if len(said) == 1 else None


def _plain(title: str) -> str:
    """A title as it is compared: in small letters, without apostrophes and the marks at its end."""
    return re.sub("['’]", "", title.strip().rstrip(".!").casefold())


def _answers_another(state: State, button: Button) -> bool:
    """Whether a button answers a question other than the open one: "I can't find it" meant the order number,
    and is said of the e-mail address now."""
    asked = state.dialogue.stack[-1].waiting_for if state.dialogue.stack else ""
    try:
        sets = parse_payload(button.payload).slots
    except PayloadError:
        return False
    return bool(sets) and asked not in sets


def _says(text: str, button: re.Match[str] | None) -> bool:
    """Whether a text says what the button's yes or no does, and not the other of the two: "yes, please change
    it" is no "No, change it"."""
    if button is None or re.search(rf"\b{re.escape(button['what'].casefold())}\b", text) is None:
        return False
    return yes_or_no(text) in (None, button["answer"].casefold() == "yes")


def _counted_button(state: State, understanding: Understanding) -> Button | None:
    """Of several tasks that were offered, while nothing else is asked, the one at the place that is named:
    "the second one", "2"."""
    offered, stack = state.latest, state.dialogue.stack
    waits = bool(stack and stack[-1].waiting_for)
    if waits or len(offered) < 2 or not all(_TASK.fullmatch(button.payload) for button in offered):
        return None
    bare = understanding.text.strip(" .!")
    named = [bare] if bare.isdecimal() else [e.value for e in understanding.entities if e.entity == "ordinal"]
    if len(named) != 1 or len(bare.split()) > _PLACE_WORDS:
        return None
    numbers = {"last": offered[-1], **{str(n): button for n, button in enumerate(offered, start=1)}}
    return numbers.get(named[0])


def _gives_details(decision: Decision) -> bool:
    """Whether all that a message does is to give details."""
    return any(c.kind == "cannot_handle" and c.value in (DETAILS_ONLY, DETAILS_TOLD) for c in decision[0])


def _agreed_offer(state: State, understanding: Understanding, decision: Decision) -> Button | None:
    """The one button of the last reply, if the shopper says yes and nothing else was asked."""
    stack = state.dialogue.stack
    nothing_asked = any(command.flow == NOTHING_ASKED for command in decision[0])
    agrees = nothing_asked and understanding.intent.name == "affirm"
    accepts = not (stack and stack[-1].waiting_for) and _ACCEPTS.fullmatch(understanding.text) is not None
    if not (agrees or accepts) or len(state.latest) != 1:
        return None
    payload = state.latest[0].payload
    return state.latest[0] if payload.startswith("/") and payload != GO_ON_PAYLOAD else None
