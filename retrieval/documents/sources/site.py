"""One site's folder while its pages are fetched: the files, and what is remembered of them."""

from __future__ import annotations

import time
from pathlib import Path

from yarl import URL

from retrieval.documents.sources.article import Found, named, slug
from retrieval.documents.sources.client import Answer
from retrieval.documents.sources.fetched import Page, read_fetched, write_fetched
from retrieval.documents.sources.folder import TopicFolder, Written

SAVE_EVERY = 1.0
"""Seconds of work that a kill may cost at most."""


class Site:
    """The pages in one folder below ``documents``. ``listed``: a sitemap or list names its pages, so that a
    page that it no longer names is gone."""

    def __init__(self, documents: Path, topic: str) -> None:
        self.listed = False
        self._path = documents / topic
        self._files = TopicFolder(documents, topic, "web")
        self._memory = read_fetched(self._path)
        self._memory.since = self._memory.since or time.time()
        self._saved = time.monotonic()

    @property
    def written(self) -> Written:
        """What was done to the files."""
        return self._files.written

    def done(self, url: str) -> bool:
        """Whether a run that was stopped has fetched this page already; it then counts as unchanged."""
        if not self._memory.done(url):
            return False
        self._files.leave(self._memory.pages[url].name)
        return True

    def conditions(self, url: str) -> dict[str, str]:
        """Request headers that let the server say that nothing changed."""
        return self._memory.conditions(url, self._path)

    def keep(self, url: str) -> None:
        """The page could not be fetched; its file stays."""
        if url in self._memory.pages:
            self._files.keep(self._memory.pages[url].name)

    def unchanged(self, url: str) -> None:
        """The server says that nothing changed."""
        page = self._memory.pages[url]
        self._files.leave(page.name)
        self._remember(url, page.name, page.etag, page.modified)

    def write(self, url: str, found: Found, answer: Answer) -> None:
        """Keep the page, and what the server calls this version.

        Raises: OSError.
        """
        self._files.write(found)
        headers = answer.headers
        self._remember(url, found.name, headers.get("etag", ""), headers.get("last-modified", ""))

    def finish(self, *, remove: bool) -> None:
        """The run is over: name or remove what is gone, if that is known."""
        if self.listed:
            self._files.finish(remove=remove)
        self._memory.since = 0.0
        self.save()

    def save(self) -> None:
        """Keep all records."""
        self._files.save()
        if self._memory.pages:
            write_fetched(self._path, self._memory)
        self._saved = time.monotonic()

    def _remember(self, url: str, name: str, etag: str, modified: str) -> None:
        self._memory.pages[url] = Page(name=name, etag=etag, modified=modified, at=time.time())
        if time.monotonic() - self._saved > SAVE_EVERY:
            self.save()


def page_name(url: URL) -> str:
    """A file name that tells the page, and that no other address shares."""
    readable = slug(url.path.rsplit(".", 1)[0] if "." in url.name else url.path, most=50) or "index"
    return f"{readable}-{named(str(url)).rsplit('-', 1)[-1]}"


def site_topic(url: URL) -> str:
    """The folder for a host's pages."""
    return f"web/{url.host}" if url.is_default_port() else f"web/{url.host}-{url.port}"
