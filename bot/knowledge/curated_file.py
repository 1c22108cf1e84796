"""answers.yml on the disk: read, changed by one writer at a time, and never seen half written."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.assistant_files import document_ids
from bot.decide.curated import read_answers
from bot.decide.problems import Problems, nearest
from bot.decide.source import read_yaml
from bot.errors import (
    Conflict,
    DocumentError,
    InvalidAnswer,
    InvalidMessage,
    MessageTooLong,
    NotFound,
    StorageError,
)
from bot.intake import clean_text
from bot.knowledge.curated_text import (
    FILE,
    Cut,
    answer_in,
    lines_by_id,
    with_answer,
    with_change,
    with_lines,
    without_answer,
)
from bot.knowledge.port import CuratedDraft
from retrieval.documents.curated import Curated, read_curated
from retrieval.documents.labelled import plain
from retrieval.errors import UnreadableDocument

LOCK = "answers.lock"
"""Held by the process that writes the file; in var/."""
LONGEST_QUESTION = 500
LONGEST_ANSWER = 4000
"""Characters."""
MOST_QUESTIONS = 50
LONGEST_ID = 40
"""Characters of a new one."""
MEND = "Nothing can be changed here until that is mended in an editor."
CHANGED = "This answer has been changed in the meantime. Nothing was saved."
GONE = "This answer does not exist any more."
BOM = "\ufeff"

Changed = TypeVar("Changed")


class CuratedFile:
    """The approved answers of the installation in ``state``. Blocks; safe for threads and processes."""

    def __init__(self, state: Path) -> None:
        self._state, self._path = state, state / FILE

    def all(self) -> list[tuple[Curated, str]]:
        """The answers with their revisions. Raises: DocumentError."""
        text = self._read()
        answers, lines = self._answers(text), lines_by_id(text)
        return [(answer, _hash(lines.get(answer.id, ""))) for answer in answers]

    def add(self, draft: CuratedDraft) -> tuple[Curated, str]:
        """Write a new one behind the others; it and its revision. Raises: as ``port.CuratedAnswers``."""
        with self._writing() as text:
            others = self._answers(text)
            answer = self._answer(_new_id(draft, {other.id for other in others}), draft, others)
            return answer, self._write(with_answer(text, answer), answer.id)

    def change(self, answer_id: str, draft: CuratedDraft, revision: str) -> tuple[Curated, str]:
        """Write ``draft`` in its place; it and its revision. Raises: as ``port.CuratedAnswers``."""
        with self._writing() as text:
            before = self._found(text, answer_id, revision)
            others = [other for other in self._answers(text) if other.id != answer_id]
            answer = self._answer(before.id, draft, others)
            return answer, self._write(with_change(text, answer), answer.id)

    def remove(self, answer_id: str, revision: str) -> tuple[Curated, Cut]:
        """Cut it out; it and its lines. Raises: as ``port.CuratedAnswers``."""
        with self._writing() as text:
            answer = self._found(text, answer_id, revision)
            without, cut = without_answer(text, answer_id)
            self._write(without, answer_id)
            return answer, cut

    def restore(self, cut: Cut) -> tuple[Curated, str]:
        """Put back what was cut out; it and its revision. Raises: as ``port.CuratedAnswers``."""
        answer = answer_in(cut.lines)
        with self._writing() as text:
            others = self._answers(text)
            if any(other.id == answer.id for other in others):
                raise Conflict(f"There is an answer {answer.id} again.")
            _refuse_known(answer.questions, others)
            return answer, self._write(with_lines(text, cut, answer), answer.id)

    @contextmanager
    def _writing(self) -> Iterator[str]:
        """The text of the file, which nobody else changes here meanwhile. Raises: StorageError."""
        lock_file = self._state / "var" / LOCK
        with _told_of_the_disk():
            lock_file.parent.mkdir(parents=True, exist_ok=True)
            lock = lock_file.open("w")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._read()

    def _read(self) -> str:
        try:
            text = self._path.read_bytes().decode("utf-8").removeprefix(BOM).replace("\r\n", "\n")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            raise DocumentError(f"{FILE} is not UTF-8. {MEND}") from error
        return text if not text or text.endswith("\n") else f"{text}\n"

    def _answers(self, text: str) -> tuple[Curated, ...]:
        try:
            return read_curated(text, self._path)
        except UnreadableDocument as error:
            raise DocumentError(f"{_first_mistake(text) or error} {MEND}") from error

    def _found(self, text: str, answer_id: str, revision: str) -> Curated:
        """The answer that is to be changed. Raises: NotFound, Conflict."""
        found = [answer for answer in self._answers(text) if answer.id == answer_id]
        if not found:
            raise NotFound(GONE)
        if len(found) > 1:
            raise Conflict(f"The answer {answer_id} stands twice in {FILE}. Mend that in an editor first.")
        if _revision(text, answer_id) != revision:
            raise Conflict(CHANGED)
        return found[0]

    def _answer(
        self, answer_id: str, draft: CuratedDraft, others: tuple[Curated, ...] | list[Curated]
    ) -> Curated:
        """What was written, cleaned. Raises: InvalidAnswer."""
        questions = _questions(draft.questions)
        _refuse_known(questions, others)
        sources = tuple(dict.fromkeys(name.strip() for name in draft.sources if name.strip()))
        documents = document_ids(self._state)
        for name in sources:
            if name not in documents:
                near = nearest(name, documents)
                hint = f" Did you mean {near}?" if near else ""
                raise InvalidAnswer(f"There is no document {name}.{hint}")
        return Curated(
            id=answer_id,
            questions=questions,
            answer=_text(draft.answer),
            source=sources[0] if len(sources) == 1 else sources or "",
            valid_until=_day(draft.valid_until),
        )

    def _write(self, text: str, answer_id: str) -> str:
        """Put the text in the place of the file in one step; the answer's revision. Raises: StorageError."""
        path = self._path.resolve()
        beside = path.with_name(f"{path.name}.new")
        with _told_of_the_disk():
            with beside.open("wb") as file:
                file.write(self._as_it_was_written(text))
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, beside)
            beside.replace(path)
        return _revision(text, answer_id)

    def _as_it_was_written(self, text: str) -> bytes:
        """With the line ends and the mark that the file has."""
        before = self._path.read_bytes() if self._path.exists() else b""
        mark = BOM if before.startswith(BOM.encode()) else ""
        return (mark + (text.replace("\n", "\r\n") if b"\r\n" in before else text)).encode()


@contextmanager
def _told_of_the_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise StorageError(f"{FILE} could not be written ({reason}); nothing was changed.") from error


def _first_mistake(text: str) -> str:
    """With its line, as ``shopclerk check`` says it; "" where that finds none."""
    problems = Problems()
    root = read_yaml(FILE, text, problems)
    if root is not None:
        answers = root if root.is_list() else root.entries("The file").get("answers")
        if answers is not None:
            read_answers(answers)
    return next(map(str, problems), "")


def _revision(text: str, answer_id: str) -> str:
    return _hash(lines_by_id(text).get(answer_id, ""))


def _hash(lines: str) -> str:
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def _new_id(draft: CuratedDraft, taken: set[str]) -> str:
    """Of the first question's words: "how-much-is-shipping"."""
    words = re.findall(r"[^\W_]+", next(iter(draft.questions), "").casefold())
    name = "-".join(words)
    if len(name) > LONGEST_ID:
        name = name[: LONGEST_ID + 1].rpartition("-")[0] or name[:LONGEST_ID]
    name = name or "answer"
    numbers = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(one for one in numbers if one not in taken)


def _questions(written: tuple[str, ...]) -> tuple[str, ...]:
    """Each once. Raises: InvalidAnswer."""
    questions: dict[str, str] = {}
    for line in written:
        if not line.strip():
            continue
        try:
            question = " ".join(clean_text(line, LONGEST_QUESTION).split())
        except MessageTooLong as error:
            raise InvalidAnswer(f"A question is too long: {LONGEST_QUESTION} characters at most.") from error
        except InvalidMessage:
            continue
        questions.setdefault(plain(question) or question, question)
    if not questions:
        raise InvalidAnswer("Write a question that it answers.")
    if len(questions) > MOST_QUESTIONS:
        raise InvalidAnswer(f"An answer has {MOST_QUESTIONS} questions at most.")
    return tuple(questions.values())


def _refuse_known(questions: tuple[str, ...], others: tuple[Curated, ...] | list[Curated]) -> None:
    """Raises: InvalidAnswer for a question that another answer has."""
    known = {plain(question) or question: other for other in others for question in other.questions}
    for question in questions:
        if other := known.get(plain(question) or question):
            raise InvalidAnswer(f"“{question}” is a question of the answer {other.id} already.")


def _text(written: str) -> str:
    """The text with its lines and paragraphs. Raises: InvalidAnswer."""
    if len(written) > LONGEST_ANSWER:
        raise InvalidAnswer(f"The text is too long: {LONGEST_ANSWER:,} characters at most.")
    paragraphs = []
    for part in re.split(r"\n\s*\n", written.replace("\r\n", "\n")):
        try:
            lines = clean_text(part, LONGEST_ANSWER).splitlines()
        except InvalidMessage:
            continue
        paragraphs.append("\n".join(" ".join(line.split()) for line in lines))
    if not paragraphs:
        raise InvalidAnswer("Write the text of the answer.")
    return "\n\n".join(paragraphs)


def _day(written: str) -> str:
    """As 2026-12-31, or "". Raises: InvalidAnswer."""
    if not written.strip():
        return ""
    try:
        return date.fromisoformat(written.strip()).isoformat()
    except ValueError as error:
        raise InvalidAnswer(f"“{written.strip()}” is no day. Write it as 2026-12-31.") from error
