"""What a dialogue teaches the policy: a row a message of the shopper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.dialogue import Command
from bot.conversation.state import State
from bot.conversation.understanding import Scored, Understanding
from bot.decide.advice import OPEN, asks_for_person, is_plain_answer, is_settled
from bot.decide.assistant import Assistant
from bot.decide.features import Features, features
from bot.decide.message import Decision
from bot.decide.readings import Reading, Readings, Thresholds, effect_of
from bot.decide.starts import PATTERNS
from training.policy.replay import Moment, Read, group_of, replayed, taken_over
from training.transcripts.dialogue import Dialogue

_TELLING = frozenset({"", "resolved", "handed_over"})
"""Outcomes that say whether a person was needed. Where a shopper left, or nothing came of it, one might have
been."""

_BY_WILL = frozenset({"", "asked"})
"""Calls for a person that a shopper asked for or agreed to."""


@dataclass(frozen=True)
class Reader:
    """How messages are understood and decided upon. ``thresholds``: from which probabilities on an intent is
    certain."""

    read: Read
    thresholds: Thresholds
    decide: Callable[[State, Understanding], Decision]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A message. ``number``: of its turn; ``group``: whose it is; ``plain``: it asks for a person, or is a
    yes or no, which teaches nothing; ``settled``: flows see to it as it is read, and the policy says nothing
    of people; ``needed``: a person took over after it, or after a plain yes or no that followed; None where
    nobody knows; ``soon``: one took over within the messages looked ahead; ``wish``: the effect of what was
    meant, by a person's label, "" without one; ``readings``: effects by the understanding's probability;
    ``command``: what the reader decides upon last, ``did``: the effect of that.
    """

    number: int
    group: str
    features: Features
    plain: bool
    settled: bool
    needed: bool | None
    soon: bool
    wish: str
    readings: dict[str, float]
    command: str
    did: str
    reason: str

    @property
    def is_open(self) -> bool:
        """Whether the reader asks back, searches or gives up."""
        return self.command in OPEN

    @property
    def calls(self) -> bool:
        """Whether the reader calls a person."""
        return self.command == "hand_off"


class ExampleMaker:
    """Makes the examples of an assistant's dialogues. A call for a person up to ``ahead`` messages before one
    came counts as right."""

    def __init__(self, assistant: Assistant, ahead: int) -> None:
        self._flows, self._topics = assistant.flows, assistant.topics
        self._ahead = ahead

    def of(self, dialogue: Dialogue, reader: Reader) -> list[Example]:
        """The examples of one dialogue.

        Raises: ModelUnavailable.
        """
        moments, came = replayed(dialogue, reader.read, self._topics), taken_over(dialogue)
        meant = [self._meant(moment, reader) for moment in moments]
        last = max((n for n, reading in enumerate(meant) if not is_plain_answer(reading)), default=-1)
        told = tells(dialogue)
        return [
            self._example(
                moment,
                reader,
                meant[number],
                group=group_of(dialogue),
                needed=came is not None and number == last if told else None,
                soon=came is not None and number >= len(moments) - 1 - self._ahead,
            )
            for number, moment in enumerate(moments)
        ]

    def _example(
        self,
        moment: Moment,
        reader: Reader,
        meant: Reading | None,
        *,
        group: str,
        needed: bool | None,
        soon: bool,
    ) -> Example:
        state, understanding = moment.state, moment.understanding
        told = meant if _labelled(moment) and not is_plain_answer(meant) else None
        commands, reason = reader.decide(state, understanding)
        return Example(
            number=moment.number,
            group=group,
            features=features(state, understanding),
            plain=asks_for_person(meant) or is_plain_answer(meant),
            settled=is_settled(self._readings(understanding, reader.thresholds).best()),
            needed=needed,
            soon=soon,
            wish=told.effect if told else "",
            readings={one.effect: one.confidence for one in self._readings(understanding, reader.thresholds)},
            command=commands[-1].kind if commands else "",
            did=self._effect(commands[-1]) if commands else "",
            reason=reason,
        )

    def _meant(self, moment: Moment, reader: Reader) -> Reading | None:
        """What a message leads to by its label, else as it is understood; None where it leads nowhere."""
        if not _labelled(moment):
            return self._readings(moment.understanding, reader.thresholds).best()
        sure = Scored(moment.turn.intent, 1.0)
        return self._readings(Understanding(text="", intent=sure, ranking=(sure,)), Thresholds()).best()

    def _readings(self, understanding: Understanding, thresholds: Thresholds) -> Readings:
        return Readings(self._flows, thresholds, understanding, {})

    def _effect(self, command: Command) -> str:
        """As ``Reading.effect``; "" of a command that starts nothing."""
        flow = self._flows.get(command.flow or PATTERNS.get(command.kind, ""))
        return effect_of(flow) if flow else ""


def _labelled(moment: Moment) -> bool:
    return moment.turn.labelled and bool(moment.turn.intent)


def tells(dialogue: Dialogue) -> bool:
    """Whether a bot spoke, and it is known whether and when a person took over by a person's will: what the
    bot's own rules or an earlier policy called one for would only teach what is done already."""
    bot = [turn for turn in dialogue.turns if turn.role == "bot"]
    if dialogue.outcome not in _TELLING or not bot or any(turn.called not in _BY_WILL for turn in bot):
        return False
    return taken_over(dialogue) is not None or dialogue.outcome != "handed_over"
