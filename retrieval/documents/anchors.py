"""Anchors of headings: where on a page a section stands, kept as ``{#id}`` at the end of its heading."""

from __future__ import annotations

import re
from urllib.parse import quote, urldefrag

import lxml.html

_MARKED = re.compile(r"\s*\{#([^\s{}]+)\}\s*$")
_LINK_SIGNS = ("", "#", "¶", "§", "🔗")
_HEADINGS = "//h1|//h2|//h3|//h4|//h5|//h6"
_LONE_UNDERSCORE = re.compile(r"(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_SAFE = "%-._~!$&'()*+,;=:@/?"


def mark_anchors(tree: lxml.html.HtmlElement) -> None:
    """Write the anchors of a page's headings into their texts, and drop the signs that link to them."""
    for heading in tree.xpath(_HEADINGS):
        anchor = _anchor(heading)
        for link in heading.xpath(".//a[@href or @id or @name]"):
            if link.text_content().strip() in _LINK_SIGNS:
                link.drop_tree()
        if anchor and heading.text_content().strip():
            _append(heading, f" {{#{_LONE_UNDERSCORE.sub('%5F', quote(anchor, safe=_SAFE))}}}")


def split_anchor(heading: str) -> tuple[str, str]:
    """A heading's text, and its anchor or ""."""
    found = _MARKED.search(heading)
    return (heading[: found.start()], found[1]) if found else (heading, "")


def section_url(url: str, anchor: str) -> str:
    """The address of a section of a page; of the page where it has no anchor."""
    return f"{urldefrag(url).url}#{quote(anchor, safe=_SAFE)}" if url and anchor else url


def _anchor(heading: lxml.html.HtmlElement) -> str:
    """Its own id, that of an anchor within it or right before it, or of the section that it opens."""
    within = heading.xpath("(.//a/@id | .//a/@name | .//span/@id)[1]")
    empty_link = "preceding-sibling::*[1][self::a][not(normalize-space())]"
    before = heading.xpath(f"{empty_link}/@id | {empty_link}/@name")
    found = [heading.get("id") or "", *within, *before, *_opened(heading)]
    return next((str(anchor).strip() for anchor in found if str(anchor).strip()), "")


def _opened(heading: lxml.html.HtmlElement) -> list[str]:
    parent = heading.getparent()
    if parent is None or parent.tag not in ("section", "div") or parent.find("*") is not heading:
        return []
    return [parent.get("id") or ""]


def _append(heading: lxml.html.HtmlElement, text: str) -> None:
    if len(heading):
        heading[-1].tail = f"{heading[-1].tail or ''}{text}"
    else:
        heading.text = f"{heading.text or ''}{text}"
