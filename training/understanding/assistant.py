"""What an installation has to learn its understanding from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bot.decide.nlu_data import Example
from bot.errors import TranscriptError
from bot.understand.training import gather
from training.transcripts.dialogue import Dialogue, LineError, read_dialogues
from training.understanding.data import Message, from_dialogues, from_examples


class Material(NamedTuple):
    """Messages to learn intents and entities from, and (text, mood)."""

    messages: tuple[Message, ...]
    moods: tuple[tuple[str, str], ...]


def assistant_material(examples: Sequence[Example], files: Sequence[Path]) -> Material:
    """Of the assistant's examples and of files of dialogues, see ``material_of``.

    Raises: TranscriptError for a line that is no dialogue.
    """
    read = [one for file in files for one in read_dialogues(file)]
    for one in read:
        if isinstance(one, LineError):
            raise TranscriptError(str(one))
    return material_of(examples, [one for one in read if isinstance(one, Dialogue)])


def material_of(examples: Sequence[Example], dialogues: Sequence[Dialogue]) -> Material:
    """Of the assistant's examples and of dialogues; a text counts once an intent, with the tags of the
    examples where it is among them. Intents that the examples do not know are left out, and what a bot took
    a message for teaches nothing."""
    known = frozenset(example.intent for example in examples)
    messages: dict[tuple[str, str], Message] = {}
    for message in (*from_examples(examples), *from_dialogues(dialogues)):
        if message.intent in known:
            messages.setdefault((message.text, message.intent), message)
    said = [turn for dialogue in dialogues for turn in dialogue.turns if turn.role == "shopper"]
    moods = dict.fromkeys(gather((), ()).moods)
    moods |= dict.fromkeys((turn.text.strip(), turn.mood) for turn in said if turn.labelled and turn.mood)
    return Material(tuple(messages.values()), tuple(moods))
