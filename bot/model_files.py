"""Where the models of an installation lie: a release's own first, then those that the settings name.

var/releases/<id>/understanding/            model of intents and entities, with its heads
var/releases/<id>/heads.json, heads.npz     or heads alone, on the encoder's features
var/releases/<id>/retriever/                adapter of the encoder
var/releases/<id>/late/, reranker/          adapters of the re-rankers
var/releases/<id>/responder/                adapter of the language model that words answers
var/releases/<id>/policy.json               learned policy of the dialogue engine
var/releases/<id>/recommender/              learned ranking of products, with its sources
var/index/                                  indexes made with the models of the settings
var/index/<models>/                         indexes made with a release's own
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from bot.releases import live_id
from bot.settings import Settings
from retrieval.encode import adapted_name, is_default
from retrieval.packaged import (
    ENCODER_ADAPTER,
    LATE_ADAPTER,
    PACKAGE,
    RERANKER_ADAPTER,
    adapter_folder,
)

UNDERSTANDING, RETRIEVER, LATE, RERANKER = "understanding", "retriever", "late", "reranker"
RESPONDER = "responder"
RECOMMENDER = "recommender"
POLICY = "policy"
POLICY_FILE = f"{POLICY}.json"


@dataclass(frozen=True)
class ModelFiles:
    """Folders of adapters, None where there is none; ``responder`` is the language model that words answers
    locally, a folder or a name ("" is the default); ``index`` holds the indexes made with them."""

    encoder: Path | None
    late: Path | None
    reranker: Path | None
    responder: str
    index: Path


def model_files(settings: Settings, release: Path | None = None) -> ModelFiles:
    """Those of a release's folder, of the live one if none is given.

    Raises: ModelFileError for an adapter without weights.
    """
    folder = release or live_folder(settings)
    own = {name: _own(folder, name) for name in (RETRIEVER, LATE, RERANKER)}
    responder = _own(folder, RESPONDER)
    return ModelFiles(
        encoder=own[RETRIEVER] or _of_encoder(settings),
        late=own[LATE] or adapter_folder(settings.retrieval.late, LATE_ADAPTER, settings.state),
        reranker=own[RERANKER]
        or adapter_folder(settings.retrieval.reranker, RERANKER_ADAPTER, settings.state),
        responder=str(responder) if responder else settings.language_model(settings.wording.model),
        index=_index(settings, [adapter for adapter in own.values() if adapter]),
    )


def _of_encoder(settings: Settings) -> Path | None:
    """The adapter that the settings name; that of the package is none of another encoder."""
    own = settings.understand
    if own.adapter == PACKAGE and not is_default(own.encoder):
        return None
    return adapter_folder(own.adapter, ENCODER_ADAPTER, settings.state)


def live_folder(settings: Settings) -> Path | None:
    """The folder of the live release, not verified; None where none was made yet."""
    releases = settings.var / "releases"
    name = live_id(releases)
    return releases / name if name else None


def keep_recommender(before: Path | None, folder: Path) -> None:
    """Copy the recommender of a release into the folder of the next one, unless that has its own: it is
    learned from other data than the rest, by itself."""
    if before is not None and (before / RECOMMENDER).is_dir() and not (folder / RECOMMENDER).exists():
        shutil.copytree(before / RECOMMENDER, folder / RECOMMENDER)


def _own(folder: Path | None, name: str) -> Path | None:
    return folder / name if folder and (folder / name).is_dir() else None


def _index(settings: Settings, own: list[Path]) -> Path:
    """One folder for all releases with the same models, so that a release of new heads needs no new index."""
    index = settings.var / "index"
    if not own:
        return index
    names = " ".join(adapted_name(adapter.name, adapter) for adapter in own)
    return index / hashlib.sha256(names.encode()).hexdigest()[:12]
