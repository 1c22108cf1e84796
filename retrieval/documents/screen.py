"""What of a document may become an answer: no orders to bots, no customers' data, no address but of the
web."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from retrieval.documents.clean import clean_markdown
from retrieval.documents.loaders import Document
from retrieval.documents.orders_to_bots import is_order, without_orders
from retrieval.documents.personal_data import masked, without_personal_data
from retrieval.errors import UnreadableDocument

SHOWN = 120
"""Characters of a sentence that a report repeats."""
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.IGNORECASE)


def screen(document: Document) -> tuple[Document, tuple[str, ...]]:
    """The document with what may be shown, and what was left out, one line each.

    Raises: UnreadableDocument when nothing is left.
    """
    blocks, orders = without_orders(document.blocks)
    blocks, personal = without_personal_data(blocks)
    title, told = _title(document)
    left_out = (
        *told,
        *(f"addressed to a bot: {_shortened(text)}" for text in orders),
        *(f"personal data: {kinds}" for kinds in personal),
    )
    if not any(block.kind != "heading" for block in blocks):
        raise UnreadableDocument(
            f"Nothing of this document may be shown. It holds {'; '.join(list(dict.fromkeys(left_out))[:3])}."
        )
    language = document.language if _LANGUAGE.fullmatch(document.language) else "en"
    url = web_address(document.url)
    return replace(document, title=title, blocks=tuple(blocks), url=url, language=language), left_out


def web_address(url: str) -> str:
    """The address, if it is one of the web or relative to the shop's, and hides no other; else "".

    Refused are other schemes, names and passwords before the host, and hosts in letters of several scripts.
    """
    if any(c.isspace() or unicodedata.category(c).startswith("C") for c in url) or "\\" in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    web = parts.scheme in ("http", "https") and parts.netloc
    relative = not parts.scheme and not parts.netloc and ":" not in url.split("/")[0]
    return url if (web or relative) and "@" not in parts.netloc and not _mixed(parts.netloc) else ""


def _mixed(host: str) -> bool:
    """Whether a host has letters of more than one script."""
    return len({unicodedata.name(c, "").split()[0] for c in host if c.isalpha()}) > 1


def _title(document: Document) -> tuple[str, list[str]]:
    """A title that may be shown; the file's name instead of one that is addressed to a bot."""
    title = " ".join(clean_markdown(document.title).split())
    if is_order(title):
        name = Path(document.document_id).stem.replace("-", " ").replace("_", " ").capitalize()
        return name, [f"addressed to a bot: {_shortened(title)}"]
    title, kinds = masked(title)
    return title, [f"personal data: {kind}" for kind in kinds]


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
