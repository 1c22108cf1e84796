"""Judges a release: everything that shoppers would get from it, on kept data, in one report."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.knowledge.translate import translated_errors
from bot.prepare import Steps
from bot.releases import Release
from bot.settings import Settings
from bot.wiring import Services
from training.evaluate.answers import Asked, report_of
from training.evaluate.conversations import CaseResult, whole_bot
from training.evaluate.shared_out import hold_on_all_cores
from training.judge.asking import ask_questions
from training.judge.deciding import decide_dialogues
from training.judge.footprint import memory_mb
from training.judge.items import (
    MIN_UNSEEN,
    AskedQuestion,
    Decisions,
    HeldCase,
    ReadTurn,
    counted,
    counted_decisions,
)
from training.judge.judged_by import JudgedBy, judged_by
from training.judge.kept import texts_seen
from training.judge.metrics import metrics_of
from training.judge.page import release_page
from training.judge.reading import read_turns
from training.judge.report import JudgedOn, ReleaseReport, keep_report, kept_report, reports_of
from training.judge.tables import Tables, tables_of
from training.releases import build_indexes
from training.transcripts.masking import Masker, masked_text


def evaluate_release(settings: Settings, release: Release, steps: Steps) -> ReleaseReport:
    """The report on a release: the one that is kept, or a new one, which is kept then.

    Raises: ConfigError, ReleaseError, ModelUnavailable, IndexUnavailable, IndexBusy.
    """
    by = judged_by(settings)
    folder = reports_of(settings.var, release.release_id)
    found = kept_report(folder, by.data_hash)
    if found is not None:
        steps.begin(f"Release {release.release_id}")
        steps.end("is judged on these data already")
        return found
    build_indexes(settings, release, steps)
    report = asyncio.run(_measured(settings, release, by, steps))
    keep_report(folder, report, release_page(report))
    return report


async def _measured(settings: Settings, release: Release, by: JudgedBy, steps: Steps) -> ReleaseReport:
    async with whole_bot(settings.state, release.release_id) as services:
        loop, threads = asyncio.get_running_loop(), services.around.executor
        turns = await loop.run_in_executor(threads, _read, services, release, settings, by, steps)
        decisions = await loop.run_in_executor(threads, _decide, services, release, settings, by, steps)
        asked, questions = await loop.run_in_executor(threads, _ask, services, by, steps)
        cases = await _hold(services, settings.state, release, by, steps)
        steps.begin("Memory")
        memory = await asyncio.to_thread(memory_mb, services.settings.state)
        steps.end(f"{memory:.0f} MB")
    tables = tables_of(counted(turns))
    return ReleaseReport(
        release_id=release.release_id,
        made=release.manifest.created,
        measured=time.time(),
        program=release.manifest.program,
        base_model=release.manifest.base_model,
        dataset=release.manifest.dataset,
        judged_on=_judged_on(by, turns, release),
        figures=_figures(turns, questions, cases, decisions, tables, memory),
        tables=tables,
        answers=report_of(asked) if asked else None,
        turns=turns,
        questions=questions,
        cases=cases,
        decisions=decisions,
    )


def _read(
    services: Services, release: Release, settings: Settings, by: JudgedBy, steps: Steps
) -> tuple[ReadTurn, ...]:
    steps.begin("Messages")
    speaker, seen = services.speaker, texts_seen(settings.state, release, by.masker)
    turns = read_turns(by.turns, speaker, seen, steps.advance)
    steps.end(f"{len(turns)} labelled, of {len(by.dialogues.dialogues)} dialogues")
    return turns


def _decide(
    services: Services, release: Release, settings: Settings, by: JudgedBy, steps: Steps
) -> Decisions:
    steps.begin("Decisions")
    seen = texts_seen(settings.state, release, by.masker)
    kept = by.dialogues.dialogues
    found = decide_dialogues(kept, services.speaker, services.settings, by.masker, seen, steps.advance)
    called = sum(one.called for one in found.calls)
    steps.end(f"a person called in {called} of {len(found.calls)} dialogues")
    return found


def _ask(services: Services, by: JudgedBy, steps: Steps) -> tuple[list[Asked], tuple[AskedQuestion, ...]]:
    steps.begin("Questions")
    speaker = services.speaker
    with translated_errors():
        found = ask_questions(by.questions, speaker.answerer, speaker.documents, by.masker, steps.advance)
    steps.end(f"{len(by.questions)} labelled")
    return found


async def _hold(
    services: Services, state: Path, release: Release, by: JudgedBy, steps: Steps
) -> tuple[HeldCase, ...]:
    steps.begin("Conversations")
    report = await hold_on_all_cores(by.cases, services, state, release.release_id, steps.advance)
    steps.end(report.summary)
    return tuple(_held(result, by.masker) for result in report.cases)


def _held(result: CaseResult, masker: Masker) -> HeldCase:
    reason = "; ".join(f"line {f.line}, {f.check}: {f.reason}" for f in result.failures)
    return HeldCase(
        name=result.name,
        file=Path(result.file).name,
        passed=result.passed,
        reason=masked_text(masker, reason),
        set_aside=result.set_aside,
        messages=result.messages,
    )


def _judged_on(by: JudgedBy, turns: Sequence[ReadTurn], release: Release) -> JudgedOn:
    seen = sum(turn.seen for turn in turns)
    return JudgedOn(
        data_hash=by.data_hash,
        source=by.dialogues.source,
        version=by.dialogues.version,
        dialogues=len(by.dialogues.dialogues),
        turns=len(turns),
        seen=seen,
        unknown=by.unknown,
        note=_note(len(turns), seen, release.manifest.dataset),
    )


def _note(turns: int, seen: int, dataset: str) -> str:
    """What a reader must know of the turns."""
    if not turns:
        return "There are no labelled dialogues to judge by."
    if not seen:
        return f"None of the {turns} turns was trained on{f' (transcripts {dataset})' if dataset else ''}."
    if turns - seen >= MIN_UNSEEN:
        return f"{seen} of {turns} turns were trained on; the figures are of the other {turns - seen}."
    return (
        f"The release was trained on {seen} of these {turns} turns: its intents and moods look better here"
        " than they are. Make a version of the transcripts, which keeps a part for judging: shopclerk"
        " transcripts build"
    )


def _figures(
    turns: tuple[ReadTurn, ...],
    questions: tuple[AskedQuestion, ...],
    cases: tuple[HeldCase, ...],
    decisions: Decisions,
    tables: Tables,
    memory: float,
) -> dict[str, float]:
    metrics = metrics_of(counted(turns), questions, cases, counted_decisions(decisions))
    figures = {name: round(metric.value, 4) for name, metric in metrics.items()}
    if turns:
        figures["intent_calibration_error"] = tables.calibration_error
    figures |= _times("understand", [turn.milliseconds for turn in turns])
    figures |= _times("answer", [question.milliseconds for question in questions])
    return {**figures, "memory_mb": memory}


def _times(what: str, milliseconds: Sequence[float]) -> dict[str, float]:
    if not milliseconds:
        return {}
    p50, p95 = np.percentile(milliseconds, [50, 95])
    return {f"{what}_ms_p50": round(float(p50), 2), f"{what}_ms_p95": round(float(p95), 2)}
