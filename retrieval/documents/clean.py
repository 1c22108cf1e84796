"""Removes what is not text: inline markup, invisible characters, page furniture, front matter."""

from __future__ import annotations

import html
import re
import unicodedata

_FRONT_MATTER = re.compile(r"\A﻿?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(\w+)\s*:\s*(.*?)\s*$", re.MULTILINE)
_TARGET = r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\]\n]*\])"
_IMAGE = re.compile(rf"!\[[^\]]*\]{_TARGET}")
_LINK = re.compile(rf"\[([^\]]+)\]{_TARGET}")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^)]*\)))?[ \t]*$", re.MULTILINE
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_BOLD_LINE = re.compile(
    r"^[^\S\n]{0,3}(\*\*|__)(?=\S)(?P<said>[^*_\n]{2,118}?)(?<=\S)\1[^\S\n]*:?[^\S\n]*$(?=\n[^\S\n]*\S)"
    r"|^[^\S\n]{0,3}(\*\*|__)(?=\S)(?P<asked>[^*_\n]{2,117}?\?)\3[^\S\n]*$",
    re.MULTILINE,
)
"""A line that is bold as a whole and stands right above what it is of, or asks: a heading of its own kind."""
_EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)([^*_\n]+?)(?<=\S)[*_](?![\w*])")
_CODE = re.compile(r"`([^`\n]+)`")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_RUNNING = re.compile(
    r"<(script|style|noscript|template|iframe|object|embed|svg|math|textarea|title)\b[^<>]*>.*?</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
"""Elements whose content is no text of the page."""
_TAG = re.compile(
    r"</?(?:a|abbr|address|applet|area|article|aside|audio|b|base|blockquote|body|br|button|canvas|center|cite|code"
    r"|col|dd|del|details|dialog|div|dl|dt|em|embed|fieldset|figure|font|footer|form|frame|h[1-6]|head|header|hr"
    r"|html|i|iframe|img|input|ins|label|li|link|main|map|mark|marquee|math|meta|nav|noscript|object|ol|option|p"
    r"|param|picture|pre|q|s|script|section|select|small|source|span|strike|strong|style|sub|summary|sup|svg|table"
    r"|tbody|td|template|text|textarea|tfoot|th|thead|title|tr|track|u|ul|video|wbr)(?=[\s/>])"
    r"(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*/?>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_QUOTE = re.compile(r"^\s*>\s?", re.MULTILINE)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of a ``---`` block at the top, and the text after it."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return {}, text.removeprefix("﻿")
    return fields_of(found[1]), text[found.end() :]


def fields_of(text: str) -> dict[str, str]:
    """The fields of lines such as "title: Returns", by their names in small letters."""
    return {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(text)}


def clean_markdown(text: str) -> str:
    """Markdown with its blocks kept and its inline markup removed."""
    text = _without_tags(_COMMENT.sub("", _visible(html.unescape(text))))
    text = _LINK.sub(r"\1", _IMAGE.sub("", _DEFINITION.sub("", text)))
    text = _BOLD_LINE.sub(lambda m: f"\n###### {m['said'] or m['asked']}\n", text)
    text = _CODE.sub(r"\1", _STRONG.sub(r"\2", text))
    text = _EMPHASIS.sub(r"\1", text)
    text = _ESCAPED.sub(r"\1", _QUOTE.sub("", text))
    return re.sub(r"[^\S\n]+", " ", re.sub(r"^[^\S\n]{1,3}(?=\S)", lambda m: m[0], text, flags=re.MULTILINE))


def _without_tags(text: str) -> str:
    """Text without HTML, also where a tag stands inside of another."""
    before = ""
    while text != before:
        before, text = text, _TAG.sub(" ", _RUNNING.sub(" ", text))
    return text


def _visible(text: str) -> str:
    """Composed characters, without control and zero-width ones; soft hyphens removed."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn"))
