"""An installation that several processes prepare at once: none fails, none serves what is missing."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.errors import IndexBusy, NoDocuments
from bot.knowledge.port import Lesson
from bot.knowledge.taught import write_down
from bot.models import open_encoder
from bot.prepare import IN_OTHER_HANDS, prepare_documents, prepare_models, prepare_products
from bot.record.migrate import migrate
from bot.settings import Settings
from bot.wiring import open_services
from retrieval.documents.search import Documents
from retrieval.generations import Generations
from retrieval.products.index import products_usable

HORSE = "can I bring my horse into the shop"


class Told:
    """What was shown of the steps."""

    def __init__(self) -> None:
        self.ends: dict[str, str] = {}
        self.step = ""
        self.warnings: list[str] = []

    def begin(self, title: str) -> None:
        self.step = title

    def advance(self, done: int, total: int) -> None:
        pass

    def tell(self, what: str, done: int, total: int) -> None:
        pass

    def end(self, note: str) -> None:
        self.ends[self.step] = note

    def warn(self, text: str) -> None:
        self.warnings.append(text)


class Another(ExitStack):
    """Another process that is changing the indexes, until it is closed."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        for name in ("documents", "products"):
            self.enter_context(Generations(index(settings, name)).writing())


def index(settings: Settings, name: str) -> Path:
    return settings.var / "index" / name


async def test_a_process_starts_while_another_changes_the_indexes(settings: Settings) -> None:
    told = Told()
    with Another(settings):
        await asyncio.to_thread(prepare_models, settings, told)
    assert told.ends["Documents"] == told.ends["Products"] == IN_OTHER_HANDS
    await asyncio.to_thread(prepare_models, settings, told)
    assert "passages" in told.ends["Documents"]
    assert "variants" in told.ends["Products"]


async def test_the_first_index_is_waited_for(settings: Settings) -> None:
    encoder, told = open_encoder(settings), Told()
    for name in ("documents", "products"):
        shutil.rmtree(index(settings, name))
    with Another(settings):
        first = asyncio.create_task(asyncio.to_thread(prepare_products, settings, encoder, told, shared=True))
        await asyncio.sleep(1.5)
        assert not first.done()
    await first
    (said,) = told.warnings
    assert "Waiting" in said
    assert "variants" in told.ends["Products"]
    assert products_usable(index(settings, "products"), encoder)


@pytest.mark.parametrize("there", [True, False], ids=["empty", "gone"])
async def test_an_emptied_folder_stops_prepare_and_no_server(settings: Settings, there: bool) -> None:
    assert "source:" in (settings.state / "answers.yml").read_text(), "approved answers name documents"
    (settings.state / "documents").unlink()
    if there:
        (settings.state / "documents").mkdir()
    with pytest.raises(NoDocuments, match="index build --remove-all"):
        await asyncio.to_thread(prepare_models, settings, Told())
    told = Told()
    await asyncio.to_thread(prepare_models, settings, told, serving=True)
    assert "--remove-all" in " ".join(told.warnings)
    assert "(no_documents)" in " ".join(told.warnings)
    assert "variants" in told.ends["Products"]
    await migrate(settings.database_url)
    async with open_services(settings) as services:
        assert services.speaker.documents.search("returns")


async def test_a_lesson_is_learned_behind_a_server_that_starts(settings: Settings) -> None:
    copy_of_training(settings.state)
    await asyncio.to_thread(prepare_documents, settings, open_encoder(settings), Told())
    assert write_down(settings.state, Lesson(question=HORSE, nothing=True), None) is not None
    told, generation = Told(), Generations(index(settings, "documents")).current()
    assert await asyncio.to_thread(prepare_models, settings, told, serving=True)
    assert "while they serve" in told.ends["Documents"]
    assert Generations(index(settings, "documents")).current() == generation
    await migrate(settings.database_url)
    async with open_services(settings) as services:
        services.teacher.go_on()
        async with asyncio.timeout(300):
            while services.teacher.learning().state == "learning":
                await asyncio.sleep(0.1)
        assert services.teacher.learning().state == "learned"
        assert HORSE in services.speaker.documents.snapshot.content.asked.questions
    assert not await asyncio.to_thread(prepare_models, settings, Told(), serving=True)


def copy_of_training(state: Path) -> None:
    """What is taught is written below it: the demo shop's own is linked."""
    source = (state / "training").resolve()
    (state / "training").unlink()
    shutil.copytree(source, state / "training")


async def test_a_release_is_not_made_ready_with_an_index_in_other_hands(settings: Settings) -> None:
    encoder = open_encoder(settings)
    with Another(settings):
        with pytest.raises(IndexBusy):
            prepare_documents(settings, encoder, Told())
        with pytest.raises(IndexBusy):
            prepare_products(settings, encoder, Told())
    assert Documents(index(settings, "documents"), encoder).search("returns")


async def test_a_catalogue_of_which_nothing_can_be_used_is_told_in_few_lines(settings: Settings) -> None:
    pounds = settings.model_copy(update={"shop": settings.shop.model_copy(update={"currency": "GBP"})})
    told = Told()
    await asyncio.to_thread(prepare_products, pounds, open_encoder(settings), told)
    assert told.ends["Products"].startswith("0 products")
    assert len(told.warnings) < 10
    assert "the shop sells in GBP" in told.warnings[0]
    assert "wrong_currency" in told.warnings[-2]
    assert "nothing to show" in told.warnings[-1]
