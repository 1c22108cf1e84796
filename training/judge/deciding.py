"""Decides upon the kept dialogues as a release does, message by message."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.settings import Settings
from bot.speaker import Speaker, engine_thresholds
from training.judge.items import ActedOn, CalledPerson, Decisions
from training.policy.config import policy_config
from training.policy.examples import Example, ExampleMaker, Reader, tells
from training.policy.replay import taken_over
from training.transcripts.dialogue import Dialogue
from training.transcripts.masking import Masker

Progress = Callable[[int, int], None]


def decide_dialogues(
    dialogues: Sequence[Dialogue],
    speaker: Speaker,
    settings: Settings,
    masker: Masker,
    seen: frozenset[str],
    progress: Progress,
) -> Decisions:
    """Decide upon every message before a person took over, as if nothing had been asked. ``seen``: texts that
    the release was trained on; a dialogue is seen when one of its messages is.

    Raises: ModelUnavailable.
    """
    maker = ExampleMaker(speaker.assistant, policy_config().ahead)
    thresholds = engine_thresholds(settings, speaker.models.understanding.heads)
    reader = Reader(speaker.understander.read, thresholds, speaker.turn.engine.commands)
    calls, actions = [], []
    for done, dialogue in enumerate(dialogues, start=1):
        examples = maker.of(dialogue, reader)
        quotes = [turn.text for turn in masker.masked(dialogue).dialogue.turns]
        known = any(turn.text.strip() in seen for turn in dialogue.turns)
        if examples and tells(dialogue):
            calls.append(_call(dialogue, examples, quotes, known))
        actions += [_action(dialogue, example, quotes, known) for example in examples if example.wish]
        progress(done, len(dialogues))
    return Decisions(calls=tuple(calls), actions=tuple(actions))


def _call(dialogue: Dialogue, examples: Sequence[Example], quotes: Sequence[str], seen: bool) -> CalledPerson:
    """The first call counts: behind it the bot says nothing more."""
    call = next((example for example in examples if example.calls), None)
    return CalledPerson(
        id=dialogue.id,
        text=quotes[(call or examples[-1]).number],
        came=taken_over(dialogue) is not None,
        called=call is not None,
        right=call is not None and (call.soon or bool(call.needed)),
        reason=call.reason if call else "",
        seen=seen,
    )


def _action(dialogue: Dialogue, example: Example, quotes: Sequence[str], seen: bool) -> ActedOn:
    return ActedOn(
        id=f"{dialogue.id}/{example.number}",
        dialogue=dialogue.id,
        text=quotes[example.number],
        wish=example.wish,
        did=example.did,
        seen=seen,
    )
