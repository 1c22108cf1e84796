"""The dialogues that releases are judged on, and which of their turns a release has been trained on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.releases import Release
from training.transcripts.dialogue import Dialogue, Turn, read_dialogues


class Kept(NamedTuple):
    """Dialogues with where they come from. ``version``: of the transcripts, "" for the assistant's files."""

    source: str
    version: str
    dialogues: Sequence[Dialogue]


class LabelledTurn(NamedTuple):
    """A shopper's turn with its place: ``item`` is the dialogue's id with the number of the turn."""

    item: str
    dialogue: Dialogue
    turn: Turn


def kept_dialogues(state: Path) -> Kept:
    """The dialogues to judge by: those in the assistant's files; a line that is none is left out."""
    found = [
        dialogue
        for file in _assistant_files(state)
        for dialogue in read_dialogues(file)
        if isinstance(dialogue, Dialogue)
    ]
    return Kept("dialogues/*.jsonl", "", found)


def labelled_turns(dialogues: Sequence[Dialogue]) -> Iterator[LabelledTurn]:
    """What shoppers said and a person labelled, in order."""
    for dialogue in dialogues:
        for number, turn in enumerate(dialogue.turns):
            if turn.role == "shopper" and turn.labelled and (turn.intent or turn.mood or turn.entities):
                yield LabelledTurn(f"{dialogue.id}/{number}", dialogue, turn)


def texts_seen(state: Path, release: Release) -> frozenset[str]:
    """Labelled texts that a release was trained on. One that was trained on a version of the transcripts has
    seen none of the test: no dialogue ever changes its side. Any other was trained on the assistant's files.
    """
    if release.manifest.dataset:
        return frozenset()
    dialogues = [
        dialogue
        for file in _assistant_files(state)
        for dialogue in read_dialogues(file)
        if isinstance(dialogue, Dialogue)
    ]
    return frozenset(one.turn.text.strip() for one in labelled_turns(dialogues))


def _assistant_files(state: Path) -> list[Path]:
    return sorted((state / "dialogues").glob("*.jsonl"))
