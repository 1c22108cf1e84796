"""Fits what tells which product a message is about (``retrieval.products.spoken_of``), on the talks of
data/talks/kept whose messages have their products, and says how often each shop's are told by what was
learned of the others:

    python -m training.spoken_of
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import typer

from retrieval.encode import DEFAULT_MODEL, Encoder, load_encoder
from retrieval.packaged import ENCODER_ADAPTER
from retrieval.products.rows import read_catalogue
from retrieval.products.spoken_of import NAMES, Figures, Spoken, SpokenOf
from retrieval.products.text import meaning_text
from training.choices import Choice, fit, show
from training.talks import KEPT, Labelled


def choices_of(folder: Path, encoder: Encoder) -> Iterator[Choice]:
    """The labelled messages of a shop, each with the product that the one before it was about as the last."""
    products = read_catalogue(folder / "catalogue.csv").products
    place = {product.product_id: n for n, product in enumerate(products)}
    spoken_of = SpokenOf(products, encoder.encode([meaning_text(one) for one in products]), encoder)
    for talk in msgspec.json.Decoder(Labelled).decode_lines((folder / "talks.jsonl").read_bytes()):
        before, seen = list[str](), list[int]()
        for turn in talk.said:
            if turn.products:
                places, figures = spoken_of.figures(Spoken(turn.text, before, seen[:3]))
                wanted = [place[one] for one in turn.products]
                rows = [int(np.flatnonzero(places == one)[0]) for one in wanted if one in places]
                yield Choice(folder.name, figures, tuple(rows[:1]), tuple(rows[1:]))
                seen = wanted
            before.append(turn.text)


def _show(name: str, choices: Sequence[Choice], weights: Figures) -> None:
    chances = [one.chances(weights) for one in choices]
    right = np.array(
        [int(own.argmax()) in (*one.right, *one.also) for own, one in zip(chances, choices, strict=True)]
    )
    sure = np.array([own.max() for own in chances])
    told = ", ".join(
        f"{right[sure >= least].mean():.3f} of the {(sure >= least).mean():.2f} from {least}"
        for least in (0.6, 0.7, 0.8)
    )
    typer.echo(f"{name}: {right.mean():.3f} of {len(choices)} right; {told}")


def main() -> None:
    """See above."""
    with tempfile.TemporaryDirectory() as models:
        encoder = load_encoder(DEFAULT_MODEL, Path(models), "cpu", adapter=ENCODER_ADAPTER)
        choices = [one for folder in sorted(KEPT.iterdir()) for one in choices_of(folder, encoder)]
    for shop in sorted({one.shop for one in choices}):
        others = [one for one in choices if one.shop != shop]
        _show(shop, [one for one in choices if one.shop == shop], fit(others))
    show(NAMES, fit(choices))


if __name__ == "__main__":
    main()
