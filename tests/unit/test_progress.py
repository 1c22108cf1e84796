"""Progress where there is no terminal: a log shows that long work goes on."""

from __future__ import annotations

import threading
import time

from bot.cli.progress import Beat


def test_a_step_that_takes_long_says_now_and_then_how_far_it_is() -> None:
    lines: list[str] = []
    enough = threading.Event()

    def say(line: str) -> None:
        lines.append(line)
        if len(lines) == 3:
            enough.set()

    beat = Beat(say, soon=0.1, every=0.3)
    beat.start()
    beat.begin("Retriever")
    time.sleep(0.05)
    assert lines == []
    beat.begin("Policy")
    beat.far("3/10")
    assert enough.wait(10)
    beat.stop()
    assert set(lines) == {"Policy: 3/10, 0:00"}


def test_a_step_that_is_quick_says_nothing_before_its_end() -> None:
    lines: list[str] = []
    beat = Beat(lines.append, soon=0.5, every=0.5)
    beat.start()
    for number in range(4):
        beat.begin(f"Step {number}")
        time.sleep(0.2)
    beat.stop()
    assert lines == []
