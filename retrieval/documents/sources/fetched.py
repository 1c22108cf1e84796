"""What is remembered of fetched pages, beside their files: for conditional requests, and to go on later."""

from __future__ import annotations

from pathlib import Path

import msgspec

from retrieval.documents.sources.folder import write_whole
from retrieval.errors import UnreadableDocument

RECORD = ".fetched.json"


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it was last fetched: its file, what the server calls its version, and when (seconds)."""

    name: str
    etag: str = ""
    modified: str = ""
    at: float = 0.0


class Fetched(msgspec.Struct):
    """All pages of a folder by address. ``since`` is when the run that is open began; 0 when none is."""

    pages: dict[str, Page] = {}
    since: float = 0.0

    def done(self, url: str) -> bool:
        """Whether the run that is open has fetched this page already."""
        page = self.pages.get(url)
        return bool(self.since and page and page.at >= self.since)

    def conditions(self, url: str, folder: Path) -> dict[str, str]:
        """The request headers that let the server say that nothing changed."""
        page = self.pages.get(url)
        if page is None or not (folder / page.name).is_file():
            return {}
        named = {"If-None-Match": page.etag, "If-Modified-Since": page.modified}
        return {header: value for header, value in named.items() if value}


def read_fetched(folder: Path) -> Fetched:
    """The record of a folder; an empty one where there is none.

    Raises: UnreadableDocument.
    """
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=Fetched)
    except FileNotFoundError:
        return Fetched()
    except msgspec.MsgspecError as error:
        text = "This record is damaged. Delete it to fetch anew."
        raise UnreadableDocument(text, file=folder / RECORD) from error


def write_fetched(folder: Path, fetched: Fetched) -> None:
    """Keep the record."""
    write_whole(folder / RECORD, msgspec.json.format(msgspec.json.encode(fetched), indent=1))
