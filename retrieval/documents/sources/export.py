"""What a help centre's export holds, whosever it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

import msgspec

Fields = Mapping[str, Any]


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """One file of an export: articles, and groups (sections, categories, collections) by their key,
    for example ``section 12``. Either may be empty."""

    articles: list[Fields] = []
    groups: dict[str, Fields] = {}


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """An article in one language. ``body`` makes Markdown of its text, or raises UnreadableDocument;
    ``hidden`` says why it is not for shoppers, or is ""; ``updated`` is an ISO time or seconds since 1970;
    ``group`` is a key of ``Export.groups``."""

    id: str
    title: str
    body: Callable[[], str]
    hidden: str
    url: str = ""
    updated: str | int | float = ""
    language: str = ""
    group: str = ""


def all_have(rows: object, *names: str) -> TypeGuard[list[Fields]]:
    """Whether these are objects, at least one, each with all the fields."""
    return (
        isinstance(rows, list)
        and bool(rows)
        and all(isinstance(row, dict) and set(names) <= set(row) for row in rows)
    )


def keyed(kind: str, rows: list[Fields]) -> dict[str, Fields]:
    """Groups by their key."""
    return {f"{kind} {row.get('id')}": row for row in rows}
