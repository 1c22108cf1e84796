"""All that releases of an installation are judged by: kept dialogues, questions and conversations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from bot.assistant_files import read_sources
from bot.models import open_assistant
from bot.settings import Settings
from bot.understand.heads import OUT_OF_SCOPE
from retrieval.documents.labelled import Labelled
from training.evaluate.conversation_cases import Case
from training.evaluate.conversations import sound_cases
from training.judge.asking import kept_questions
from training.judge.kept import Kept, LabelledTurn, kept_dialogues, labelled_turns
from training.transcripts.masking import Masker
from training.transcripts.shop_masker import shop_masker

VERSION = "4"
"""Of the way releases are judged: a change judges them anew."""
_FILES = (
    "documents/**/*", "answers.yml", "catalogue.csv", "shopclerk.toml", "training/**/*.jsonl",
    "tests/*.jsonl", "tests/conversations/**/*",
)  # fmt: skip
"""What judges, and what answers depend on besides the release and the assistant."""


class JudgedBy(NamedTuple):
    """The data. ``unknown``: turns left out, as the assistant does not know their intent; ``data_hash``: of
    everything that a figure depends on besides the release and the machine."""

    dialogues: Kept
    turns: Sequence[LabelledTurn]
    unknown: int
    questions: Sequence[Labelled]
    cases: Sequence[Case]
    data_hash: str
    masker: Masker

    @property
    def empty(self) -> bool:
        """Whether there is nothing to judge by."""
        return not (self.turns or self.questions or self.cases)


def judged_by(settings: Settings) -> JudgedBy:
    """Read what is kept for judging.

    Raises: AssistantError for a mistake in the assistant or a conversation test, BadRequest for questions,
    DatasetError.
    """
    state, masker = settings.state, shop_masker(settings, order_numbers=False)
    kept, known = kept_dialogues(state), {*open_assistant(settings).domain.intents, OUT_OF_SCOPE, ""}
    turns = list(labelled_turns(kept.dialogues, masker))
    good = [one for one in turns if one.turn.intent in known]
    folder = state / "tests" / "conversations"
    cases = sound_cases(folder) if any(folder.rglob("*.y*ml")) else []
    return JudgedBy(
        kept, good, len(turns) - len(good), kept_questions(state), cases, _data_hash(state, kept), masker
    )


def _data_hash(state: Path, kept: Kept) -> str:
    digest = hashlib.sha256(f"{VERSION} {kept.source} {kept.version}".encode())
    for name, text in sorted(read_sources(state).items()):
        digest.update(f"\0{name}\0{text}".encode())
    for file in _files(state):
        digest.update(f"\0{file.relative_to(state)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update(msgspec.json.encode(kept.dialogues))
    return digest.hexdigest()[:16]


def _files(state: Path) -> Iterator[Path]:
    for pattern in _FILES:
        yield from sorted(file for file in state.glob(pattern) if file.is_file())
