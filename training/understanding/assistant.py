"""What an installation has to learn its understanding from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.decide.assistant import Assistant
from bot.errors import TranscriptError
from bot.model_files import model_files
from bot.settings import Settings
from bot.understand.context_fitting import Turn
from bot.understand.talks import talks_for, turns_of
from bot.understand.training import gather
from retrieval.encode import is_default
from training.transcripts.dialogue import Dialogue, LineError, read_dialogues
from training.understanding.data import Message, from_dialogues, from_examples, message


class Material(NamedTuple):
    """Messages to learn intents and entities from, (text, mood), and what was said after something else."""

    messages: tuple[Message, ...]
    moods: tuple[tuple[str, str], ...]
    turns: tuple[Turn, ...]


def assistant_material(assistant: Assistant, files: Sequence[Path], talks: str = "") -> Material:
    """Of the assistant's examples, of files of dialogues and of ``talks``, see ``material_of``.

    Raises: TranscriptError for a line that is no dialogue.
    """
    read = [one for file in files for one in read_dialogues(file)]
    for one in read:
        if isinstance(one, LineError):
            raise TranscriptError(str(one))
    return material_of(assistant, [one for one in read if isinstance(one, Dialogue)], talks)


def material_of(assistant: Assistant, dialogues: Sequence[Dialogue], talks: str = "") -> Material:
    """Of the assistant's examples, of dialogues and of the ``talks`` of other shops that the settings name; a
    text counts once an intent, with the tags of the examples where it is among them. Intents that the
    examples do not know are left out, and what a bot took a message for teaches nothing. What is said after a
    look-up teaches what it means there, not what it means by itself."""
    examples = assistant.nlu.examples
    known = frozenset(example.intent for example in examples)
    messages: dict[tuple[str, str], Message] = {}
    turns = tuple(_turns(dialogues, assistant.topics, known))
    alone = {(turn.text, turn.intent) for turn in turns if not turn.topic}
    by_itself = (one for one in from_dialogues(dialogues) if (one.text, one.intent) in alone)
    others = turns_of(talks_for(talks, [(e.text, e.intent) for e in examples]), assistant.topics, known)
    elsewhere = (message(turn.text, turn.intent) for turn in others)
    for one in (*from_examples(examples), *by_itself, *elsewhere):
        messages.setdefault((one.text, one.intent), one)
    said = [turn for dialogue in dialogues for turn in dialogue.turns if turn.role == "shopper"]
    moods = dict.fromkeys(gather((), ()).moods)
    moods |= dict.fromkeys((turn.text.strip(), turn.mood) for turn in said if turn.labelled and turn.mood)
    return Material(tuple(messages.values()), tuple(moods), (*turns, *others))


def _turns(
    dialogues: Sequence[Dialogue], topics: Mapping[str, str], known: Collection[str]
) -> Iterator[Turn]:
    """Labelled messages with their topics."""
    for dialogue in dialogues:
        topic = ""
        for turn in dialogue.turns:
            if turn.role == "shopper" and turn.labelled and turn.intent:
                if turn.intent in known:
                    yield Turn(turn.text, turn.intent, topic, dialogue.id)
                topic = topics.get(turn.intent, topic)


def start_of(settings: Settings, encoder: str, release: Path | None = None) -> Path | None:
    """The adapter with which ``encoder`` begins: that of a release (None: the live one) or of the settings,
    which has read the shop's documents. None where it is not the shop's encoder.

    Raises: ModelFileError.
    """
    own = settings.understand.encoder
    same = encoder == own or (is_default(encoder) and is_default(own))
    return model_files(settings, release).encoder if same else None
