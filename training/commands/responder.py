"""``shopclerk train responder``: the language model that words answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.options import HERE, JsonFile, State, write_json

if TYPE_CHECKING:
    from training.responder.examples import Gathered


def responder(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the adapter goes; default adapters/responder in --state.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", help="TOML file with keys of training/configs that are to differ.", exists=True
        ),
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(help="Go on from this adapter, in --state; the result is the mean of old and new."),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="As [quick] of the configuration says.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a training was cut off.")] = False,
    json: JsonFile = None,
) -> None:
    """Fine-tune the language model that words answers on what agents answered.

    It learns from agents' turns behind questions of shoppers, in the newest version of the training data or,
    without one, in dialogues/*.jsonl: each is shown with the sentences that the assistant finds, and kept
    when the grounding check accepts it. Then set [wording] mode = "local" and model to the folder, and run
    `shopclerk prepare`.
    """
    from bot.cli.progress import Steps
    from bot.knowledge.translate import translated_errors
    from bot.logs import set_up_logs
    from bot.settings import load_settings
    from training import processes
    from training.config import read_config
    from training.responder.assistant import gather_examples, training_dialogues
    from training.responder.trainers import ResponderConfig, train_responder

    wanted = read_config(ResponderConfig, "responder", config, quick=quick)
    settings = load_settings(state)
    set_up_logs(settings.logs)
    folder = settings.state / (output or Path("adapters/responder"))
    with Steps() as steps, translated_errors():
        steps.begin("Answers")
        gathered = processes.of_first(
            lambda: gather_examples(settings, training_dialogues(settings), steps.advance)
        )
        steps.end(_counted(gathered, wanted.pairs))
        steps.begin("Responder")
        report = train_responder(
            gathered, folder, wanted, start=settings.state / start if start else None, resume=resume,
            tell=steps.advance,
        )  # fmt: skip
        steps.end(f"written to {folder}")
    if processes.is_first():
        write_json(json, {**report, "left_out": gathered.left_out})


def _counted(gathered: Gathered, needed: int) -> str:
    """What there is to train on, and what became of the rest."""
    parts = [f"{len(gathered.examples):,} to learn from"]
    if gathered.left_out:
        reasons = ", ".join(f"{reason} {count}" for reason, count in gathered.left_out.items())
        parts.append(f"{sum(gathered.left_out.values()):,} left out ({reasons})")
    pairs = len(gathered.pairs)
    parts.append(
        f"{pairs} preferences" if pairs >= needed else f"{pairs} preferences, too few: {needed} needed"
    )
    return "; ".join(parts)
