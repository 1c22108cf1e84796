"""The ways to read a sentence that hides what it says: look-alike letters, digits for letters, accents,
spread or encoded letters."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator

_ALIKE = str.maketrans(
    "авсԁеһіјкмнорԛгѕтхуԝАВСЕНІЈКМОРЅТХУαεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɡ",
    "abcdehijkmhopqrstxywABCEHIJKMOPSTXYaeikvoptuxABEZHIKMNOPTYXig",
)
"""Cyrillic and Greek letters to the Latin ones that they look like."""
_DIGITS = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*[0-9@$])[\w@$]{4,}", re.IGNORECASE)
_SPREAD = re.compile(r"(?<!\w)(?:\w[ ._*-]{1,3}){5,}\w(?!\w)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(r"\b(?:[0-9a-fA-F]{2}){12,}\b")


def readings(text: str) -> list[str]:
    """A sentence as it stands and, where they differ, as it can be read; in lower case, with single
    spaces."""
    plain = _squeezed(text)
    latin = _without_accents(plain.translate(_ALIKE))
    found = [plain, latin, _MIXED.sub(lambda word: word[0].translate(_DIGITS), latin)]
    found += [re.sub(r"[\W_]+", " ", latin), _SPREAD.sub(lambda run: re.sub(r"\W", "", run[0]), plain)]
    return list(dict.fromkeys([*found, *map(_squeezed, decoded(text))]))


def decoded(text: str) -> Iterator[str]:
    """What is encoded in a text as Base64 or in hexadecimal digits, where it is readable words."""
    for found in _HEX.findall(text):
        yield from _readable(bytes.fromhex(found))
    for found in _BASE64.findall(text):
        body = found.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            yield from _readable(base64.b64decode(body + "=" * (-len(body) % 4), validate=True))
        except binascii.Error:
            continue


def _readable(data: bytes) -> Iterator[str]:
    said = data.decode("utf-8", "replace")
    if " " in said and all(c.isprintable() and c != "\ufffd" for c in said):
        yield said


def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").split())


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
