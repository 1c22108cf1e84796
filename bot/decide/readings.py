"""What a message could mean: the flows and orders that its intents lead to, with their probabilities."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from bot.conversation.dialogue import Command
from bot.conversation.understanding import Scored, Understanding
from bot.decide.flows import Flow, Step
from bot.decide.starts import PATTERNS

NOTHING_ASKED = "pattern_nothing_asked"
CERTAIN = 0.8
"""From here on a reading is sure enough where another could be meant: a wish to stop in a message that says
yes, a task in a question."""
_KINDS = {pattern: kind for kind, pattern in PATTERNS.items()}
_OPTIONS = 3
"""Flows that a shopper is asked to choose from."""
_MILD = ("cancel_flow", "skip", "repeat", "wait", "explain_question")
"""Orders that do little harm where details were given instead."""
_CALLED = 0.1
"""A call for a person that is at least so likely goes before small talk, where somebody is asked for."""
_CALLS = re.compile(
    r"\b(?:get|give|fetch|find|bring|pass|put|connect|transfer|let|send) (?:me|us)\b"
    r"|\b(?:I|we)(?:['’]d| would)? (?:want|need|like|rather|prefer)\b|\b(?:human|person|somebody|someone) "
    r"(?:please|now)\b",
    re.IGNORECASE,
)
_TORN = 0.05
"""Of two tasks that a shopper says to be torn between, the less likely is at least so likely."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities, from calibration: act from ``accept`` on, ask from ``clarify`` on; two readings nearer
    than ``margin`` are asked about."""

    accept: float = 0.5
    clarify: float = 0.2
    margin: float = 0.1


@dataclass(frozen=True, slots=True)
class Reading:
    """The command that a message may lead to; ``effect`` names what comes of it, whichever flow does it.

    ``confidence`` sums the intents with the same effect, ``intent`` is the likeliest of them; from
    ``threshold`` on it is acted upon; ``is_task`` says that it can be offered as an option, ``is_lookup``
    that it only looks something up, ``is_small_talk`` that it only says something, ``offers_person`` that a
    person is all that it leads to.
    """

    command: Command
    effect: str
    confidence: float
    intent: str
    threshold: float
    is_task: bool
    is_lookup: bool = False
    is_small_talk: bool = False
    offers_person: bool = False

    @property
    def why(self) -> str:
        """The reason in a sentence."""
        where = self.command.flow or self.command.kind
        return f"{self.intent} was understood with {self.confidence:.0%}, which leads to {where}."


class Readings:
    """The readings of one message, the likeliest first."""

    def __init__(
        self,
        flows: Mapping[str, Flow],
        thresholds: Thresholds,
        heard: Understanding,
        slots: Mapping[str, Any],
        *,
        details: bool = False,
        denied: Collection[str] = (),
    ) -> None:
        """``details``: whether the shopper may just give some, to a question or to what was looked up;
        ``denied``: words of intents that the message says to want nothing of."""
        heard = _without(heard, denied)
        self._flows = flows
        self._thresholds = thresholds
        self._all = self._read(heard, slots) if _fits_one(heard) else []
        self._is_no_wish = details and self._certainly_none(heard, slots)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self._all)

    def best(self) -> Reading | None:
        """The one to act upon, if it is certain enough, and likelier than that the message is no wish."""
        first = self._all[0] if self._all else None
        if first and self._is_no_wish and first.command.kind not in _MILD:
            return None
        return first if first and first.confidence >= first.threshold else None

    def stopping(self) -> Reading | None:
        """The wish to stop, if nothing is likelier: to stop too early does less harm than to go on."""
        first = self._all[0] if self._all else None
        stops = first is not None and first.command.kind == "cancel_flow"
        return first if stops and first and first.confidence >= self._thresholds.clarify else None

    def leading_to(self, flow: str) -> Reading | None:
        """The reading that starts this flow."""
        return next((reading for reading in self._all if reading.command.flow == flow), None)

    def near(self) -> tuple[str, ...]:
        """Flows too close to call, if there are several. Between look-ups the likeliest is tried instead."""
        tasks = [] if self._is_no_wish else [reading for reading in self._all if reading.is_task]
        if not tasks or tasks[0] is not self._all[0] or tasks[0].confidence < self._thresholds.clarify:
            return ()
        close = [r for r in tasks if tasks[0].confidence - r.confidence < self._thresholds.margin]
        if len(close) < 2 or all(reading.is_lookup for reading in close):
            return ()
        return tuple(reading.command.flow for reading in close[:_OPTIONS])

    def task(self) -> str:
        """The likeliest flow, where it is a task and worth asking about; else ""."""
        first = self._all[0] if self._all else None
        asked = first is not None and first.is_task and first.confidence >= self._thresholds.clarify
        return first.command.flow if first and asked else ""

    def possible(self) -> tuple[str, ...]:
        """Tasks, not look-ups, that a shopper may be torn between, if there are several: who says to be torn
        means two, however sure one of them looks."""
        tasks = [r for r in self._all if r.is_task and not r.is_lookup and r.confidence >= _TORN]
        return tuple(r.command.flow for r in tasks[:_OPTIONS]) if len(tasks) > 1 else ()

    def likely(self) -> tuple[str, ...]:
        """Flows to choose from where one reading is likely, or several are together, but none is certain.
        One that is less than half as likely as the best is not offered, nor a person alone."""
        if not self._all or self._is_no_wish:
            return ()
        floor = max(self._thresholds.clarify, self._all[0].confidence) / 2
        tasks = [reading for reading in self._all if reading.is_task and reading.confidence >= floor]
        if all(reading.offers_person for reading in tasks):
            return ()
        together = sum(reading.confidence for reading in tasks[:_OPTIONS])
        if self._all[0].confidence < self._thresholds.clarify and together < self._thresholds.accept:
            return ()
        return tuple(reading.command.flow for reading in tasks[:_OPTIONS])

    def _certainly_none(self, heard: Understanding, slots: Mapping[str, Any]) -> bool:
        """Whether the message is of an intent that starts nothing, such as details: certainly so, and more
        likely than any wish."""
        others = [s.confidence for s in heard.ranking if self._triggered(s.name, slots)[0] is None]
        likeliest = self._all[0].confidence if self._all else 0.0
        return max(others, default=0.0) >= max(self._thresholds.accept, likeliest)

    def _read(self, heard: Understanding, slots: Mapping[str, Any]) -> list[Reading]:
        found: dict[str, Reading] = {}
        for scored in heard.ranking or (heard.intent,):
            flow, threshold = self._triggered(scored.name, slots)
            if flow is None:
                continue
            key = effect_of(flow)
            if key in found:
                found[key] = replace(found[key], confidence=found[key].confidence + scored.confidence)
            else:
                found[key] = self._reading(flow, scored.name, scored.confidence, threshold)
        ranked = sorted(found.values(), key=lambda reading: -reading.confidence)
        return _called_before_talk(ranked, heard.text)

    def _reading(self, flow: Flow, intent: str, confidence: float, threshold: float) -> Reading:
        """A kind word does no harm where it was not meant; anything else needs to be certain."""
        small_talk = flow.is_small_talk
        kind = _KINDS.get(flow.id, "start_flow")
        return Reading(
            command=Command(kind=kind, flow=flow.id if kind == "start_flow" else ""),
            effect=effect_of(flow),
            confidence=confidence,
            intent=intent,
            threshold=threshold or (self._thresholds.clarify if small_talk else self._thresholds.accept),
            is_task=not flow.is_pattern and not small_talk,
            is_lookup=flow.is_lookup,
            is_small_talk=flow.is_small_talk,
            offers_person=_offers_person(flow, self._flows),
        )

    def _triggered(self, intent: str, slots: Mapping[str, Any]) -> tuple[Flow | None, float]:
        """The flow that an intent starts now, one whose guard holds before one without; and its threshold."""
        found: tuple[Flow | None, float] = (None, 0.0)
        for flow in self._flows.values():
            for trigger in flow.triggers:
                if trigger.intent != intent or (flow.guard and not flow.guard.holds(slots)):
                    continue
                if flow.guard:
                    return flow, trigger.threshold
                found = (flow, trigger.threshold)
        return found


def _called_before_talk(ranked: list[Reading], text: str) -> list[Reading]:
    """With the call for a person first where small talk is likelier, but the message asks for somebody to be
    got and puts no question: "done with this machine, get me a human" asks not who is writing."""
    call = next((one for one in ranked if one.command.kind == "hand_off"), None)
    if call is None or not ranked[0].is_small_talk or call.confidence < _CALLED:
        return ranked
    if "?" in text or not _CALLS.search(text):
        return ranked
    together = replace(call, confidence=call.confidence + ranked[0].confidence)
    return [together, *(one for one in ranked if one is not call)]


def _without(heard: Understanding, denied: Collection[str]) -> Understanding:
    """What else was understood, as likely as it is where none of the denied intents is meant."""
    left = [one for one in heard.ranking if not set(denied) & set(one.name.split("_"))]
    whole = sum(one.confidence for one in left)
    if not denied or not left or len(left) == len(heard.ranking) or not whole:
        return heard
    total = sum(one.confidence for one in heard.ranking)
    likely = tuple(Scored(one.name, one.confidence * total / whole) for one in left)
    return structs.replace(heard, intent=likely[0], ranking=likely)


def _fits_one(heard: Understanding) -> bool:
    """Whether one of the intents is likelier than that none of them fits."""
    return any(scored.confidence > heard.out_of_scope for scored in heard.ranking or (heard.intent,))


def _offers_person(flow: Flow, flows: Mapping[str, Flow], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a flow only says and asks things before it links to the hand-over, by itself or by another."""
    if flow.id in seen or not all(_only_speaks(step) for step in flow.steps.values()):
        return False
    links = [step.name for step in flow.steps.values() if step.kind == "link"]
    others = [flows[name] for name in links if name in flows]
    reached = seen | {flow.id}
    return PATTERNS["hand_off"] in links or any(_offers_person(one, flows, reached) for one in others)


def _only_speaks(step: Step) -> bool:
    return step.kind in ("collect", "link", "noop") or (
        step.kind == "action" and step.name.startswith("utter_")
    )


def effect_of(flow: Flow) -> str:
    """What starting a flow comes to. Flows that do the same single thing are one reading."""
    steps = list(flow.steps.values())
    return f"action {steps[0].name}" if len(steps) == 1 and steps[0].kind == "action" else flow.id
