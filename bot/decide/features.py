"""What the policy sees of a conversation: named numbers, computed alike from a live state and from a
transcript that was folded into one (training/policy/replay.py).

Which signs foretell that a person takes over is known from studies of such hand-overs: mood and its fall,
messages that say the same again, unclear messages, a bot that repeats itself (Liu et al. 2021, "Time to
Transfer"; Sandbank et al. 2018, "Detecting Egregious Conversations").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from math import log1p

from bot.conversation.state import State, Utterance
from bot.conversation.understanding import Understanding

Features = dict[str, float]
"""By name; what is not there is 0. The names stand in reasons."""
BOT_SAID = "bot said "
"""How the names of the words of the bot's last reply begin."""
_MANY = 12
"""From here on it no longer matters how many messages there were."""
_LETTERS = 6
"""A message of fewer letters cannot be said to be in capitals."""


def features(state: State, understanding: Understanding) -> Features:
    """Of the message that ``state`` has understood last, as ``understanding`` has it."""
    said = dict(_of_message(understanding))
    return {**said, **dict(_of_earlier(state, understanding)), **dict(_of_bot(state))}


def _of_message(heard: Understanding) -> Iterator[tuple[str, float]]:
    for scored in heard.ranking or (heard.intent,):
        yield f"intent {scored.name}", scored.confidence
    yield "clear intent", heard.intent.confidence
    yield "out of scope", heard.out_of_scope
    yield f"{heard.mood.name} mood", heard.mood.confidence
    text = heard.text
    letters = [c for c in text if c.isalpha()]
    yield "question mark", float("?" in text)
    yield "exclamation marks", float(min(text.count("!"), 3))
    yield "long message", log1p(len(text.split()))
    if len(letters) >= _LETTERS:
        yield "capitals", sum(c.isupper() for c in letters) / len(letters)


def _of_earlier(state: State, heard: Understanding) -> Iterator[tuple[str, float]]:
    earlier = state.heard[:-1]
    for name in {one.mood.name for one in earlier}:
        yield f"{name} mood before", sum(o.mood.confidence for o in earlier if o.mood.name == name)
    if earlier:
        yield f"intent {earlier[-1].intent.name} before", earlier[-1].intent.confidence
        yield "unclear before", sum(1 - one.intent.confidence for one in earlier)
        same = (o.intent.confidence for o in earlier if o.intent.name == heard.intent.name)
        yield "same intent again", heard.intent.confidence * max(same, default=0.0)
    yield "first message", float(state.shopper_messages <= 1)
    yield "long conversation", log1p(min(state.shopper_messages, _MANY))
    before = _texts(_before(state.window), "shopper")
    yield "says it again", max((_likeness(heard.text, text) for text in before), default=0.0)


def _of_bot(state: State) -> Iterator[tuple[str, float]]:
    replies = _texts(_before(state.window), "bot")
    if not replies:
        return
    last = replies[-1]
    yield "bot asked", float(last.rstrip().endswith("?"))
    yield "long reply", log1p(len(last.split()))
    yield "bot repeats itself", max((_likeness(last, text) for text in replies[:-1]), default=0.0)
    for word in _words(last):
        yield BOT_SAID + word, 1.0


def _before(window: Sequence[Utterance]) -> Sequence[Utterance]:
    """What was said before the message, which may be several utterances."""
    own = takewhile(lambda item: item.role == "shopper", reversed(window))
    return window[: len(window) - sum(1 for _ in own)]


def _texts(window: Iterable[Utterance], role: str) -> list[str]:
    return [item.text for item in window if item.role == role]


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.lower()))


def _likeness(one: str, other: str) -> float:
    """Share of the words of both that both have."""
    ours, theirs = _words(one), _words(other)
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0
