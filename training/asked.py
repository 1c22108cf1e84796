"""Holds the talks of data/asked with the whole bot, each shop laid out as a new one, and says how far its
replies hold what people labelled: the page, the product with the words that tell it, products that are
wanted.

    python -m training.asked              # six shops, about 20 minutes on two cores
    python -m training.asked garden pets  # some of them
    python -m training.asked --states DIR # keep what was laid out there, and take it up the next time

What an order, nobody or nothing answers is held, but not scored. The shops are read by who mends the bot: the
figure compares two states of it, and says nothing of a shop that nobody has seen.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import typer

from bot.conversation import events as ev
from bot.conversation.messages import Reply
from bot.wiring import Services
from retrieval.words import words
from training.evaluate.conversations import ServiceConversation, whole_bot
from training.told_by_any import FOLDER, Talk, Turn, lay_out

PART = 0.5
"""What holds the half: the right product without the words that tell it, one of several, another source than
the first, other things that are shown."""
TOLD, SURELY_TOLD = 0.5, 0.8
"""Shares of the labelled words in a reply that names the right product, and in any."""
FEW = 3
"""Products that a reply which is about one may name."""
CALLED = 0.5
"""Share of the words of a title by which a reply names a product."""

Titles = Mapping[str, frozenset[str]]


class Heard(NamedTuple):
    """What the replies to a message hold: their text, the ids of the products that they name or show and of
    those shown as cards, the files cited in their order, and whether one declines."""

    text: str
    products: frozenset[str]
    cards: frozenset[str]
    pages: tuple[str, ...]
    declined: bool


def heard(replies: Sequence[Reply], titles: Titles) -> Heard:
    """What replies hold, where the products of the shop are called as ``titles`` say."""
    text = " ".join(reply.text for reply in replies)
    cards = frozenset(card.product_id for reply in replies for card in reply.cards)
    beside = (one.product_id for reply in replies if reply.comparison for one in reply.comparison.products)
    pages = tuple(Path(one.document_id).name for reply in replies for one in reply.citations)
    declined = any(reply.kind == "decline" for reply in replies)
    return Heard(text, cards.union(beside, _named(text, titles)), cards, pages, declined)


def _named(text: str, titles: Titles) -> Iterator[str]:
    """The products whose titles have the most words in a text, if these are enough."""
    said = set(words(text))
    shares = {one: len(title & said) / len(title) for one, title in titles.items() if title}
    most = max(shares.values(), default=0.0)
    yield from (one for one, share in shares.items() if share == most >= CALLED)


def score(turn: Turn, reply: Heard) -> float | None:
    """How far a reply holds what the label names, 0 to 1; None where that is not told by it."""
    match turn.of:
        case "page":
            return _page(turn, reply)
        case "product":
            return _product(turn, reply)
        case "both":
            return max(_page(turn, reply), _product(turn, reply))
        case "value":
            return float(not reply.declined and not reply.products.isdisjoint(turn.products))
        case "products":
            named = len(reply.products.intersection(turn.products))
            return 1.0 if named >= min(2, len(turn.products)) else PART * (named > 0)
        case "search":
            found = not turn.products or not reply.cards.isdisjoint(turn.products)
            return (1.0 if found else PART) * bool(reply.cards)
        case _:
            return None


def _page(turn: Turn, reply: Heard) -> float:
    cited = [turn.page == page for page in reply.pages]
    return 1.0 if cited[:1] == [True] else PART * any(cited)


def _product(turn: Turn, reply: Heard) -> float:
    labelled = set(words(turn.says))
    told = len(labelled.intersection(words(reply.text))) / len(labelled) if labelled else 0.0
    right = len(reply.products) <= FEW and not reply.products.isdisjoint(turn.products)
    if told >= SURELY_TOLD or (right and told >= TOLD):
        return 1.0
    return PART * (right and not reply.declined)


async def hold(shop: Path, services: Services) -> list[tuple[str, float]]:
    """Hold the talks of a shop: of each message that is scored where its answer lies, and its score."""
    catalogue = services.speaker.models.products.shelf.catalogue
    titles = {product.product_id: frozenset(words(product.title)) for product in catalogue.products}
    scored = list[tuple[str, float]]()
    for talk in msgspec.json.Decoder(Talk).decode_lines((shop / "talks.jsonl").read_bytes()):
        conversation = await ServiceConversation(services).begin()
        for turn in talk.turns:
            stored = await conversation.say(turn.text)
            replies = [one.event.reply for one in stored if isinstance(one.event, ev.Replied)]
            if (points := score(turn, heard(replies, titles))) is not None:
                scored.append((turn.of, points))
    return scored


async def _held(shop: Path, state: Path) -> list[tuple[str, float]]:
    async with whole_bot(state) as services:
        return await hold(shop, services)


def _show(name: str, scored: Sequence[tuple[str, float]]) -> None:
    by = defaultdict[str, list[float]](list)
    for of, points in scored:
        by[of].append(points)
    each = ", ".join(f"{of} {sum(one) / len(one):.3f} of {len(one)}" for of, one in sorted(by.items()))
    total = sum(points for _, points in scored) / max(1, len(scored))
    typer.echo(f"{name}: {total:.3f} of {len(scored)} ({each})")


def main(
    shops: Annotated[list[str] | None, typer.Argument(help="Folders of data/asked; by default all.")] = None,
    states: Annotated[
        Path | None, typer.Option(help="Where the shops are laid out, or lie already; else nothing is kept.")
    ] = None,
) -> None:
    """Hold the talks of data/asked with the whole bot, and say how far its replies hold what is labelled."""
    every = list[tuple[str, float]]()
    with tempfile.TemporaryDirectory() as scratch:
        for shop in sorted(path.parent for path in FOLDER.glob("*/talks.jsonl")):
            if shops and shop.name not in shops:
                continue
            state = (states or Path(scratch)) / shop.name
            if not state.exists():
                lay_out(shop, state)
            scored = asyncio.run(_held(shop, state))
            _show(shop.name, scored)
            every += scored
    _show("all", every)


if __name__ == "__main__":
    typer.run(main)
