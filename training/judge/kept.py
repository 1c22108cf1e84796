"""The dialogues that releases are judged on, and which of their turns a release has been trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.releases import Release
from training.transcripts.dataset import open_dataset
from training.transcripts.dialogue import Dialogue, Turn, read_dialogues
from training.transcripts.masking import Masker
from training.transcripts.versions import Versions

_FILES = "dialogues/*.jsonl"


class Kept(NamedTuple):
    """Dialogues with where they come from. ``version``: of the transcripts, "" for the assistant's files."""

    source: str
    version: str
    dialogues: Sequence[Dialogue]


class LabelledTurn(NamedTuple):
    """A shopper's turn: ``item`` is the dialogue's id with the number of the turn, ``quote`` its text without
    personal data."""

    item: str
    dialogue: Dialogue
    turn: Turn
    quote: str


def kept_dialogues(state: Path) -> Kept:
    """The test part of the newest transcripts; where no version was made yet, the assistant's files.

    Raises: DatasetError for a damaged version.
    """
    if not Versions(state / "var" / "datasets").all():
        return Kept(_FILES, "", _of_assistant(state))
    dataset = open_dataset(state)
    return Kept("the test part of the transcripts", dataset.manifest.version, dataset.test)


def labelled_turns(dialogues: Sequence[Dialogue], masker: Masker) -> Iterator[LabelledTurn]:
    """What shoppers said and a person labelled, in order."""
    for dialogue in dialogues:
        quotes = masker.masked(dialogue).dialogue.turns
        for number, (turn, quote) in enumerate(zip(dialogue.turns, quotes, strict=True)):
            if turn.role == "shopper" and turn.labelled and (turn.intent or turn.mood or turn.entities):
                yield LabelledTurn(f"{dialogue.id}/{number}", dialogue, turn, quote.text)


def texts_seen(state: Path, release: Release, masker: Masker) -> frozenset[str]:
    """Labelled texts that a release was trained on, as they are and masked. One that was trained on a version
    of the transcripts has seen none of the test part: no dialogue ever changes its side. Any other was
    trained on the assistant's files.
    """
    if release.manifest.dataset:
        return frozenset()
    turns = list(labelled_turns(_of_assistant(state), masker))
    return frozenset(text.strip() for one in turns for text in (one.turn.text, one.quote))


def _of_assistant(state: Path) -> list[Dialogue]:
    """A line that is no dialogue is left out."""
    found = (one for file in sorted(state.glob(_FILES)) for one in read_dialogues(file))
    return [one for one in found if isinstance(one, Dialogue)]
