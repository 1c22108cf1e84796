"""The recommender of an installation: its catalogue, its events, and what is learned from them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadRequest
from bot.model_files import model_files
from bot.models import open_encoder
from bot.record.behaviour import SqlBehaviour
from bot.record.database import open_database
from bot.settings import Settings
from retrieval.encode import Encoder
from retrieval.products.products import Products
from retrieval.recommend.behaviour import BehaviourReader, Merged, RecordedBehaviour
from retrieval.recommend.cleaning import clean
from retrieval.recommend.hybrid import VARIETY
from retrieval.recommend.ranking.items import Floats
from retrieval.types import Product
from training.config import Space
from training.recommender.judging import RankingReport, judge
from training.recommender.ranking import Learner, Progress, RankingConfig
from training.recommender.requests import Shopping, read_shopping, recorded_shopping

AT_ONCE = 5000
"""Events that are read from the log at once."""


@dataclass(frozen=True, eq=False)
class Shop:
    """What is learned from. ``vectors`` (n, d) are the meanings of the products' texts."""

    products: Sequence[Product]
    vectors: Floats
    encoder: Encoder
    shopping: Shopping


def shop_of(settings: Settings, interactions: Path | None) -> Shop:
    """The events of a file, or of the installation's log without those of bots and tests.

    Raises: BadRequest, ModelUnavailable, IndexUnavailable.
    """
    encoder = open_encoder(settings)
    index = model_files(settings).index / "products"
    products = Products(settings.state / "catalogue.csv", index, encoder)
    products.load()
    known = products.shelf.written.products
    ids = [product.product_id for product in known]
    try:
        shopping = (
            read_shopping(interactions, ids)
            if interactions is not None
            else recorded_shopping(*asyncio.run(_recorded(settings)), ids)
        )
    except (OSError, ValueError) as error:
        raise BadRequest(f"The events cannot be learned from: {error}") from error
    return Shop(known, products.shelf.search.vectors, encoder, shopping)


def train_recommender(
    shop: Shop, config: RankingConfig, spaces: Mapping[str, Space], folder: Path, tell: Progress
) -> RankingReport:
    """Learn, judge on the last weeks, and write the model into ``folder``.

    Raises: BadRequest where there is too little to learn from.
    """
    learner = Learner(shop.shopping, shop.products, shop.vectors, shop.encoder, config, tell)
    learned = learner.learn(spaces)
    learned.model.save(folder)
    return judge(learned, shop.products, VARIETY, tell)


async def _recorded(settings: Settings) -> tuple[Sequence[RecordedBehaviour], Sequence[Merged]]:
    database = open_database(settings.database_url)
    log = SqlBehaviour(database)
    try:
        events, merged = await _all_events(log), await _all_merged(log)
    finally:
        await log.close()
        await database.close()
    return clean(events, time.time()).events, merged


async def _all_events(log: BehaviourReader) -> list[RecordedBehaviour]:
    found: list[RecordedBehaviour] = []
    while part := await log.since(found[-1].seq if found else 0, limit=AT_ONCE):
        found.extend(part)
    return found


async def _all_merged(log: BehaviourReader) -> list[Merged]:
    found: list[Merged] = []
    while part := await log.merged_since(found[-1].seq if found else 0, limit=AT_ONCE):
        found.extend(part)
    return found
