"""What every feed is read into: rows by the columns of catalogue.csv, and places that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import msgspec
from lxml import etree, html

PLENTY = 100
"""Pieces where a feed says "in stock" and no number."""
OTHER = "Other"
"""Category where a feed names none."""
LONGEST_TEXT = 20_000

_BLANKS = re.compile(r"\s+")
_AFTER_BLANK = re.compile(r"(?<=\w) \.(?=\s|$)")
_BREAKS = ("p", "br", "li", "div", "tr", "td", "th", "h1", "h2", "h3", "h4", "ul", "ol", "table")


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A variant with its product, or why there is none (a code of ``row_check.CODES``, and a reason).

    ``line`` is where it stands in the file, from 1; ``end`` about how many bytes are read. A row without
    product fields belongs to a product that came before.
    """

    line: int
    row: Mapping[str, str] = {}
    code: str = ""
    reason: str = ""
    hint: str = ""
    end: int = 0


class Feed(Protocol):
    """Reads one kind of file."""

    def __call__(self, path: Path) -> Iterator[Item]:
        """The items in the order of the file, in memory that does not grow with it. What breaks off ends with
        an item of the code broken_file.

        Raises: RetrievalError when it cannot be opened or is of another kind.
        """


def row_of(
    *,
    attributes: Iterable[tuple[str, str]] = (),
    tags: Iterable[str] = (),
    published: bool = True,
    **fields: object,
) -> dict[str, str]:
    """A row of catalogue.csv: values as text, separators of lists kept out of their parts."""
    row = {name: "" if value is None else line_of(str(value)) for name, value in fields.items()}
    row["attributes"] = "; ".join(
        f"{line_of(name).replace(':', ' ')}: {line_of(value).replace(';', ',')}"
        for name, value in attributes
        if line_of(name) and line_of(value)
    )
    row["tags"] = ", ".join(dict.fromkeys(tag for raw in tags if (tag := line_of(raw).replace(",", " "))))
    row["published"] = "yes" if published else "no"
    return {"product_id": "", "title": "", "category": "", "variant_id": "", "price": "", "stock": "", **row}


def variant_only(row: Mapping[str, str]) -> dict[str, str]:
    """The row of a further variant: without the fields of its product."""
    kept = ("product_id", "variant_id", "size", "colour", "price", "compare_at_price", "currency", "stock")
    return {name: row.get(name, "") if name in kept else "" for name in row}


def line_of(text: str) -> str:
    """Text on one line, without blanks around it and without control characters."""
    return _BLANKS.sub(" ", text.replace("\0", "")).strip()[:LONGEST_TEXT]


def plain_text(markup: str) -> str:
    """The words of HTML, for a description, each point of a list a sentence; text without markup as it is."""
    if "<" not in markup and "&" not in markup:
        return line_of(markup)
    try:
        tree = html.fragment_fromstring(markup[: LONGEST_TEXT * 5], create_parent="div")
    except (etree.ParserError, ValueError):
        return line_of(re.sub(r"<[^>]*>", " ", markup))
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    for element in tree.iter(*_BREAKS):
        element.text, element.tail = f" {element.text or ''}", f" {element.tail or ''}"
    for point in tree.iter("li"):
        if str(point.text_content()).rstrip()[-1:].isalnum():
            point.tail = f". {point.tail or ''}"
    return _AFTER_BLANK.sub(".", line_of(str(tree.text_content())))


def address(url: object) -> str:
    """A web address or a path of the shop; "" for anything else ("javascript:...")."""
    text = line_of(str(url or ""))
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https", "") and "\\" not in text else ""


def plain_title(title: str, *shown: str) -> str:
    """A title without what tells one variant from another: "Rain jacket - red / M" is a rain jacket."""
    words = [re.escape(word) for word in shown if word]
    if not words:
        return line_of(title)
    one = rf"(?:{'|'.join(words)})"
    tail = re.compile(rf"\s*(?:[-–—|,/(]\s*{one}(?:\s*[,/|–—-]?\s*{one})*\s*\)?)\s*$", re.IGNORECASE)
    return tail.sub("", line_of(title)) or line_of(title)
