"""Articles of Intercom's API: ``{"type": "list", "data": [...]}``, and its collections in the same form."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from retrieval.documents.sources.article import html_body
from retrieval.documents.sources.export import Export, Fields, Version, all_have, keyed

PARENTS = (("collection", "parent_id"),)


def read(decoded: Any) -> Export | None:
    """The export; None where it is not Intercom's."""
    rows = decoded.get("data") if isinstance(decoded, dict) else decoded
    if not all_have(rows, "type"):
        return None
    articles = [row for row in rows if row["type"] == "article"]
    groups = keyed("collection", [row for row in rows if row["type"] in ("collection", "section")])
    return Export(articles=articles, groups=groups) if articles or groups else None


def versions(article: Fields) -> Iterator[Version]:
    """All its languages where they are included, else the default one."""
    translated = article.get("translated_content") or {}
    contents = {language: content for language, content in translated.items() if isinstance(content, dict)}
    default: dict[str, Fields] = {article.get("default_locale") or "": article}
    for language, content in (contents or default).items():
        state = content.get("state")
        yield Version(
            id=str(article["id"]), title=content.get("title") or "", language=language,
            body=partial(html_body, content.get("body") or ""),
            hidden="" if state == "published" else f"It is not published ({state}).",
            url=content.get("url") or "", updated=content.get("updated_at") or "",
            group=f"collection {article.get('parent_id')}",
        )  # fmt: skip
