"""Progress: on a terminal one line a step, with a bar and an honest estimate while it runs; elsewhere plain
lines, so that a log shows that long work goes on."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

SOON, EVERY = 5.0, 30.0
"""Seconds after which a step says for the first time that it runs, off a terminal, and then again."""


class Beat:
    """Says how far the running step is when it takes long, from a thread of its own: what runs may tell
    nothing for minutes. ``say`` gets the line."""

    def __init__(self, say: Callable[[str], None], *, soon: float = SOON, every: float = EVERY) -> None:
        self._say, self._soon, self._every = say, soon, every
        self._now = ("working", "", time.monotonic())
        self._changed, self._stopped = threading.Condition(), False
        self._thread = threading.Thread(target=self._run, name="progress", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        with self._changed:
            self._stopped = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join()

    def begin(self, title: str) -> None:
        """Another step runs, from now on."""
        with self._changed:
            self._now = (title, "", time.monotonic())
            self._changed.notify()

    def far(self, how_far: str) -> None:
        """How far it is."""
        title, _, since = self._now
        self._now = (title, how_far, since)

    def _run(self) -> None:
        with self._changed:
            while not self._stopped:
                if self._changed.wait(self._wait()):
                    continue
                title, how_far, since = self._now
                self._say(f"{title}: {how_far or 'running'}, {_clock(time.monotonic() - since)}")

    def _wait(self) -> float:
        """Seconds until the next line is due."""
        passed = time.monotonic() - self._now[2]
        return self._soon - passed if passed < self._soon else self._every - passed % self._every


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Steps:
    """Shows steps as they are taken. Off a terminal it prints one line at the end of each, and one now and
    then while it runs. Of several processes that train together (torchrun) the first one speaks."""

    def __init__(self) -> None:
        self._console = Console(stderr=True, quiet=os.environ.get("RANK", "0") != "0")
        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓[/]"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            TextColumn("[dim]{task.fields[note]}"),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None
        self._title = ""
        self._beat = Beat(self._plain)

    def __enter__(self) -> Steps:
        self._progress.start()
        if self._progress.disable and not self._console.quiet:
            self._beat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beat.stop()
        self._progress.stop()

    def begin(self, title: str) -> None:
        """A step begins; its length is not known yet."""
        self._task = self._progress.add_task(title, total=None, note="")
        self._title = title
        self._beat.begin(title)

    def advance(self, done: int, total: int) -> None:
        """So much of the running step is done."""
        if self._task is not None:
            self._progress.update(self._task, completed=done, total=max(total, 1), note=f"{done}/{total}")
        self._beat.far(f"{done}/{total}")

    def tell(self, what: str, done: int, total: int) -> None:
        """The same of a step with parts: ``what`` stands before the bar."""
        if self._task is not None:
            self._progress.update(self._task, description=f"{self._title}: {what}")
        self.advance(done, total)
        self._beat.far(f"{what}, {done}/{total}")

    def end(self, note: str) -> None:
        """The running step is done; ``note`` says what came of it."""
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1, note=note)
        self._beat.begin(f"after {self._title}")
        if self._progress.disable:
            self._plain(f"{self._title}: {note}")

    def warn(self, text: str) -> None:
        """Something was left out; the step goes on."""
        self._progress.console.print(f"[yellow]![/] {escape(text)}", highlight=False)

    def _plain(self, line: str) -> None:
        self._console.print(line, markup=False, highlight=False, soft_wrap=True)
