"""``shopclerk train finder``: names and addresses in transcripts, beside the rules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HERE, State


def finder(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the finder goes; default adapters/finder in --state.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="TOML file with keys of training/configs/finder.toml.", exists=True),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(help="Go on from this finder, in --state; the result is the mean of old and new."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="As [quick] of the configuration says.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a training was cut off.")] = False,
) -> None:
    """Learn to find names and addresses in transcripts, from sentences that are filled on the spot.

    The products of the shop's catalogue are among what is nobody's name. Ten minutes on two idle cores. That
    of the package was made so; set [transcripts] finder to the folder to mask with one of your own.
    """
    from training.machine import share_processors

    share_processors()
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.settings import load_settings
    from training.config import read_config
    from training.finder.train import FinderConfig, train_finder
    from training.transcripts.shop_masker import products_of

    settings, how = load_settings(state), read_config(FinderConfig, "finder", config, quick=quick)
    folder = settings.state / (output or Path("adapters/finder"))
    with translated_errors(), Steps() as steps:
        steps.begin("Finder")
        report = train_finder(
            folder, how, products=products_of(settings), start=settings.state / start if start else None,
            resume=resume, tell=steps.advance,
        )  # fmt: skip
        steps.end(f"loss {report['loss']:.4f} in {report['seconds']:.0f} s, written to {folder}")
