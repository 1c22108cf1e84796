"""Which addresses may be fetched: only http(s), and only public ones unless told otherwise.

Names are checked when they are resolved, by the resolver that the connection itself uses, so that a name
cannot mean one address when it is checked and another when it is used.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import ThreadedResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from retrieval.errors import UnreadableDocument

PRIVATE = "This address is not public. --allow-private fetches it nevertheless."


class PrivateAddress(OSError):
    """A name that leads to no public address."""


def address(text: str) -> URL:
    """A web address, without the part after #.

    Raises: UnreadableDocument.
    """
    try:
        url = URL(text.strip()).with_fragment(None)
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https") or not url.host:
        raise UnreadableDocument("Only addresses that begin with http:// or https:// are fetched.")
    return url


def checked(url: URL, *, allow_private: bool) -> URL:
    """The address, when it may be fetched as far as can be told without resolving its name.

    Raises: UnreadableDocument.
    """
    if url.user or url.password:
        raise UnreadableDocument("Addresses with a name or password in them are not fetched.")
    try:
        literal = ip_address(url.host or "")
    except ValueError:
        return url
    if not allow_private and not is_public(literal):
        raise UnreadableDocument(PRIVATE)
    return url


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is an address of the public internet; one that wraps an IPv4 address is as that."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


class PublicResolver(AbstractResolver):
    """Resolves names, to public addresses only."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """See ``AbstractResolver``."""
        found = await self._resolver.resolve(host, port, family)
        public = [result for result in found if is_public(ip_address(result["host"].split("%")[0]))]
        if not public:
            raise PrivateAddress(PRIVATE)
        return public

    async def close(self) -> None:
        """See ``AbstractResolver``."""
        await self._resolver.close()
