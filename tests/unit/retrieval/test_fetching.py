"""Pages from the web, against a real server: what is kept, what is asked again, and what is refused."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from reportlab.platypus import Paragraph, SimpleDocTemplate
from web_shop import WebShop, packed, serving

from retrieval.documents.loaders import Document, load_document
from retrieval.documents.sources.addresses import is_public
from retrieval.documents.sources.fetching import fetch_pages
from retrieval.documents.sources.importing import Imported


@pytest.fixture
async def shop() -> AsyncIterator[WebShop]:
    async with serving(WebShop()) as shop:
        shop.page("/help/returns", "Returns", "You have 60 days.")
        shop.page("/help/shipping", "Shipping", "Two days.")
        shop.bytes_at("/sitemap.xml", shop.sitemap("/help/returns", "/help/shipping").encode())
        yield shop


async def take(shop: WebShop, folder: Path, *sources: str, replace: bool = False) -> Imported:
    paths = {source for source in sources if source.startswith("/") and not Path(source).exists()}
    addresses = [shop.origin + source if source in paths else source for source in sources]
    return await fetch_pages(addresses, folder, topic="web", replace=replace, allow_private=True)


def documents(folder: Path) -> dict[str, Document]:
    found = (load_document(path, path.name) for path in sorted(folder.rglob("*.md")))
    return {document.title: document for document in found}


async def test_a_sitemap_brings_its_pages_with_address_and_date(shop: WebShop, tmp_path: Path) -> None:
    report = await take(shop, tmp_path, "/sitemap.xml")
    found = documents(tmp_path)
    assert len(report.written.added) == 2
    assert (found["Returns"].url, found["Returns"].updated) == (f"{shop.origin}/help/returns", "2026-02-01")
    assert [block.lines for block in found["Returns"].blocks][-1] == ("You have 60 days.",)
    assert "Imprint" not in str(found["Returns"])
    assert shop.agents == {"shopclerk"}


async def test_pages_that_did_not_change_are_not_sent_again(shop: WebShop, tmp_path: Path) -> None:
    await take(shop, tmp_path, "/sitemap.xml")
    shop.page("/help/shipping", "Shipping", "Three days.")
    report = await take(shop, tmp_path, "/sitemap.xml")
    assert (len(report.written.changed), len(report.written.unchanged)) == (1, 1)
    assert shop.seen["/help/returns 304"] == 1
    assert shop.seen["/help/returns 200"] == 1


async def test_a_page_whose_file_was_deleted_is_fetched_again(shop: WebShop, tmp_path: Path) -> None:
    (name,) = (await take(shop, tmp_path, "/help/returns")).written.added
    (tmp_path / name).unlink()
    assert (await take(shop, tmp_path, "/help/returns")).written.added == [name]


async def test_packed_sitemaps_indexes_and_lists_are_followed(shop: WebShop, tmp_path: Path) -> None:
    shop.bytes_at("/a.xml.gz", packed(shop.sitemap("/help/returns")), "application/gzip")
    index = shop.sitemap("/a.xml.gz", "/index.xml", kind="sitemapindex", entry="sitemap")
    shop.bytes_at("/index.xml", index.encode())
    pages = tmp_path / "pages.txt"
    pages.write_text(f"# Help\n{shop.origin}/help/shipping\nnot an address\n")
    report = await take(shop, tmp_path, "/index.xml", str(pages))
    assert set(documents(tmp_path)) == {"Returns", "Shipping"}
    assert list(report.failed) == ["not an address"]


async def test_a_pdf_keeps_its_address(shop: WebShop, tmp_path: Path) -> None:
    SimpleDocTemplate(str(tmp_path / "m.pdf")).build([Paragraph("Pitch the tent on level ground.")])
    folder = tmp_path / "documents"
    shop.bytes_at("/m.pdf", (tmp_path / "m.pdf").read_bytes(), "application/pdf")
    shop.answers["/manual"] = [web.Response(status=302, headers={"Location": "/m.pdf"})]
    shop.bytes_at("/sitemap.xml", shop.sitemap("/manual").encode())
    (name,) = (await take(shop, folder, "/sitemap.xml")).written.added
    assert load_document(folder / name, name).url == f"{shop.origin}/m.pdf"
    assert (await take(shop, folder, "/sitemap.xml")).written.unchanged == [name]
    with (folder / f"{name}.about").open("a") as by_hand:
        by_hand.write("title: Tent manual\n")
    assert (await take(shop, folder, "/sitemap.xml")).written.unchanged == [name]
    assert load_document(folder / name, name).title == "Tent manual"
    shop.bytes_at("/sitemap.xml", shop.sitemap("/help/returns").encode())
    assert (await take(shop, folder, "/sitemap.xml", replace=True)).written.removed == [name]
    assert not list(folder.rglob("*.pdf*"))


async def test_pages_gone_from_the_sitemap_are_removed_when_told(shop: WebShop, tmp_path: Path) -> None:
    await take(shop, tmp_path, "/sitemap.xml")
    shop.bytes_at("/sitemap.xml", shop.sitemap("/help/returns").encode())
    assert len((await take(shop, tmp_path, "/sitemap.xml")).written.gone) == 1
    assert len((await take(shop, tmp_path, "/help/returns", replace=True)).written.removed) == 0
    assert len((await take(shop, tmp_path, "/sitemap.xml", replace=True)).written.removed) == 1
    assert set(documents(tmp_path)) == {"Returns"}


async def test_a_site_that_is_down_loses_no_page(shop: WebShop, tmp_path: Path) -> None:
    await take(shop, tmp_path, "/sitemap.xml")
    shop.answers["/help/returns"] = [web.Response(status=500)]
    report = await take(shop, tmp_path, "/sitemap.xml", replace=True)
    assert list(report.failed.values()) == ["The server answered with 500."]
    shop.answers["/sitemap.xml"] = [web.Response(status=500)]
    await take(shop, tmp_path, "/sitemap.xml", replace=True)
    assert set(documents(tmp_path)) == {"Returns", "Shipping"}


async def test_one_bad_page_is_named_and_stops_nothing(shop: WebShop, tmp_path: Path) -> None:
    shop.page("/cart", "Cart", "Empty.", head="<meta name='Robots' content='NOINDEX, follow'>")
    shop.bytes_at("/empty", b"", "text/html")
    shop.bytes_at("/photo.png", b"\x89PNG", "image/png")
    shop.answers["/loop"] = [web.Response(status=302, headers={"Location": "/loop"})]
    shop.answers["/file"] = [web.Response(status=302, headers={"Location": "file:///etc/passwd"})]
    shop.bytes_at("/large", b"<p>" + b"x" * 6_000_000, "text/html")
    paths = ("/nowhere", "/cart", "/empty", "/photo.png", "/loop", "/file", "/large", "/help/returns")
    report = await take(shop, tmp_path, *paths)
    assert {url.removeprefix(shop.origin): reason for url, reason in report.failed.items()} == {
        "/nowhere": "The server has no such page (404).",
        "/empty": "This page has no content.",
        "/loop": "It redirects too often.",
        "/file": "Only addresses that begin with http:// or https:// are fetched.",
        "/large": "This page is larger than 5 MB.",
    }
    assert sorted(reason.split("(")[0] for reason in report.skipped.values()) == [
        "It asks not to be indexed ", "It is neither a page nor a PDF but image/png.",
    ]  # fmt: skip
    assert set(documents(tmp_path)) == {"Returns"}


async def test_a_busy_server_is_asked_again(shop: WebShop, tmp_path: Path) -> None:
    busy = web.Response(status=503, headers={"Retry-After": "0"})
    good = web.Response(text=shop.pages["/help/returns"], content_type="text/html")
    shop.answers["/help/returns"] = [busy, good]
    assert len((await take(shop, tmp_path, "/help/returns")).written.added) == 1


async def test_what_robots_txt_forbids_is_not_asked_for(shop: WebShop, tmp_path: Path) -> None:
    shop.robots = "User-agent: *\nDisallow: /*/returns$\n"
    report = await take(shop, tmp_path, "/sitemap.xml")
    assert list(report.failed.values()) == ["The site's robots.txt does not allow it."]
    assert not any(request.startswith("/help/returns") for request in shop.seen)
    assert shop.seen["/robots.txt 200"] == 1
    assert set(documents(tmp_path)) == {"Shipping"}


async def test_addresses_of_the_own_network_are_refused(shop: WebShop, tmp_path: Path) -> None:
    port = shop.origin.rsplit(":", 1)[1]
    hosts = ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f000001")
    report = await fetch_pages([f"http://{host}:{port}/help/returns" for host in hosts], tmp_path)
    assert len(report.failed) == len(hosts)
    refused = [reason for url, reason in report.failed.items() if "2130706433" not in url]
    assert all("--allow-private" in reason for reason in refused)
    assert not shop.seen


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.20.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::1"],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    assert not is_public(ip_address(address))
    assert is_public(ip_address("93.184.215.14"))
    assert is_public(ip_address("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


async def test_a_listing_cannot_read_files_of_this_computer(shop: WebShop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{shop.origin}/help/returns\n")
    index = f"<sitemapindex><sitemap><loc>{secret}</loc></sitemap></sitemapindex>"
    shop.bytes_at("/index.xml", index.encode())
    report = await take(shop, tmp_path, "/index.xml")
    assert (report.written.added, list(report.failed)) == ([], [str(secret)])


async def test_entities_of_a_sitemap_are_not_resolved(shop: WebShop, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(f"{shop.origin}/help/returns")
    shop.bytes_at("/x.xml", (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
        "<urlset><url><loc>&x;</loc></url></urlset>"
    ).encode())  # fmt: skip
    assert (await take(shop, tmp_path, "/x.xml")).written.added == []


async def test_the_page_names_its_own_address_only_on_its_own_site(shop: WebShop, tmp_path: Path) -> None:
    shop.page("/a?v=1", "A", "Text.")
    shop.page("/a", "A", "Text.", head=f"<link rel='canonical' href='{shop.origin}/own'>")
    shop.page("/b", "B", "Text.", head="<link rel='canonical' href='https://evil.example/'>")
    await take(shop, tmp_path, "/a", "/b")
    found = documents(tmp_path)
    assert (found["A"].url, found["B"].url) == (f"{shop.origin}/own", f"{shop.origin}/b")


KILLED = """
import asyncio, sys
from pathlib import Path
from retrieval.documents.sources import site
from retrieval.documents.sources.fetching import fetch_pages

def progress(done, total):
    if done == 6:
        print("stuck", flush=True)
        input()

site.SAVE_EVERY = 0.0
asyncio.run(fetch_pages([sys.argv[1]], Path(sys.argv[2]), topic="web", allow_private=True, progress=progress))
"""


async def test_a_killed_run_goes_on_where_it_was(shop: WebShop, tmp_path: Path) -> None:
    paths = [f"/p{n}" for n in range(20)]
    for path in paths:
        shop.page(path, f"Page {path}", "Text.")
    shop.bytes_at("/many.xml", shop.sitemap(*paths).encode())
    await killed_in_the_middle(f"{shop.origin}/many.xml", tmp_path)
    sent = {path for path in paths if shop.seen[f"{path} 200"]}
    assert 6 <= len(sent) < 12
    report = await take(shop, tmp_path, "/many.xml")
    asked_again = sum(shop.seen[f"{path} 200"] + shop.seen[f"{path} 304"] - 1 for path in paths)
    assert asked_again <= len(sent) - 6
    assert len(documents(tmp_path)) == 20
    assert not report.failed
    await take(shop, tmp_path, "/many.xml")
    assert sum(shop.seen[f"{path} 304"] for path in paths) >= 20


async def killed_in_the_middle(source: str, folder: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", KILLED, source, str(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip
    assert process.stdout is not None
    assert await process.stdout.readline() == b"stuck\n"
    process.send_signal(signal.SIGKILL)
    await process.wait()
