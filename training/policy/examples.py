"""What a dialogue teaches the policy: a row a message of the shopper."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.conversation.understanding import Scored, Understanding
from bot.decide.advice import OPEN, is_plain_answer, is_settled
from bot.decide.assistant import Assistant
from bot.decide.features import Features, features
from bot.decide.interpret import Interpreter
from bot.decide.readings import Reading, Readings, Thresholds
from training.policy.replay import Moment, Read, replayed, taken_over
from training.transcripts.dialogue import Dialogue

_TELLING = frozenset({"", "resolved", "handed_over"})
"""Outcomes that say whether a person was needed. Where a shopper left, or nothing came of it, one might have
been."""


@dataclass(frozen=True)
class Reader:
    """How messages are understood, and from which probabilities on."""

    read: Read
    thresholds: Thresholds


@dataclass(frozen=True)
class Example:
    """A message. ``group``: whose it is; ``settled``: flows see to it, so that it teaches nothing of people;
    ``needed``: a person took over after it, or after a plain yes or no that followed; None where nobody
    knows; ``soon``: one took over within the messages looked ahead; ``wish``: the effect of what was meant,
    by a person's label, "" without one; ``readings``: effects by the understanding's probability; ``open``:
    the rules would ask back, search or give up; ``ruled``: the rules call a person."""

    group: str
    features: Features
    settled: bool
    needed: bool | None
    soon: bool
    wish: str
    readings: dict[str, float] = field(default_factory=dict)
    open: bool = False
    ruled: bool = False


class ExampleMaker:
    """Makes the examples of an assistant's dialogues. A call for a person up to ``ahead`` messages before one
    came counts as right."""

    def __init__(self, assistant: Assistant, ahead: int) -> None:
        self._assistant = assistant
        self._ahead = ahead

    def of(self, dialogue: Dialogue, reader: Reader) -> list[Example]:
        """The examples of one dialogue.

        Raises: ModelUnavailable.
        """
        moments, came = replayed(dialogue, reader.read), taken_over(dialogue)
        meant = [self._settling(moment, reader) for moment in moments]
        last = max((n for n, reading in enumerate(meant) if not is_plain_answer(reading)), default=-1)
        told = _tells(dialogue, came)
        return [
            self._example(
                dialogue,
                moment,
                reader,
                settled=is_settled(meant[number]),
                needed=came is not None and number == last if told else None,
                soon=came is not None and number >= len(moments) - 1 - self._ahead,
            )
            for number, moment in enumerate(moments)
        ]

    def _example(
        self,
        dialogue: Dialogue,
        moment: Moment,
        reader: Reader,
        *,
        settled: bool,
        needed: bool | None,
        soon: bool,
    ) -> Example:
        understanding, turn = moment.understanding, moment.turn
        meant = self.meant(turn.intent) if turn.labelled and turn.intent else None
        commands, _ = Interpreter(self._assistant, reader.thresholds).commands(moment.state, understanding)
        kind = commands[-1].kind if commands else ""
        return Example(
            group=dialogue.shopper or dialogue.id,
            features=features(moment.state, understanding),
            settled=settled,
            needed=needed,
            soon=soon,
            wish=meant.effect if meant else "",
            readings={one.effect: one.confidence for one in self._readings(understanding, reader.thresholds)},
            open=kind in OPEN,
            ruled=kind == "hand_off",
        )

    def _settling(self, moment: Moment, reader: Reader) -> Reading | None:
        """What a message means by its label, else as it is understood."""
        turn = moment.turn
        if turn.labelled and turn.intent:
            return self.meant(turn.intent)
        return self._readings(moment.understanding, reader.thresholds).best()

    def meant(self, intent: str) -> Reading | None:
        """What an intent leads to when it is certain, None where it leads nowhere."""
        sure = Scored(intent, 1.0)
        return self._readings(Understanding(text="", intent=sure, ranking=(sure,)), Thresholds()).best()

    def _readings(self, understanding: Understanding, thresholds: Thresholds) -> Readings:
        return Readings(self._assistant.flows, thresholds, understanding, {})


def _tells(dialogue: Dialogue, came: int | None) -> bool:
    """Whether a bot spoke, and it is known whether and when a person took over."""
    if dialogue.outcome not in _TELLING or not any(turn.role == "bot" for turn in dialogue.turns):
        return False
    return came is not None or dialogue.outcome != "handed_over"
