"""``shopclerk release``: the releases of an installation."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from pathlib import Path

    from bot.errors import ReleaseRefused
    from bot.releases import Release
    from training.judge.promotion import Judgement

Id = Annotated[str, typer.Argument(help="As `shopclerk release list` shows it.")]

app = typer.Typer(help="Look at releases, and change which one is live.", no_args_is_help=True)


@app.command(name="list")
def list_releases(state: State = HERE, json: JsonFile = None) -> None:
    """All releases, newest first; a star marks the live one."""
    from rich.console import Console
    from rich.table import Table

    from bot.errors import ReleaseError
    from bot.releases import live_id, read_release, release_ids

    folder = _folder(state)
    live, found = live_id(folder), {}
    table = Table(
        "", "release", "made", "transcripts", "intents right", "state", box=None, header_style="dim"
    )
    for name in release_ids(folder):
        try:
            manifest = read_release(folder / name).manifest
        except ReleaseError as error:
            table.add_row("*" if name == live else "", name, "", "", "", f"damaged: {error.detail}")
            continue
        found[name] = manifest
        right = manifest.metrics.get("accuracy")
        table.add_row(
            "*" if name == live else "", name, _ago(manifest.created), manifest.dataset or "-",
            f"{right:.1%}" if isinstance(right, float) else "-", "live" if name == live else "",
        )  # fmt: skip
    Console().print(table if table.row_count else "No release was made yet. Run: shopclerk prepare")
    write_json(json, {"live": live, "releases": found})


@app.command()
def show(release: Id, state: State = HERE, json: JsonFile = None) -> None:
    """What a release was made of and how well it did, with its checksums compared."""
    from rich.console import Console
    from rich.table import Table

    from bot.model_card import MODEL_CARD

    found = _read(_folder(state), release)
    manifest, card = found.manifest, found.path / MODEL_CARD
    table = Table("", "", box=None, show_header=False)
    table.add_row("made", f"{time.strftime('%Y-%m-%d %H:%M', time.localtime(manifest.created))}")
    table.add_row("by", " ".join(filter(None, (manifest.program, manifest.commit[:12]))))
    table.add_row("base model", manifest.base_model)
    table.add_row("transcripts", manifest.dataset or "none")
    table.add_row("data", manifest.data_hash[:12])
    table.add_row("files", f"{len(manifest.files)}, all checksums right")
    for name, value in manifest.metrics.items():
        table.add_row(name, _figure(value))
    Console().print(table)
    typer.echo(f"Model card: {card if card.exists() else 'none, it was made before there were any'}")
    write_json(json, manifest)


@app.command()
def compare(
    release: Id,
    base: Annotated[str, typer.Argument(help="Against this one.", show_default="the live release")] = "",
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Two releases on the same kept data: every metric with the interval of its difference.

    What was not judged yet is judged first. A page shows it all, with what was mended and what was broken.
    """
    from bot.cli.progress import Steps
    from bot.errors import BadRequest
    from bot.releases import live_id
    from bot.settings import load_settings
    from training.judge.promotion import judge
    from training.judge.shown import show_comparison, show_gates

    settings, folder = load_settings(state), _folder(state)
    other = base or live_id(folder)
    if other == release:
        raise BadRequest("A release cannot be compared with itself: name another one.")
    with Steps() as steps:
        judgement = judge(settings, _read(folder, release), _read(folder, other), steps)
    show_comparison(judgement.comparison)
    show_gates(judgement.gates)
    typer.echo(f"Page: {judgement.page}")
    write_json(json, judgement.comparison)


@app.command()
def shadow(
    release: Id,
    turns: Annotated[int, typer.Option(help="Messages, the newest.", min=1)] = 200,
    texts: Annotated[
        bool, typer.Option("--texts", help="Show messages as they are, personal data too.")
    ] = False,
    state: State = HERE,
    json: JsonFile = None,
) -> None:
    """Let a release read and answer what shoppers asked last, beside the live one, and list the differences.

    Nothing is said, done or written.
    """
    from contextlib import ExitStack

    from bot.cli.progress import Steps
    from bot.cli.stored import with_database
    from bot.knowledge.translate import translated_errors
    from bot.record.recent_turns import recent_turns
    from bot.releases import live_id
    from bot.settings import load_settings
    from training.judge.opened import opened
    from training.judge.shadow import in_the_shadow
    from training.judge.shown import show_shadow
    from training.releases import build_indexes
    from training.transcripts.shop_masker import shop_masker

    settings, folder = load_settings(state), _folder(state)
    both = _read(folder, release), _read(folder, live_id(folder))
    with Steps() as steps, ExitStack() as stack, translated_errors():
        build_indexes(settings, both[0], steps)
        steps.begin("Models")
        candidate, live = (stack.enter_context(opened(settings, one)) for one in both)
        masker = None if texts else shop_masker(settings, order_numbers=False)
        steps.end("of both opened")
        asked = with_database(state, lambda database: recent_turns(database, turns))
        steps.begin("Messages")
        report = in_the_shadow(asked, candidate, live, masker, steps.advance)
        steps.end(f"{report.turns} read by both")
    show_shadow(report)
    write_json(json, report)


@app.command()
def promote(
    release: Id,
    force: Annotated[
        str,
        typer.Option(help="Promote though the gates refuse it, for this reason; it stays in the history."),
    ] = "",
    state: State = HERE,
) -> None:
    """Make a release the live one, if it is not worse than that by more than [release] gates allow.

    A running server takes it over within seconds, without a dropped turn.
    """
    from bot.cli.progress import Steps
    from bot.releases import promote as go_live
    from bot.settings import load_settings
    from training.judge.promotion import judge, rival
    from training.judge.shown import show_gates
    from training.registry.following import tell_registry
    from training.releases import build_indexes

    settings = load_settings(state)
    candidate = _read(_folder(state), release)
    live, reason = rival(settings, candidate)
    with Steps() as steps:
        judgement = judge(settings, candidate, live, steps) if live else None
        build_indexes(settings, candidate, steps)
    if judgement:
        show_gates(judgement.gates)
        if judgement.refused and not force:
            raise _refusal(judgement)
    go_live(candidate, force if judgement and judgement.refused else "")
    tell_registry(settings, [release], steps.warn)
    typer.echo(f"{reason} {release} is live.".strip())


@app.command()
def rollback(state: State = HERE) -> None:
    """Go back to the release that was live before this one."""
    from bot.cli.progress import Steps
    from bot.errors import ReleaseError
    from bot.releases import live_before, roll_back
    from bot.settings import load_settings
    from training.registry.following import tell_registry
    from training.releases import build_indexes

    settings, folder = load_settings(state), _folder(state)
    earlier = live_before(folder)
    if not earlier:
        raise ReleaseError("There is no release to go back to.")
    with Steps() as steps:
        build_indexes(settings, _read(folder, earlier[-1]), steps)
    live = roll_back(folder).release_id
    tell_registry(settings, [live], steps.warn)
    typer.echo(f"{live} is live again.")


@app.command(name="sync")
def sync_registry(state: State = HERE, json: JsonFile = None) -> None:
    """Tell the model registry of [release] what it missed: releases, figures of reports, and which is live.

    Other commands tell it by themselves. What it knows already is not told again.
    """
    from bot.cli.progress import Steps
    from bot.settings import load_settings
    from training.registry.following import sync

    settings = load_settings(state)
    with Steps() as steps:
        steps.begin("Registry")
        done = sync(settings, steps.warn, steps.advance)
        steps.end(f"{done.added} releases and {done.judged} reports were new to it")
    live = "has moved to the live release" if done.moved else "was at the live release already"
    typer.echo(f"The registry is up to date; its alias {live}.")
    write_json(json, done)


@app.command()
def prune(
    keep: Annotated[
        int | None,
        typer.Option(help="Releases that stay beside the live one.", min=1, show_default="[release] keep"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would go.")] = False,
    state: State = HERE,
) -> None:
    """Remove old releases, and what is left of those that are gone; the live one and the one before it stay.

    That is reports, indexes, converted responders, and folders that never became a release.
    """
    from bot.settings import load_settings
    from training.releases import prunable, prune_releases

    settings = load_settings(state)
    found = prunable(settings, keep or settings.release.keep)
    for name in found.releases:
        typer.echo(f"release {name}")
    for folder in found.folders:
        typer.echo(str(folder.relative_to(settings.var)))
    count = len(found.releases) + len(found.folders)
    if count and not dry_run:
        prune_releases(settings, found)
    done = "would go." if dry_run else "removed."
    typer.echo(f"{count} {done}" if count else "There is nothing to remove.")


def _refusal(judgement: Judgement) -> ReleaseRefused:
    """What is worse, and what to do."""
    from bot.errors import ReleaseRefused

    worse = "; ".join(
        f"{gate.gate} is worse by {100 * gate.worse_by:.1f} points, {100 * gate.allowed:.1f} are allowed"
        for gate in judgement.refused
    )
    return ReleaseRefused(
        f"{judgement.comparison.candidate} is worse than the live release: {worse}. What it breaks stands in"
        f" {judgement.page}. Train on more or better examples of that, widen [release] gates, or promote it"
        ' all the same with --force "reason".'
    )


def _folder(state: Path) -> Path:
    from bot.settings import load_settings

    return load_settings(state).var / "releases"


def _read(folder: Path, name: str) -> Release:
    from bot.errors import NotFound
    from bot.releases import read_release, release_ids

    if name not in release_ids(folder):
        raise NotFound(f"There is no release {name}. See: shopclerk release list")
    return read_release(folder / name)


def _figure(value: object) -> str:
    """Numbers of things as such; shares with four places."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if value > 1 and value.is_integer() else f"{value:.4f}"


def _ago(moment: float) -> str:
    minutes = max(0, time.time() - moment) / 60
    if minutes < 120:
        return f"{minutes:.0f} minutes ago"
    return f"{minutes / 60:.0f} hours ago" if minutes < 2880 else f"{minutes / 1440:.0f} days ago"
