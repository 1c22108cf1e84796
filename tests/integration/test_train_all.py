"""From new transcripts to a live model and back, on a small shop."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from new_shop import new_shop, shopclerk
from shopper import begin

from bot.app import FOLLOWER, build_app
from bot.errors import ShopclerkError
from bot.model_card import MODEL_CARD
from bot.models import load_models
from bot.record.migrate import migrate
from bot.releases import live_id, promote, read_release, release_ids
from bot.settings import load_settings
from bot.wiring import open_services

UNUSED, DAYS = "It must be unused.", "You can return anything within 30 days."
ANSWERED = (
    ("my stovetop pot came with a scratch, is that enough to send it back", UNUSED),
    ("I brewed two cups with it already, would you still take it", UNUSED),
    ("does a washed filter holder count", UNUSED),
    ("the box is open but nothing was touched inside", UNUSED),
    ("grinder was a present, may grandma hand it in", DAYS),
    ("bought the kettle three weeks ago and changed my mind", DAYS),
    ("until when can the scales go back to you", DAYS),
    ("we are away for a fortnight, is it too late after that", DAYS),
)
"""No two alike: near-duplicates are left out, and of few the draw could leave none to learn from."""
SAID = ("the courier never rang", "did my box leave you", "has the mocha machine shipped", "is it on its way")


@pytest.fixture(scope="module")
def prepared_shop(prepared_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new shop, prepared, that stays as it is."""
    folder = new_shop(tmp_path_factory.mktemp("new") / "own", prepared_demo, examples=12)
    shopclerk("prepare", "--state", str(folder))
    return folder


@pytest.fixture
def own_shop(prepared_shop: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(prepared_shop, tmp_path / "own")


def transcripts(file: Path) -> Path:
    """Dialogues with labels and agents' answers, each of another shopper."""
    dialogues = [
        {"id": f"q{n}", "turns": [{"role": "shopper", "text": question},
            {"role": "agent", "name": "Mara", "text": answer, "documents": ["returns.md"]}]}
        for n, (question, answer) in enumerate(ANSWERED)
    ] + [
        {"id": f"s{n}", "turns": [{"role": "shopper", "text": text, "intent": "track_order"},
            {"role": "bot", "text": "What is your order number?"}]}
        for n, text in enumerate(SAID)
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, dialogues)))
    return file


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_new_transcripts_become_a_release_that_goes_live_and_back(
    own_shop: Path, tmp_path: Path
) -> None:
    state = ["--state", str(own_shop)]
    settings = load_settings(own_shop, {"turn": {"burst_wait_ms": 0}})
    releases = settings.var / "releases"
    first = live_id(releases)
    told = await asyncio.to_thread(
        shopclerk, "transcripts", "import", str(transcripts(tmp_path / "new.jsonl")), *state
    )
    assert "12" in told
    await asyncio.to_thread(shopclerk, "train", "all", "--quick", *state)
    candidate = read_release(releases / next(name for name in release_ids(releases) if name != first))
    assert live_id(releases) == first
    assert candidate.manifest.dataset.startswith("0001-")
    made = {"understanding/heads.npz", "retriever/adapter_model.safetensors", "policy.json"}
    assert made <= set(candidate.manifest.files)
    assert not (settings.var / "training" / candidate.manifest.dataset).exists()
    await migrate(settings.database_url)
    async with open_services(settings) as services, TestClient(TestServer(build_app(services))) as client:
        shopper = await begin(client)
        assert await served(client) == first
        before = services.speaker.models.files.encoder
        await asyncio.to_thread(shopclerk, "release", "promote", candidate.release_id, *state)
        assert await client.app[FOLLOWER].follow()
        assert await served(client) == candidate.release_id
        assert services.speaker.models.files.encoder == candidate.path / "retriever"
        assert "30 days" in (await shopper.replies("how many days do I have for a return?"))[-1]["text"]
        await asyncio.to_thread(shopclerk, "release", "rollback", *state)
        assert await client.app[FOLLOWER].follow()
        assert await served(client) == first
        assert services.speaker.models.files.encoder == before
    with pytest.raises(ShopclerkError, match="no release to go back to"):
        await asyncio.to_thread(shopclerk, "release", "rollback", *state)


async def served(client: TestClient) -> str:
    return (await (await client.get("/readyz")).json())["release"]


@pytest.mark.slow
def test_a_task_that_is_left_out_keeps_its_model(own_shop: Path) -> None:
    settings = load_settings(own_shop)
    (own_shop / "dialogues").mkdir(exist_ok=True)
    transcripts(own_shop / "dialogues" / "said.jsonl")
    left_out = [part for task in ("retriever", "understanding", "policy") for part in ("--without", task)]
    shopclerk("train", "all", "--quick", *left_out, "--state", str(own_shop))
    candidate = read_release(settings.var / "releases" / release_ids(settings.var / "releases")[0])
    assert set(candidate.manifest.files) == {"heads.json", "heads.npz", MODEL_CARD}
    promote(candidate)
    models = load_models(settings)
    assert models.release == candidate
    assert models.understanding.heads.encoder == models.encoder.name
