"""What a message could mean: the flows and orders that its intents lead to, with their probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.conversation.dialogue import Command
from bot.conversation.understanding import Understanding
from bot.decide.flows import Flow
from bot.decide.starts import PATTERNS

NOTHING_ASKED = "pattern_nothing_asked"
_KINDS = {pattern: kind for kind, pattern in PATTERNS.items()}
_OPTIONS = 3
"""Flows that a shopper is asked to choose from."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Probabilities, from calibration: act from ``accept`` on, ask from ``clarify`` on; two readings nearer
    than ``margin`` are asked about; from ``out_of_scope`` on no intent is trusted."""

    accept: float = 0.5
    clarify: float = 0.2
    margin: float = 0.1
    out_of_scope: float = 0.6


@dataclass(frozen=True, slots=True)
class Reading:
    """The command that a message may lead to.

    ``confidence`` sums the intents with the same effect, ``intent`` is the likeliest of them; from
    ``threshold`` on it is acted upon; ``is_task`` says that it can be offered as an option.
    """

    command: Command
    confidence: float
    intent: str
    threshold: float
    is_task: bool

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
    ) -> None:
        self._flows = flows
        self._thresholds = thresholds
        trusted = heard.out_of_scope < thresholds.out_of_scope
        self._all = self._read(heard, slots) if trusted else []

    def best(self) -> Reading | None:
        """The one to act upon, if it is certain enough."""
        first = self._all[0] if self._all else None
        return first if first and first.confidence >= first.threshold else None

    def near(self) -> tuple[str, ...]:
        """Flows too close to call, if there are several."""
        tasks = [reading for reading in self._all if reading.is_task]
        if not tasks or tasks[0] is not self._all[0] or tasks[0].confidence < self._thresholds.clarify:
            return ()
        close = [r for r in tasks if tasks[0].confidence - r.confidence < self._thresholds.margin]
        return tuple(reading.command.flow for reading in close[:_OPTIONS]) if len(close) > 1 else ()

    def likely(self) -> tuple[str, ...]:
        """Flows to choose from where the best reading is likely, but not certain."""
        if not self._all or self._all[0].confidence < self._thresholds.clarify:
            return ()
        floor = self._thresholds.clarify / 2
        tasks = [reading for reading in self._all if reading.is_task and reading.confidence >= floor]
        return tuple(reading.command.flow for reading in tasks[:_OPTIONS])

    def _read(self, heard: Understanding, slots: Mapping[str, Any]) -> list[Reading]:
        found: dict[str, Reading] = {}
        for scored in heard.ranking or (heard.intent,):
            flow, threshold = self._triggered(scored.name, slots)
            if flow is None:
                continue
            key = _effect(flow)
            if key in found:
                found[key] = replace(found[key], confidence=found[key].confidence + scored.confidence)
            else:
                found[key] = self._reading(flow, scored.name, scored.confidence, threshold)
        return sorted(found.values(), key=lambda reading: -reading.confidence)

    def _reading(self, flow: Flow, intent: str, confidence: float, threshold: float) -> Reading:
        """A kind word does no harm where it was not meant; anything else needs to be certain."""
        small_talk = _is_small_talk(flow)
        kind = _KINDS.get(flow.id, "start_flow")
        return Reading(
            command=Command(kind=kind, flow=flow.id if kind == "start_flow" else ""),
            confidence=confidence,
            intent=intent,
            threshold=threshold or (self._thresholds.clarify if small_talk else self._thresholds.accept),
            is_task=not flow.is_pattern and not small_talk,
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


def _is_small_talk(flow: Flow) -> bool:
    """Whether a flow only says one thing."""
    steps = list(flow.steps.values())
    return not flow.is_pattern and len(steps) == 1 and steps[0].name.startswith("utter_")


def _effect(flow: Flow) -> str:
    """Flows that do the same single thing are one reading."""
    steps = list(flow.steps.values())
    if len(steps) == 1 and steps[0].kind == "action" and not flow.is_pattern:
        return f"action {steps[0].name}"
    return flow.id
