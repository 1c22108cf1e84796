"""Web pages into the documents folder: from sitemaps, lists of addresses, or addresses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from yarl import URL

from retrieval.documents.sources.addresses import address
from retrieval.documents.sources.article import Found
from retrieval.documents.sources.client import AT_ONCE, Client
from retrieval.documents.sources.folder import joined
from retrieval.documents.sources.importing import Imported, check_topic
from retrieval.documents.sources.robots import Robots
from retrieval.documents.sources.site import Site, page_name, site_topic
from retrieval.documents.sources.sitemap import MAX_BYTES, read_listing
from retrieval.documents.sources.web_page import FILE_BYTES, page_file
from retrieval.errors import UnreadableDocument

MAX_PAGES = 20_000
MAX_LISTINGS = 500
GONE = (404, 410)
_LISTING = (".xml", ".gz", ".txt")

Progress = Callable[[int, int], None]


async def fetch_pages(
    sources: Sequence[str],
    documents: Path,
    *,
    topic: str = "",
    replace: bool = False,
    allow_private: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Fetch pages into ``documents``, below ``topic`` or ``web/HOST``. A source is the address of a sitemap
    or list (.xml, .gz, .txt), a file of either kind, or the address of a page.

    Robots.txt is respected, unchanged pages are not sent again, and a run that was stopped goes on where it
    was. ``replace`` removes pages that a site's sitemap no longer names, unless a listing could not be read.

    Raises: UnreadableDocument for a topic outside of the documents.
    """
    check_topic(documents, topic)
    async with Client(allow_private=allow_private) as client:
        work = _Fetch(client, documents, topic)
        try:
            await work.list(sources)
            await work.fetch(progress or (lambda *_: None))
        finally:
            work.save()
    return work.finish(replace=replace)


class _Fetch:
    """A running fetch: pages with their dates, and a folder for each site."""

    def __init__(self, client: Client, documents: Path, topic: str) -> None:
        self._client, self._robots = client, Robots(client)
        self._documents, self._topic = documents, topic
        self._pages: dict[str, str] = {}
        self._sites: dict[str, Site] = {}
        self._skipped: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._complete = True

    async def list(self, sources: Sequence[str]) -> None:
        """Gather the addresses of all pages."""
        listings = [source for source in sources if _is_listing(source)]
        for source in sources:
            if source not in listings:
                self._add(source, "", listed=False)
        seen = set[str]()
        while listings and len(seen) < MAX_LISTINGS:
            source = listings.pop(0)
            if source in seen:
                continue
            seen.add(source)
            try:
                listing = read_listing(await self._read(source, local=source in sources))
            except UnreadableDocument as error:
                self._failed[source] = error.text
                self._complete = False
                continue
            listings += listing.listings
            for url, changed in listing.pages.items():
                self._add(url, changed, listed=True)

    async def fetch(self, progress: Progress) -> None:
        """Fetch all pages, a few at a time."""
        waiting, done, total = iter(self._pages.items()), 0, len(self._pages)

        async def work() -> None:
            nonlocal done
            for url, changed in waiting:
                await self._page(url, changed)
                done += 1
                progress(done, total)

        async with asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(work())

    def save(self) -> None:
        """Remember what was fetched, also where the run was stopped."""
        for site in self._sites.values():
            site.save()

    def finish(self, *, replace: bool) -> Imported:
        """The report; removes what is gone."""
        for site in self._sites.values():
            site.finish(remove=replace and self._complete)
        written = joined(site.written for site in self._sites.values())
        return Imported(written=written, skipped=self._skipped, failed=self._failed)

    async def _read(self, source: str, *, local: bool) -> bytes:
        """A listing's bytes; only one that was given by hand may be a file of this computer."""
        if local and "://" not in source:
            return await asyncio.to_thread(_read_file, Path(source))
        answer = await self._client.get(address(source), most=MAX_BYTES, permit=self._robots.permit)
        if answer.status != 200:
            raise UnreadableDocument(f"The server answered with {answer.status}.")
        return answer.body

    def _add(self, source: str, changed: str, *, listed: bool) -> None:
        """Take a page into the run, in one spelling of its address."""
        try:
            url = address(source)
        except UnreadableDocument as error:
            self._failed[source] = error.text
            return
        if len(self._pages) >= MAX_PAGES:
            self._skipped[source] = f"More than {MAX_PAGES} pages are not fetched in one run."
            self._complete = False
            return
        self._pages.setdefault(str(url), changed)
        site = self._site(url)
        site.listed = site.listed or listed

    def _site(self, url: URL) -> Site:
        topic = self._topic or site_topic(url)
        if topic not in self._sites:
            self._sites[topic] = Site(self._documents, topic)
        return self._sites[topic]

    async def _page(self, url: str, changed: str) -> None:
        site = self._site(URL(url))
        if site.done(url):
            return
        try:
            await self._get(site, url, changed)
        except (UnreadableDocument, OSError, ValueError) as error:
            self._failed[url] = error.text if isinstance(error, UnreadableDocument) else str(error)
            site.keep(url)

    async def _get(self, site: Site, url: str, changed: str) -> None:
        answer = await self._client.get(
            URL(url), most=FILE_BYTES, headers=site.conditions(url), permit=self._robots.permit
        )
        if answer.status == 304:
            site.unchanged(url)
        elif answer.status in GONE:
            self._failed[url] = f"The server has no such page ({answer.status})."
        elif answer.status != 200:
            raise UnreadableDocument(f"The server answered with {answer.status}.")
        else:
            found = await asyncio.to_thread(page_file, answer, page_name(URL(url)), changed)
            if isinstance(found, Found):
                site.write(url, found, answer)
            elif found.failed:
                raise UnreadableDocument(found.reason)
            else:
                self._skipped[url] = found.reason


def _is_listing(source: str) -> bool:
    return "://" not in source or source.lower().split("?")[0].endswith(_LISTING)


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"This file cannot be opened ({error.strerror}).") from error
