"""Placeholders in texts: ``{slot}``, and of Jinja what Rasa's own default responses use.

These are ``{{context.name}}`` and ``{{slots.name}}``, with or without ``.keys()`` or ``.values()``, and with
or without ``|join(', ')``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_JINJA = re.compile(
    r"\{\{\s*(?:context|slots)\.(?P<name>\w+)(?:\.(?P<part>keys|values)\(\))?"
    r"(?:\s*\|\s*join\((?P<quote>[\"'])(?P<glue>.*?)(?P=quote)\))?\s*\}\}"
)
_ANY_JINJA = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_NAME = re.compile(r"\{(\w+)\}")


def placeholders(text: str) -> frozenset[str]:
    """The names that a text needs."""
    jinja = {match["name"] for match in _JINJA.finditer(text)}
    return frozenset(jinja | set(_NAME.findall(_JINJA.sub("", text))))


def unreadable(text: str) -> str:
    """The first Jinja expression of a text that ``fill`` does not know, or ""."""
    found = _ANY_JINJA.search(_JINJA.sub("", text))
    return found.group() if found else ""


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its placeholders filled; a missing value leaves nothing behind."""
    filled = _NAME.sub(
        lambda match: as_text(values.get(match[1])), _JINJA.sub(lambda match: _jinja(match, values), text)
    )
    return re.sub(r" +(?=[ .,!?:;])", "", filled).strip() if filled != text else text


def as_text(value: Any, glue: str = ", ") -> str:
    """A value as a shopper reads it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Mapping():
            return glue.join(as_text(item) for item in value.values())
        case list() | tuple() | set() | frozenset():
            return glue.join(as_text(item) for item in value)
        case _:
            return str(value)


def _jinja(match: re.Match[str], values: Mapping[str, Any]) -> str:
    value = values.get(match["name"])
    if match["part"] and isinstance(value, Mapping):
        value = list(value.keys() if match["part"] == "keys" else value.values())
    return as_text(value, match["glue"] if match["glue"] is not None else ", ")
