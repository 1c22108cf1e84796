"""``shopclerk tune``: fine-tune a model of an assistant."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import HERE, State

app = typer.Typer(help="Fine-tune a model on the assistant's own questions.", no_args_is_help=True)


@app.callback()
def main() -> None:
    """Fine-tune a model on the assistant's own questions."""


@app.command()
def encoder(
    state: State = HERE,
    output: Annotated[
        Path | None, typer.Option(help="Where the adapter goes; default adapters/encoder in --state.")
    ] = None,
    epochs: Annotated[float, typer.Option(help="Passes over the questions.", min=0.01)] = 2.0,
    batch: Annotated[int, typer.Option(help="Questions a step.", min=2)] = 64,
    hard_negatives: Annotated[
        bool, typer.Option(help="Mine the nearest wrong sentence for each question: better, twice as slow.")
    ] = False,
) -> None:
    """Fine-tune the encoder on training/encoder/*.jsonl, labelled questions as in tests/.

    Some minutes a thousand questions on two idle cores. Set [understand] adapter to the folder, then run
    `shopclerk prepare`: index and heads are made anew with it.
    """
    from bot.errors import BadRequest
    from bot.settings import load_settings
    from bot.wiring import open_encoder, translated_errors
    from retrieval.documents.labelled import read_labelled
    from retrieval.documents.search import Documents
    from training.encoder import EncoderConfig, train_encoder

    settings = load_settings(state)
    files = sorted((settings.state / "training" / "encoder").glob("*.jsonl"))
    if not files:
        raise BadRequest(f"There are no questions in {settings.state / 'training' / 'encoder'}.")
    with translated_errors():
        documents = Documents(settings.var / "index" / "documents", open_encoder(settings))
        snapshot = documents.snapshot
    folder = output or settings.state / "adapters" / "encoder"
    config = EncoderConfig(epochs=epochs, batch=batch, hard_negatives=hard_negatives)
    report = train_encoder(snapshot, read_labelled(files), folder, config)
    typer.echo(f"Wrote {folder} (loss {report['loss']:.3f}, {report['seconds']:.0f} s).")
