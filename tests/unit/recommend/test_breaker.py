"""When a recommender that fails is asked again."""

from __future__ import annotations

from bot.recommending.guarded import FAILURES, PAUSE, Breaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_what_is_down_is_tried_once_a_pause_and_by_all_when_it_is_back() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.lets_through()
        breaker.failed()
    assert not breaker.lets_through()
    clock.now += PAUSE
    assert [breaker.lets_through() for _ in range(5)] == [True, False, False, False, False]
    breaker.failed()
    clock.now += PAUSE / 2
    assert not breaker.lets_through()
    clock.now += PAUSE
    assert breaker.lets_through()
    breaker.succeeded()
    assert all(breaker.lets_through() for _ in range(5))


def test_single_failures_keep_nobody_away() -> None:
    breaker = Breaker(Clock())
    for _ in range(10):
        assert breaker.lets_through()
        breaker.failed()
        assert breaker.lets_through()
        breaker.succeeded()


def test_a_probe_that_never_came_back_is_followed_by_another() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        breaker.failed()
    clock.now += PAUSE
    assert breaker.lets_through()
    clock.now += PAUSE
    assert breaker.lets_through()
