"""Files to documents: each format to Markdown blocks with title, date, address and pages.

HTML is reduced to its content first (``html_page``), PDF is read page by page (``pdf_page``), the rest goes
through MarkItDown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, is_zipfile

import msgspec
from lxml.etree import XMLSyntaxError

from retrieval.documents.blocks import Block, parse
from retrieval.documents.clean import clean_markdown, fields_of, front_matter
from retrieval.documents.files import SUFFIXES, about
from retrieval.documents.html_page import read_html
from retrieval.documents.pdf_page import read_pdf
from retrieval.documents.sources.columns import Columns
from retrieval.documents.text import decoded
from retrieval.documents.unseen_ink import seen_docx
from retrieval.errors import UnreadableDocument
from retrieval.language import text_language

MAX_BYTES = 50_000_000
FIELDS = ("title", "updated", "url", "language", "section")
"""What a document may say about itself in its front matter, or the file about it in its place."""

WORD_TITLE = "p[style-name='Title'] => h1:fresh"
"""Word's title of a document, which stands above its headings."""

_UPDATED = re.compile(
    r"^(?:last\s+)?(?:updated|changed|revised|as of|valid from|version of)\s*:?\s*(?:on\s+)?(.{6,40})$",
    re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as read. ``updated`` is an ISO date or ""; ``url`` its public address or "";
    ``section`` where a help centre files it, or ""."""

    document_id: str
    title: str
    blocks: tuple[Block, ...]
    updated: str = ""
    url: str = ""
    language: str = "en"
    section: str = ""


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """What a format's reader returns; what the file does not tell is empty."""

    blocks: list[Block]
    title: str = ""
    updated: str = ""
    url: str = ""
    language: str = ""
    section: str = ""


def load_document(path: Path, document_id: str) -> Document:
    """Read one file; ``document_id`` is its path below documents/.

    Raises: UnreadableDocument.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        kinds = ", ".join(SUFFIXES)
        raise UnreadableDocument(
            f"Files of the kind {path.suffix!r} cannot be read, only {kinds}.", file=path
        )
    _check_size(path)
    read = _told(path, reader(path))
    first = read.blocks[0] if read.blocks else None
    heading = first.lines[0] if first is not None and first.kind == "heading" else ""
    title = read.title or heading or _named(document_id)
    updated, blocks = _dated(read)
    if not any(block.kind != "heading" for block in blocks):
        raise UnreadableDocument(
            "This document has no text. Scanned pages need text recognition first.", file=path
        )
    return Document(
        document_id=document_id, title=title, blocks=tuple(blocks), updated=updated, url=read.url,
        language=_language(read), section=read.section,
    )  # fmt: skip


def _named(document_id: str) -> str:
    """What a file is called by its name."""
    name = Path(document_id).stem.replace("-", " ").replace("_", " ")
    return name.upper() if name.lower() in ("faq", "faqs") else name.capitalize()


def iso_date(text: str) -> str:
    """ "3 June 2025", "June 3, 2025", "03.06.2025" or "2025-06-03" as an ISO date; "" for anything else."""
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    month = next((i for i, m in enumerate(_MONTHS, 1) if re.search(rf"\b{m}", text, re.IGNORECASE)), 0)
    try:
        if month and len(numbers) >= 2:
            return date(numbers[1], month, numbers[0]).isoformat()
        if len(numbers) >= 3 and numbers[0] > 31:
            return date(*numbers[:3]).isoformat()
        if len(numbers) >= 3:
            return date(numbers[2], numbers[1], numbers[0]).isoformat()
    except ValueError:
        return ""
    return ""


def _told(path: Path, read: Read) -> Read:
    """What was read, with what the file about it says in its place."""
    beside = about(path)
    if not beside.is_file():
        return read
    fields = fields_of(decoded(beside.read_bytes(), beside))
    return msgspec.structs.replace(read, **{name: fields[name] for name in FIELDS if fields.get(name)})


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise UnreadableDocument(f"This file cannot be opened ({error.strerror}).", file=path) from error
    if size == 0:
        raise UnreadableDocument("This file is empty (0 bytes).", file=path)
    if size > MAX_BYTES:
        raise UnreadableDocument(
            f"This file is larger than {MAX_BYTES // 1_000_000} MB. Split it.", file=path
        )


def _language(read: Read) -> str:
    """As the file tells it ("de-AT" is "de"), else as its text reads."""
    if read.language:
        return read.language[:2].lower()
    return text_language("\n".join(line for block in read.blocks for line in block.lines))


def _dated(read: Read) -> tuple[str, list[Block]]:
    """The date, and the blocks without the line that told it."""
    updated = iso_date(read.updated)
    blocks = []
    for place, block in enumerate(read.blocks):
        found = _UPDATED.match(block.lines[0]) if block.kind == "paragraph" and place < 5 else None
        if found and (said := iso_date(found[1])):
            updated = updated or said
        else:
            blocks.append(block)
    return updated, blocks


def _markdown(path: Path) -> Read:
    fields, text = front_matter(decoded(path.read_bytes(), path))
    return Read(blocks=parse(clean_markdown(text)), **{name: fields.get(name, "") for name in FIELDS})


def _html(path: Path) -> Read:
    page = read_html(decoded(path.read_bytes(), path))
    return Read(
        blocks=parse(clean_markdown(page.markdown)), title=page.title, updated=page.updated, url=page.url,
        language=page.language,
    )  # fmt: skip


def _pdf(path: Path) -> Read:
    pdf = read_pdf(path)
    blocks = [b for number, text in pdf.pages for b in parse(clean_markdown(text), page=number)]
    return Read(blocks=blocks, title=pdf.title, updated=pdf.updated)


def _office(path: Path) -> Read:
    from markitdown import MarkItDown, MarkItDownException  # half a second that who answers need not wait for

    damaged = f"This {path.suffix[1:].upper()} file is damaged or not what its name says."
    if path.suffix.lower() != ".csv" and not is_zipfile(path):
        raise UnreadableDocument(damaged, file=path)  # else MarkItDown would take its bytes for text
    try:
        source = seen_docx(path) if path.suffix.lower() == ".docx" else path
        reader = MarkItDown(enable_plugins=False)
        markdown = reader.convert(source, file_extension=path.suffix, style_map=WORD_TITLE).markdown
    except (MarkItDownException, BadZipFile, KeyError, XMLSyntaxError) as error:
        raise UnreadableDocument(damaged, file=path) from error
    return Read(blocks=parse(clean_markdown(markdown)))


def _table(path: Path) -> Read:
    """A table; one of questions and answers as headings with what stands below them."""
    from retrieval.documents.sources.tables import nothing_but_questions  # which reads files by this, too

    if path.suffix.lower() == ".xlsx" and not is_zipfile(path):
        raise UnreadableDocument("This XLSX file is damaged or not what its name says.", file=path)
    asked = nothing_but_questions(path.name, path.read_bytes())
    parts = [part for table in asked for row in table.rows if (part := _answered(table.columns, row.cells))]
    if not parts:
        return _office(path)
    return Read(blocks=parse(clean_markdown("\n\n".join(parts))), title=_named(path.name))


def _answered(columns: Columns, cells: Sequence[str]) -> str:
    """A row of questions and answers as a heading with its text; "" where one of them is missing."""
    needed = (columns.question, columns.answer)
    question, answer = (cells[place].strip() if place < len(cells) else "" for place in needed)
    return f"## {' '.join(question.split())}\n\n{answer}" if question and answer else ""


_READERS: dict[str, Callable[[Path], Read]] = {
    ".md": _markdown, ".markdown": _markdown, ".txt": _markdown, ".html": _html, ".htm": _html, ".pdf": _pdf,
    ".docx": _office, ".pptx": _office, ".xlsx": _table, ".csv": _table,
}  # fmt: skip
