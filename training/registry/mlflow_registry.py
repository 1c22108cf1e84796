"""Releases in an MLflow registry (3.1 or newer): each is a version of one registered model.

A version's source is a LoggedModel with all files of the release, so that
``mlflow artifacts download --artifact-uri models:/NAME@live`` brings them with their manifest. Figures are
metrics of the LoggedModel. The alias ``live`` is on the version of the live release; stages, which MLflow
has given up, are not used.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot.manifest import Manifest
from bot.releases import MANIFEST, Release
from bot.settings import Settings
from training.judge.report import ReleaseReport
from training.track import check_installed

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities.model_registry import ModelVersion

LIVE = "live"
"""The alias."""
MODEL = "model_id"
"""Tag of a version: its LoggedModel, as databases do not keep which one it is."""
_WANTED = {
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true",
}
"""Unless the environment says otherwise: a person waits, and MLflow tries for four minutes by itself."""


class MlflowRegistry:
    """One registered model of a registry. Everything is done at most once for a release, so what was cut off
    can be done again. ``artifacts``: URI of a folder for files where the registry is a database, None where
    a server knows its own.

    Whatever goes wrong raises what MLflow, its drivers and the network raise.
    """

    def __init__(self, client: MlflowClient, name: str, artifacts: str | None) -> None:
        self._client, self._name, self._artifacts = client, name, artifacts

    def add(self, release: Release) -> bool:
        """Register a release; whether it was not known yet."""
        if self._version_of(release) is not None:
            return False
        if not self._client.search_registered_models(filter_string=f"name = '{self._name}'"):
            self._client.create_registered_model(self._name)
        tags, manifest = _tags(release), release.manifest
        run = self._run(f"release {release.release_id}", tags)
        model = self._client.create_logged_model(
            self._experiment(),
            name=release.release_id,
            source_run_id=run,
            tags=tags,
            params=_params(manifest),
            model_type="shopclerk release",
        )
        self._client.log_model_artifacts(model.model_id, str(release.path))
        self._client.finalize_logged_model(model.model_id, "READY")
        self._log(run, model.model_id, "sealed", manifest.metrics)
        self._client.create_model_version(
            self._name,
            source=model.artifact_location,  # a database looks models:/<model_id> up at MLFLOW_TRACKING_URI
            run_id=run,
            tags={**tags, MODEL: model.model_id},
            model_id=model.model_id,
            description=f"Release {release.release_id}, made by {manifest.program}; see its MODEL_CARD.md.",
        )
        return True

    def judge(self, release: Release, report: ReleaseReport) -> bool:
        """Log the figures of a report to a version that was added; whether they were not there yet."""
        version, judged = self._known(release), f"{report.judged_on.data_hash} {report.measured:.0f}"
        if version.tags.get("judged_on") == judged:
            return False
        run = self._run(f"evaluate {release.release_id}", {**_tags(release), "judged_on": judged})
        self._log(run, version.tags[MODEL], "judged", report.figures)
        self._client.set_model_version_tag(self._name, version.version, "judged_on", judged)
        return True

    def point_to(self, release: Release) -> bool:
        """Put the alias on the version of a release that was added; whether it was elsewhere."""
        version = self._known(release)
        if LIVE in (version.aliases or ()):
            return False
        self._client.set_registered_model_alias(self._name, LIVE, version.version)
        return True

    def _known(self, release: Release) -> ModelVersion:
        version = self._version_of(release)
        if version is None:
            raise LookupError(f"{release.release_id} is not in the registry")
        return version

    def _version_of(self, release: Release) -> ModelVersion | None:
        """By the checksum of the manifest: two installations may give two releases the same name."""
        wanted = f"name = '{self._name}' and tags.manifest_sha256 = '{_manifest_hash(release)}'"
        found = self._client.search_model_versions(filter_string=wanted)
        # Asked for again by its number, as what a search finds comes without aliases from some servers.
        return self._client.get_model_version(self._name, str(found[0].version)) if found else None

    def _experiment(self) -> str:
        known = self._client.get_experiment_by_name(self._name)
        if known is not None:
            return str(known.experiment_id)
        return str(self._client.create_experiment(self._name, artifact_location=self._artifacts))

    def _run(self, title: str, tags: Mapping[str, str]) -> str:
        run = self._client.create_run(self._experiment(), run_name=title, tags=dict(tags))
        return str(run.info.run_id)

    def _log(self, run: str, model_id: str, group: str, figures: Mapping[str, object]) -> None:
        """Log what is a number, and end the run."""
        for name, value in _numbers(figures):
            self._client.log_metric(run, f"{group}/{metric_name(name)}", value, model_id=model_id)
        self._client.set_terminated(run)


def metric_name(name: str) -> str:
    """A figure's name in MLflow, which has no "@": "recall@1" is recall_at_1 there."""
    return name.replace("@", "_at_")


def open_registry(settings: Settings) -> MlflowRegistry:
    """The registry of the settings; nothing is asked of it yet.

    Raises: SettingsError where MLflow is not installed.
    """
    check_installed("mlflow")
    for name, value in _WANTED.items():
        os.environ.setdefault(name, value)
    from mlflow import MlflowClient

    logging.getLogger("mlflow").setLevel(logging.WARNING)
    wanted = settings.release
    uri = wanted.registry_uri or os.environ.get("MLFLOW_TRACKING_URI", "")
    uri = uri or f"sqlite:///{settings.var / 'mlflow.db'}"
    is_database = "://" in uri and not uri.startswith(("http://", "https://", "databricks"))
    artifacts = (settings.var / "mlflow").as_uri() if is_database else None
    client = MlflowClient(tracking_uri=uri, registry_uri=uri)
    return MlflowRegistry(client, wanted.registry_name or settings.shop.id, artifacts)


def _tags(release: Release) -> dict[str, str]:
    manifest = release.manifest
    return {
        "release": release.release_id,
        "data_hash": manifest.data_hash,
        "dataset": manifest.dataset,
        "commit": manifest.commit,
        "program": manifest.program,
        "base_model": manifest.base_model,
        "manifest_sha256": _manifest_hash(release),
        "folder": str(release.path),
    }


def _manifest_hash(release: Release) -> str:
    return hashlib.sha256((release.path / MANIFEST).read_bytes()).hexdigest()


def _params(manifest: Manifest) -> dict[str, str]:
    recipe = manifest.recipe
    keys = {f"{task}.{key}": str(v) for task, own in recipe.configurations.items() for key, v in own.items()}
    return {"command": recipe.command, **keys, **{name: str(count) for name, count in recipe.counts.items()}}


def _numbers(figures: Mapping[str, object]) -> Iterable[tuple[str, float]]:
    return ((name, float(value)) for name, value in figures.items() if isinstance(value, int | float))
