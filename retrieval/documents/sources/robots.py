"""What a site allows programs to fetch, by its robots.txt (RFC 9309)."""

from __future__ import annotations

import asyncio

from protego import Protego
from yarl import URL

from retrieval.documents.sources.client import AGENT, Client
from retrieval.errors import UnreadableDocument

MAX_BYTES = 500_000
LONGEST_DELAY = 10.0
"""Seconds between two requests to a site, however many it asks for."""


class Robots:
    """The rules of all sites met, each read once."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._rules: dict[str, asyncio.Task[Protego]] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def permit(self, url: URL) -> None:
        """Wait for this address's turn.

        Raises: UnreadableDocument where the site does not allow it.
        """
        site = str(url.origin())
        if site not in self._rules:
            self._rules[site] = asyncio.create_task(self._read(url.origin()))
            self._turns[site] = asyncio.Lock()
        rules = await self._rules[site]
        if not rules.can_fetch(str(url), AGENT):
            raise UnreadableDocument("The site's robots.txt does not allow it.")
        delay = min(rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY)
        if delay:
            async with self._turns[site]:
                await asyncio.sleep(delay)

    async def _read(self, origin: URL) -> Protego:
        """No file: all is allowed. No answer: nothing is, as the RFC has it."""
        try:
            answer = await self._client.get(origin / "robots.txt", most=MAX_BYTES)
        except UnreadableDocument as error:
            raise UnreadableDocument(f"The site's robots.txt cannot be read: {error.text}") from error
        if answer.status >= 500:
            raise UnreadableDocument(f"The site's robots.txt cannot be read: {answer.status}.")
        text = answer.body.decode(errors="replace") if answer.status == 200 else ""
        return Protego.parse(text)
