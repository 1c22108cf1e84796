"""Exports of help centres, as their public APIs give them: Zendesk, Intercom, Chatwoot.

The names of sections may come in the same file as the articles or in another one of the same import. What is
not published, or not for everybody, is passed over and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from retrieval.documents.chunk import SEPARATOR
from retrieval.documents.loaders import iso_date
from retrieval.documents.sources import chatwoot, intercom, zendesk
from retrieval.documents.sources.article import Article, Found, Passed, as_file, slug
from retrieval.documents.sources.export import Export, Fields, Version
from retrieval.errors import UnreadableDocument

KINDS: Mapping[str, Any] = {"zendesk": zendesk, "intercom": intercom, "chatwoot": chatwoot}
_DEPTH = 5
"""Groups within groups."""


def read_export(data: bytes) -> tuple[str, Export]:
    """Whose export this is ("zendesk", "intercom", "chatwoot"), and what is in it.

    Raises: UnreadableDocument.
    """
    try:
        decoded = msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise UnreadableDocument(f"This is not JSON: {error}.") from error
    for kind, centre in KINDS.items():
        export = centre.read(decoded)
        if export is not None:
            return kind, export
    raise UnreadableDocument(
        "This JSON is no export of articles from Zendesk (articles), Intercom (data) or Chatwoot (payload)."
    )


def group_names(kind: str, exports: Sequence[Export]) -> dict[str, str]:
    """The full names of all groups by their keys: "section 12" is "Delivery › Abroad"."""
    groups = {key: group for export in exports for key, group in export.groups.items()}
    return {key: SEPARATOR.join(_path(key, groups, KINDS[kind].PARENTS)) for key in groups}


def read_articles(
    kind: str, export: Export, names: Mapping[str, str], source: str
) -> Iterator[Found | Passed]:
    """The published articles of an export as files; the others are passed over."""
    for place, article in enumerate(export.articles, 1):
        where = f"{source}, article {place}"
        try:
            for version in KINDS[kind].versions(article):
                yield _file(version, names, f"{source}, article {version.id}")
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            yield Passed(where=where, reason=f"It is not as {kind.capitalize()} writes it: {error!r}.")


def _file(version: Version, names: Mapping[str, str], where: str) -> Found | Passed:
    where = f"{where} ({version.title or 'without a title'})"
    if version.hidden:
        return Passed(where=where, reason=version.hidden, failed=False)
    if not version.title.strip():
        return Passed(where=where, reason="The title is missing.")
    try:
        body = version.body()
    except UnreadableDocument as error:
        return Passed(where=where, reason=error.text)
    if not body.strip():
        return Passed(where=where, reason="This text is empty.")
    article = Article(
        title=version.title, body=body, url=version.url, updated=_day(version.updated),
        language=version.language.lower()[:2], section=names.get(version.group, ""),
    )  # fmt: skip
    return as_file(article, slug(f"{version.id}-{version.language}"), where)


def _path(key: str, groups: Mapping[str, Fields], parents: Sequence[tuple[str, str]]) -> list[str]:
    """A group's name after the names of those above it."""
    path: list[str] = []
    while key in groups and len(path) < _DEPTH:
        group = groups[key]
        path.insert(0, str(group.get("name") or ""))
        key = next((f"{kind} {group[field]}" for kind, field in parents if group.get(field)), "")
    return [name for name in path if name]


def _day(moment: str | float) -> str:
    """The day of an ISO time, or of seconds since 1970; "" for neither."""
    if isinstance(moment, (int, float)):
        return datetime.fromtimestamp(moment, UTC).date().isoformat()
    return iso_date(moment)
