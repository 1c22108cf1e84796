"""Removes what is not text: inline markup, invisible characters, page furniture, front matter."""

from __future__ import annotations

import re
import unicodedata

_FRONT_MATTER = re.compile(r"\A﻿?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])")
_CODE = re.compile(r"`([^`\n]+)`")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?(?:br|p|div|span|b|i|strong|em|sup|sub|small|a)\b[^<>]*>", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_QUOTE = re.compile(r"^\s*>\s?", re.MULTILINE)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of a ``---`` block at the top, and the text after it."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text.removeprefix("﻿")
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(found[1])}
    return fields, text[found.end() :]


def clean_markdown(text: str) -> str:
    """Markdown with its blocks kept and its inline markup removed."""
    text = _COMMENT.sub("", _visible(text))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _CODE.sub(r"\1", _STRONG.sub(r"\2", text))
    text = _TAG.sub(" ", _EMPHASIS.sub(r"\1", text))
    text = _ESCAPED.sub(r"\1", _QUOTE.sub("", text))
    return re.sub(r"[^\S\n]+", " ", re.sub(r"^[^\S\n]{1,3}(?=\S)", lambda m: m[0], text, flags=re.MULTILINE))


def _visible(text: str) -> str:
    """Composed characters, without control and zero-width ones; soft hyphens removed."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn"))
