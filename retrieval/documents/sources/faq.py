"""Tables of questions and answers as documents: one an answer, with all the ways to ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from retrieval.documents.loaders import iso_date
from retrieval.documents.sources.article import Article, Found, Passed, as_file, either_body, named, slug
from retrieval.documents.sources.columns import Columns
from retrieval.documents.sources.tables import Row, Table
from retrieval.errors import UnreadableDocument

_BETWEEN = re.compile(r"\s*[\n|]\s*")
_BETWEEN_VARIANTS = re.compile(r"\s*[\n|;]\s*")


_YES_OR_NO = re.compile(
    r"(?:<[^>]+>|\s)*(?:yes|no|yep|nope|ja|nein|nee|oui|non|s[ií])\s*(?:<[^>]+>\s*)*(?:[.,;:!–—-]|$)",
    re.IGNORECASE,
)
"""What answers the question as it was put: said of another one it may be wrong."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A row that is complete; ``questions`` are at least one."""

    where: str
    questions: tuple[str, ...]
    answer: str
    url: str = ""
    updated: str = ""
    language: str = ""
    id: str = ""


def read_faq(tables: list[Table], source: str) -> Iterator[Found | Passed]:
    """The answers of a file's tables; rows with the same answer become one with several questions, but for an
    answer that begins with a yes or a no, which answers the one question that it was written for."""
    rows = (_entry(row, table.columns, source) for table in tables for row in table.rows if any(row.cells))
    entries: dict[tuple[str, ...], Entry] = {}
    for entry in rows:
        if isinstance(entry, Passed):
            yield entry
            continue
        key: tuple[str, ...] = (entry.answer, entry.language, entry.url)
        if _YES_OR_NO.match(entry.answer):
            key = (*key, *entry.questions)
        entries[key] = _together(entries[key], entry) if key in entries else entry
    yield from _files(list(entries.values()))


def _files(entries: list[Entry]) -> Iterator[Found | Passed]:
    names: dict[str, Entry] = {}
    for entry in entries:
        name = _name(entry)
        if name in names:
            reason = f"This question has another answer in {names[name].where}. Keep one of them."
            yield Passed(where=entry.where, reason=reason)
            continue
        names[name] = entry
        try:
            yield as_file(_article(entry), name, entry.where)
        except UnreadableDocument as error:
            yield Passed(where=entry.where, reason=error.text)


def _entry(row: Row, columns: Columns, source: str) -> Entry | Passed:
    def cell(place: int) -> str:
        return row.cells[place].strip() if 0 <= place < len(row.cells) else ""

    where = f"{source}, {row.where}"
    asked = _BETWEEN.split(cell(columns.question))
    asked += [text for place in columns.variants for text in _BETWEEN_VARIANTS.split(cell(place))]
    questions = tuple(dict.fromkeys(" ".join(question.split()) for question in asked if question))
    if not questions:
        return Passed(where=where, reason="The question is missing.")
    if not cell(columns.answer):
        return Passed(where=where, reason="The answer is missing.")
    updated = cell(columns.updated)
    if updated and not iso_date(updated):
        return Passed(where=where, reason=f"{updated!r} is not a date. Write it as 2026-12-31.")
    url = cell(columns.url)
    if url and not url.startswith(("http://", "https://")):
        return Passed(where=where, reason=f"{url!r} is not an address. It begins with https://.")
    return Entry(
        where=where, questions=questions, answer=cell(columns.answer), url=url, updated=iso_date(updated),
        language=cell(columns.language).lower()[:2], id=cell(columns.id),
    )  # fmt: skip


def _together(first: Entry, second: Entry) -> Entry:
    questions = tuple(dict.fromkeys((*first.questions, *second.questions)))
    return msgspec.structs.replace(first, questions=questions, updated=max(first.updated, second.updated))


def _name(entry: Entry) -> str:
    name = slug(entry.id) or named(entry.questions[0].casefold())
    return f"{name}-{entry.language}" if entry.language else name


def _article(entry: Entry) -> Article:
    """The first question is the title; the others are a heading, so that they are found but never shown as
    an answer."""
    title, *others = entry.questions
    heading = f"## {' / '.join(others)}\n\n" if others else ""
    return Article(
        title=title, body=heading + either_body(entry.answer), url=entry.url, updated=entry.updated,
        language=entry.language,
    )  # fmt: skip
