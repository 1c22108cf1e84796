"""Commands on questions (``gaps``, ``curated``, ``search``) find what came of them, while the bot goes on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import msgspec
from shopper import Shopper

from bot.knowledge.port import Gap
from bot.record.unmet import Unmet


def listed(state: Path, *arguments: str, name: str = "gaps") -> str:
    command = [sys.executable, "-m", "bot", name, "--state", str(state), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_what_was_asked_in_vain_is_listed_with_how_often(
    shopper: Shopper, state: Path, tmp_path: Path
) -> None:
    for text in (
        "do you have a store in Barcelona?",
        "is there a store in Barcelona?",
        "do you ship to France?",
    ):
        await shopper.replies(text)
    await shopper.replies("what does the sauna in your store cost?")
    output = await asyncio.to_thread(listed, state, "--json", str(tmp_path / "gaps.json"))
    assert "3 declined in the last 30 days." in output
    found = msgspec.json.decode((tmp_path / "gaps.json").read_bytes(), type=list[Gap])
    assert [(gap.question, gap.times, gap.now) for gap in found] == [
        ("is there a store in Barcelona?", 2, ""),
        ("what does the sauna in your store cost?", 1, ""),
    ]
    assert any(one.document.startswith("stores/") for one in found[0].tried)


def test_without_any_it_says_so(state: Path) -> None:
    assert "Nothing was declined in the last 7 days." in listed(state, "--days", "7")


def test_a_search_says_how_a_mistyped_question_was_read(state: Path) -> None:
    assert "Read as: how much is shipping?" in listed(state, "how much is shiping?", name="search")
    assert "Read as" not in listed(state, "how much is shipping?", name="search")


async def test_wishes_that_could_not_be_met_are_listed(shopper: Shopper, state: Path, tmp_path: Path) -> None:
    for text in ("do you sell typewriters?", "I need a typewriter", "a down sleeping bag under 40 euros"):
        await shopper.replies(text)
    await shopper.replies("show me tents")
    report = tmp_path / "unmet.json"
    output = await asyncio.to_thread(listed, state, "--json", str(report), name="unmet")
    assert "not sold" in output
    found = msgspec.json.decode(report.read_bytes(), type=list[Unmet])
    assert [(one.wish, one.times, one.known) for one in found] == [
        ("typewriter", 2, False),
        ("down sleeping bags, up to 40 EUR", 1, True),
    ]
    assert {one.conversation_id for one in found} == {shopper.id}
    assert "Nothing was declined" in await asyncio.to_thread(listed, state)


def test_without_any_wish_it_says_so(state: Path) -> None:
    assert "Every wish of the last 30 days was met" in listed(state, name="unmet")


async def test_an_approved_answer_that_was_given_is_counted(
    shopper: Shopper, state: Path, tmp_path: Path
) -> None:
    await shopper.replies("how much is shipping?")
    report = tmp_path / "curated.json"
    await asyncio.to_thread(listed, state, "--json", str(report), name="curated")
    given = {row["id"]: row["given"] for row in msgspec.json.decode(report.read_bytes())}
    assert given["shipping-costs"]["times"] == 1
    assert given["delivery-time"] is None
