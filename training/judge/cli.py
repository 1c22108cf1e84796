"""``shopclerk evaluate release``: how good a release is."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json


def release(
    release: Annotated[
        str, typer.Argument(help="As `shopclerk release list` shows it.", show_default="the newest")
    ] = "",
    state: State = HERE,
    report: Annotated[Path | None, typer.Option(help="Also write page and figures into this folder.")] = None,
    json: JsonFile = None,
) -> None:
    """Judge a release on kept data: intents, moods, entities, answers, conversations, times and memory.

    The report is kept in var/reports; judged anew is only what changed: the data, or the assistant's files.
    """
    from bot.cli.progress import Steps
    from bot.errors import NotFound
    from bot.releases import read_release, release_ids
    from bot.settings import load_settings
    from training.judge.evaluate import evaluate_release
    from training.judge.report import PAGE, reports_of
    from training.judge.shown import show_report
    from training.registry.following import tell_registry

    settings = load_settings(state)
    known = release_ids(settings.var / "releases")
    if not known or (release and release not in known):
        raise NotFound(f"There is no release {release}".strip() + ". See: shopclerk release list")
    with Steps() as steps:
        found = evaluate_release(
            settings, read_release(settings.var / "releases" / (release or known[0])), steps
        )
        tell_registry(settings, [found.release_id], steps.warn)
    page = reports_of(settings.var, found.release_id) / PAGE
    show_report(found)
    if report:
        report.mkdir(parents=True, exist_ok=True)
        for file in (page, page.with_name(f"{found.judged_on.data_hash}.json")):
            shutil.copyfile(file, report / file.name)
    typer.echo(f"Page: {(report or page.parent) / PAGE}")
    write_json(json, found)
