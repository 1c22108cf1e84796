"""``shopclerk gaps``: what shoppers asked in vain is found again, while the bot goes on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import msgspec
from shopper import Shopper

from bot.knowledge.port import Gap


def listed(state: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "bot", "gaps", "--state", str(state), *arguments]
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
