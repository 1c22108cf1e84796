"""Where the learned policy has a say: when a person should take over, and what to do where the rules would
ask back or give up. What the shopper clearly asks for, and what answers a question, stays the rules' alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from bot.conversation.dialogue import Command
from bot.conversation.state import State
from bot.decide.features import Features, features
from bot.decide.message import Decision, Message
from bot.decide.policy import Policy
from bot.decide.readings import NOTHING_ASKED, Reading
from bot.decide.starts import PATTERNS

OPEN = frozenset({"clarify", "search", "cannot_handle"})
"""Commands that the rules give where no intent is certain."""
_GIVEN = frozenset({"set_slot", "correct_slot"})


@dataclass(frozen=True)
class Adviser:
    """A policy as it is used. ``hand_over``: the probability from which a person is called, None: never."""

    policy: Policy
    hand_over: float | None

    def decision(self, state: State, message: Message, ruled: Decision) -> Decision:
        """What the rules have decided, or what the policy says instead."""
        if any(command.kind == "hand_off" for command in ruled[0]):
            return ruled
        seen = features(state, message.heard)
        return self._person(message, ruled, seen) or self._act(message, ruled, seen) or ruled

    def _person(self, message: Message, ruled: Decision, seen: Features) -> Decision | None:
        """A call for a person, which keeps the details that the message gives."""
        handed_over = PATTERNS["hand_off"] in message.active
        if self.hand_over is None or handed_over or is_settled(message.readings.best()):
            return None
        probability = self.policy.person_needed(seen)
        if probability < self.hand_over:
            return None
        given = tuple(command for command in ruled[0] if command.kind in _GIVEN)
        signs = ", ".join(self.policy.signs(seen))
        reason = f"In such conversations a person took over ({probability:.2f}): {signs}."
        return (*given, Command(kind="hand_off", value="policy")), reason

    def _act(self, message: Message, ruled: Decision, seen: Features) -> Decision | None:
        """What such messages turned out to mean, where nothing was asked and the rules are not certain: done
        where it is likely enough, else named first in the question which is meant."""
        command = ruled[0][-1] if ruled[0] else None
        asked = message.slot is not None or message.is_undecided
        if asked or command is None or command.kind not in OPEN:
            return None
        readings = {reading.effect: reading for reading in message.readings}
        likely = self.policy.next_actions(seen, {e: r.confidence for e, r in readings.items()})
        ranked = [readings[effect].command for effect in likely]
        if ranked and self.policy.act is not None and likely[next(iter(likely))] >= self.policy.act:
            reason = f"Such messages meant {ranked[0].flow or ranked[0].kind} ({max(likely.values()):.2f})."
            return (*ruled[0][:-1], ranked[0]), reason
        order = [command.flow for command in ranked]
        options = tuple(sorted(command.options, key=order.index))
        if options == command.options:
            return None
        return (*ruled[0][:-1], replace(command, options=options)), f"{ruled[1]} The likelier one first."


def is_settled(reading: Reading | None) -> bool:
    """Whether a message asks for a person, leads to a flow that does nothing but offer one, or is a plain yes
    or no: flows see to these."""
    return (
        asks_for_person(reading)
        or is_plain_answer(reading)
        or (reading is not None and reading.offers_person)
    )


def asks_for_person(reading: Reading | None) -> bool:
    """Whether a message does so by itself."""
    return reading is not None and reading.command.kind == "hand_off"


def is_plain_answer(reading: Reading | None) -> bool:
    """Whether a message is a yes or no, and nothing more."""
    return reading is not None and reading.command.flow == NOTHING_ASKED
