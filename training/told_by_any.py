"""Fits what tells whether the data of a product answer a message, and of which (``retrieval.products
.told_by_any``), on the talks of data/asked, each shop laid out as a new one; and says how often each is right
by what was learned of the others:

    python -m training.told_by_any
"""

from __future__ import annotations

import asyncio
import csv
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import typer

from bot.actions.focus import points
from bot.actions.seeking import asks_of_shop, asks_something
from bot.actions.told_by_any import nearest_of
from bot.cli.progress import Steps
from bot.models import load_models
from bot.prepare import prepare
from bot.settings import Settings, load_settings
from bot.speaker import build_understander
from bot.starter import TEMPLATE
from retrieval.documents.answer import Answerer
from retrieval.documents.verdict import log_odds
from retrieval.products.told_by_any import CANDIDATES, LIKELY, NAMES, SURELY, Asked, figures_of
from training.choices import Choice, Figures, fit, show
from training.talks import KEPT

FOLDER = Path("data/asked")
OF_PRODUCTS = frozenset({"product", "products", "value", "both"})
"""What is answered by the data of a product; "both" by a page as well."""
BEFORE = 3
"""Messages before that the pages are asked with."""


class Turn(msgspec.Struct, frozen=True):
    """A shopper's message, where its answer lies, the products that it is about, the words of their data that
    tell it and the file of the page that does, "" where none does."""

    text: str
    of: str
    products: tuple[str, ...] = ()
    says: str = ""
    page: str = ""


class Talk(msgspec.Struct, frozen=True):
    """What a shopper said, one message after the other."""

    turns: tuple[Turn, ...]


def lay_out(shop: Path, state: Path) -> Settings:
    """A new installation, prepared, with the catalogue and the pages of a shop."""
    shutil.copytree(TEMPLATE, state)
    shutil.rmtree(state / "documents")
    shutil.copytree(shop / "documents", state / "documents")
    (state / "answers.yml").write_text("answers: []\n", encoding="utf-8")
    own = shop / "catalogue.csv"
    catalogue = shutil.copyfile(
        own if own.exists() else KEPT / shop.name / "catalogue.csv", state / "catalogue.csv"
    )
    with catalogue.open(encoding="utf-8", newline="") as rows:
        currency = next(csv.DictReader(rows)).get("currency") or "EUR"
    toml = state / "shopclerk.toml"
    toml.write_text(toml.read_text("utf-8").replace('currency = "EUR"', f'currency = "{currency}"'), "utf-8")
    settings = load_settings(state)
    with Steps() as steps:
        asyncio.run(prepare(settings, steps))
    return settings


def choices_of(shop: Path, settings: Settings) -> Iterator[tuple[Choice, str]]:
    """The messages of a shop, each with the products that were spoken of before as those seen, and where its
    answer lies; the last alternative is none of the products."""
    models = load_models(settings)
    understander = build_understander(settings, models, ThreadPoolExecutor(1))
    answerer = Answerer(models.documents, models.rerankers)
    products, reader = models.products, models.rerankers.late
    assert reader is not None
    for talk in msgspec.json.Decoder(Talk).decode_lines((shop / "talks.jsonl").read_bytes()):
        before, seen, last = list[str](), list[str](), ""
        for turn in talk.turns:
            answers = [answerer.answer(turn.text, before[-BEFORE:]), answerer.answer(turn.text)]
            answer = max(answers, key=lambda one: one.answerable)
            understood = {one.name: one.confidence for one in understander.read(turn.text).ranking}
            asked = Asked(
                turn.text,
                asks=asks_something(turn.text),
                pointed=seen[0] if seen and points(turn.text) else "",
                of_shop=asks_of_shop(products, turn.text),
                page=nearest_of(answer),
                odds=log_odds(answer.answerable),
                of_product=understood.get("ask_product", 0.0),
                of_stock=understood.get("check_stock", 0.0),
                behind_page=last == "page",
            )
            known = [product for one in seen[:3] if (product := products.get(one)) is not None]
            likely = products.likely(turn.text, before, known, CANDIDATES)
            read, figures = figures_of(likely, asked, reader, whole=True)
            meant = [n for n, found in enumerate(read) if found.one.product.product_id in turn.products]
            rows = meant if turn.of in OF_PRODUCTS else [len(read)]
            rows = [*rows, len(read)] if turn.of == "both" else rows
            yield Choice(shop.name, figures, tuple(rows)), turn.of
            before.append(turn.text)
            seen = [*turn.products, *(one for one in seen if one not in turn.products)]
            last = turn.of


def _show(name: str, choices: Sequence[tuple[Choice, str]], weights: Figures) -> None:
    chances = [(one, of, one.chances(weights)) for one, of in choices]
    for least in (LIKELY, SURELY):
        told = [(one, of, own) for one, of, own in chances if len(own) > 1 and own[:-1].max() >= least]
        right = sum(int(own[:-1].argmax()) in one.right for one, _, own in told)
        pages = sum(of == "page" for _, of, _ in told)
        of_one = max(1, [of for _, of in choices].count("product"))
        found = sum(of == "product" and int(own[:-1].argmax()) in one.right for one, of, own in told)
        typer.echo(
            f"{name}, from {least}: {len(told)} of {len(choices)} told, {right / max(1, len(told)):.3f} "
            f"of the right product; {found / of_one:.3f} of what one product answers; "
            f"{pages} that a page answers"
        )


def main() -> None:
    """See above."""
    choices: list[tuple[Choice, str]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for shop in sorted(path.parent for path in FOLDER.glob("*/talks.jsonl")):
            choices += choices_of(shop, lay_out(shop, Path(scratch) / shop.name))
    for shop_name in sorted({one.shop for one, _ in choices}):
        others = [one for one, _ in choices if one.shop != shop_name]
        _show(shop_name, [pair for pair in choices if pair[0].shop == shop_name], fit(others))
    show(NAMES, fit([one for one, _ in choices]))


if __name__ == "__main__":
    main()
