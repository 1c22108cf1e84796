"""Releases are judged before they go live: heads that learned nothing are refused, the same heads pass."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
from pathlib import Path

import pytest
from new_shop import new_shop, shopclerk

from bot.conversation import events as ev
from bot.conversation.understanding import Scored, Understanding
from bot.errors import ReleaseRefused
from bot.models import open_assistant, open_encoder
from bot.record.database import open_database
from bot.record.log import SqlEventLog
from bot.releases import Release, history, live_id, new_folder, promote, read_release, seal
from bot.settings import Settings, load_settings
from bot.understand.training import TrainingTexts, gather, train_heads
from training.judge.kept import kept_dialogues, texts_seen

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
EVERY = 3
"""Of the assistant's examples each so many-th is said in a dialogue."""


@pytest.fixture(scope="module")
def shop(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new shop with labelled dialogues, prepared."""
    folder = new_shop(tmp_path_factory.mktemp("judged") / "own", prepared_demo, examples=15)
    (folder / "dialogues").mkdir()
    examples = open_assistant(load_settings(folder)).nlu.examples[::EVERY]
    lines = [
        {
            "id": f"d{n}",
            "turns": [{"role": "shopper", "text": one.text, "intent": one.intent, "mood": "neutral"}],
        }
        for n, one in enumerate(examples)
    ]
    (folder / "dialogues" / "own.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    shopclerk("prepare", "--state", str(folder))
    return folder


@pytest.fixture(scope="module")
def settings(shop: Path) -> Settings:
    return load_settings(shop)


def twin(settings: Settings) -> Release:
    """A release with the files of the live one."""
    releases = settings.var / "releases"
    live = read_release(releases / live_id(releases))
    folder = new_folder(releases)
    for name in live.manifest.files:
        shutil.copyfile(live.path / name, folder / name)
    return seal(folder, data_hash="twin", base_model=live.manifest.base_model, metrics={})


def shuffled(settings: Settings) -> Release:
    """A release whose heads learned from labels in any order."""
    examples = [(one.text, one.intent) for one in open_assistant(settings).nlu.examples]
    labels = [intent for _, intent in examples]
    random.Random(1).shuffle(labels)
    texts = gather(examples, ())
    wrong = tuple((text, label) for (text, _), label in zip(examples, labels, strict=True))
    folder, encoder = new_folder(settings.var / "releases"), open_encoder(settings)
    train_heads(TrainingTexts(wrong, texts.moods), encoder, folder)
    return seal(folder, data_hash="shuffled", base_model=encoder.name, metrics={})


def test_shuffled_labels_are_refused_and_the_same_heads_pass(shop: Path, settings: Settings) -> None:
    releases, state = settings.var / "releases", ("--state", str(shop))
    before = live_id(releases)
    worse = shuffled(settings).release_id
    with pytest.raises(ReleaseRefused, match=r"intent_accuracy is worse by [\d.]+ points, 1.0 are allowed"):
        shopclerk("release", "promote", worse, *state)
    assert live_id(releases) == before
    same = twin(settings).release_id
    assert f"{same} is live." in shopclerk("release", "promote", same, *state)
    shopclerk("release", "promote", worse, "--force", "to see it fail", *state)
    assert live_id(releases) == worse
    assert [(entry.release_id, entry.why) for entry in history(releases)[-2:]] == [
        (same, ""),
        (worse, "to see it fail"),
    ]
    assert f"{same} is live again" in shopclerk("release", "rollback", *state)


def test_a_report_tells_what_was_measured_on_what(shop: Path, settings: Settings, tmp_path: Path) -> None:
    releases = settings.var / "releases"
    name = live_id(releases)
    told = shopclerk("evaluate", "release", name, "--state", str(shop), "--report", str(tmp_path))
    assert "was trained on" in told
    report = json.loads(next(tmp_path.glob("*.json")).read_text())
    kept = kept_dialogues(shop)
    assert report["judged_on"]["turns"] == report["judged_on"]["seen"] == len(kept.dialogues)
    assert report["figures"]["intent_accuracy"] > 0.9
    assert report["figures"]["memory_mb"] > 100
    assert {question["id"] for question in report["questions"]} == {"q1", "q2"}
    assert "<svg" in (tmp_path / "index.html").read_text()


def test_a_release_of_transcripts_has_seen_nothing_of_their_test(shop: Path, settings: Settings) -> None:
    from training.transcripts.shop_masker import shop_masker

    folder = new_folder(settings.var / "releases")
    trained = seal(folder, data_hash="x", base_model="m", metrics={}, dataset="0001-abc")
    masker = shop_masker(settings, order_numbers=False)
    assert not texts_seen(shop, trained, masker)
    shutil.rmtree(folder)


def test_the_shadow_lists_what_a_candidate_takes_otherwise(
    shop: Path, settings: Settings, tmp_path: Path
) -> None:
    texts = [example.text for example in open_assistant(settings).nlu.examples[::7]]
    texts.append("write to ada@example.com please")
    asyncio.run(said(settings, texts))
    state = ("--state", str(shop), "--json", str(tmp_path / "shadow.json"))
    told = shopclerk("release", "shadow", twin(settings).release_id, *state)
    assert f"{len(texts)} messages, 1 of them questions. no difference." in told
    shopclerk("release", "shadow", shuffled(settings).release_id, *state)
    report = (tmp_path / "shadow.json").read_text()
    assert json.loads(report)["counts"]["intent"] > len(texts) / 3
    assert "ada@example.com" not in report


def test_a_registry_that_is_away_stops_neither_promotion_nor_rollback(
    shop: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlflow = pytest.importorskip("mlflow", reason="mlflow is not installed: pip install 'shopclerk[mlflow]'")
    releases, state = settings.var / "releases", ("--state", str(shop))
    first, second = live_id(releases), twin(settings)
    monkeypatch.setenv("SHOPCLERK_RELEASE__REGISTRY", "mlflow")
    monkeypatch.setenv("SHOPCLERK_RELEASE__REGISTRY_URI", "http://127.0.0.1:1")
    promote(second)
    told = shopclerk("release", "promote", second.release_id, *state)
    assert f"{second.release_id} is live." in told
    assert "shopclerk release sync" in " ".join(told.split())
    told = shopclerk("release", "rollback", *state)
    assert f"{first} is live again" in told
    assert "shopclerk release sync" in " ".join(told.split())
    assert live_id(releases) == first
    there = f"sqlite:///{tmp_path / 'mlflow.db'}"
    monkeypatch.setenv("SHOPCLERK_RELEASE__REGISTRY_URI", there)
    shopclerk("release", "sync", *state)
    client = mlflow.MlflowClient(tracking_uri=there)
    assert client.get_model_version_by_alias(settings.shop.id, "live").tags["release"] == first


async def said(settings: Settings, texts: list[str]) -> None:
    """Messages in the event log, the first of them a question to the documents."""
    database = open_database(settings.database_url)
    log = SqlEventLog(database)
    await log.create("c_1", shopper_id="ada", channel="web")
    for number, text in enumerate(texts):
        events: list[ev.AnyEvent] = [
            ev.Understood(
                message_ids=(f"m_{number}",),
                understanding=Understanding(text=text, intent=Scored("greet", 1.0)),
            )
        ]
        if not number:
            events.append(ev.Searched(question=text, answered=True, answerable=0.9))
        await log.append("c_1", events)
    await log.close()
    await database.close()
