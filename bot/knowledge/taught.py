"""What was taught (training/retrieval/taught.jsonl): read, checked against the documents, written."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import msgspec

from bot.errors import BadRequest
from bot.knowledge.port import Lesson, Taught
from retrieval.documents.labelled import Gold, Labelled, plain, read_labelled
from retrieval.documents.remember import answering_units
from retrieval.documents.snapshot import Snapshot

FILE = Path("training") / "retrieval" / "taught.jsonl"
"""Below the installation's folder."""
MOST = 3
"""Sentences that a lesson may mean at most."""


def taught_of(state: Path, question: str) -> Taught | None:
    """What was taught of a question, or None. Raises: BadRequest for a damaged file."""
    for one in read(state):
        if plain(one.question) == plain(question):
            document = one.gold[0].document if one.gold else ""
            return Taught(document=document, sentences=tuple(gold.passage for gold in one.gold))
    return None


def write_down(state: Path, lesson: Lesson, snapshot: Snapshot | None) -> Taught | None:
    """Put the lesson in the place of what was taught of its question; what is taught of it now. The document
    and sentence are looked for in ``snapshot``. Hold the index's lock meanwhile: two writers would lose one.

    Raises: BadRequest.
    """
    known = read(state)
    others = [one for one in known if plain(one.question) != plain(lesson.question)]
    if lesson.forget and len(others) == len(known):
        raise BadRequest(f"This question was not taught: {lesson.question}")
    _write(state / FILE, others if lesson.forget else [*others, _labelled(lesson, snapshot)])
    return taught_of(state, lesson.question)


def read(state: Path) -> list[Labelled]:
    """All that was taught. Raises: BadRequest for a damaged file."""
    file = state / FILE
    try:
        return read_labelled([file]) if file.exists() else []
    except msgspec.MsgspecError as error:
        raise BadRequest(f"{file} is damaged: {error}") from error


def _labelled(lesson: Lesson, snapshot: Snapshot | None) -> Labelled:
    """The question with the whole units that hold the sentence. Raises: BadRequest."""
    if lesson.nothing or snapshot is None:
        return Labelled(question=lesson.question, answerable=False)
    quotes = _quotes(snapshot, lesson.document, lesson.sentence)
    if not quotes:
        raise BadRequest(_not_found(snapshot, lesson.document, lesson.sentence))
    if len(quotes) > MOST:
        raise BadRequest(
            f"{len(quotes)} sentences of {lesson.document} hold this. Give more of the one that is meant."
        )
    gold = tuple(Gold(lesson.document, quote) for quote in quotes)
    return Labelled(question=lesson.question, answerable=True, gold=gold)


def _quotes(snapshot: Snapshot, document: str, sentence: str) -> list[str]:
    """The units of a document that read as the sentence; where none does, those that hold it."""
    meant = Labelled(question="", answerable=True, gold=(Gold(document, sentence),))
    units = [snapshot.content.units[number].quote for number in answering_units(snapshot)(meant)]
    quotes = list(dict.fromkeys(units))
    return [quote for quote in quotes if plain(quote) == plain(sentence)] or quotes


def _not_found(snapshot: Snapshot, document: str, sentence: str) -> str:
    """What is there instead."""
    content = snapshot.content
    if document not in content.documents:
        near = get_close_matches(document, content.documents, n=3, cutoff=0.3)
        return f"There is no document {document!r} in the index. Near: {', '.join(near) or 'none'}."
    owned = zip(content.owners, content.units, strict=True)
    quotes = [unit.quote for owner, unit in owned if content.passages[owner].document_id == document]
    near = get_close_matches(sentence, quotes, n=3, cutoff=0.0)
    return f"No sentence of {document} reads so. Near:" + "".join(f"\n  {quote}" for quote in near)


def _write(file: Path, questions: list[Labelled]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_bytes(msgspec.json.Encoder().encode_lines(questions))
    fresh.replace(file)
