"""The report on a release, and where it is kept: var/reports/<release>/<data-hash>.json and index.html."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bot.releases import write_atomically
from training.evaluate.answers import Report as AnswersReport
from training.judge.items import AskedQuestion, Decisions, HeldCase, ReadTurn
from training.judge.tables import Tables

PAGE = "index.html"


class JudgedOn(msgspec.Struct, frozen=True, kw_only=True):
    """The data. ``data_hash``: of all that is judged by and answered from; ``source`` and ``version``: of the
    dialogues; ``seen``: turns that the release was trained on; ``unknown``: turns whose intent the assistant
    does not know, left out; ``note``: what a reader must know of it."""

    data_hash: str
    source: str
    version: str
    dialogues: int
    turns: int
    seen: int
    unknown: int
    note: str


class ReleaseReport(msgspec.Struct, frozen=True, kw_only=True):
    """How good a release is. ``made`` and ``measured`` are Unix seconds; ``dataset``: the transcripts that it
    was trained on; ``figures``: all single numbers by name, ``memory_mb`` resident of a process that has the
    release loaded; ``tables`` are of the turns that count (``items.counted``)."""

    release_id: str
    made: float
    measured: float
    program: str
    base_model: str
    dataset: str
    judged_on: JudgedOn
    figures: dict[str, float]
    tables: Tables
    answers: AnswersReport | None
    turns: tuple[ReadTurn, ...]
    questions: tuple[AskedQuestion, ...]
    cases: tuple[HeldCase, ...]
    decisions: Decisions = Decisions()


def reports_of(var: Path, release_id: str) -> Path:
    """The folder of a release's reports."""
    return var / "reports" / release_id


def kept_report(folder: Path, data_hash: str) -> ReleaseReport | None:
    """The report on these data, None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / f"{data_hash}.json").read_bytes(), type=ReleaseReport)
    except (OSError, msgspec.MsgspecError):
        return None


def newest_report(folder: Path) -> ReleaseReport | None:
    """The last report that was made on a release, None where there is none that can be read."""
    names = (file.stem for file in folder.glob("*.json"))
    found = filter(None, (kept_report(folder, name) for name in names))
    return max(found, key=lambda report: report.measured, default=None)


def keep_report(folder: Path, report: ReleaseReport, page: str) -> Path:
    """Write both files; returns the page."""
    folder.mkdir(parents=True, exist_ok=True)
    data = msgspec.json.format(msgspec.json.encode(report), indent=1)
    write_atomically(folder / f"{report.judged_on.data_hash}.json", data)
    write_atomically(folder / PAGE, page.encode())
    return folder / PAGE
