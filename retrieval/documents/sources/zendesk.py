"""Articles of Zendesk's Help Center API: ``{"articles": [...], "sections": [...], "categories": [...]}``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from retrieval.documents.sources.article import html_body
from retrieval.documents.sources.export import Export, Fields, Version, all_have, keyed

PARENTS = (("section", "parent_section_id"), ("category", "category_id"))


def read(decoded: Any) -> Export | None:
    """The export; None where it is not Zendesk's."""
    if all_have(decoded, "body", "draft"):
        return Export(articles=decoded)
    if not isinstance(decoded, dict) or not {"articles", "sections", "categories"} & set(decoded):
        return None
    groups = keyed("section", decoded.get("sections", [])) | keyed("category", decoded.get("categories", []))
    return Export(articles=decoded.get("articles", []), groups=groups)


def versions(article: Fields) -> Iterator[Version]:
    """Its translations where they are included, else the article itself."""
    for_some = article.get("user_segment_id") or article.get("user_segment_ids")
    for version in article.get("translations") or [article]:
        hidden = "It is only for some users." if for_some else ""
        yield Version(
            id=str(article["id"]), title=version.get("title") or "", language=version.get("locale") or "",
            body=partial(html_body, version.get("body") or ""),
            hidden="It is a draft." if version.get("draft") else hidden,
            url=version.get("html_url") or "",
            updated=version.get("edited_at") or version.get("updated_at") or "",
            group=f"section {article.get('section_id')}",
        )  # fmt: skip
