"""Progress on the terminal: one line a step, with a bar and an honest estimate while it runs."""

from __future__ import annotations

import os
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn


class Steps:
    """Shows steps as they are taken. Off a terminal it prints one line at the end of each. Of several
    processes that train together (torchrun) the first one speaks."""

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

    def __enter__(self) -> Steps:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, title: str) -> None:
        """A step begins; its length is not known yet."""
        self._task = self._progress.add_task(title, total=None, note="")
        self._title = title

    def advance(self, done: int, total: int) -> None:
        """So much of the running step is done."""
        if self._task is not None:
            self._progress.update(self._task, completed=done, total=max(total, 1), note=f"{done}/{total}")

    def tell(self, what: str, done: int, total: int) -> None:
        """The same of a step with parts: ``what`` stands before the bar."""
        if self._task is not None:
            self._progress.update(self._task, description=f"{self._title}: {what}")
        self.advance(done, total)

    def end(self, note: str) -> None:
        """The running step is done; ``note`` says what came of it."""
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1, note=note)
        if self._progress.disable:
            self._console.print(f"{self._title}: {note}", highlight=False)

    def warn(self, text: str) -> None:
        """Something was left out; the step goes on."""
        self._progress.console.print(f"[yellow]![/] {escape(text)}", highlight=False)
