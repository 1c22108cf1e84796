"""Lists of addresses: sitemaps (sitemaps.org), packed or not, indexes of sitemaps, and plain lists."""

from __future__ import annotations

import zlib

import msgspec
from lxml import etree

from retrieval.documents.loaders import iso_date
from retrieval.documents.text import decoded
from retrieval.errors import UnreadableDocument

MAX_BYTES = 50_000_000
"""Of one sitemap when unpacked, as its protocol has it."""


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses of pages with the day of their last change ("" where it is not told), and of listings."""

    pages: dict[str, str] = {}
    listings: list[str] = []


def read_listing(data: bytes) -> Listing:
    """The addresses in a sitemap, an index of sitemaps, or a text with one a line (# begins a comment).

    Raises: UnreadableDocument.
    """
    data = _unpacked(data) if data.startswith(b"\x1f\x8b") else data
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        lines = (line.strip() for line in decoded(data).splitlines())
        return Listing(pages=dict.fromkeys((line for line in lines if line and line[0] != "#"), ""))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"This is not a sitemap: {error}.") from error
    if root is None or etree.QName(root).localname not in ("urlset", "sitemapindex"):
        raise UnreadableDocument("This is neither a sitemap nor a list of addresses.")
    found = {_child(entry, "loc"): iso_date(_child(entry, "lastmod")) for entry in root.iterchildren("{*}*")}
    found.pop("", None)
    if etree.QName(root).localname == "sitemapindex":
        return Listing(listings=list(found))
    return Listing(pages=found)


def _child(entry: etree._Element, name: str) -> str:
    return (entry.findtext(f"{{*}}{name}") or "").strip()


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        text = unpacker.decompress(data, MAX_BYTES + 1)
    except zlib.error as error:
        raise UnreadableDocument("This packed sitemap is damaged.") from error
    if len(text) > MAX_BYTES:
        raise UnreadableDocument(f"This sitemap unpacks to more than {MAX_BYTES // 1_000_000} MB.")
    return text
