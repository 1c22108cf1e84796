"""Conversations are held by several processes as by one."""

from __future__ import annotations

from pathlib import Path

import psutil

from bot.wiring import Services
from training.evaluate import shared_out
from training.evaluate.conversations import hold, sound_cases

FEW = 7


async def test_several_processes_find_what_one_finds(services: Services, state: Path) -> None:
    cases = sound_cases(state / "tests" / "conversations" / "01_tracking.yml")[:FEW]
    told: list[tuple[int, int]] = []
    report = await shared_out.hold_on_all_cores(
        cases, services, state, "", lambda *counted: told.append(counted), processes=2
    )
    assert report == await hold(cases, services)
    assert report.passed == FEW
    assert told[-1][1] == FEW


async def test_one_goes_on_alone_where_another_is_ended(services: Services, state: Path) -> None:
    cases = sound_cases(state / "tests" / "conversations" / "01_tracking.yml")[:FEW]
    ended: list[int] = []

    def end(_done: int, _all: int) -> None:
        for child in psutil.Process().children():
            if "spawn_main" in " ".join(child.cmdline()):
                ended.append(child.pid)
                child.kill()

    report = await shared_out.hold_on_all_cores(cases, services, state, "", end, processes=2)
    assert ended
    assert report.passed == FEW
