"""Times two releases in turn, message by message: a machine that is busy for a while is so for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle, islice
from time import perf_counter
from typing import NamedTuple

from bot.knowledge.translate import translated_errors
from bot.models import model_threads
from bot.prepare import Steps
from training.judge.judged_by import JudgedBy
from training.judge.metrics import Outcome
from training.judge.opened import Opened

TIMED = 100
"""Times that both read and answer a text."""
WARM = 5
"""Of those, once more at the start, not counted: buffers and caches."""


class Timed(NamedTuple):
    """Milliseconds of each text, by release."""

    candidate: tuple[float, ...]
    base: tuple[float, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Those of the candidate, as outcomes."""
        return tuple(
            Outcome(id=f"text {n}", group=f"text {n}", value=ms)
            for n, ms in enumerate(self.candidate, start=1)
        )


def timed_in_turn(candidate: Opened, base: Opened, by: JudgedBy, steps: Steps) -> Timed | None:
    """Let both read and answer the same texts; None where there are none."""
    texts = [case.question for case in by.questions] or [one.turn.text for one in by.turns]
    if not texts:
        return None
    steps.begin("Times")
    chosen = list(islice(cycle(texts[:: max(1, len(texts) // TIMED)]), TIMED))  # few texts again and again
    with model_threads(1) as executor, translated_errors():
        found = executor.submit(_timed, chosen, candidate, base, steps.advance)
        timed = found.result()
    steps.end(f"{len(timed.base)} texts, read and answered by both")
    return timed


def _timed(
    texts: Sequence[str], candidate: Opened, base: Opened, progress: Callable[[int, int], None]
) -> Timed:
    for text in texts[:WARM]:
        _milliseconds(candidate, text)
        _milliseconds(base, text)
    times: list[tuple[float, float]] = []
    for number, text in enumerate(texts):
        first, second = (candidate, base) if number % 2 else (base, candidate)
        one, other = _milliseconds(first, text), _milliseconds(second, text)
        times.append((one, other) if number % 2 else (other, one))
        progress(number + 1, len(texts))
    return Timed(tuple(one for one, _ in times), tuple(other for _, other in times))


def _milliseconds(release: Opened, text: str) -> float:
    started = perf_counter()
    release.understander.read(text)
    release.answerer.answer(text)
    return (perf_counter() - started) * 1000
