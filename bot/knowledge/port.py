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


class Learning(msgspec.Struct, frozen=True, kw_only=True):
    """How far the index has learned the last lesson: by whom it was taught, the step and how much of it is
    done (``total`` 0: not known), the seconds it has taken; ``text`` says what went wrong."""

    state: Literal["idle", "learning", "learned", "failed"] = "idle"
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
