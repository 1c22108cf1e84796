"""Which recommender serves: that of this process, or that of a process of its own."""

from __future__ import annotations

from concurrent.futures import Executor

from bot.recommending.guarded import GuardedRecommender
from bot.settings import Settings
from bot.telemetry import Telemetry
from retrieval.recommend.port import Recommender


def guarded_recommender(
    settings: Settings,
    own: Recommender,
    popular: Recommender,
    telemetry: Telemetry,
    executor: Executor | None = None,
) -> GuardedRecommender:
    """The recommender that the settings name; ``popular`` where it fails. Constructs only."""
    return GuardedRecommender(
        own,
        popular,
        deadline=settings.recommend.deadline_seconds,
        telemetry=telemetry,
        executor=executor,
    )
