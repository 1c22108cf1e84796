"""Which recommender serves: that of this process, or that of a process of its own."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor

from bot.installation import recommender_key
from bot.recommending.guarded import GuardedRecommender
from bot.recommending.trials import LEARNED, SIMPLE, tried_out
from bot.settings import Settings
from bot.telemetry import Telemetry
from retrieval.products.products import Products
from retrieval.recommend.port import Recommender
from retrieval.recommend.remote import CONNECTIONS, RemoteRecommender


def guarded_recommender(
    settings: Settings,
    products: Products,
    own: Recommender,
    popular: Recommender,
    telemetry: Telemetry,
    executor: Executor | None = None,
) -> GuardedRecommender:
    """The recommender that the settings name, under the experiment that runs, and ``popular`` where it fails.
    Constructs only; one in another process is waited for in threads of its own, so that the models' threads
    never wait for it. Raises: ConfigError for an arm without its model."""
    chosen, seconds = own, settings.recommend.deadline_seconds
    if url := settings.recommend.url:
        chosen = RemoteRecommender(url, recommender_key(settings), products, seconds=seconds)
        executor = ThreadPoolExecutor(CONNECTIONS, "recommender")
    models = {SIMPLE: popular, LEARNED: chosen} if chosen is not popular else {SIMPLE: popular}
    tried = tried_out(settings, products, models)
    return GuardedRecommender(tried, popular, deadline=seconds, telemetry=telemetry, executor=executor)
