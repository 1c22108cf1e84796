"""What a server answered as a file for the documents folder, with the page's address for the citation."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree
from yarl import URL

from retrieval.documents.html_page import read_html
from retrieval.documents.loaders import iso_date
from retrieval.documents.sources.article import Article, Found, Passed, as_file
from retrieval.documents.sources.client import Answer
from retrieval.documents.text import decoded
from retrieval.errors import UnreadableDocument

PAGE_BYTES = 5_000_000
FILE_BYTES = 50_000_000
HTML = ("text/html", "application/xhtml+xml")
_META_CHARSET = re.compile(rb"<meta[^>]{0,100}charset=[\"']?([\w-]+)", re.IGNORECASE)
_NOINDEX = "//meta[translate(@name, 'ROBTS', 'robts')='robots']/@content"


def page_file(answer: Answer, name: str, changed: str) -> Found | Passed:
    """The page as Markdown, a PDF as it is with its address beside it; ``changed`` is the date where the page
    tells none."""
    if answer.kind == "application/pdf":
        told = f"url: {answer.url}\n".encode()
        return Found(name=f"{name}.pdf", content=answer.body, where=answer.url, about=told)
    if answer.kind not in HTML:
        reason = f"It is neither a page nor a PDF but {answer.kind or 'of no kind'}."
        return Passed(where=answer.url, reason=reason, failed=False)
    if len(answer.body) > PAGE_BYTES:
        return Passed(where=answer.url, reason=f"This page is larger than {PAGE_BYTES // 1_000_000} MB.")
    try:
        return _html(answer, name, changed)
    except UnreadableDocument as error:
        return Passed(where=answer.url, reason=error.text)


def _html(answer: Answer, name: str, changed: str) -> Found | Passed:
    text = _text(answer)
    if "noindex" in answer.headers.get("x-robots-tag", "").lower() or _asks_noindex(text):
        return Passed(where=answer.url, reason="It asks not to be indexed (noindex).", failed=False)
    page = read_html(text)
    if not page.markdown.strip():
        raise UnreadableDocument("This page has no content.")
    article = Article(
        title=page.title, body=page.markdown, url=_address(answer.url, page.url),
        updated=iso_date(page.updated) or changed, language=page.language[:2].lower(),
    )  # fmt: skip
    return as_file(article, name, answer.url)


def _text(answer: Answer) -> str:
    said = _META_CHARSET.search(answer.body[:2048])
    charset = answer.charset or (said[1].decode() if said else "utf-8")
    try:
        return answer.body.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return decoded(answer.body)


def _asks_noindex(text: str) -> bool:
    try:
        tree = lxml.html.document_fromstring(text.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return False
    return any("noindex" in str(content).lower() for content in tree.xpath(_NOINDEX))


def _address(fetched: str, canonical: str) -> str:
    """The page's own name for itself, where it is one on the same site."""
    try:
        own = URL(fetched).join(URL(canonical)) if canonical else URL(fetched)
    except ValueError:
        return fetched
    return str(own) if own.host == URL(fetched).host else fetched
