"""What an assistant has to train its responder on."""

from __future__ import annotations

from bot.models import open_answerer, open_rerankers
from bot.settings import Settings
from training.responder.examples import Gathered, Progress, gather
from training.transcripts.dialogue import Dialogue, read_dialogues
from training.transcripts.versions import FILES, Versions


def training_dialogues(settings: Settings) -> list[Dialogue]:
    """Those for training of the newest version of the training data; where there is none, the assistant's own
    files.

    Raises: DatasetError for a damaged version.
    """
    versions = Versions(settings.var / "datasets")
    if versions.all():
        version = versions.verified(None).version
        files = [versions.folder / version / FILES["train"]]
    else:
        files = sorted((settings.state / "dialogues").glob("*.jsonl"))
    return [one for file in files for one in read_dialogues(file) if isinstance(one, Dialogue)]


def gather_examples(settings: Settings, progress: Progress) -> Gathered:
    """The examples of an assistant's training dialogues, with the sources that it finds by itself.

    Raises: DatasetError, ModelUnavailable, IndexUnavailable.
    """
    _, answerer = open_answerer(settings)
    return gather(training_dialogues(settings), answerer, open_rerankers(settings).cross, progress)
