"""A release that brings its own responder: it words from the swap on, and the one before it is let go."""

from __future__ import annotations

import asyncio
import gc
import shutil
import weakref
from pathlib import Path

import pytest
import torch
from peft import get_peft_model
from tiny_language_model import write_tiny_model

from bot.hot_swap import ReleaseFollower
from bot.model_files import RESPONDER, model_files
from bot.prepare import prepare_wording
from bot.record.migrate import migrate
from bot.releases import Release, live_release, new_folder, promote, roll_back, seal
from bot.respond.convert import SYSTEM_FILE, convert, open_causal
from bot.respond.local import local_name, verified
from bot.settings import Settings, load_settings
from bot.wiring import open_services
from training.adapters import causal_lora, save_adapter

pytest.importorskip("ctranslate2")


class Silent:
    """Progress that nobody sees."""

    def begin(self, title: str) -> None: ...
    def advance(self, done: int, total: int) -> None: ...
    def tell(self, what: str, done: int, total: int) -> None: ...
    def end(self, note: str) -> None: ...
    def warn(self, text: str) -> None: ...


@pytest.fixture
def settings(state: Path, tmp_path: Path) -> Settings:
    (tmp_path / "base").mkdir()
    base = str(write_tiny_model(tmp_path / "base"))
    settings = load_settings(
        state, {"turn": {"burst_wait_ms": 0}, "wording": {"mode": "local", "model": base, "threads": 1}}
    )
    convert(base, settings.var / "models")
    return settings


def with_responder(settings: Settings) -> Release:
    """A release like the live one, with an adapter of the settings' model."""
    live = live_release(settings.var / "releases")
    assert live is not None
    folder = new_folder(settings.var / "releases")
    for name in live.manifest.files:
        shutil.copyfile(live.path / name, folder / name)
    model, _ = open_causal(settings.wording.model)
    torch.manual_seed(3)
    save_adapter(get_peft_model(model, causal_lora(2)), folder / RESPONDER, base=settings.wording.model)
    (folder / RESPONDER / SYSTEM_FILE).write_text("Word it.\n")
    return seal(folder, data_hash="own", base_model=live.manifest.base_model, metrics={})


async def test_it_words_from_the_swap_on_and_the_old_one_is_let_go(settings: Settings) -> None:
    release = await asyncio.to_thread(with_responder, settings)
    files = model_files(settings, release.path)
    assert files.index == model_files(settings).index  # a responder needs no index of its own
    prepare_wording(settings, Silent(), files)
    converted = settings.var / "models" / local_name(files.responder)
    assert verified(converted).system == "Word it."
    await migrate(settings.database_url)
    async with open_services(settings) as services:
        follower, encoder = ReleaseFollower(services), services.speaker.models.encoder
        before = weakref.ref(services.speaker.models.writer)
        threads = weakref.ref(services.speaker.models.writer._worker)
        promote(release)
        assert await follower.follow()
        gc.collect()
        assert (before(), threads()) == (None, None)
        assert services.speaker.models.writer._folder == converted
        assert services.speaker.models.encoder is encoder
        roll_back(settings.var / "releases")
        assert await follower.follow()
        assert services.speaker.models.writer._folder != converted


async def test_a_release_whose_responder_is_not_converted_is_refused(settings: Settings) -> None:
    await migrate(settings.database_url)
    async with open_services(settings) as services:
        follower, writer = ReleaseFollower(services), services.speaker.models.writer
        promote(await asyncio.to_thread(with_responder, settings))
        assert not await follower.follow()
        assert follower.refused
        assert services.speaker.models.writer is writer
