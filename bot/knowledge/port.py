"""What is known about a question, and the ports through which the console gets at it without models."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from bot.record.gaps import Tried
from retrieval.types import Answer, AskedBefore, PassageHit


class Lookup(msgspec.Struct, frozen=True, kw_only=True):
    """What the documents say to a question, and why.

    ``read_as`` is the question as it was searched: typing mistakes repaired, countries for towns, the one
    before it in front where it leans on that. ``answer`` is what a shopper would get; ``hits`` are the best
    passages, best first; ``sentences`` maps the passage_id of each to its sentences, items and rows. A
    question is declined below the probability ``threshold``; one whose cosine with a labelled question is
    ``as_asked`` or more is answered or declined as that one.
    """

    question: str
    read_as: str
    answer: Answer
    hits: tuple[PassageHit, ...]
    asked_before: tuple[AskedBefore, ...]
    sentences: dict[str, tuple[str, ...]]
    threshold: float
    as_asked: float


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A question as it was asked last, how often it or one like it was, when last (Unix seconds) and where;
    how likely it was covered all the same, and the documents tried. ``now`` is what the documents answer
    today: empty while they still do not. ``settled``: it was taught that nothing answers it."""

    question: str
    times: int
    last: float
    conversation_id: str
    answerable: float
    tried: tuple[Tried, ...]
    now: str
    settled: bool


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """What answers a question: a sentence of a document, or nothing; or what was taught of it is forgotten.
    One of the three."""

    question: str
    document: str = ""
    sentence: str = ""
    nothing: bool = False
    forget: bool = False

    @property
    def is_one_of_three(self) -> bool:
        """Whether it says one thing, and that in full."""
        named = bool(self.document or self.sentence)
        return self.forget + self.nothing + named == 1 and bool(self.document) == bool(self.sentence)


class Taught(msgspec.Struct, frozen=True, kw_only=True):
    """What was taught of a question: the document and its sentences that answer; none where nothing does."""

    document: str = ""
    sentences: tuple[str, ...] = ()


class CuratedDraft(msgspec.Struct, frozen=True, kw_only=True):
    """An approved answer as a trainer writes it: the ways to ask it, its text, the documents that say the
    same, and the last day on which it is given, as 2026-12-31, or ""."""

    questions: tuple[str, ...]
    answer: str
    sources: tuple[str, ...] = ()
    valid_until: str = ""


class CuratedShown(CuratedDraft, frozen=True, kw_only=True):
    """An approved answer as answers.yml has it. ``revision`` is another one whenever its lines are;
    ``run_out``: its last day is over; ``learned``: the index that is served has it so."""

    id: str
    revision: str
    run_out: bool
    learned: bool


class CuratedRemoved(msgspec.Struct, frozen=True, kw_only=True):
    """An approved answer that was taken away: its first question, the ``lines`` that were cut out of the file
    with its comments, and the id of the answer that they stood ``behind``, "" where they stood first."""

    question: str
    lines: str
    behind: str


Learned = Literal["lesson", "answer", "removed"]
"""What the index learns: a lesson, an approved answer, or that one was taken away."""


class Learning(msgspec.Struct, frozen=True, kw_only=True):
    """How far the index has learned the last lesson or approved answer: by whom it was taught, the step and
    how much of it is done (``total`` 0: not known), the seconds it has taken; ``text`` says what went
    wrong."""

    state: Literal["idle", "learning", "learned", "failed"] = "idle"
    what: Learned = "lesson"
    question: str = ""
    by: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    text: str = ""


class Library(Protocol):
    """Looks questions up. Never blocks the loop."""

    async def look_up(self, question: str, k: int, history: tuple[str, ...] = ()) -> Lookup:
        """The answer and the ``k`` best passages; ``history``: what was asked before, oldest first.

        Raises: ModelUnavailable, IndexUnavailable.
        """

    async def gaps(self, since: float, k: int) -> tuple[list[Gap], int]:
        """The ``k`` most frequent questions that were declined since then (Unix seconds), and the number of
        all declines.

        Raises: ModelUnavailable, IndexUnavailable, StorageError.
        """


class Teacher(Protocol):
    """Teaches what answers a question. Never blocks the loop; one lesson at a time."""

    async def teach(self, lesson: Lesson, by: str) -> Taught | None:
        """Write the lesson down and begin to learn it; what is taught of the question now, None where it was
        forgotten. It is answered so when ``learning`` says "learned".

        Raises: BadRequest for a lesson that cannot be, IndexBusy while the index is being changed.
        """

    async def taught(self, question: str) -> Taught | None:
        """What was taught of this very question, or None. Raises: BadRequest for a damaged file."""

    def learning(self) -> Learning:
        """How far the last lesson is."""

    def learn(self, what: Learned, question: str, by: str) -> None:
        """Begin to learn what was written into the installation's files; where something is being learned
        already, go on with it behind that."""


class CuratedAnswers(Protocol):
    """The approved answers of answers.yml, which stays the operator's own file. Never blocks the loop.

    What is changed is in the file when a method returns; the bot answers so when it is learned. All raise
    DocumentError for a damaged file, BadRequest for one in a form that cannot be changed here, StorageError
    where it cannot be written; then nothing is changed.
    """

    async def all(self) -> list[CuratedShown]:
        """All of them, in the order of the file."""

    async def add(self, draft: CuratedDraft) -> CuratedShown:
        """Write a new one, behind the others. Raises: InvalidAnswer."""

    async def change(self, answer_id: str, draft: CuratedDraft, revision: str) -> CuratedShown:
        """Write ``draft`` in the place of what ``revision`` was. Raises: InvalidAnswer, NotFound, Conflict
        where it has changed since."""

    async def remove(self, answer_id: str, revision: str) -> CuratedRemoved:
        """Take one away. Raises: NotFound, Conflict."""

    async def restore(self, removed: CuratedRemoved) -> CuratedShown:
        """Put one that was taken away where it stood. Raises: InvalidAnswer, Conflict where its id is
        used."""
