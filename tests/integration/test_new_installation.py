"""A shop's own installation: laid out, prepared, asked, and its documents changed while it answers."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from shopper import Shopper, begin
from typer.testing import CliRunner

from bot.app import build_app
from bot.cli import build_cli
from bot.record.migrate import migrate
from bot.settings import load_settings
from bot.wiring import open_services


def run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, text=True, timeout=110, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def own_shop(prepared_demo: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    assert "Laid out" in run("init", str(folder), "--name", "Little Shop")
    shutil.copytree(prepared_demo / "var" / "models", folder / "var" / "models", copy_function=os.link)
    assert "no mistakes" in run("check", "--state", str(folder))
    return folder


async def test_it_answers_as_it_was_laid_out_and_from_what_is_written_later(own_shop: Path) -> None:
    prepared = await asyncio.to_thread(run, "prepare", "--state", str(own_shop))
    assert "2 products, 3 variants" in prepared
    assert "!" not in prepared
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        curated = await shopper.replies("how many days do I have for a return?")
        assert "30 days" in curated[-1]["text"]
        assert [c["document_id"] for c in curated[-1]["citations"]] == ["returns.md"]
        parking = own_shop / "documents" / "parking.md"
        parking.write_text("# Parking\n\nCustomers may park in the yard behind the shop for two hours.\n")
        await asyncio.to_thread(run, "index", "build", "--state", str(own_shop))
        assert await cited(shopper, "where may customers park?", "parking.md")


async def cited(shopper: Shopper, question: str, document: str) -> str:
    """The reply that cites only this document, "" for none: a new index is served within seconds, not at
    once."""
    wanted = [document] if document else []
    for _ in range(40):
        reply = (await shopper.replies(question))[-1]
        if [citation["document_id"] for citation in reply.get("citations", ())] == wanted:
            return str(reply["text"])
        await asyncio.sleep(0.25)
    return ""


async def test_it_is_taught_while_it_answers(own_shop: Path) -> None:
    await asyncio.to_thread(run, "prepare", "--state", str(own_shop))
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    await migrate(settings.database_url)
    question = "does an unboxed espresso machine go back to you?"

    async def teach(*arguments: str) -> str:
        command = ["teach", question, *arguments, "--state", str(own_shop)]
        done = await asyncio.to_thread(CliRunner().invoke, build_cli(), command)
        return done.output if done.exit_code == 0 else str(done.exception)

    assert "Near: returns.md" in await teach("--document", "return.md", "--sentence", "It must be unused.")
    assert "It must be unused." in await teach("--document", "returns.md", "--sentence", "It must be used.")
    assert "--nothing" in await teach()
    assert "was not taught" in await teach("--forget")
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        said = await teach("--document", "returns.md", "--sentence", "must be unused")
        assert "It must be unused. [returns.md]" in said
        assert "It must be unused." in await cited(shopper, question, "returns.md")
        await teach("--nothing")
        assert await cited(shopper, question, "")
        assert "Forgotten" in await teach("--forget")
    assert (own_shop / "training" / "retrieval" / "taught.jsonl").read_text() == ""
