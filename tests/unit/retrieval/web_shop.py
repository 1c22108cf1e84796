"""A shop's web site on a real server: pages, a sitemap, robots.txt, and the requests that came in."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from aiohttp import web
from aiohttp.test_utils import TestServer


class WebShop:
    """``pages`` are bodies by path; ``answers`` other responses; ``seen`` counts "PATH STATUS"."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.answers: dict[str, list[web.Response]] = {}
        self.robots = ""
        self.seen: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.origin = ""

    def page(self, path: str, title: str, text: str, head: str = "") -> None:
        self.pages[path] = (
            f"<!DOCTYPE html><html lang='en'><head>{head}<title>{title}</title></head><body><nav>Menu</nav>"
            f"<main><h1>{title}</h1><p>{text}</p></main><footer>Imprint</footer></body></html>"
        )

    def sitemap(self, *paths: str, kind: str = "urlset", entry: str = "url") -> str:
        rows = "".join(
            f"<{entry}><loc>{self.origin}{path}</loc><lastmod>2026-02-01</lastmod></{entry}>"
            for path in paths
        )
        return f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{kind}>'

    def bytes_at(self, path: str, body: bytes, kind: str = "application/xml") -> None:
        self.answers[path] = [web.Response(body=body, content_type=kind)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        response = self.respond(request)
        self.seen[f"{request.path} {response.status}"] += 1
        self.agents.add(request.headers["User-Agent"])
        return response

    def respond(self, request: web.Request) -> web.Response:
        if request.path == "/robots.txt":
            return web.Response(text=self.robots)
        if request.path in self.answers:
            queue = self.answers[request.path]
            answer = queue.pop(0) if len(queue) > 1 else queue[0]
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        if request.path not in self.pages:
            return web.Response(status=404)
        text = self.pages[request.path]
        etag = f'"{sha256(text.encode()).hexdigest()[:12]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        return web.Response(text=text, content_type="text/html", headers={"ETag": etag})


@asynccontextmanager
async def serving(shop: WebShop) -> AsyncIterator[WebShop]:
    """The shop, answering at ``shop.origin``."""
    app = web.Application()
    app.router.add_get("/{path:.*}", shop.handle)
    async with TestServer(app) as server:
        shop.origin = str(server.make_url("")).rstrip("/")
        yield shop


def packed(text: str) -> bytes:
    return gzip.compress(text.encode())
