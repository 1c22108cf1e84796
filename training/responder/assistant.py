"""What an assistant has to train its responder on, and from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.model_files import model_files
from bot.models import open_answerer, open_rerankers
from bot.respond.convert import adapter_base
from bot.settings import Settings
from training.responder.examples import Gathered, Progress, gather
from training.transcripts.dataset import open_dataset
from training.transcripts.dialogue import Dialogue, read_dialogues
from training.transcripts.shop_masker import shop_masker
from training.transcripts.versions import Versions


def training_dialogues(settings: Settings) -> Sequence[Dialogue]:
    """Those for training of the newest version of the training data; where there is none, the assistant's own
    files, masked as they would be in a version.

    Raises: DatasetError for a damaged version.
    """
    if Versions(settings.var / "datasets").all():
        return open_dataset(settings.state).train
    files = sorted((settings.state / "dialogues").glob("*.jsonl"))
    masker = shop_masker(settings, order_numbers=False)
    read = (one for file in files for one in read_dialogues(file))
    return [masker.masked(one).dialogue for one in read if isinstance(one, Dialogue)]


def gather_examples(settings: Settings, dialogues: Sequence[Dialogue], progress: Progress) -> Gathered:
    """The examples of dialogues, with the sources that the assistant finds by itself.

    Raises: ModelUnavailable, IndexUnavailable.
    """
    _, answerer = open_answerer(settings)
    return gather(dialogues, answerer, open_rerankers(settings).cross, progress)


def adapter_of(settings: Settings) -> Path | None:
    """The adapter that words answers now, None where a model does that was not fine-tuned here."""
    model = model_files(settings).responder
    return Path(model) if adapter_base(model) is not None else None
