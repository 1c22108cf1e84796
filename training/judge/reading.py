"""Reads the kept turns as a release reads messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import NamedTuple

from bot.conversation.understanding import Entity
from bot.speaker import Speaker
from bot.understand.pipeline import ModelUnderstander
from retrieval.spelling import Spelling
from training.judge.items import ReadTurn
from training.judge.kept import LabelledTurn
from training.transcripts.dialogue import Span

SHORT, LONG = 3, 25
"""Words: at most so many are short, more than so many are long."""
_TOKEN = re.compile(r"\w+|[^\w\s]")

Progress = Callable[[int, int], None]


class _Mark(NamedTuple):
    """Characters ``start`` to ``end`` of a text are an ``entity``."""

    entity: str
    start: int
    end: int


def read_turns(
    turns: Sequence[LabelledTurn], speaker: Speaker, seen: frozenset[str], progress: Progress
) -> tuple[ReadTurn, ...]:
    """Read every turn, one after the other, each after what was rightly understood before it. ``seen``: texts
    that the release was trained on.

    Raises: ModelUnavailable.
    """
    spelling, topics = speaker.documents.snapshot.spelling, speaker.assistant.topics
    with_entities = {one.dialogue.id for one in turns if one.turn.entities}
    kinds = frozenset(span.entity for one in turns for span in one.turn.entities)
    read = []
    for done, one in enumerate(turns, start=1):
        own = kinds if one.dialogue.id in with_entities else frozenset()
        topic = topic_before(one, topics)
        known = one.turn.text.strip() in seen
        read.append(_read(one, speaker.understander, spelling, own, topic=topic, seen=known))
        progress(done, len(turns))
    return tuple(read)


def _read(
    one: LabelledTurn,
    understander: ModelUnderstander,
    spelling: Spelling,
    kinds: frozenset[str],
    *,
    topic: str,
    seen: bool,
) -> ReadTurn:
    """``kinds``: entities that are labelled in its dialogue, none where nobody labelled any."""
    text = one.turn.text
    started = perf_counter()
    understood = understander.read(text, topic)
    milliseconds = (perf_counter() - started) * 1000
    labelled, found = _labelled(one.turn.entities), _found(understood.entities, kinds)
    return ReadTurn(
        id=one.item,
        dialogue=one.dialogue.id,
        text=one.quote,
        intent=one.turn.intent,
        got=understood.intent.name,
        confidence=understood.intent.confidence,
        out_of_scope=understood.out_of_scope,
        mood=one.turn.mood,
        mood_got=understood.mood.name,
        tags=bio_tags(text, labelled) if kinds else (),
        tags_got=bio_tags(text, found) if kinds else (),
        slices=slices_of(one, spelling),
        seen=seen,
        milliseconds=round(milliseconds, 3),
    )


def topic_before(one: LabelledTurn, topics: Mapping[str, str]) -> str:
    """The flow that the shopper started last before a turn, by the labels; ``topics`` by intent."""
    topic = ""
    for turn in one.dialogue.turns:
        if turn is one.turn:
            break
        if turn.role == "shopper":
            topic = topics.get(turn.intent, topic)
    return topic


def slices_of(one: LabelledTurn, spelling: Spelling) -> tuple[str, ...]:
    """The slices that a turn belongs to."""
    text = one.turn.text
    words = len(text.split())
    found = {
        "short": words <= SHORT,
        "long": words > LONG,
        "typos": spelling.repaired(text) != text,
        "angry or unhappy": one.turn.mood in ("angry", "unhappy"),
        f"in {one.dialogue.locale[:2]}": True,
    }
    return tuple(name for name, holds in found.items() if holds)


def _labelled(spans: Sequence[Span]) -> list[_Mark]:
    return [_Mark(span.entity, span.start, span.end) for span in spans]


def _found(entities: Sequence[Entity], kinds: frozenset[str]) -> list[_Mark]:
    return [_Mark(one.entity, one.start, one.end) for one in entities if one.entity in kinds]


def bio_tags(text: str, marks: Sequence[_Mark]) -> tuple[str, ...]:
    """A tag for each word or sign of a text: B-x begins an entity, I-x goes on with it, O is none."""
    tags, last = [], None
    for token in _TOKEN.finditer(text):
        mark = next((m for m in marks if m.start <= token.start() < m.end), None)
        tags.append(f"{'I' if mark is last else 'B'}-{mark.entity}" if mark else "O")
        last = mark
    return tuple(tags)
