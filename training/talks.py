"""Makes the talks that come with the package (``bot.understand.talks``), and measures what they teach:

    python -m training.talks build
    python -m training.talks measure

from invented talks with 35 shops of 29 trades (data/talks/training), each message labelled with its intent.
``measure`` tells how many messages of data/talks/kept, shops of other trades that nothing is learned from,
are understood by what ``shopclerk init`` lays out alone, and with the talks (docs/decisions/0081).
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import typer

from bot.decide.assistant import Assistant
from bot.models import open_assistant, open_encoder
from bot.names import shop_words
from bot.settings import Settings, load_settings
from bot.starter import TEMPLATE
from bot.understand.context import ShopWords
from bot.understand.heads import Heads
from bot.understand.pipeline import FeatureEncoder, rank_intents, read_features
from bot.understand.talks import TALKS, Said, Talk, turns_of
from bot.understand.training import fit_texts, gather

FOLDER = Path("data/talks")
TRAINING, KEPT = FOLDER / "training", FOLDER / "kept"
ALIKE = {"recommend_product": "find_product", "check_stock": "ask_product", "compare_products": "ask_product"}
"""Intents that are answered from the same: to take one for the other does little harm."""


class Turn(msgspec.Struct, frozen=True):
    """What was said; ``also`` is another intent that is as right, "" where none is; ``products`` are the ids
    of those that a question is about, the likeliest first."""

    role: str
    text: str
    intent: str = ""
    also: str = ""
    products: tuple[str, ...] = ()


class Labelled(msgspec.Struct, frozen=True):
    """A talk as it is written down."""

    turns: tuple[Turn, ...]

    @property
    def said(self) -> tuple[Turn, ...]:
        """What the shopper said."""
        return tuple(turn for turn in self.turns if turn.role == "shopper")


class Shop(NamedTuple):
    """A shop of ``FOLDER``: its catalogue's words, and its talks."""

    name: str
    words: ShopWords
    talks: tuple[Labelled, ...]

    def as_packaged(self) -> Iterator[Talk]:
        """Its talks as they are learned from."""
        for talk in self.talks:
            said = (
                Said(self.words.plain(one.text), one.intent, tuple(sorted(self.words.cues(one.text))))
                for one in talk.said
            )
            yield Talk(self.name, tuple(said))


def read_shops(folder: Path) -> list[Shop]:
    """The shops below ``folder``, each with catalogue.csv and talks.jsonl."""
    return [_read_shop(one) for one in sorted(folder.iterdir()) if one.is_dir()]


def _read_shop(folder: Path) -> Shop:
    talks = msgspec.json.Decoder(Labelled).decode_lines((folder / "talks.jsonl").read_bytes())
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(folder / "catalogue.csv", scratch)
        words = shop_words(load_settings(Path(scratch)))
    return Shop(folder.name, words, tuple(talks))


def build() -> None:
    """Write the packaged talks anew."""
    talks = [talk for shop in read_shops(TRAINING) for talk in shop.as_packaged()]
    TALKS.write_bytes(msgspec.json.Encoder().encode_lines(talks))
    typer.echo(f"{sum(len(talk.said) for talk in talks)} messages of {len(talks)} talks, written to {TALKS}")


class _Judge:
    """Reads the kept shops' messages by heads that know what ``init`` lays out, and talks."""

    def __init__(self, settings: Settings) -> None:
        self.assistant: Assistant = open_assistant(settings)
        self.encoder: FeatureEncoder = open_encoder(settings)

    def heads(self, talks: Sequence[Talk]) -> Heads:
        examples = [(one.text, one.intent) for one in self.assistant.nlu.examples]
        texts = gather(examples, (), self.assistant.topics, talks=talks)
        return fit_texts(texts, self.encoder)[0]

    def right(self, heads: Heads, shop: Shop) -> np.ndarray:
        """Whether each message is understood, and whether what it is taken for is answered alike; beside,
        whether it is the first: shape (n, 3)."""
        rows = []
        for talk, packaged in zip(shop.talks, shop.as_packaged(), strict=True):
            turns = turns_of([packaged], self.assistant.topics, [one.intent for one in packaged.said])
            for place, (turn, one) in enumerate(zip(turns, talk.said, strict=True)):
                features = read_features(self.encoder, [turn.text])
                found = rank_intents(
                    heads, features, turn.topic, turn.cues or (), self.assistant.tasks
                )[0][0].name  # fmt: skip
                wanted = {one.intent, one.also}
                alike = {ALIKE.get(intent, intent) for intent in wanted}
                rows.append((found in wanted, ALIKE.get(found, found) in alike, place == 0))
        return np.array(rows)


def measure() -> None:
    """Say how many messages are understood, and print it by shop."""
    with tempfile.TemporaryDirectory() as scratch:
        state = Path(scratch) / "shop"
        shutil.copytree(TEMPLATE, state)
        judge = _Judge(load_settings(state))
        packaged = msgspec.json.Decoder(Talk).decode_lines(TALKS.read_bytes())
        alone, taught = judge.heads(()), judge.heads(packaged)
        for shop in read_shops(KEPT):
            for name, heads in (("alone", alone), ("with talks", taught)):
                right = judge.right(heads, shop)
                first = right[right[:, 2]]
                typer.echo(
                    f"{shop.name}, {name}: {right[:, 0].mean():.3f} of {len(right)} messages,"
                    f" {right[:, 1].mean():.3f} alike; of {len(first)} first ones {first[:, 0].mean():.3f},"
                    f" {first[:, 1].mean():.3f}"
                )


def main() -> None:
    """Runs one of the commands."""
    commands = {"build": build, "measure": measure}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=commands)
    commands[parser.parse_args().command]()


if __name__ == "__main__":
    main()
