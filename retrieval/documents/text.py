"""Bytes to text, whatever encoding they are in."""

from __future__ import annotations

from pathlib import Path

from charset_normalizer import from_bytes

from retrieval.errors import UnreadableDocument

_LIKELY = [
    "utf_16", "utf_32", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "shift_jis", "gb18030", "euc_kr",
    "big5",
]  # fmt: skip
_WIDE = ("utf_16", "utf_32")
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜÝàáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿß€£¥§°ºª·•©®™¿¡«»‹›„“”‚‘’–—…×½¼¾²\xa0"
)
"""What stands in western texts; others read as cp1252 show stranger characters."""


def decoded(data: bytes, file: Path | None = None) -> str:
    """UTF-8, else the encoding that fits the bytes best; ``file`` is named in the error.

    Raises: UnreadableDocument.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=_LIKELY).best()
    if best is None or (b"\x00" in data[:4096] and best.encoding not in _WIDE):
        raise UnreadableDocument("This is not a text in any known encoding. Save it as UTF-8.", file=file)
    western = data.decode("cp1252", errors="replace")
    if best.encoding not in _WIDE and all(c.isascii() or c in _WESTERN for c in western):
        return western
    return str(best)
