"""Articles of a Chatwoot portal: ``{"payload": [...]}``; their texts are Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from retrieval.documents.sources.article import either_body
from retrieval.documents.sources.export import Export, Fields, Version, all_have, keyed

PARENTS = (("category", "parent_category_id"),)
STATUS = {0: "draft", 1: "published", 2: "archived"}


def read(decoded: Any) -> Export | None:
    """The export; None where it is not Chatwoot's."""
    rows = decoded.get("payload") if isinstance(decoded, dict) else decoded
    rows = [rows] if isinstance(rows, dict) else rows
    if all_have(rows, "content", "status"):
        return Export(articles=rows, groups=keyed("category", [row.get("category") or {} for row in rows]))
    return Export(groups=keyed("category", rows)) if all_have(rows, "name", "slug") else None


def versions(article: Fields) -> Iterator[Version]:
    """The article; Chatwoot keeps each translation as an article of its own."""
    status = STATUS.get(article["status"], article["status"])
    category = article.get("category") or {}
    yield Version(
        id=str(article["id"]), title=article.get("title") or "",
        language=article.get("locale") or category.get("locale") or "",
        body=partial(either_body, article.get("content") or ""),
        hidden="" if status == "published" else f"It is not published ({status}).",
        url=_address(article), updated=article.get("updated_at") or article.get("last_updated_at") or "",
        group=f"category {category.get('id') or article.get('category_id')}",
    )  # fmt: skip


def _address(article: Fields) -> str:
    """Known only where the portal has a domain of its own."""
    portal = article.get("portal") or {}
    domain, name, slug = portal.get("custom_domain"), portal.get("slug"), article.get("slug")
    host = str(domain).removeprefix("https://").strip("/")
    return f"https://{host}/hc/{name}/articles/{slug}" if domain and name and slug else ""
