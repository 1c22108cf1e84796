"""Conversations are held by several processes as by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.wiring import Services
from training.evaluate import shared_out
from training.evaluate.conversations import hold, sound_cases

FEW = 7


async def test_several_processes_find_what_one_finds(
    services: Services, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_out, "LEAST", 3)
    monkeypatch.setattr(shared_out.os, "cpu_count", lambda: 2)
    cases = sound_cases(state / "tests" / "conversations" / "01_tracking.yml")[:FEW]
    told: list[tuple[int, int]] = []
    report = await shared_out.hold_on_all_cores(
        cases, services, state, "", lambda *counted: told.append(counted)
    )
    assert report == await hold(cases, services)
    assert report.passed == FEW
    assert told[-1][1] == FEW
