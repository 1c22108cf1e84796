"""What a source yields: files for the documents folder, and entries that are passed over with the reason."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import msgspec

from retrieval.documents.html_page import read_html
from retrieval.errors import UnreadableDocument

_MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li|h[1-6]|table|strong|em|b|i|a|span)\b[^<>]*>", re.IGNORECASE)


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A file to be written: ``name`` is its path below the topic's folder; ``where`` it came from; ``about``
    what the file beside it is to say of it (``files.about``), where there is none yet."""

    name: str
    content: bytes
    where: str
    about: bytes = b""


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that is not taken. ``failed`` tells a mistake from what is left out on purpose (a draft)."""

    where: str
    reason: str
    failed: bool = True


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """A text with what is known about it; ``body`` is Markdown; ``updated`` an ISO date or ""."""

    title: str
    body: str
    url: str = ""
    updated: str = ""
    language: str = ""
    section: str = ""


def as_file(article: Article, name: str, where: str) -> Found:
    """The article as a Markdown file with front matter."""
    fields = {
        "title": article.title, "url": article.url, "updated": article.updated,
        "language": article.language, "section": article.section,
    }  # fmt: skip
    head = "".join(f"{key}: {' '.join(value.split())}\n" for key, value in fields.items() if value.strip())
    content = f"---\n{head}---\n\n{article.body.strip()}\n"
    return Found(name=f"{name}.md", content=content.encode(), where=where)


def html_body(html: str) -> str:
    """A piece of HTML as Markdown, without what is not content.

    Raises: UnreadableDocument when nothing is left.
    """
    page = read_html(f"<html><body><article>{html}</article></body></html>")
    if not page.markdown.strip():
        raise UnreadableDocument("This text is empty.")
    return page.markdown


def either_body(text: str) -> str:
    """Markdown of a text that may be HTML or plain."""
    return html_body(text) if _MARKUP.search(text) else text


def slug(text: str, *, most: int = 60) -> str:
    """A file name of small letters, digits and hyphens; "" when the text has none of them."""
    plain = (
        unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss")).encode("ascii", "ignore").decode()
    )
    return re.sub(r"[^a-z0-9]+", "-", plain)[:most].strip("-")


def named(text: str) -> str:
    """A readable file name that no other text shares."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return "-".join(part for part in (slug(text, most=50), digest) if part)
