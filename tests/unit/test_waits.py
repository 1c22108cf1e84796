"""How long a person is usually waited for."""

from __future__ import annotations

from bot.record.waits import usual


def test_four_of_five_waited_no_longer() -> None:
    waits = [(1_000.0 + number, float(seconds)) for number, seconds in enumerate((60, 900, 30, 90, 45))]
    assert usual(waits, lambda _moment: True) == 90.0


def test_few_waits_are_no_rule() -> None:
    assert usual([(1_000.0, 60.0)] * 4, lambda _moment: True) is None


def test_a_wait_counts_by_when_it_began() -> None:
    night, day = [(50_000.0, 40_000.0)] * 9, [(50_000.0, 120.0)] * 5
    assert usual([*night, *day], lambda moment: moment > 30_000.0) == 120.0
