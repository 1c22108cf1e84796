"""The MLflow registry follows the releases of an installation, and never stands in their way."""

from __future__ import annotations

import json
import re
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli import build_cli
from bot.errors import RegistryUnavailable, SettingsError
from bot.manifest import Recipe
from bot.model_card import MODEL_CARD
from bot.releases import Release, live_id, new_folder, promote, read_release, roll_back, seal
from bot.settings import Settings, load_settings
from training.judge.report import JudgedOn, ReleaseReport, keep_report, reports_of
from training.judge.tables import tables_of
from training.registry.following import sync, tell_registry

if TYPE_CHECKING:
    from mlflow import MlflowClient

pytest.importorskip("mlflow", reason="mlflow is not installed: pip install 'shopclerk[mlflow]'")
RECIPE = Recipe(
    command="shopclerk train all", counts={"turns": 7}, configurations={"policy": {"seed": 3, "quick": True}}
)


def release(settings: Settings, number: int) -> Release:
    folder = new_folder(settings.var / "releases")
    (folder / "retriever").mkdir()
    (folder / "retriever" / "adapter_model.safetensors").write_bytes(f"weights {number}".encode())
    return seal(
        folder, data_hash=f"data {number}", base_model="all-MiniLM-L6-v2", dataset="0001-ab", recipe=RECIPE,
        metrics={"accuracy": 0.9 + number / 100, "policy_threshold": None},
    )  # fmt: skip


def judged(settings: Settings, release_id: str, accuracy: float) -> None:
    """A report on a release."""
    on = JudgedOn(
        data_hash=f"hash{accuracy}",
        source="tests",
        version="",
        dialogues=1,
        turns=1,
        seen=0,
        unknown=0,
        note="",
    )
    report = ReleaseReport(
        release_id=release_id, made=1.0, measured=time.time(), program="", base_model="", dataset="",
        judged_on=on, figures={"intent_accuracy": accuracy, "recall@1": 0.5}, tables=tables_of(()),
        answers=None, turns=(), questions=(), cases=(),
    )  # fmt: skip
    keep_report(reports_of(settings.var, release_id), report, "<html>")


def installation(folder: Path, **more: str) -> Settings:
    lines = "".join(f'{key} = "{value}"\n' for key, value in {"registry": "mlflow", **more}.items())
    (folder / "shopclerk.toml").write_text(f'[shop]\nid = "fernweg"\n\n[release]\n{lines}')
    return load_settings(folder)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of MLflow: making its tables takes longer than all that is done with them."""
    from mlflow import MlflowClient

    file = tmp_path_factory.mktemp("mlflow") / "empty.db"
    MlflowClient(tracking_uri=f"sqlite:///{file}").search_registered_models()
    return file


@pytest.fixture
def settings(tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "mlflow.db").write_bytes(database.read_bytes())
    return installation(tmp_path)


@pytest.fixture
def client(settings: Settings) -> MlflowClient:
    """Who looks from outside."""
    from mlflow import MlflowClient

    return MlflowClient(tracking_uri=f"sqlite:///{settings.var / 'mlflow.db'}")


def no_warning(text: str) -> None:
    pytest.fail(text)


def metrics(client: MlflowClient, model_id: str) -> dict[str, float]:
    return {one.key: one.value for one in client.get_logged_model(model_id).metrics or ()}


def test_a_sealed_release_is_a_version_with_its_files_and_figures(
    settings: Settings, client: MlflowClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mlflow.artifacts import download_artifacts

    one = release(settings, 1)
    tell_registry(settings, [one.release_id], no_warning)
    version = client.get_model_version("fernweg", "1")
    wanted = {
        "release": one.release_id, "data_hash": "data 1", "dataset": "0001-ab",
        "commit": one.manifest.commit, "folder": str(one.path),
    }  # fmt: skip
    assert wanted.items() <= version.tags.items()
    assert metrics(client, version.tags["model_id"]) == {"sealed/accuracy": pytest.approx(0.91)}
    params = client.get_logged_model(version.tags["model_id"]).params
    assert {"command": "shopclerk train all", "policy.seed": "3", "turns": "7"}.items() <= params.items()
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{settings.var / 'mlflow.db'}")
    there = download_artifacts("models:/fernweg/1", dst_path=str(tmp_path / "there"))
    copy = read_release(Path(there))
    assert copy.manifest == one.manifest
    assert (copy.path / MODEL_CARD).exists()
    assert not Path("mlruns").exists()


def test_the_alias_follows_promotion_and_rollback(settings: Settings, client: MlflowClient) -> None:
    first, second = release(settings, 1), release(settings, 2)
    for one in (first, second):
        promote(one)
        tell_registry(settings, [one.release_id], no_warning)
        assert client.get_model_version_by_alias("fernweg", "live").tags["release"] == one.release_id
    roll_back(settings.var / "releases")
    tell_registry(settings, [first.release_id], no_warning)
    assert client.get_model_version_by_alias("fernweg", "live").tags["release"] == first.release_id
    aliases = client.get_registered_model("fernweg").aliases
    assert {name: int(version) for name, version in aliases.items()} == {"live": 1}


def test_figures_of_a_report_are_logged_once_and_anew_when_it_is_judged_anew(
    settings: Settings, client: MlflowClient
) -> None:
    one = release(settings, 1)
    for accuracy in (0.8, 0.8, 0.7):
        judged(settings, one.release_id, accuracy)
        for _ in range(2):
            tell_registry(settings, [one.release_id], no_warning)
    version = client.get_model_version("fernweg", "1")
    found = metrics(client, version.tags["model_id"])
    assert found["judged/intent_accuracy"] == 0.7
    assert found["judged/recall_at_1"] == 0.5
    experiment = client.get_experiment_by_name("fernweg")
    titles = [run.info.run_name for run in client.search_runs([experiment.experiment_id])]
    assert sorted(titles).count(f"release {one.release_id}") == 1
    assert 2 <= titles.count(f"evaluate {one.release_id}") <= 3  # two reports may be of one second
    assert len(client.search_model_versions("name = 'fernweg'")) == 1


def test_what_was_missed_is_made_up_for(settings: Settings, client: MlflowClient) -> None:
    releases = [release(settings, number) for number in range(3)]
    judged(settings, releases[1].release_id, 0.5)
    promote(releases[1])
    damaged = releases[2].path / "retriever" / "adapter_model.safetensors"
    damaged.write_bytes(b"other")
    warned: list[str] = []
    done = sync(settings, warned.append, lambda _done, _all: None)
    assert (done.added, done.judged, done.moved) == (2, 1, True)
    assert [releases[2].release_id in text for text in warned] == [True]
    again = sync(settings, warned.append, lambda _done, _all: None)
    assert (again.added, again.judged, again.moved) == (0, 0, False)
    assert client.get_model_version_by_alias("fernweg", "live").tags["release"] == releases[1].release_id


def unreachable() -> str:
    """The address of a port at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://shop:s3cret@127.0.0.1:{free.getsockname()[1]}"


def shopclerk(*arguments: str) -> Any:
    return CliRunner().invoke(build_cli(), list(arguments))


def test_a_registry_that_cannot_be_reached_is_a_warning(settings: Settings) -> None:
    settings = installation(settings.state, registry_uri=unreachable())
    warned: list[str] = []
    began = time.monotonic()
    tell_registry(settings, [release(settings, 1).release_id], warned.append)
    assert time.monotonic() - began < 30
    assert re.search(r"registry was not told.*shopclerk release sync", warned[0])
    assert "s3cret" not in warned[0]
    with pytest.raises(RegistryUnavailable):
        sync(settings, no_warning, lambda _done, _all: None)


def test_a_database_that_is_none_is_a_warning(settings: Settings) -> None:
    (settings.var / "mlflow.db").write_bytes(b"not a database, but long enough to look at" * 50)
    warned: list[str] = []
    tell_registry(settings, [release(settings, 1).release_id], warned.append)
    assert "not a database" in warned[0]


def test_without_mlflow_it_is_said_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = release(settings, 1)
    monkeypatch.setitem(sys.modules, "mlflow", None)
    monkeypatch.setattr(sys, "path", [folder for folder in sys.path if "site-packages" not in folder])
    warned: list[str] = []
    tell_registry(settings, [one.release_id], warned.append)
    assert "shopclerk[mlflow]" in warned[0]
    with pytest.raises(SettingsError, match=r"shopclerk\[mlflow\]"):
        sync(settings, no_warning, lambda _done, _all: None)


def test_nothing_is_told_where_no_registry_is_set(settings: Settings) -> None:
    settings = installation(settings.state, registry="none")
    (settings.var / "mlflow.db").unlink()
    tell_registry(settings, [release(settings, 1).release_id], no_warning)
    assert not (settings.var / "mlflow.db").exists()
    with pytest.raises(SettingsError, match="No registry is set"):
        sync(settings, no_warning, lambda _done, _all: None)


def test_the_command_tells_what_it_did(settings: Settings, tmp_path: Path) -> None:
    promote(release(settings, 1))
    done = shopclerk("release", "sync", "--state", str(settings.state), "--json", str(tmp_path / "told.json"))
    assert "has moved to the live release" in done.output
    assert json.loads((tmp_path / "told.json").read_text()) == {"added": 1, "judged": 0, "moved": True}
    assert live_id(settings.var / "releases")
