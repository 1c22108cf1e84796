"""The text of a message that is HTML: what a reader saw, a line for each block, without quoted messages."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from retrieval.documents.unseen import drop_unseen

_MARKUP = re.compile(
    r"<(?:p|br|div|ul|ol|li|h[1-6]|table|strong|em|b|i|u|a|span|img|blockquote|html|body)\b[^<>]*/?>",
    re.IGNORECASE,
)
_QUOTED = (
    "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[contains(concat(' ', @class, ' '), ' yahoo_quoted ')] | //style | //title"
)
_BLOCK_NAMES = """
address article blockquote div dl dt dd fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main ol p
pre section table tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())


def said(text: str | None) -> str:
    """The text of a message that may be HTML or plain; "" for none."""
    if not text or not _MARKUP.search(text):
        return (text or "").strip()
    try:
        tree = lxml.html.document_fromstring(f"<html><body>{text}</body></html>")
    except (etree.ParserError, ValueError):
        return ""
    drop_unseen(tree)
    for quoted in tree.xpath(_QUOTED):
        if quoted.getparent() is not None:
            quoted.drop_tree()
    return _lines(tree)


def _lines(tree: lxml.html.HtmlElement) -> str:
    for element in tree.iter():
        if element.tag == "br":
            element.tail = "\n" + (element.tail or "")
        elif element.tag == "li":
            element.text = "\n- " + (element.text or "").lstrip()
        elif element.tag in _BLOCKS:
            element.text = "\n" + (element.text or "")
        if element.tag in _BLOCKS:
            element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return "\n".join(line for line in lines if line)
