"""An HTTP client that trusts no server: sizes, times, redirects and addresses are limited."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.client import ClientResponse
from yarl import URL

from retrieval.documents.sources.addresses import PRIVATE, PrivateAddress, PublicResolver, address, checked
from retrieval.errors import UnreadableDocument

AGENT = "shopclerk"
AT_ONCE = 4
"""Requests in flight."""
TIMEOUT = ClientTimeout(total=30, connect=10)
MAX_REDIRECTS = 5
LONGEST_WAIT = 30.0
"""Seconds to wait, at most, where a server asks for patience."""
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 503)

Permit = Callable[[URL], Awaitable[None]]
"""Raises UnreadableDocument for an address that is not to be fetched."""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered; ``url`` is where the redirects ended, ``headers`` are named in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes = b""
    charset: str = ""

    @property
    def kind(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


class Client:
    """Fetches addresses, a few at a time."""

    def __init__(self, *, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def __aenter__(self) -> Client:
        connector = TCPConnector(resolver=None if self._allow_private else PublicResolver())
        self._session = ClientSession(
            connector=connector, timeout=TIMEOUT, cookie_jar=DummyCookieJar(), headers={"User-Agent": AGENT}
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def get(
        self, url: URL, *, most: int, headers: Mapping[str, str] | None = None, permit: Permit | None = None
    ) -> Answer:
        """The answer after redirects, its body at most ``most`` bytes; a busy server is asked again once.

        Raises: UnreadableDocument when there is no answer, it is too large, or the address is refused.
        """
        for _ in range(MAX_REDIRECTS + 1):
            url = checked(url, allow_private=self._allow_private)
            if permit is not None:
                await permit(url)
            answer = await self._once(url, most, headers or {})
            if answer.status in _BUSY:
                await asyncio.sleep(_patience(answer))
                answer = await self._once(url, most, headers or {})
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            url = address(_joined(url, answer.headers["location"]))
        raise UnreadableDocument("It redirects too often.")

    async def _once(self, url: URL, most: int, headers: Mapping[str, str]) -> Answer:
        try:
            async with (
                self._slots,
                self._session.get(url, headers=headers, allow_redirects=False) as response,
            ):
                body = await _body(response, most) if response.status == 200 else b""
                return Answer(
                    url=str(url), status=response.status, body=body, charset=response.charset or "",
                    headers={name.lower(): value for name, value in response.headers.items()},
                )  # fmt: skip
        except TimeoutError as error:
            raise UnreadableDocument("The server did not answer in time.") from error
        except (ClientError, OSError) as error:
            private = isinstance(getattr(error, "os_error", error), PrivateAddress)
            raise UnreadableDocument(
                PRIVATE if private else f"The server cannot be reached ({error})."
            ) from error


async def _body(response: ClientResponse, most: int) -> bytes:
    body = bytearray()
    async for part in response.content.iter_chunked(65_536):
        body += part
        if len(body) > most:
            raise UnreadableDocument(f"It is larger than {most // 1_000_000} MB.")
    return bytes(body)


def _patience(answer: Answer) -> float:
    asked = answer.headers.get("retry-after", "")
    return min(float(asked) if asked.isdecimal() else 2.0, LONGEST_WAIT)


def _joined(url: URL, location: str) -> str:
    try:
        return str(url.join(URL(location)))
    except ValueError:
        return location
