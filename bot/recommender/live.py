"""What the recommender's process has loaded of the live release, and how it follows the next one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.errors import ModelUnavailable
from bot.follower import Follower
from bot.knowledge.translate import translated_errors
from bot.model_files import ModelFiles, model_files
from bot.models import open_encoder, open_products, open_recommender
from bot.releases import live_release
from bot.settings import Settings
from bot.shop.folder import FolderShop
from bot.telemetry import Telemetry
from retrieval.encode import Encoder
from retrieval.products.products import Products
from retrieval.recommend.port import RecommendContext, Recommender
from retrieval.recommend.simple import SimpleRecommender


@dataclass(frozen=True)
class Loaded:
    """The parts of one release: no more than recommending needs."""

    release: str
    files: ModelFiles
    encoder: Encoder
    products: Products
    recommender: Recommender


def load(settings: Settings, before: Loaded | None = None) -> Loaded:
    """Load the live release; blocks for seconds. What ``before`` has already is not loaded again.

    Raises: ConfigError, ReleaseError, ModelUnavailable, IndexUnavailable.
    """
    release = live_release(settings.var / "releases")
    if release is None:
        raise ModelUnavailable(detail="No release is live. Run: shopclerk prepare")
    with translated_errors():
        files = model_files(settings, release.path)
        if before is not None and (before.files.encoder, before.files.index) == (files.encoder, files.index):
            encoder, products = before.encoder, before.products
        else:
            encoder = open_encoder(settings, files)
            products = open_products(settings, encoder, files)
        shop = FolderShop.of(settings)
        recommender = open_recommender(release, SimpleRecommender(products, shop.sales()), products, encoder)
        recommender.recommend(RecommendContext(), 1)  # the first shopper waits for nothing
    return Loaded(
        release=release.release_id, files=files, encoder=encoder, products=products, recommender=recommender
    )


class LiveRecommender(Follower[Loaded]):
    """Follows the live release; ``loaded`` is what recommends now."""

    def __init__(self, settings: Settings, telemetry: Telemetry) -> None:
        self.loaded = load(settings)
        self._settings = settings
        super().__init__(settings.var / "releases", telemetry)

    def open(self) -> Loaded:
        """See ``Follower.open``."""
        return load(self._settings, self.loaded)

    def take_over(self, parts: Loaded) -> str:
        """See ``Follower.take_over``."""
        self.loaded = parts
        return parts.release
