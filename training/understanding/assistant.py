"""What an installation has to learn its understanding from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.decide.nlu_data import Example
from bot.understand.training import gather
from training.transcripts.dialogue import Dialogue, read_dialogues
from training.understanding.data import Message, from_dialogues, from_examples


class Material(NamedTuple):
    """Messages to learn intents and entities from, and (text, mood)."""

    messages: tuple[Message, ...]
    moods: tuple[tuple[str, str], ...]


def assistant_material(examples: Sequence[Example], dialogues: Sequence[Path]) -> Material:
    """Of the assistant's examples and of files of dialogues; a text counts once an intent, with the tags of
    the examples where it is among them.

    Raises: AssistantError for a dialogue file that is not JSON lines.
    """
    known = frozenset(example.intent for example in examples)
    moods = gather((), dialogues).moods
    read = [one for file in dialogues for one in read_dialogues(file) if isinstance(one, Dialogue)]
    messages: dict[tuple[str, str], Message] = {}
    for message in (*from_examples(examples), *from_dialogues(read, known)):
        messages.setdefault((message.text, message.intent), message)
    return Material(tuple(messages.values()), moods)
