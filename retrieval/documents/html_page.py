"""Web pages without their furniture: navigation, header, footer, banners, teasers.

A page that marks its content (``main`` or ``article``) is pruned and kept whole; for any other, trafilatura
finds the content.
"""

from __future__ import annotations

import io
import re

import lxml.html
import msgspec
import trafilatura
from lxml import etree

from retrieval.documents.anchors import mark_anchors
from retrieval.documents.unseen import drop_unseen
from retrieval.errors import UnreadableDocument

_FURNITURE = (
    "//script|//style|//noscript|//template|//svg|//iframe|//form|//button|//nav|//header[not(ancestor::article)]"
    "|//footer|//aside|//*[@hidden]|//*[@aria-hidden='true']|//dialog"
    "|//*[@role='navigation' or @role='banner' or @role='contentinfo' or @role='dialog' or @role='search'"
    " or @role='complementary' or @role='alertdialog']"
)
_NAMED = re.compile(
    r"(?:^|[-_\s])(?:cookies?|consent|breadcrumbs?|newsletter|popup|modal|sidebar|share|social|teasers?|related"
    r"|promo|ticker|skip-link|byline)(?:$|[-_\s])",
    re.IGNORECASE,
)


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page's content as Markdown, with what its head says; headings keep their anchors as ``{#id}``."""

    markdown: str
    title: str = ""
    updated: str = ""
    url: str = ""
    language: str = ""


def read_html(html: str) -> Page:
    """The content of a page.

    Raises: UnreadableDocument when there is no markup at all.
    """
    try:
        tree = lxml.html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", html))
    except (etree.ParserError, ValueError) as error:
        raise UnreadableDocument("This page has no content.") from error
    drop_unseen(tree)
    about = {
        "title": _title(tree),
        "updated": _updated(tree),
        "url": _first(tree, "//link[@rel='canonical']/@href"),
        "language": _first(tree, "/html/@lang"),
    }  # fmt: skip
    mark_anchors(tree)
    return Page(markdown=_content(tree), **about)


def _content(tree: lxml.html.HtmlElement) -> str:
    marked = tree.xpath("//main//article | //main | //article")
    if not marked:
        html = lxml.html.tostring(tree, encoding="unicode")
        found = trafilatura.extract(
            html, output_format="markdown", include_tables=True, include_formatting=True, favor_recall=True
        )
        return found or ""
    for element in tree.xpath(_FURNITURE):
        _drop(element)
    for element in tree.xpath("//main//*[@class or @id] | //article//*[@class or @id]"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _NAMED.search(names) and element.tag not in ("main", "article", "body", "html"):
            _drop(element)
    content = (tree.xpath("//main") or tree.xpath("//article"))[0]
    return _to_markdown(content)


def _to_markdown(content: lxml.html.HtmlElement) -> str:
    from markitdown import MarkItDown  # half a second that who answers need not wait for

    markup = lxml.html.tostring(content, encoding="unicode")
    page = f"<html><head><meta charset='utf-8'></head><body>{markup}</body></html>".encode()
    result = MarkItDown(enable_plugins=False).convert_stream(io.BytesIO(page), file_extension=".html")
    return result.markdown


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _title(tree: lxml.html.HtmlElement) -> str:
    heading = tree.xpath("//main//h1 | //article//h1") or tree.xpath("//h1")
    if heading:
        return " ".join(heading[0].text_content().split())
    return re.split(r"\s+[|·–—]\s+", " ".join(_first(tree, "//title/text()").split()))[0]


def _updated(tree: lxml.html.HtmlElement) -> str:
    return (
        _first(tree, "//meta[@property='article:modified_time']/@content")
        or _first(tree, "//meta[@name='date' or @name='last-modified' or @name='updated']/@content")
        or _first(tree, "//main//time/@datetime | //article//time/@datetime")
    )


def _first(tree: lxml.html.HtmlElement, path: str) -> str:
    found = tree.xpath(path)
    return str(found[0]).strip() if found else ""
