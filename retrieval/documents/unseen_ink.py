"""Text in PDF and DOCX files that nobody sees on the page: white on white, minute, outside of it, or
hidden."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

SMALLEST = 2.0
"""Points below which letters cannot be read."""
_WHITE = 0.96
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def seen(page: Any) -> Any:
    """A page of pdfplumber without the characters that are not seen on it."""
    grounds = [rect for rect in page.rects if rect.get("fill") and not _is_white(rect["non_stroking_color"])]
    grounds += page.images

    def visible(item: dict[str, Any]) -> bool:
        if item.get("object_type") != "char":
            return True
        across, down = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        on_page = 0 <= across <= page.width and 0 <= down <= page.height
        if not on_page or item["size"] < SMALLEST:
            return False
        return not _is_white(item["non_stroking_color"]) or any(_covers(g, across, down) for g in grounds)

    return page.filter(visible)


def seen_docx(path: Path) -> io.BytesIO:
    """A DOCX file without its hidden text (``w:vanish``).

    Raises: KeyError, BadZipFile, XMLSyntaxError for a damaged one.
    """
    copy = io.BytesIO()
    with ZipFile(path) as source, ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, _without_hidden(data) if name == "word/document.xml" else data)
    copy.seek(0)
    return copy


def _without_hidden(xml: bytes) -> bytes:
    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for run in list(tree.iter(f"{_WORD}r")):
        hidden = run.find(f"{_WORD}rPr/{_WORD}vanish")
        if hidden is not None and hidden.get(f"{_WORD}val") not in ("0", "false"):
            run.getparent().remove(run)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _is_white(colour: Any) -> bool:
    """Whether a colour in grey, RGB or CMYK shares is white; a pattern is not."""
    shares = colour if isinstance(colour, tuple | list) else (colour,)
    if not shares or not all(isinstance(share, int | float) for share in shares):
        return False
    return all(s <= 1 - _WHITE for s in shares) if len(shares) == 4 else all(s >= _WHITE for s in shares)


def _covers(ground: dict[str, Any], across: float, down: float) -> bool:
    return bool(ground["x0"] <= across <= ground["x1"] and ground["top"] <= down <= ground["bottom"])
