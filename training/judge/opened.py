"""What a release understands and answers with, opened beside the live one: nothing is said or written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.models import load_models, model_threads
from bot.releases import Release
from bot.settings import Settings, load_settings
from bot.speaker import build_understander
from bot.understand.pipeline import ModelUnderstander
from retrieval.documents.answer import Answerer
from training.evaluate.conversations import copied_state


@dataclass(frozen=True)
class Opened:
    """A release's parts that read and answer."""

    release_id: str
    understander: ModelUnderstander
    answerer: Answerer


@contextmanager
def opened(settings: Settings, release: Release) -> Iterator[Opened]:
    """The parts, loaded; the indexes of the release must have been built (``training.releases``).

    Raises: ConfigError, ReleaseError, ModelUnavailable, IndexUnavailable.
    """
    with copied_state(settings.state, release.release_id) as copy, model_threads(1) as executor:
        own = load_settings(copy)
        models = load_models(own)
        yield Opened(
            release_id=release.release_id,
            understander=build_understander(own, models, executor),
            answerer=Answerer(models.documents, models.rerankers, threshold=own.retrieval.answerable),
        )
