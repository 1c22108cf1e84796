"""Micro-batching: calls that arrive while one is running are run together next.

Nobody waits for a batch to fill: a lone call runs at once, and under load batches grow by themselves. It pays
where a batch takes hardly longer than one text, as on a GPU.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from retrieval.encode import Vectors

MOST = 1024
"""Texts of calls that are run together."""


class _Call:
    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.rows: Vectors | None = None
        self.error: BaseException | None = None

    @property
    def done(self) -> bool:
        return self.rows is not None or self.error is not None


class Batches:
    """Runs ``run`` (texts to rows, one each) for one call or several at a time. Thread-safe."""

    def __init__(self, run: Callable[[list[str]], Vectors]) -> None:
        self._run = run
        self._waiting: list[_Call] = []
        self._queue = threading.Lock()
        self._running = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The rows of these texts. Raises what ``run`` raises."""
        call = _Call(texts)
        with self._queue:
            self._waiting.append(call)
        with self._running:
            if not call.done:
                self._run_together(self._taken(call))
        if call.error is not None:
            raise call.error
        assert call.rows is not None
        return call.rows

    def _taken(self, call: _Call) -> list[_Call]:
        """Those that wait, this one in any case; the rest stay for the next."""
        taken, size = [call], len(call.texts)
        with self._queue:
            self._waiting.remove(call)
            for other in list(self._waiting):
                if size + len(other.texts) <= MOST:
                    self._waiting.remove(other)
                    taken.append(other)
                    size += len(other.texts)
        return taken

    def _run_together(self, calls: list[_Call]) -> None:
        try:
            rows = self._run([text for call in calls for text in call.texts])
        except BaseException as error:  # noqa: BLE001 - each caller raises it again
            for call in calls:
                call.error = error
            return
        place = 0
        for call in calls:
            call.rows = rows[place : place + len(call.texts)]
            place += len(call.texts)
